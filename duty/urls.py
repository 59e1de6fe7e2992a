from django.urls import path

from duty import views

app_name = "duty"
urlpatterns = [
    path("ledgers/duty/", views.DutyList.as_view(), name="duty-list"),
    path("ledgers/duty/arrive/", views.DutyArrive.as_view(), name="duty-arrive"),
    path("organisation/leave/", views.LeaveList.as_view(), name="leave-list"),
    path("organisation/leave/<int:pk>/delete/", views.LeaveDelete.as_view(), name="leave-delete"),
]
