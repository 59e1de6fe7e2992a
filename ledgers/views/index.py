"""台账: the books on one page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from access.pages import Page
from ledgers import books
from ledgers.book import Group


class BookIndex(Page):
    """The books of what was done, each with its list and its new row."""

    verb = "read_ledgers"

    def get(self, request: HttpRequest) -> HttpResponse:
        found = [
            {"list": book.url("list"), "title": book.title, "about": book.about, "icon": book.icon}
            for book in books.books()
            if book.group == Group.LEDGERS
        ]
        return render(request, "ledgers/book_index.html", {"books": found, "title": _("Ledgers")})
