"""Addresses of the five-none, the months and the publications, included by config/urls.py."""

from django.urls import path

from indicators.views import five_none, month_steps, months, publications, retiring, watch

app_name = "indicators"
urlpatterns = [
    path("five-none/", five_none.IncidentBoard.as_view(), name="incident-board"),
    path("five-none/<month:month>/attest/", five_none.IncidentAttest.as_view(), name="incident-attest"),
    path("five-none/<month:month>/hours/", five_none.IncidentHours.as_view(), name="incident-hours"),
    path("watch/", watch.WatchList.as_view(), name="watch"),
    path("months/", months.MonthList.as_view(), name="month-list"),
    path("months/<month:month>/", months.MonthDetail.as_view(), name="month-detail"),
    path("months/<month:month>/compute/", months.MonthCompute.as_view(), name="month-compute"),
    path("months/<month:month>/publish/", publications.MonthPublish.as_view(), name="month-publish"),
    path(
        "months/<month:month>/stations/<int:station>/remind/",
        month_steps.MonthRemind.as_view(),
        name="month-remind",
    ),
    path(
        "months/<month:month>/stations/<int:station>/give-back/",
        month_steps.MonthGiveBack.as_view(),
        name="month-give-back",
    ),
    path("indicators/<str:indicator>/retire/", retiring.IndicatorRetire.as_view(), name="indicator-retire"),
    path(
        "indicators/<str:indicator>/reinstate/",
        retiring.IndicatorReinstate.as_view(),
        name="indicator-reinstate",
    ),
    path("publications/<int:pk>/", publications.PublicationDetail.as_view(), name="publication-detail"),
    path(
        "publications/<int:pk>/restate/",
        publications.PublicationRestate.as_view(),
        name="publication-restate",
    ),
]
