from django.utils.translation import gettext_lazy as _

from ledgers.views.base import BookPage
from ledgers.views.details import RowDetail
from ledgers.views.forms import RowCreate, RowEdit
from ledgers.views.lists import BookList
from ledgers.views.reviews import RowAccept, RowGiveBack, RowWithdraw
from patrols.filters import PatrolFilterSet
from patrols.forms import PatrolForm
from patrols.models import Patrol
from patrols.tables import PatrolTable


class PatrolPage(BookPage):
    model = Patrol
    book = "patrols:patrol"
    related = ("village__town", "post", "station", "recorded_by")


class PatrolList(PatrolPage, BookList):
    table_class = PatrolTable
    filterset_class = PatrolFilterSet
    new_verb = "record_patrol"


class PatrolDetail(PatrolPage, RowDetail):
    edit_verb = "record_patrol"
    facts = (
        "village", "occurred_on", "starts_at", "minutes", "mode", "is_joint", "people", "note", "recorded_by",
        "recorded_at", "post",
    )  # fmt: skip


class PatrolCreate(PatrolPage, RowCreate):
    verb = "record_patrol"
    form_class = PatrolForm
    heading = _("Record a patrol")


class PatrolEdit(PatrolPage, RowEdit):
    verb = "record_patrol"
    form_class = PatrolForm
    heading = _("Change the patrol")


class PatrolWithdraw(PatrolPage, RowWithdraw):
    verb = "record_patrol"


class PatrolAccept(PatrolPage, RowAccept):
    pass


class PatrolGiveBack(PatrolPage, RowGiveBack):
    pass
