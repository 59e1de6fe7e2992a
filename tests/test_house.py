"""Rules of the whole project that belong to no single test file."""

import ast
import re
from datetime import datetime
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from audit.history import Change
from audit.models import AppendOnly
from config.rooms import ROOMS
from ledgers import books
from ledgers.models import Row
from pages.trail_words import collected

ROOT = Path(__file__).resolve().parents[1]
FORBIDDEN = re.compile(
    r"ethnic|nationality|religio|party_member|politic|petition_hist|criminal_record|convict|diagnos|illness"
    r"|biometr|fingerprint|photo|portrait|face_|latitude|longitude|location|risk_score|id_number|identity_no"
)
SILENT = {
    "actions.outliers.find": "counts what the trail has, and is no deed of anybody",
    "actions.planning.make_rounds_of": "a part of the verbs that call it, which leave the entry",
    "administration.confirming.confirm": "calls the verb of accounts for each person",
    "indicators.closing.approve": "the verb of ledgers/months.py leaves the entry",
    "indicators.closing.submit": "the verb of ledgers/months.py leaves the entry",
    "audit.seals.seal": "the seal itself is the record",
    "audit.seals.dispose_trail": "notes the disposal beside the seals",
}
NOT_IN_A_DRAWER = {
    "accounts/confirming.py": "what a code or a proof is worth, called by actions and by signing in",
    "accounts/factors.py": "the second factor with its own locks, called by actions and by signing in",
    "accounts/views/account.py": "reads what it changes in one transaction, and calls an action",
    "administration/confirming.py": "calls the verb of accounts for each person",
    "administration/management/commands/first_administrator.py": "a command for the machine, not for people",
    "administration/proposals.py": "an answer to a proposal, which calls the action that was proposed",
    "audit/seals.py": "a word of the trade, in a room that others record with",
    "documents/views/hazards.py": "a paper and its entry in the trail, or neither",
    "documents/views/papers.py": "a paper and its entry in the trail, or neither",
    "documents/views/handovers.py": "a paper and its entry in the trail, or neither",
    "documents/views/slips.py": "a paper and its entry in the trail, or neither",
    "documents/views/statistics.py": "a paper and its entry in the trail, or neither",
    "documents/views/leaders.py": "a paper and its entry on the trail",
    "documents/views/officers.py": "a paper and its entry on the trail",
    "documents/views/cards.py": "a paper and its entry in the trail, or neither",
    "documents/views/workbook.py": "a paper and its entry in the trail, or neither",
    "documents/views/blanks.py": "a paper and its entry in the trail, or neither",
    "documents/views/teams.py": "a paper and its entry in the trail, or neither",
    "duty/correcting.py": "a word of the trade",
    "imports/slips.py": "a word of the trade: codes of a sheet of accounts",
    "indicators/publish.py": "a word of the trade",
    "indicators/closing.py": "a word of the trade: the close of a station's month with its figures",
    "ledgers/cleaning.py": "a word of the trade",
    "ledgers/months.py": "a word of the trade: the life of a month",
    "posts/arriving.py": "a word of the trade: a village arrives at its new post on its day",
    "residents/duplicates/merging.py": "a word of the trade",
    "residents/room.py": "called by the actions that need a free house number",
    "retention/disposal.py": "what the nightly run does, a batch a transaction",
}  # fmt: skip
TEXTS = {".py", ".html", ".js", ".css", ".md", ".po", ".sql", ".toml", ".in", ".lock"}
IGNORED = {".venv", "var", ".git", "node_modules"}
NO_HOME = {"utils", "helpers", "common", "core", "services", "managers", "mixins"}


def room_models():
    return [model for model in apps.get_models() if model._meta.app_label in ROOMS]


def test_no_table_has_a_field_that_the_law_forbids():
    found = [f"{model.__name__}.{f.name}" for model in room_models() for f in model._meta.fields
             if FORBIDDEN.search(f.name.lower())]  # fmt: skip
    assert found == []


