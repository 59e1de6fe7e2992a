"""Every address of the registry. Account pages stand in two rooms: who you are, and where you serve."""

from django.urls import include, path

from accounts.factor_views import FactorCheck, FactorSetUp
from accounts.urls import urlpatterns as own_account
from accounts.views import SignIn
from config.health import Health
from jobs import urls as work
from posts import accounts as administration
from posts import files, terms
from posts.trail import TrailDetail, TrailList

accounts = [
    path("sign-in/", SignIn.as_view(terms=terms.of), name="sign-in"),
    path("factor/", FactorCheck.as_view(terms=terms.of), name="factor"),
    path("factor/new/", FactorSetUp.as_view(terms=terms.of), name="factor-set-up"),
    *own_account,
    path("list/", administration.AccountList.as_view(), name="list"),
    path("new/", administration.AccountCreate.as_view(), name="create"),
    path("<int:pk>/", administration.AccountDetail.as_view(), name="detail"),
    path("<int:pk>/reset/", administration.AccountReset.as_view(), name="reset"),
    path("<int:pk>/factor/", administration.AccountFactor.as_view(), name="factor-reset"),
    path("<int:pk>/unlock/", administration.AccountUnlock.as_view(), name="unlock"),
    path("<int:pk>/switch/", administration.AccountSwitch.as_view(), name="switch"),
    path("assignments/<int:pk>/end/", administration.AssignmentEnd.as_view(), name="assignment-end"),
]

trail = [
    path("", TrailList.as_view(), name="list"),
    path("<int:pk>/", TrailDetail.as_view(), name="detail"),
]

urlpatterns = [
    path("", include("reports.urls")),
    path("account/", include((accounts, "accounts"))),
    path("organisation/", include("posts.urls")),
    path("ledgers/", include("ledgers.urls")),
    path("residents/", include("residents.urls")),
    path("patrols/", include("patrols.urls")),
    path("disputes/", include("disputes.urls")),
    path("figures/", include("indicators.urls")),
    path("tasks/", include((work.pages(files.may_fetch), "jobs"))),
    path("trail/", include((trail, "audit"))),
    path("health/", Health.as_view(), name="health"),
]
handler400 = "config.faults.bad_request"
handler403 = "config.faults.forbidden"
handler404 = "config.faults.not_found"
handler500 = "config.faults.broken"
