"""Pages of two administrators: one opens, closes and resets accounts, the other assigns roles and places.

No personal data of villagers.
"""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.pages import Page
from access.rights import may
from accounts import actions, factors, throttling
from accounts.forms import AccountForm
from accounts.models import User
from pages import addresses
from posts.actions import assigning
from posts.forms import AssignmentForm
from posts.models import Assignment

SHOWN = 200


def own_county(user: User) -> int:
    return scope.of(user).county_id or 0


def of_county(user: User) -> QuerySet[User]:
    """Accounts of the administrator's county, and those that serve nowhere yet; not who has gone to another."""
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


class AccountList(Page):
    verb = "see_accounts"

    @addresses.tidied
    def get(self, request: HttpRequest) -> HttpResponse:
        text = addresses.words(request.GET.get("q"))
        today = Assignment.objects.on(timezone.localdate()).select_related("post", "station", "county")
        users = of_county(request.user).prefetch_related(Prefetch("assignments", today, to_attr="today"))
        if text:
            users = users.filter(Q(username__istartswith=text) | Q(name__startswith=text) | Q(badge=text))
        may_open = may(request.user, "manage_accounts")
        context = {
            "title": _("Accounts"),
            "may_open": may_open,
            "users": users[:SHOWN],
            "count": users.count(),
            "q": text,
        }
        return render(request, "administration/account_list.html", context)


class AccountDetail(Page):
    verb = "see_accounts"

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.show(
            request,
            get_object_or_404(of_county(request.user), pk=pk),
            AssignmentForm(county=own_county(request.user)),
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Assign the person to a place in a role."""
        if not may(request.user, "assign_roles"):
            raise PermissionDenied
        user = get_object_or_404(of_county(request.user), pk=pk)
        form = AssignmentForm(request.POST, instance=Assignment(user=user), county=own_county(request.user))
        if not form.is_valid():
            return self.show(request, user, form, status=422)
        assigning.assign(form.save(commit=False), by=request.user)
        messages.success(request, _("Assigned. The person signs in anew and then sees the place."))
        return HttpResponseRedirect(reverse("administration:detail", args=[pk]))

    def show(
        self, request: HttpRequest, user: User, form: Any, status: int = 200, **more: Any
    ) -> HttpResponse:
        context = {
            "title": user.name,
            "may_manage": may(request.user, "manage_accounts") and user != request.user,
            "may_reset_factor": may(request.user, "reset_factor") and user != request.user,
            "may_assign": may(request.user, "assign_roles") and user != request.user,
            "person": user,
            "form": form,
            "today": timezone.localdate(),
            "has_factor": factors.has(user),
            "is_locked": throttling.is_locked(user),
            "assignments": user.assignments.select_related("post", "station", "county"),
        }
        return render(request, "administration/account_detail.html", context | more, status=status)


class AccountCreate(Page):
    verb = "manage_accounts"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.show(request, AccountForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = AccountForm(request.POST)
        if not form.is_valid():
            return self.show(request, form, status=422)
        user = form.save(commit=False)
        password = actions.open_account(user, by=request.user)
        return shown_once(request, user, password)

    def show(self, request: HttpRequest, form: AccountForm, status: int = 200) -> HttpResponse:
        return render(
            request,
            "administration/account_form.html",
            {"title": _("New account"), "form": form},
            status=status,
        )


def shown_once(request: HttpRequest, user: User, password: str) -> HttpResponse:
    """The page that shows a first password, once; it is stored nowhere in clear."""
    response = render(
        request,
        "administration/first_password.html",
        {"title": _("First password"), "person": user, "password": password},
    )
    response["Cache-Control"] = "no-store"
    return response


class AccountReset(Page):
    verb = "manage_accounts"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Sent again, as by a reload of the page that shows the password, it gives no other one."""
        user = get_object_or_404(of_county(request.user).exclude(pk=request.user.pk), pk=pk)
        if request.POST.get("since") != user.password_changed_at.isoformat():
            messages.warning(
                request, _("The password was changed meanwhile. Look at the account, then decide.")
            )
            return HttpResponseRedirect(reverse("administration:detail", args=[pk]))
        return shown_once(request, user, actions.reset_password(user, by=request.user))


class AccountFactor(Page):
    """The phone is lost: another authenticator is set up at the next sign-in.

    Not by whoever resets passwords: nobody alone can take an account over.
    """

    verb = "reset_factor"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(of_county(request.user).exclude(pk=request.user.pk), pk=pk)
        factors.reset(user, by=request.user)
        messages.success(request, _("Reset: the next sign-in asks to set up another authenticator."))
        return HttpResponseRedirect(reverse("administration:detail", args=[pk]))


class AccountUnlock(Page):
    """Lift the pause after failed tries."""

    verb = "manage_accounts"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(of_county(request.user), pk=pk)
        actions.lift_lock(user, by=request.user)
        messages.success(request, _("The pause is lifted."))
        return HttpResponseRedirect(reverse("administration:detail", args=[pk]))


class AccountSwitch(Page):
    """Close an open account, reopen a closed one."""

    verb = "manage_accounts"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = get_object_or_404(of_county(request.user).exclude(pk=request.user.pk), pk=pk)
        change = actions.close_account if user.is_active else actions.reopen_account
        change(user, by=request.user)
        messages.success(
            request, _("The account is open.") if user.is_active else _("The account is closed.")
        )
        return HttpResponseRedirect(reverse("administration:detail", args=[pk]))


class AssignmentEnd(Page):
    verb = "assign_roles"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        not_over = Assignment.objects.filter(Q(ends_on=None) | Q(ends_on__gte=timezone.localdate()))
        assignment = get_object_or_404(not_over.filter(user__in=of_county(request.user)), pk=pk)
        assigning.end(assignment, by=request.user)
        messages.success(request, _("The assignment has ended."))
        return HttpResponseRedirect(reverse("administration:detail", args=[assignment.user_id]))
