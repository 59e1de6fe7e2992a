"""Addresses of the landing page and the reports, included by config/urls.py."""

from django.urls import path

from reports import by_village, month_steps, norm_views, views, village_map, why

app_name = "reports"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("reports/monthly/", views.Monthly.as_view(), name="monthly"),
    path("reports/meanings/", views.Meanings.as_view(), name="meanings"),
    path("reports/villages/", by_village.ByVillage.as_view(), name="by-village"),
    path("reports/map/", village_map.VillageMap.as_view(), name="map"),
    path("reports/norms/", norm_views.NormList.as_view(), name="norms"),
    path("reports/norms/<str:code>/", norm_views.NormTry.as_view(), name="norm-preview"),
    path("reports/norms/<str:code>/posts/<int:pk>/", norm_views.PostNormEdit.as_view(), name="post-norm"),
    path("reports/why/", why.Why.as_view(), name="why"),
    path("reports/comparison/", views.Ranking.as_view(), name="ranking"),
    # The pages of the months are at figures/months/ (indicators/urls.py); these two show every figure, as reports do.
    path(
        "figures/months/<month:month>/stations/<int:station>/submit/",
        month_steps.MonthSubmit.as_view(),
        name="month-submit",
    ),
    path(
        "figures/months/<month:month>/stations/<int:station>/approve/",
        month_steps.MonthApprove.as_view(),
        name="month-approve",
    ),
    path("reports/export/", views.Export.as_view(), name="export"),
]
