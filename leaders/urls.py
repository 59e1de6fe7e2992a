from django.urls import path

from leaders import views

app_name = "leaders"
urlpatterns = [
    path("", views.Board.as_view(), name="board"),
    path("advice/", views.LogList.as_view(), name="log-list"),
    path("entries/new/", views.LogCreate.as_view(), name="log-create"),
    path("entries/<int:pk>/", views.LogDetail.as_view(), name="log-detail"),
    path("entries/<int:pk>/edit/", views.LogEdit.as_view(), name="log-edit"),
    path("entries/<int:pk>/outcome/", views.LogOutcome.as_view(), name="log-outcome"),
    path("entries/<int:pk>/withdraw/", views.LogWithdraw.as_view(), name="log-withdraw"),
    path("contacts/new/", views.ContactCreate.as_view(), name="contact-create"),
    path("contacts/<int:pk>/end/", views.ContactEnd.as_view(), name="contact-end"),
    path("<int:pk>/", views.Ledger.as_view(), name="ledger-detail"),
]
