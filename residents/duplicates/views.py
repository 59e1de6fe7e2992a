"""Pages of suspected duplicates: the list, a pair side by side, and what is said of it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.rights import may, rights_of
from audit import trail
from ledgers.forms import WithdrawForm
from ledgers.views.base import BookPage
from ledgers.views.details import BookDetail
from ledgers.views.forms import RowConfirm
from ledgers.views.lists import BookList
from pages.facts import fact_of
from pages.forms import PlainConfirmForm
from pages.views.confirm import ConfirmPage
from residents import family
from residents.actions.register import check_lives_here
from residents.book import DUPLICATES
from residents.choosing import choices
from residents.duplicates import merging
from residents.duplicates.forms import MergeForm, OtherHouseholdForm
from residents.models import Duplicate, Household, Resident, Visit
from residents.views.households import HouseholdPage
from residents.views.taken import NamesHolder

HOUSEHOLD_FACTS = (
    "village",
    "number",
    "householder",
    "phone",
    "members",
    "children_under_14",
    "note",
    "last_met_on",
)
PERSON_FACTS = ("village", "household", "name", "relation", "residence", "birth_year", "phone")


class DuplicatePage(BookPage):
    verb = DUPLICATES.listing.verb
    model = Duplicate
    book = DUPLICATES.stem
    related = DUPLICATES.related


class DuplicateList(BookList):
    book = DUPLICATES


class DuplicateDetail(DuplicatePage, BookDetail):
    """The two beside each other: what is held of each, and what hangs on it."""

    template = "residents/duplicate_detail.html"
    facts = ("found_on", "asked_by", "state", "decided_by", "decided_on")

    def record_read(self) -> None:
        for one in self.row.two:
            trail.record("read", one, by=self.request.user)

    def context(self) -> dict[str, Any]:
        shown = super().context()
        names = {name for name in self.facts if getattr(self.row, name) is None}
        names |= {"state"} if self.row.why_over else set()
        shown["facts"] = [one for one in shown["facts"] if one["name"] not in names]
        return shown | {"sides": [self.side(one) for one in self.row.two]}

    def side(self, one: Household | Resident) -> dict[str, Any]:
        rights, user = rights_of(self.request.user), self.request.user
        names = HOUSEHOLD_FACTS if isinstance(one, Household) else PERSON_FACTS
        found: dict[str, Any] = {"row": one, "facts": [fact_of(one, name, rights) for name in names]}
        if isinstance(one, Household):
            entries = family.entries(one)
            found |= {
                "people": one.residents.filter(left_on=None),
                "visits": Visit.objects.visible_to(user).counted().filter(household__in=entries).count(),
                "waiting": one.requests.visible_to(user).counted().filter(told_back_on=None).count(),
                "pairing": one.pairings.filter(ends_on=None).select_related("officer").first(),
            }
        return found

    def buttons(self) -> list[dict[str, Any]]:
        if not may(self.request.user, "edit_residents"):
            return []
        State, row = Duplicate.State, self.row  # as in the model
        steps: list[tuple[str, Any, str]] = []
        if row.why_over:
            steps = []
        elif row.state == State.OPEN:
            steps = [("same", _("The same: merge"), "primary"), ("different", _("Not the same"), "quiet")]
        elif row.state == State.DIFFERENT:
            steps = [("reopen", _("Decide again"), "quiet")]
        elif merging.may_undo(row, self.request.user):
            steps = [("undo", _("Undo the merge"), "quiet")]
        return [
            {"url": self.url(step, row.pk), "label": label, "style": style} for step, label, style in steps
        ]


def check_waits(page: Any) -> None:
    """The pair has to be decided; not one that somebody, or what happened, has settled."""
    merging.check_waits(page.row)


class DuplicateSame(DuplicatePage, RowConfirm):
    verb = "edit_residents"
    heading = gettext_lazy("Merge the two")
    check_state = check_waits
    button = gettext_lazy("Merge")

    @property
    def message(self) -> str:
        words = _("Merged. It can be undone on this page within %(n)s days.")
        return words % {"n": merging.undo_days(self.request.user).days}

    @property
    def sentence(self) -> str:
        words = _(
            "The other entry leaves the lists from today on. Visits stay where they were noted and are read together; "
            "figures of closed months stay as they are. People, open requests, a pairing and priority visits go along. "
            "It can be undone within %(n)s days."
        )
        return words % {"n": merging.undo_days(self.request.user).days}

    def form(self, data: Any = None) -> MergeForm:
        return MergeForm(data, pair=self.row)

    def act(self, form: MergeForm) -> None:
        merging.merge(self.row, form.cleaned_data["keep"], by=self.request.user)


class DuplicateDifferent(DuplicatePage, RowConfirm):
    verb = "edit_residents"
    heading = gettext_lazy("The two are not the same")
    check_state = check_waits
    sentence = gettext_lazy("Nobody is asked about them again. Who said so, and when, is kept.")
    button = gettext_lazy("Not the same")
    message = gettext_lazy("Noted.")

    def act(self, form: PlainConfirmForm) -> None:
        held = merging.tell_apart(self.row, by=self.request.user)
        merging.look_again(held, self.request.user)


class DuplicateReopen(DuplicatePage, RowConfirm):
    verb = "edit_residents"
    action = merging.reopen
    heading = gettext_lazy("Decide again")
    sentence = gettext_lazy("The two stand in the list of those to decide again.")
    button = gettext_lazy("Decide again")
    message = gettext_lazy("Noted.")

    def check_state(self) -> None:
        merging.check_told_apart(self.row)


class DuplicateUndo(NamesHolder, DuplicatePage, RowConfirm):
    verb = "edit_residents"
    form_class = WithdrawForm
    heading = gettext_lazy("Undo the merge")
    sentence = gettext_lazy(
        "Both stand for themselves again, with the people and the open work that went along and are still there."
    )
    button = gettext_lazy("Undo the merge")
    message = gettext_lazy("Undone: both stand in the lists again.")

    def returning(self) -> Household | None:
        return None if self.row.is_of_people else next((one for one in self.row.two if one.closed_on), None)

    def check_state(self) -> None:
        merging.check_undo(self.row, self.request.user)

    def act(self, form: WithdrawForm) -> None:
        merging.undo(self.row, by=self.request.user, late_reason=form.cleaned_data["late_reason"])


class HouseholdSame(HouseholdPage, ConfirmPage):
    """Somebody knows that another household is the same one, though nothing in them is alike."""

    verb = "edit_residents"
    heading = gettext_lazy("The same as another household")
    sentence = gettext_lazy("Choose the other one; then both are shown beside each other.")
    button = gettext_lazy("Compare the two")
    template = "residents/choose_household.html"

    def check_state(self) -> None:
        check_lives_here(self.row)

    def form(self, data: Any = None) -> OtherHouseholdForm:
        return OtherHouseholdForm(data, user=self.request.user)

    def context(self) -> dict[str, Any]:
        asked = self.request.POST if self.request.method == "POST" else self.request.GET
        return super().context() | choices(self.request.user, asked)

    def act(self, form: OtherHouseholdForm) -> Duplicate:
        return merging.suspect(self.row, form.cleaned_data["household"], by=self.request.user)

    def done(self, result: Duplicate) -> str:
        return result.get_absolute_url()

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)
