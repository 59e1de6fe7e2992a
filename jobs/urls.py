from django.urls import path

from jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.JobList.as_view(), name="list"),
    path("<uuid:pk>/", views.JobDetail.as_view(), name="detail"),
    path("<uuid:pk>/file/", views.download, name="download"),
]
