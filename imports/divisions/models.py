"""An import of divisions that the county has begun on its page: the three files, its answers, and what came of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from audit.history import tracked
from audit.versions import Versioned
from imports.divisions.files import Division, Sheet
from policies import guards
from posts.models import County
from retention.periods import Retention, Then


@tracked()
class DivisionImport(Versioned):
    """OPEN -> DONE. ``divisions``: code, name and parent of every row of the county, by file; names of no person.

    ``decisions``: old code -> new codes, or the words for what ends and what stays (divisions/mapping_file.py).
    """

    guard = (
        guards.Rule(("county",), guards.READ_WRITE, guards.OWN_COUNTY),
        guards.Rule(("housekeeping",), guards.READ_WRITE_DELETE),
    )
    retention = Retention(("uploaded_at",), Then.DELETE, _("to see what an import of divisions did"), years=2)

    class State(models.TextChoices):
        OPEN = "open", _("To be confirmed")
        DONE = "done", pgettext_lazy("divisions", "Taken over")

    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name=_("county"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    since = models.DateField(_("holds from"))
    file_names = models.CharField(_("files"), max_length=200)
    divisions = models.JSONField(default=list)
    decisions = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    uploaded_at = models.DateTimeField(_("uploaded at"), auto_now_add=True)
    done_at = models.DateTimeField(pgettext_lazy("divisions", "taken over at"), null=True)

    class Meta:
        verbose_name = pgettext_lazy("noun", "import of divisions")
        verbose_name_plural = _("imports of divisions")
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.uploaded_at):%Y-%m-%d %H:%M}"

    def get_absolute_url(self) -> str:
        return reverse("imports:division-detail", args=[self.pk])

    @property
    def sheets(self) -> list[Sheet]:
        """The files as they were read."""
        found = []
        for rows in self.divisions:
            sheet = Sheet("")
            for code, name, parent in rows:
                sheet.divisions[code] = Division(code, name, parent)
            found.append(sheet)
        return found

    @staticmethod
    def stored(sheets: list[Sheet]) -> list[list[list[Any]]]:
        """What ``divisions`` keeps of the files."""
        return [[[one.code, one.name, one.parent] for one in sheet.divisions.values()] for sheet in sheets]
