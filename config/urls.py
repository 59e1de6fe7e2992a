from django.urls import include, path

urlpatterns = [
    path("", include("reports.urls")),
    path("account/", include("accounts.urls")),
    path("organisation/", include("posts.urls")),
    path("ledgers/", include("ledgers.urls")),
    path("residents/", include("residents.urls")),
    path("patrols/", include("patrols.urls")),
    path("disputes/", include("disputes.urls")),
    path("figures/", include("indicators.urls")),
    path("tasks/", include("jobs.urls")),
    path("trail/", include("audit.urls")),
]
