from django.urls import path

from ledgers.views import cleaning, drafts, index, queue

app_name = "ledgers"
urlpatterns = [
    path("", index.BookIndex.as_view(), name="index"),
    path("drafts/<str:form>/", drafts.DraftSave.as_view(), name="draft-save"),
    path("drafts/<str:form>/text/", drafts.DraftText.as_view(), name="draft-text"),
    path("drafts/<str:form>/discard/", drafts.DraftDiscard.as_view(), name="draft-discard"),
    path("review/", queue.ReviewQueue.as_view(), name="review"),
    path("review/<str:form>/<int:pk>/undo/", queue.ReviewUndo.as_view(), name="review-undo"),
    path("history/<str:form>/<int:pk>/clean/", cleaning.HistoryClean.as_view(), name="history-clean"),
]
