from django.urls import path

from disputes import pages, views

app_name = "disputes"
urlpatterns = [
    path("", views.DisputeList.as_view(), name="dispute-list"),
    path("new/", views.DisputeCreate.as_view(), name="dispute-create"),
    path("<int:pk>/", views.DisputeDetail.as_view(), name="dispute-detail"),
    path("<int:pk>/edit/", views.DisputeEdit.as_view(), name="dispute-edit"),
    path("<int:pk>/close/", views.DisputeClose.as_view(), name="dispute-close"),
    path("<int:pk>/agreement/", pages.AgreementFile.as_view(), name="dispute-agreement"),
    path("agreements/<int:pk>/", pages.AgreementShow.as_view(), name="agreement-detail"),
    path("agreements/<int:pk>/withdraw/", pages.AgreementWithdraw.as_view(), name="agreement-withdraw"),
    path("<int:pk>/withdraw/", views.DisputeWithdraw.as_view(), name="dispute-withdraw"),
    path("<int:pk>/accept/", views.DisputeAccept.as_view(), name="dispute-accept"),
    path("<int:pk>/give-back/", views.DisputeGiveBack.as_view(), name="dispute-give-back"),
]
