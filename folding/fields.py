"""The stored key of a text: folded, for an index, a constraint or an order of the database."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    KeyColumn = models.CharField[str, str]
else:
    KeyColumn = models.CharField  # not generic at run time


LONGEST = 200  # a folded text can be longer than the typed one: ㍿ becomes four letters, 1 eight digits


class FoldedKey(KeyColumn):
    """``fold`` of the text in the field ``of``, written whenever the row is; nobody types it.

    ``update_fields`` must name it beside the text, and ``QuerySet.update`` of the text leaves it as it was.
    """

    def __init__(
        self, *args: Any, of: str = "", fold: Callable[[str], str] = str.strip, **kwargs: Any
    ) -> None:
        self.of, self.fold = of, fold
        own: dict[str, Any] = {"editable": False, "default": "", "max_length": LONGEST}
        super().__init__(*args, **own | kwargs)

    def deconstruct(self) -> Any:
        """A plain column for migrations: how a text is folded is no matter of the table."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = self.key_of(model_instance)
        setattr(model_instance, self.attname, key)
        return key

    def key_of(self, row: models.Model) -> str:
        """The key of the row's text as it is now."""
        return self.fold(getattr(row, self.of))[: self.max_length]
