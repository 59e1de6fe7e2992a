"""Pages of the people who serve: their year, familiarity tests, the chief's weekly digest."""

from datetime import date
from typing import Any

from django.apps import apps
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import rules
from access import scope
from access.pages import Page
from access.rights import may
from accounts.models import User
from audit import trail
from officers import actions, burden, digests, required, years
from officers.forms import ResultForm
from officers.models import Digest, DrawnHouseholds, FamiliarityTest
from pages import addresses
from pages.views.base import BasePage, ShowPage
from pages.views.confirm import ConfirmPage
from pages.views.forms import FormPage
from residents.models import Household

DIGESTS_SHOWN = 60


def more_buttons(row: Any, user: Any) -> list[dict[str, Any]]:
    """What higher rooms offer for an officer's year (``buttons_of`` of their AppConfigs)."""
    known = (getattr(config, "buttons_of", None) for config in apps.get_app_configs())
    return [button for ask in known if ask for button in ask(row, user)]


class YearList(Page, ShowPage):
    """Who served at a post of the own place in a year (``?year=``): each leads to the person's year."""

    verb = "see_officers"
    heading = gettext_lazy("Officers and their year")
    template = "officers/year_list.html"

    def context(self) -> dict[str, Any]:
        today = timezone.localdate()
        offered = list(range(today.year, today.year - 3, -1))
        asked = addresses.number(self.request.GET.get("year"))
        year = asked if asked in offered else today.year
        return super().context() | {
            "years": offered,
            "year": year,
            "people": years.people(self.request.user, year),
            "at_county": scope.for_user(self.request.user).station_id is None,
        }


class OfYear(Page, BasePage):
    """A page about somebody's year: ``?year=``, of those in which the person served; this year otherwise."""

    verb = "read_officer_year"

    @cached_property
    def offered(self) -> list[int]:
        return years.offered(self.person, timezone.localdate())

    @property
    def person(self) -> int:
        """The key of the person; one's own without one in the address."""
        return int(self.kwargs.get("pk", self.request.user.pk))

    @property
    def year(self) -> int:
        asked = addresses.number(self.request.GET.get("year"))
        return asked if asked in self.offered else timezone.localdate().year

    def get_row(self) -> years.OfficerYear:
        person = years.person_seen(self.request.user, self.person, self.year)
        if person is None:
            raise Http404
        return years.of(self.request.user, person, self.year)


class YearDetail(OfYear, ShowPage):
    """Figures over all posts held, training, hand-overs, assignments with village office, familiarity tests."""

    template = "officers/year.html"

    def title(self) -> Any:
        return _("Year of %(name)s") % {"name": self.row.person.name}

    def record_read(self) -> None:
        if self.row.person.pk != self.request.user.pk:
            trail.record("read_officer_year", self.row.person, by=self.request.user, year=self.year)

    def context(self) -> dict[str, Any]:
        user, row = self.request.user, self.row
        tests = may(user, "test_familiarity") and row.person.pk != user.pk
        return super().context() | {
            "years": self.offered,
            "year": self.year,
            "months": [month for month in years.MONTHS if date(self.year, month, 1) <= row.until],
            "buttons": more_buttons(row, user),
            "is_own": row.person.pk == user.pk,
            "sees_list": may(user, "see_officers"),
            "draws": tests and actions.tested(user, row.person.pk) is not None,
            "waiting": actions.open_draw(row.person.pk, user) if tests else None,
        }


class TestDraw(Page, ConfirmPage):
    """Draw the households about which an officer is asked."""

    verb = "test_familiarity"
    heading = gettext_lazy("Draw households for a familiarity test")
    button = gettext_lazy("Draw")
    message = gettext_lazy("Drawn.")

    def get_row(self) -> User:
        held = actions.tested(self.request.user, self.kwargs["pk"])
        if held is None or held.user_id == self.request.user.pk:
            raise Http404
        return held.user

    def subject(self) -> str:
        held = actions.tested(self.request.user, self.row.pk)
        return f"{self.row.name} · {held.post if held else ''}"

    @property
    def sentence(self) -> str:
        today = timezone.localdate()
        return _(
            "%(n)s households of the post are drawn, once: you alone see them. The result is about the officer; nothing"
            " is written at a household. The list is deleted with the result, or after %(days)s days."
        ) % {
            "n": rules.whole("familiarity.households", on=today),
            "days": rules.whole("familiarity.list_days", on=today),
        }

    def check_state(self) -> None:
        actions.check_drawable(self.row.pk, self.request.user)

    def act(self, form: Any) -> FamiliarityTest:
        return actions.draw(self.row, by=self.request.user)

    def back_url(self) -> str:
        return reverse("officers:year-detail", args=[self.row.pk])

    def done(self, result: FamiliarityTest) -> str:
        return result.get_absolute_url()


