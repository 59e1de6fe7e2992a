"""Every address of the registry. Sign-in is in accounts, the administrators' pages in administration."""

from django.urls import include, path

from access import scope, session_terms
from accounts.urls import urlpatterns as own_account
from accounts.views.account import SignIn
from accounts.views.activation import Activate
from accounts.views.factors import FactorCheck, FactorSetUp
from config.health import Live, Ready, Well
from jobs import urls as work
from ledgers import kept_files
from notices import urls as notices
from referrals.views.public import PublicPage

accounts = [
    path("sign-in/", SignIn.as_view(terms=session_terms.for_user), name="sign-in"),
    path("activate/", Activate.as_view(), name="activate"),
    path("factor/", FactorCheck.as_view(terms=session_terms.for_user), name="factor"),
    path("factor/new/", FactorSetUp.as_view(terms=session_terms.for_user), name="factor-set-up"),
    *own_account,
]

urlpatterns = [
    path("", include("reports.urls")),
    path("account/", include((accounts, "accounts"))),
    path("account/", include("administration.urls")),
    path("organisation/", include("posts.urls")),
    path("rules/", include("administration.county_rules.urls")),
    path("", include("oversight.urls")),
    path("", include("duty.urls")),
    path("ledgers/", include("residents.data_requests.urls")),
    path("ledgers/", include("ledgers.urls")),
    path("residents/", include("residents.urls")),
    path("imports/", include("imports.urls")),
    path("leaders/", include("leaders.urls")),
    path("library/", include("library.urls")),
    path("officers/", include("officers.urls")),
    path("training/", include("training.urls")),
    path("teams/", include("teams.urls")),
    path("patrols/", include("patrols.urls")),
    path("hazards/", include("hazards.urls")),
    path("meetings/", include("meetings.urls")),
    path("referrals/", include("referrals.urls")),
    path("q/", PublicPage.as_view(), name="public"),
    path("disputes/", include("disputes.urls")),
    path("papers/", include("documents.urls")),
    path("figures/", include("indicators.urls")),
    path("figures/satisfaction/", include("surveys.urls")),
    path("notices/", include((notices.pages(scope.for_user), "notices"))),
    path("tasks/", include((work.pages(kept_files.may_fetch), "jobs"))),
    path("", include("pages.urls")),
    path("health/", Ready.as_view(), name="health"),
    path("health/ready/", Ready.as_view(), name="health-ready"),
    path("health/live/", Live.as_view(), name="health-live"),
    path("health/well/", Well.as_view(), name="health-well"),
]
handler400 = "config.error_pages.bad_request"
handler403 = "config.error_pages.forbidden"
handler404 = "config.error_pages.not_found"
handler500 = "config.error_pages.broken"
