"""A paper as the answer to a request."""

from django.http import HttpResponse

from documents import papers


def answer(content: bytes, content_type: str, name: str) -> HttpResponse:
    """A PDF is shown in the browser, every other file is saved as ``name``; nothing of it is kept on the way."""
    shown = "inline" if name.endswith(".pdf") else "attachment"
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Content-Disposition": f'{shown}; filename="{name}"',
            "Content-Security-Policy": papers.PAPER_ONLY,
            "Cache-Control": "no-store",
        },
    )
