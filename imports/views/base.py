"""What every page of one import has: the import, within what the person sees."""

from django.http import Http404
from django.urls import reverse

from access.pages import Page
from audit import trail
from imports.models import Import


class ImportPage(Page):
    """A page about the import of the address; another's does not exist for the person: 404."""

    verb = "see_imports"
    kwargs: dict[str, int]

    def get_row(self) -> Import:
        found = Import.objects.visible_to(self.request.user).select_related("by", "county", "job")
        owner = found.filter(pk=self.kwargs["pk"]).first()
        if owner is None:
            raise Http404
        return owner

    def record_read(self) -> None:
        trail.record("read", self.get_row(), by=self.request.user)

    def back_url(self) -> str:
        return reverse("imports:import-detail", args=[self.kwargs["pk"]])
