from django.urls import path

from training import views

app_name = "training"
urlpatterns = [
    path("", views.TrainingList.as_view(), name="training-list"),
    path("hours/", views.TrainingHours.as_view(), name="hours"),
    path("new/", views.TrainingCreate.as_view(), name="training-create"),
    path("<int:pk>/", views.TrainingDetail.as_view(), name="training-detail"),
    path("<int:pk>/edit/", views.TrainingEdit.as_view(), name="training-edit"),
    path("<int:pk>/attendance/", views.TrainingAttendance.as_view(), name="training-attendance"),
    path("<int:pk>/withdraw/", views.TrainingWithdraw.as_view(), name="training-withdraw"),
]
