"""Addresses of one's own background work (config/urls.py)."""

from django.urls import URLPattern, path

from jobs import views


def pages(may_fetch: views.MayFetch) -> list[URLPattern]:
    """The pages of one's own work; ``may_fetch`` decides whether the person may still fetch a file."""
    return [
        path("", views.JobList.as_view(may_fetch=may_fetch), name="list"),
        path("<uuid:pk>/", views.JobDetail.as_view(may_fetch=may_fetch), name="detail"),
        path("<uuid:pk>/file/", views.Download.as_view(may_fetch=may_fetch), name="download"),
    ]
