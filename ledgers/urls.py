from django.urls import path

from ledgers import duty, notice, retention, views

app_name = "ledgers"
urlpatterns = [
    path("", views.BookIndex.as_view(), name="index"),
    path("notice/<int:pk>/", notice.Notice.as_view(), name="notice"),
    path("retention/", retention.RetentionTable.as_view(), name="retention"),
    path("duty/", duty.DutyList.as_view(), name="duty-list"),
    path("duty/arrive/", duty.DutyArrive.as_view(), name="duty-arrive"),
    path("drafts/<str:form>/", views.DraftSave.as_view(), name="draft-save"),
    path("drafts/<str:form>/discard/", views.DraftDiscard.as_view(), name="draft-discard"),
]
