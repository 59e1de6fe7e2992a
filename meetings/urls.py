from django.urls import path

from meetings import views

app_name = "meetings"
urlpatterns = [
    path("", views.MeetingList.as_view(), name="meeting-list"),
    path("new/", views.MeetingCreate.as_view(), name="meeting-create"),
    path("<int:pk>/", views.MeetingDetail.as_view(), name="meeting-detail"),
    path("<int:pk>/edit/", views.MeetingEdit.as_view(), name="meeting-edit"),
    path("<int:pk>/withdraw/", views.MeetingWithdraw.as_view(), name="meeting-withdraw"),
    path("<int:pk>/accept/", views.MeetingAccept.as_view(), name="meeting-accept"),
    path("<int:pk>/give-back/", views.MeetingGiveBack.as_view(), name="meeting-give-back"),
]
