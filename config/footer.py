"""What every page shows: the version, and the trial clock when there is one. A context processor of the settings."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from config import version


def for_request(request: HttpRequest | None) -> dict[str, str | datetime | None]:
    """The variables of ``_footer.html`` and ``_trial_clock.html``; a context processor.

    It is called ``release`` because a form has the ``version`` of its row.
    """
    return {
        "release": version.current(),
        "trial_clock": timezone.now() if settings.CLOCK_OFFSET else None,
    }
