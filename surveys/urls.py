"""Addresses of the surveys, included by config/urls.py."""

from django.urls import path

from surveys import views

app_name = "surveys"
urlpatterns = [
    path("", views.RoundList.as_view(), name="round-list"),
    path("new/", views.RoundCreate.as_view(), name="round-create"),
    path("<int:pk>/", views.RoundDetail.as_view(), name="round-detail"),
    path("<int:pk>/edit/", views.RoundEdit.as_view(), name="round-edit"),
    path("<int:pk>/delete/", views.RoundDelete.as_view(), name="round-delete"),
    path("<int:pk>/open/", views.RoundOpen.as_view(), name="round-open"),
    path("<int:pk>/close/", views.RoundClose.as_view(), name="round-close"),
    path("<int:pk>/count/", views.RoundCount.as_view(), name="round-count"),
    path("<int:pk>/stations/<int:station>/", views.RoundEnter.as_view(), name="round-enter"),
]
