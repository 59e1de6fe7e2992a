"""Pages of two administrators: one opens, closes and resets accounts, the other assigns roles and places.

No personal data of villagers.
"""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access import scope
from access.pages import Page
from access.requests import SignedInRequest
from access.rights import may
from access.roles import Role
from accounts import actions, confirming, factors, throttling
from accounts.forms import AccountForm
from accounts.models import User
from administration import offices, set_up
from administration.confirming import waiting_for
from administration.proposal_page import waiting
from administration.proposals import left_out
from folding import text as folding
from pages import addresses
from pages.counting import counts_and_rows
from pages.views.base import BasePage
from pages.views.confirm import ButtonPage
from pages.views.forms import FormPage
from posts import links, vacancies, watched
from posts.actions import assigning
from posts.forms import AssignmentForm
from posts.models import Assignment, Station

SHOWN = 200


def own_county(user: User) -> int:
    return scope.for_user(user).county_id or 0


def of_county(user: User) -> QuerySet[User]:
    """Accounts of the administrator's county, and those that serve nowhere yet; not those that moved to another."""
    county = own_county(user)
    today = timezone.localdate()
    serving = Assignment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=today))
    elsewhere = (
        serving.exclude(county=county).exclude(station__county=county).exclude(post__station__county=county)
    )
    places = ("county", "station__county", "post__station__county")
    mine = Q(assignments=None)
    for place in places:
        mine |= Q(**{f"assignments__{place}": county})
    of_county = User.objects.filter(pk__in=User.objects.filter(mine).values("pk"))
    return of_county.exclude(pk__in=elsewhere.values("user"))


ONLY = ("unassigned", "never")  # without a place today; never signed in


def narrowed(query: QueryDict) -> tuple[str, int | None, str]:
    """Role, station and ``ONLY`` as the address has them; what is none of them is left out."""
    role, chosen = query.get("role", ""), query.get("only", "")
    station = addresses.number(query.get("station"))
    return role if role in Role.values else "", station, chosen if chosen in ONLY else ""


def chosen_of(users: QuerySet[User], role: str, station: int | None, chosen: str) -> QuerySet[User]:
    """Accounts that serve today in the role and at the station, serve nowhere, or were never used."""
    serving = Assignment.objects.on(timezone.localdate())
    if role:
        users = users.filter(pk__in=serving.filter(role=role).values("user"))
    if station:
        at_station = Q(station=station) | Q(post__station=station)
        users = users.filter(pk__in=serving.filter(at_station).values("user"))
    if chosen == "unassigned":
        users = users.exclude(pk__in=serving.values("user"))
    return users.filter(last_login=None) if chosen == "never" else users


class AccountList(Page):
    verb = "see_accounts"

    @addresses.tidied
    def get(self, request: SignedInRequest) -> HttpResponse:
        text = addresses.words(request.GET.get("q"))
        today = Assignment.objects.on(timezone.localdate()).select_related("post", "station", "county")
        users: QuerySet[User] = of_county(request.user).prefetch_related(
            Prefetch("assignments", today, to_attr="today")
        )
        if text:
            account, name = folding.account(text), folding.plain(text)
            users = users.filter(
                Q(username__startswith=account) | Q(name__istartswith=name) | Q(badge__iexact=name)
            )
        may_open = may(request.user, "manage_accounts")
        role, station, chosen = narrowed(request.GET)
        users = chosen_of(users, role, station, chosen)
        context = {
            "title": _("Accounts"),
            "roles": Role.choices,
            "stations": Station.objects.open().filter(county=own_county(request.user)),
            "role": role,
            "station": station,
            "chosen": chosen,
            "proposals": waiting(own_county(request.user)) if may(request.user, "assign_roles") else (),
            "left_out": left_out(own_county(request.user)) if may(request.user, "assign_roles") else (),
            "links": [link for link in links.declared("account_links") if may(request.user, link.verb)],
            "may_open": may_open,
            "users": users[:SHOWN],
            "count": users.count(),
            "set_up": set_up.for_administrators(request.user, own_county(request.user)),
            **self.asked_for(request.user),
            "q": text,
        }
        return render(request, "administration/account_list.html", context)

    def asked_for(self, user: User) -> dict[str, Any]:
        """How many people wait to be confirmed; for whoever fills them the offices and posts that nobody holds."""
        reads = [offices.rows(own_county(user)), vacancies.rows(vacancies.seen_by(user))]
        is_filling = may(user, "assign_roles")
        (waiting,), found = counts_and_rows([waiting_for(user)], reads if is_filling else [])
        if not is_filling:
            return {"people_waiting": waiting}
        empty, vacant = found
        return {
            "people_waiting": waiting,
            "empty_offices": offices.read(empty),
            "vacancies": vacancies.read(vacant),
        }


