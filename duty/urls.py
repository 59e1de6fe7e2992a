from django.urls import path

from duty import views
from duty.handover import views as handover

app_name = "duty"
urlpatterns = [
    path("ledgers/duty/", views.DutyList.as_view(), name="duty-list"),
    path("ledgers/duty/arrive/", views.DutyArrive.as_view(), name="duty-arrive"),
    path("ledgers/duty/new/", views.DutyCreate.as_view(), name="duty-create"),
    path("ledgers/duty/<int:pk>/", views.DutyDetail.as_view(), name="duty-detail"),
    path("ledgers/duty/<int:pk>/withdraw/", views.DutyWithdraw.as_view(), name="duty-withdraw"),
    path("ledgers/duty/<int:pk>/confirm/", views.DutyConfirm.as_view(), name="duty-confirm"),
    path("ledgers/duty/<int:pk>/refuse/", views.DutyRefuse.as_view(), name="duty-refuse"),
    path("handovers/", handover.HandoverList.as_view(), name="handover-list"),
    path("handovers/<int:pk>/", handover.HandoverDetail.as_view(), name="handover-detail"),
    path("handovers/<int:pk>/give/", handover.HandoverGive.as_view(), name="handover-give"),
    path("handovers/<int:pk>/in-place/", handover.HandoverInPlace.as_view(), name="handover-in-place"),
    path("handovers/<int:pk>/take/", handover.HandoverTake.as_view(), name="handover-take"),
    path("handovers/<int:pk>/back/", handover.HandoverBack.as_view(), name="handover-back"),
    path("handovers/<int:pk>/close/", handover.HandoverClose.as_view(), name="handover-close"),
    path("organisation/leave/", views.LeaveList.as_view(), name="leave-list"),
    path("organisation/leave/<int:pk>/delete/", views.LeaveDelete.as_view(), name="leave-delete"),
]
