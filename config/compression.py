"""Compress pages, and only where what is in them can not be guessed by the length of the answer (BREACH).

That attack needs a secret in the page, a word of the attacker's in the same page, and a browser that another site makes
ask for it again and again. Browsers say on whose behalf they ask (``Sec-Fetch-Site``, which no script sets): what
another site caused, and a browser that does not say, gets the page as it is. Answers to forms and the pages that show
a secret are never compressed. And the length of each answer is moved by up to 100 bytes at random.
docs/security.md, "Compressed pages", says the same for operators.
"""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

OWN_ACCORD = frozenset(
    {"same-origin", "none"}
)  # a link or form of the registry; an address typed by the person
# Pages that show a secret when they are opened; all others show theirs in answer to a form.
SECRET_PAGES = frozenset({"accounts:factor-set-up", "residents:data-request-extract"})


class PageCompressionMiddleware(GZipMiddleware):
    """Static files are compressed once, when they are collected; files of a person are not compressed at all."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return super().process_response(request, response) if _may_be(request, response) else response


def _may_be(request: HttpRequest, response: HttpResponseBase) -> bool:
    match = request.resolver_match
    return (
        request.method in {"GET", "HEAD"}
        and response.headers.get("Content-Type", "").startswith("text/html")
        and request.headers.get("Sec-Fetch-Site", "") in OWN_ACCORD
        and (match is None or match.view_name not in SECRET_PAGES)
    )
