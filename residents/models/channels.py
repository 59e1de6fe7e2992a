"""How people were spoken with, of a visit and of a request: face to face unless said otherwise."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Channel(models.TextChoices):
    """Only who is met face to face is met (见到); a call or a message is a talk."""

    PERSON = "person", pgettext_lazy("channel", "Face to face")
    PHONE = "phone", _("By phone")
    ONLINE = "online", pgettext_lazy("channel", "Online")
