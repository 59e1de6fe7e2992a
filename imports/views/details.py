"""One import: how far it is, its lines by state, line and column, and the refused ones as a workbook."""

import json
from collections import Counter
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

import rules
from access.rights import may
from audit import trail
from imports import actions, amounts, kinds, slips, withdrawing
from imports.books.refused import refused_book
from imports.models import Import, ImportLine
from imports.report import notes
from imports.views.base import ImportPage
from pages import addresses, sheets
from pages.views.base import ShowPage

PAGE = 50
State = ImportLine.State


class ImportDetail(ImportPage, ShowPage):
    """The preview before the commit, the result after it."""

    template = "imports/import_detail.html"

    def context(self) -> dict[str, Any]:
        owner, query = self.row, self.request.GET
        number = amounts.to_take(owner)
        state = query.get("state", "")
        by_state = states_of(owner)
        if state not in State.values:
            first = (State.REFUSED, State.DOUBTFUL, State.COMMITTED)
            state = next((one for one in first if by_state[one]), State.GOOD)
        start = addresses.number(query.get("from")) or 0
        lines = list(owner.lines.filter(state=state).defer("written")[start : start + PAGE + 1])
        return super().context() | {
            "title": owner.file_name,
            "states": [(one.value, one.label, by_state[one]) for one in State],
            "shown": state,
            "lines": [shown(owner, line) for line in lines[:PAGE]],
            "next": start + PAGE if len(lines) > PAGE else 0,
            "is_own": owner.by_id == self.request.user.pk and may(self.request.user, kinds.of(owner).verb),
            "of_households": kinds.of(owner).in_background,
            "to_take": number,
            "nothing": "" if number or owner.state != Import.State.CHECKED else amounts.why_nothing(owner),
            "without_password": slips.without_password(owner)
            if may(self.request.user, "manage_accounts")
            else 0,
            "made": amounts.made(owner) if owner.done_at else [],
            **steps(owner, self.request.user),
        }


def states_of(owner: Import) -> Counter[str]:
    """How many lines are in each state now; what was taken over is not good any more, but taken over."""
    found = owner.lines.order_by().values_list("state").annotate(n=Count("pk"))
    return Counter(dict(found))


def steps(owner: Import, user: Any) -> dict[str, bool]:
    """Which buttons the page has."""
    kind = kinds.of(owner)
    own = owner.by_id == user.pk and may(user, kind.verb)
    waits = actions.needs_confirmation(owner)
    days = rules.days("import.withdraw_days", on=timezone.localdate(), county=owner.county.code)
    is_checked, failed = owner.state == Import.State.CHECKED, actions.has_failed(owner)
    before = owner.state in {Import.State.UPLOADED, Import.State.MAPPED, Import.State.CHECKED}
    return {
        "can_choose": own and (before or failed),
        "can_commit": own and is_checked and not waits,
        "can_confirm": is_checked and waits and not own and may(user, "confirm_import"),
        "waits_for_chief": is_checked and waits,
        "can_withdraw": actions.may_withdraw(owner, user)
        and kind.withdraw is not None
        and owner.state == Import.State.DONE
        and withdrawing.until(owner, days),
        "has_failed": failed,
    }


def shown(owner: Import, line: ImportLine) -> dict[str, Any]:
    """A line as the page shows it: its cells under the columns that are read, and its notes by column."""
    headings = owner.sheets[line.sheet]["headings"]
    cells = json.loads(str(line.cells))
    found = [
        {"heading": heading, "cell": cells[place]}
        for place, heading in enumerate(headings)
        if place < len(cells) and cells[place] and heading in owner.columns
    ]
    sheet = owner.sheets[line.sheet]["name"]
    return {"line": line, "sheet": sheet, "cells": found, "notes": list(notes(owner, line))}


class ImportRefused(ImportPage, ShowPage):
    """The refused lines as a workbook: the original rows, the bad cells coloured, the reason beside them."""

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        owner = self.row
        content, count = refused_book(owner)
        trail.record("fetch_refused", owner, by=self.request.user, rows=count)
        answer = HttpResponse(content, content_type=sheets.XLSX)
        answer["Content-Disposition"] = f"attachment; filename=refused-{owner.pk}.xlsx"
        answer["Cache-Control"] = "no-store"
        return answer
