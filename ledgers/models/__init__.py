from ledgers.models.drafts import Draft
from ledgers.models.months import LateChange, StationMonth
from ledgers.models.rows import Row, RowQuerySet

__all__ = ["Draft", "LateChange", "Row", "RowQuerySet", "StationMonth"]