class OfTest(Page, BasePage):
    """A page about one test of somebody of the chief's station."""

    row: FamiliarityTest
    verb = "test_familiarity"

    def get_row(self) -> FamiliarityTest:
        rows = FamiliarityTest.objects.visible_to(self.request.user).select_related(
            "user", "post", "drawn_by"
        )
        station = scope.for_user(self.request.user).station_id
        return get_object_or_404(rows.filter(station=station), pk=self.kwargs["pk"])

    def back_url(self) -> str:
        return reverse("officers:year-detail", args=[self.row.user_id])


class TestDetail(OfTest, ShowPage):
    """The drawn households while the list is kept, or the result."""

    template = "officers/test.html"

    def title(self) -> Any:
        return _("Familiarity test of %(name)s") % {"name": self.row.user.name}

    def record_read(self) -> None:
        trail.record("read", self.row, by=self.request.user)

    def context(self) -> dict[str, Any]:
        user, row = self.request.user, self.row
        drawn = DrawnHouseholds.objects.visible_to(user).filter(test=row).first()
        households = {}
        if drawn is not None and not row.is_asked:
            rows = Household.objects.visible_to(user).filter(pk__in=drawn.keys).select_related("village")
            households = {one.pk: one for one in rows}
        return super().context() | {
            "back_url": self.back_url(),
            "households": [households[key] for key in drawn.keys if key in households] if drawn else [],
            "has_list": bool(households),
        }


class TestResult(OfTest, FormPage):
    heading = gettext_lazy("Enter the result")

    def check_state(self) -> None:
        actions.check_waiting(self.row)

    def form(self, data: Any = None) -> ResultForm:
        return ResultForm(data, instance=self.row)

    def act(self, form: ResultForm) -> FamiliarityTest:
        return actions.enter(form.save(commit=False), by=self.request.user)

    def back_url(self) -> str:
        return str(self.row.get_absolute_url())

    def done(self, result: FamiliarityTest) -> str:
        return reverse("officers:year-detail", args=[result.user_id])


class DigestList(Page, ShowPage):
    """The digests of the station, the newest first."""

    verb = "read_digest"
    heading = gettext_lazy("Weekly digests")
    template = "officers/digest_list.html"

    def context(self) -> dict[str, Any]:
        rows = Digest.objects.visible_to(self.request.user)[:DIGESTS_SHOWN]
        return super().context() | {"digests": [(one, one.facts["numbers"]) for one in rows]}


class DigestDetail(Page, ShowPage):
    """One week of the station, each line with the page that it is about."""

    verb = "read_digest"
    template = "officers/digest.html"

    def get_row(self) -> Digest:
        rows = Digest.objects.visible_to(self.request.user).select_related("station")
        found: Digest = get_object_or_404(rows, pk=self.kwargs["pk"])
        return found

    def title(self) -> Any:
        return _("Weekly digest")

    def context(self) -> dict[str, Any]:
        row = self.row
        first = row.monday - digests.A_WEEK
        others = Digest.objects.visible_to(self.request.user)
        return super().context() | {
            "first": first,
            "last": first + digests.SIX,
            "facts": row.facts,
            "lines": [
                {"code": code, "number": number, "n": row.facts["numbers"][code]}
                for code, number in digests.NUMBERS.items()
            ],
            "worse": [one | {"number": digests.NUMBERS[one["code"]]} for one in row.facts["worse"]],
            "before": others.filter(monday__lt=row.monday).first(),
            "after": others.filter(monday__gt=row.monday).order_by("monday").first(),
        }


class Burden(Page, ShowPage):
    """What the forms cost the people of the posts, what nobody fills or fetches, and why a field is demanded."""

    verb = "see_burden"
    heading = gettext_lazy("Burden")
    template = "officers/burden.html"

    def context(self) -> dict[str, Any]:
        user, today = self.request.user, timezone.localdate()
        forms, people = burden.by_form(user, today)
        fields = required.lines(today)
        return super().context() | {
            "forms": forms,
            "people": people,
            "weeks": burden.WEEKS,
            "most": rules.whole("burden.minutes_most", on=today),
            "days": rules.whole("burden.field_days", on=today),
            "total": sum(one.minutes_a_week for one in forms),
            "empty": burden.empty_fields(user, today),
            "unfetched": burden.unfetched(user, today),
            "required": fields,
            "over": sum(one.is_over for one in fields),
        }
