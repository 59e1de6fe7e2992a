"""Addresses of the surveys, included by config/urls.py."""

from django.urls import path

from surveys import views

app_name = "surveys"
urlpatterns = [
    path("", views.RoundList.as_view(), name="round-list"),
    path("new/", views.RoundCreate.as_view(), name="round-create"),
    path("<int:pk>/", views.RoundDetail.as_view(), name="round-detail"),
    path("<int:pk>/villages/<int:village>/", views.RoundEnter.as_view(), name="round-enter"),
]
