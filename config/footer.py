"""What stands below every page: the version."""

from django.http import HttpRequest

from config import version


def for_request(request: HttpRequest | None) -> dict[str, str]:
    """The variables of ``templates/_footer.html``; a context processor."""
    return {"version": version.current()}
