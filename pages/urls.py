"""The address of what all forms have in common."""

from django.urls import path

from pages.views.sending import SavedBefore

app_name = "pages"
urlpatterns = [path("saved/", SavedBefore.as_view(), name="saved")]