class AccountPage(Page, BasePage):
    """A page on an account of the administrator's county."""

    def get_row(self) -> User:
        return get_object_or_404(self.accounts(), pk=self.kwargs["pk"])

    def accounts(self) -> QuerySet[User]:
        return of_county(self.request.user)

    def back_url(self) -> str:
        return reverse("administration:detail", args=[self.row.pk])


class AccountDetail(AccountPage, FormPage):
    """The account and its assignments, with a form that assigns the person to a place in a role."""

    verb = "see_accounts"
    template = "administration/account_detail.html"
    shows_version = False  # an assignment is a row of its own
    message = gettext_lazy("Assigned. The person signs in anew and then sees the place.")

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        if not may(request.user, "assign_roles"):
            raise PermissionDenied
        return super().post(request, **kwargs)

    def title(self) -> str:
        return str(self.row.name)

    def form(self, data: Any = None) -> AssignmentForm:
        assignment = Assignment(user=self.row) if data is not None else None
        return AssignmentForm(
            data, instance=assignment, person=self.row, county=own_county(self.request.user)
        )

    def act(self, form: AssignmentForm) -> None:
        late = form.cleaned_data.get("late_reason", "")
        assigning.assign(form.save(commit=False), by=self.request.user, late_reason=late)

    def context(self) -> dict[str, Any]:
        user, person = self.request.user, self.row
        return super().context() | {
            "may_manage": may(user, "manage_accounts") and person != user,
            "may_reset_factor": may(user, "reset_factor") and person != user,
            "may_assign": may(user, "assign_roles") and person != user,
            "person": person,
            "today": timezone.localdate(),
            "waits_for_code": confirming.waits_for_code(person),
            "has_factor": factors.has(person),
            "is_locked": throttling.is_locked(person),
            "assignments": person.assignments.select_related("post", "station", "county"),
        }


class AccountCreate(Page, FormPage):
    """Open an account; its activation code is shown once."""

    verb = "manage_accounts"
    heading = gettext_lazy("New account")
    form_class = AccountForm
    button = gettext_lazy("Open the account")
    shown_once = gettext_lazy(
        "The activation code was shown once. If you have not got it, give a new one here."
    )

    def act(self, form: AccountForm) -> tuple[User, str]:
        user = form.save(commit=False)
        return user, actions.open_account(user, by=self.request.user)

    def answer(self, result: tuple[User, str]) -> HttpResponse:
        return shown_once(self.request, *result)

    def done(self, result: tuple[User, str]) -> str:
        """Where the form leads when it is sent again: the password is shown once."""
        return reverse("administration:detail", args=[result[0].pk])

    def back_url(self) -> str:
        return reverse("administration:list")


def shown_once(request: HttpRequest, user: User, password: str) -> HttpResponse:
    """The page that shows an activation code, once; it is stored nowhere in clear."""
    response = render(
        request,
        "administration/activation_code.html",
        {
            "title": _("Activation code"),
            "person": user,
            "password": password,
        },
    )
    response["Cache-Control"] = "no-store"
    return response


class AccountButton(AccountPage, ButtonPage):
    """A button on the page of an account; nobody presses it for the own one."""

    verb = "manage_accounts"

    def accounts(self) -> QuerySet[User]:
        return super().accounts().exclude(pk=self.request.user.pk)


class AccountReset(AccountButton):
    """A new activation code, shown once.

    Sent again, as by a reload of the page that shows the code, it gives no other one: the account has changed.
    """

    is_sent_once = False  # the password is a secret

    def act(self) -> str:
        code = actions.reset_password(self.row, by=self.request.user)
        watched.note("password_reset", self.row, by=self.request.user)
        return code

    def answer(self, result: str) -> HttpResponse:
        return shown_once(self.request, self.row, result)


class AccountFactor(AccountButton):
    """The phone is lost: another authenticator is set up at the next sign-in, once somebody else confirms the person.

    Not by the administrator who resets passwords: nobody alone can take an account over.
    """

    verb = "reset_factor"
    shows_version = False  # the factor is a row of its own
    message = gettext_lazy(
        "Reset. Somebody at the place confirms the person within a day; then the next sign-in asks to set up another "
        "authenticator."
    )

    def act(self) -> None:
        factors.reset(self.row, by=self.request.user)
        watched.note("factor_reset", self.row, by=self.request.user)


class AccountUnlock(AccountPage, ButtonPage):
    """Lift the pause after failed tries."""

    verb = "manage_accounts"
    shows_version = False  # the pause is a row of its own
    message = gettext_lazy("The pause is lifted.")

    def act(self) -> None:
        actions.lift_lock(self.row, by=self.request.user)
        watched.note("pause_lifted", self.row, by=self.request.user)


class AccountSwitch(AccountButton):
    """Close an open account, reopen a closed one."""

    def act(self) -> None:
        change = actions.close_account if self.row.is_active else actions.reopen_account
        change(self.row, by=self.request.user)
        watched.note("account_switched", self.row, by=self.request.user)
        self.message = _("The account is open.") if self.row.is_active else _("The account is closed.")
