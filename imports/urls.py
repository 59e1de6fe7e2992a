"""Addresses of the imports (config/urls.py)."""

from django.urls import path

from imports.views import details, divisions, lists, slips, steps

app_name = "imports"
urlpatterns = [
    path("", lists.ImportList.as_view(), name="import-list"),
    path("new/", steps.ImportCreate.as_view(), name="import-create"),
    path("template/", lists.ImportTemplate.as_view(), name="import-template"),
    path("divisions/", divisions.DivisionList.as_view(), name="division-list"),
    path("divisions/new/", divisions.DivisionCreate.as_view(), name="division-create"),
    path("divisions/<int:pk>/", divisions.DivisionDetail.as_view(), name="division-detail"),
    path("divisions/<int:pk>/take-over/", divisions.DivisionTakeOver.as_view(), name="division-take-over"),
    path("<int:pk>/", details.ImportDetail.as_view(), name="import-detail"),
    path("<int:pk>/columns/", steps.ImportColumns.as_view(), name="import-columns"),
    path("<int:pk>/tick/", steps.ImportTick.as_view(), name="import-tick"),
    path("<int:pk>/confirm/", steps.ImportConfirm.as_view(), name="import-confirm"),
    path("<int:pk>/take-over/", steps.ImportCommit.as_view(), name="import-commit"),
    path("<int:pk>/slips/", slips.ImportSlips.as_view(), name="import-slips"),
    path("<int:pk>/withdraw/", steps.ImportWithdraw.as_view(), name="import-withdraw"),
    path("<int:pk>/refused/", details.ImportRefused.as_view(), name="import-refused"),
]
