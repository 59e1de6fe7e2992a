"""The page of the review queue: what waits, oldest first, beside the facts of one row, and the verdict on it."""

from typing import Any
from uuid import uuid4

from django.http import Http404
from django.urls import resolve, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from access.pages import Page
from audit import trail
from audit.versions import version_of
from ledgers import actions, books, reviewing
from ledgers.forms import GiveBackForm
from ledgers.models import Row
from pages.views.base import ShowPage
from pages.views.confirm import ButtonPage

# The usual reasons for giving a row back; another one is typed.
REASONS = (gettext_lazy("Check the number"), gettext_lazy("Entered twice"), gettext_lazy("Wrong household"))


class ReviewQueue(Page, ShowPage):
    """The rows of all books that wait for the chief; ``?row=`` names the one whose facts are shown."""

    verb = "review_rows"
    template = "ledgers/review.html"
    heading = gettext_lazy("Review")

    @cached_property
    def queue(self) -> reviewing.Queue:
        asked = self.request.GET
        return reviewing.queue(self.request.user, asked.get("book", ""), asked.get("post", ""))

    def record_read(self) -> None:
        trail.record("list", None, by=self.request.user, book="review", filter=self.filters())

    def filters(self) -> str:
        asked = self.request.GET
        return "&".join(f"{name}={asked[name]}" for name in ("book", "post") if asked.get(name))[:300]

    def context(self) -> dict[str, Any]:
        lines, asked = self.queue.lines, self.request.GET
        number = self.queue.place_of(asked.get("row", ""))
        return super().context() | {
            "queue": self.queue,
            "lines": [
                {"line": line, "url": reviewing.address(asked, row=line.key), "is_current": here == number}
                for here, line in enumerate(lines)
            ],
            "filters": [
                self.chips("book", _("All books"), self.queue.books),
                self.chips("post", _("All posts"), self.queue.posts),
            ],
            "reasons": REASONS,
            "number": number + 1,
            "shown": self.shown(number) if lines else None,
            "last": self.last(),
        }

    def chips(self, name: str, all_of_them: str, choices: list[tuple[str, str, int]]) -> list[dict[str, Any]]:
        """The choices of a filter, each with its number and the address that has it alone."""
        asked = self.request.GET
        chosen = asked.get(name, "")
        offered = [("", all_of_them, sum(n for *_words, n in choices)), *choices]
        return [
            {
                "label": label,
                "count": n,
                "url": reviewing.address(asked, row="", **{name: key}),
                "is_chosen": key == chosen,
            }
            for key, label, n in offered
        ]

    def shown(self, number: int) -> dict[str, Any]:
        """The facts of the row as its own page has them, and where the verdict is sent: it leads to the next row."""
        line = self.queue.lines[number]
        page = self.page_of(line)
        row: Row = page.row
        after = self.queue.lines[number + 1 : number + 2] or self.queue.lines[max(number - 1, 0) : number]
        on = reviewing.address(self.request.GET, row=after[0].key if after else "").partition("?")[2]
        page.record_read()
        context: dict[str, Any] = page.context()
        return context | {
            "row": row,
            "line": line,
            "version": version_of(row),
            "accept_url": f"{line.book.url('accept', row.pk)}?queue=1&{on}",
            "give_back_url": "" if row.erased_on else f"{line.book.url('give-back', row.pk)}?queue=1&{on}",
            "give_back": GiveBackForm(row=row),
            "keys": (uuid4(), uuid4()),
        }

    def page_of(self, line: reviewing.Line) -> Any:
        """The page of the row, as if it were opened."""
        url = line.book.url("detail", line.pk)
        page = resolve(url).func.view_class()  # type: ignore[attr-defined]  # a class-based view
        page.setup(self.request, pk=line.pk)
        return page

    def last(self) -> dict[str, Any] | None:
        """The verdict that can still be taken back, with its button."""
        last = reviewing.last_verdict(self.request.user)
        if last is None:
            return None
        undo = reverse("ledgers:review-undo", args=[last.book.draft_name, last.row.pk])
        row = reviewing.key_of(last.book, last.row.pk)
        url = f"{undo}?{reviewing.address(self.request.GET, row=row).partition('?')[2]}"
        return {"verdict": last, "url": url, "version": version_of(last.row), "key": uuid4()}


class ReviewUndo(Page, ButtonPage):
    """Take back the verdict that was just given: the row waits again, and is shown."""

    verb = "review_rows"
    message = gettext_lazy("Taken back: the row waits for a verdict again.")

    @cached_property
    def book(self) -> Any:
        return next((one for one in books.ledgers() if one.draft_name == self.kwargs["form"]), None)

    def get_row(self) -> Row:
        if self.book is None:
            raise Http404
        found: Row | None = self.book.listing.rows(self.request.user).filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def act(self) -> Row:
        take_back = self.book.takes_back or actions.take_back_verdict
        row: Row = take_back(self.row, by=self.request.user)
        return row

    def back_url(self) -> str:
        return reviewing.address(self.request.GET)
