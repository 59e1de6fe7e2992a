"""The DOCX templates that a county has brought in place of the registry's own."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policies import guards
from posts.models import County


class FormTemplate(models.Model):
    """One version of a county's template of a form (``form``: a code of documents/catalogue.py).

    Versions are never changed. One is in use, or none: then the registry's own is. There is nothing of a person in it.
    """

    guard = (
        guards.Rule(("post", "station"), (guards.SELECT,), guards.OWN_COUNTY),
        guards.Rule(("county",), guards.READ_WRITE, guards.OWN_COUNTY),
    )

    county = models.ForeignKey(County, models.PROTECT, related_name="+", verbose_name=_("county"))
    form = models.CharField(_("Paper"), max_length=30)
    number = models.PositiveIntegerField(_("version"))
    content = models.BinaryField(_("file"))
    size = models.PositiveIntegerField(_("size"))
    sha256 = models.CharField(max_length=64)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("brought by")
    )
    brought_at = models.DateTimeField(_("brought at"), auto_now_add=True)
    is_in_use = models.BooleanField(_("in use"), default=False)

    class Meta:
        verbose_name = _("template of a form")
        verbose_name_plural = _("templates of forms")
        ordering = ["form", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "form", "number"],
                name="template_version_is_numbered_once",
                violation_error_message=_("This version is there already."),
            ),
            models.UniqueConstraint(
                fields=["county", "form"],
                condition=Q(is_in_use=True),
                name="form_has_one_template_in_use",
                violation_error_message=_("Another template of the form is in use."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.number}"