def test_five_none_counts_hold_no_person_no_text_and_no_file():
    names = {field.name for field in apps.get_model("indicators", "IncidentCount")._meta.fields}
    assert names == {
        "id", "village", "post", "station", "county", "month", "category", "count", "attested_by", "attested_at",
    }  # fmt: skip


def test_a_survey_answer_is_a_tally_without_person_or_time():
    names = {field.name for field in apps.get_model("surveys", "AnswerTally")._meta.fields}
    assert names == {"id", "round", "village", "channel", "question", "answer", "count"}


def test_every_row_of_a_village_carries_the_access_keys():
    without_scope = {
        "VillageName",
        "VillageCode",
        "Succession",
        "CarriedRow",
        "Membership",
        "VillageProfile",
        "VillageProfileChange",
        "Sample",
        "AnswerTally",
        "Correction",
        "TouchedMonth",
        "MembershipChange",
        "ImportLine",
    }
    missing = []
    for model in room_models():
        names = {field.name for field in model._meta.fields}
        if "village" in names and not {"post", "station"} <= names and model.__name__ not in without_scope:
            missing.append(model.__name__)
    assert missing == []


def test_trail_and_publications_are_append_only():
    append_only = {
        model.__name__
        for model in apps.get_models()
        if issubclass(model, AppendOnly) and not issubclass(model, Change)
    }
    assert append_only == {
        "Entry",
        "Seal",
        "TrailDisposal",
        "HistoryRemoval",
        "RowState",
        "DisposedBatch",
        "Publication",
        "PublishedCounts",
        "PublishedPlace",
        "PublishedRanking",
        "PublicationSignature",
        "CountyMap",
    }


def test_every_constraint_says_what_is_wrong():
    silent = [
        constraint.name
        for model in room_models()
        for constraint in model._meta.constraints
        if "violation_error_message" not in constraint.deconstruct()[2]
    ]
    assert silent == []


def test_no_file_is_named_after_nothing():
    found = [str(path) for room in ROOMS for path in (ROOT / room).glob("*.py") if path.stem in NO_HOME]
    assert found == []


def test_a_page_file_is_named_by_its_subject():
    found = [str(path) for room in ROOMS for path in (ROOT / room).rglob("views/*_pages.py")]
    assert found == []


def test_the_generic_pages_name_no_address_and_no_room_above():
    above = "|".join(room for room in ROOMS[: ROOMS.index("pages")])
    named = re.compile(rf"(?<!\.)reverse\(|{{% url|[\"'](?:{above})[:/.]")
    files = [*(ROOT / "pages").rglob("*.py"), *(ROOT / "templates/pages").rglob("*.html")]
    assert files and [path.name for path in files if named.search(path.read_text("utf-8"))] == []


