"""Addresses of the landing page and the reports, included by config/urls.py."""

from django.urls import path

from reports import views

app_name = "reports"
urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("reports/monthly/", views.Monthly.as_view(), name="monthly"),
    path("reports/meanings/", views.Meanings.as_view(), name="meanings"),
    path("reports/comparison/", views.Ranking.as_view(), name="ranking"),
    path("reports/export/", views.Export.as_view(), name="export"),
]