def atomic(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and any("atomic" in ast.unparse(d) for d in node.decorator_list)


def atomic_functions() -> list[tuple[Path, ast.FunctionDef]]:
    """Each function or method of a room that is one transaction, in whichever file it stands."""
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return [
        (path, node)
        for path in (path for path in files if not {"migrations", "demo"} & set(path.parts))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if atomic(node)
    ]  # type: ignore[misc]  # mypy does not see that they are functions


def actions() -> list[tuple[str, ast.FunctionDef]]:
    """The public functions among them, by name; a method of a page reads, or calls one of them."""
    return [
        (f"{path.parent.name}.{path.stem}.{node.name}", node)
        for path, node in atomic_functions()
        if not node.name.startswith("_") and "self" not in ast.unparse(node.args)
    ]


def test_every_action_leaves_a_trail():
    """Each atomic verb writes the trail itself or goes through another verb that does."""
    silent = [name for name, node in actions() if name not in SILENT and not re.search(
        r"trail\.record|actions\.\w+\(|amend\(|record\(|finish\(|(?:insert|change)\(", ast.unparse(node))]  # fmt: skip
    assert actions() and silent == []


def test_every_write_stands_in_a_drawer_of_actions():
    """``actions.py``, ``actions/`` or ``..._actions.py``; what stands elsewhere is named with its reason."""
    files = {str(path.relative_to(ROOT)) for path, _node in atomic_functions()}
    assert {file for file in files if not re.search(r"(^|[/_])actions(/|\.py$)", file)} == set(
        NOT_IN_A_DRAWER
    )


def test_every_detail_of_the_trail_has_a_name_in_the_users_language():
    known = set(collected("DETAILS"))
    files = [path for room in ROOMS for path in (ROOT / room).rglob("*.py") if "demo" not in path.parts]
    calls = [node for path in files for node in ast.walk(ast.parse(path.read_text("utf-8")))
             if isinstance(node, ast.Call) and ast.unparse(node.func) == "trail.record"]  # fmt: skip
    named = {word.arg for call in calls for word in call.keywords if word.arg}
    assert calls and named - {"by", "changes"} <= known


def bare_moments() -> list[str]:
    """Where code outside the templates writes a moment, or takes its day, without ``timezone.localtime``: in UTC."""
    fields = [field for model in apps.get_models() for field in model._meta.fields]
    moments = {one.name for one in fields if isinstance(one, models.DateTimeField)}
    moments -= {one.name for one in fields if not isinstance(one, models.DateTimeField)} | {*dir(datetime)}
    found = []
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.FormattedValue(value=ast.Attribute(attr=name)):
                    pass
                case ast.Call(func=ast.Name(id="str"), args=[ast.Attribute(attr=name)]):
                    pass
                case ast.Call(func=ast.Attribute(ast.Attribute(attr=name), "strftime" | "date" | "time")):
                    pass
                case _:
                    continue
            if name in moments:
                found.append(f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}")
    return found


def test_a_moment_is_written_in_local_time():
    assert bare_moments() == []


def test_every_action_says_its_consequence():
    assert [name for name, node in actions() if not ast.get_docstring(node)] == []


def test_no_template_has_inline_script_or_style():
    wrong = []
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if re.search(r"\sstyle=|\son(click|change|submit|load|input)=|<style|hx-on|javascript:", text):
            wrong.append(path.name)
        if re.search(r"<script(?![^>]*\bsrc=)", text):
            wrong.append(path.name)
    assert wrong == []


def test_nothing_is_loaded_from_another_machine():
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static").rglob("*.*")]
    outside = re.compile(r"(?:src|href|url\(|import)\s*[=(]?\s*[\"']?(?:https?:)?//(?!www\.w3\.org)")
    assert [path.name for path in files if outside.search(path.read_text(encoding="utf-8"))] == []


def names_of_books() -> tuple[set[str], set[str]]:
    """The classes of the books, and their urls, verbs, tables and own fields, without words that mean many things."""
    classes, words, of_all = set(), set(), {field.name for field in Row._meta.get_fields()}
    for book in books.books():
        model = book.model
        classes.add(model.__name__)
        words |= {model._meta.db_table, book.stem, book.url_name("list"), book.draft_name, book.records}
        for list_name in ("PRIVATE_FIELDS", "PERSONAL_FIELDS", "COUNTED_DAYS", "ADDED_LATER"):
            words |= {*getattr(model, list_name, ())} - of_all
    return classes, words - {"", "name", "asked", "why"}


@pytest.mark.parametrize("room", ["ledgers", "pages", "retention"])
def test_the_rooms_below_know_no_book(room):
    (classes, words), found = names_of_books(), set()
    for path in (ROOT / room).rglob("*.py"):
        if "migrations" in path.parts:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in words:
                found.add(f"{path.name}: {node.value}")
            if (
                isinstance(node, ast.Name | ast.alias)
                and getattr(node, "id", getattr(node, "name", "")) in classes
            ):
                found.add(f"{path.name}: {ast.unparse(node)}")
    assert found == set()


def test_no_merge_was_left_half_done():
    marks = re.compile(r"^(<{7} |={7}$|>{7} )", re.MULTILINE)
    files = [path for path in ROOT.rglob("*") if path.suffix in TEXTS and not IGNORED & set(path.parts)]
    assert len(files) > 1_000
    assert [str(path.relative_to(ROOT)) for path in files if marks.search(path.read_text("utf-8"))] == []
