"""A draft belongs to its subject: what was typed about one household stands in no form of another."""

import contextlib
import json
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from calendars import calendar
from hazards.models import Hazard
from ledgers import books, unfinished
from ledgers.models import Draft, Row, StationMonth
from ledgers.views.forms import BookForm
from patrols.models import Checkpoint, PatrolPlan
from residents.models import Household, Premises
from teams.models import Team, WatchGroup
from tests import build
from tests.page_client import PageClient
from tests.pages import kinds, walk
from tests.test_access import URLS, address, noun

pytestmark = pytest.mark.usefixtures("in_march")
WORDS = "请勿外传的话"
WITH_SUBJECT = [book for book in books.books() if book.keeps_drafts and book.subject]
DRAFTED = [book for book in books.books() if book.keeps_drafts]
EDITED = [book for book in DRAFTED if book.url_name("edit") in URLS]
# Every form about a saved row that the server keeps drafts of: edited, closed, answered, ended.
OF_ROWS = [
    name
    for name, view in walk.pages().items()
    if issubclass(view, BookForm)
    and "pk" in URLS[name].pattern.converters
    and kinds.model_of(name) in {book.model for book in DRAFTED}
]


def name_of(book):
    return book.stem


@pytest.fixture
def client(officer):
    client = PageClient()
    client.force_login(officer)
    return client


@pytest.fixture
def two(village):
    """Two households in hardship, so that every form offers them."""
    return [
        build.make_household(village, householder=name, is_hardship=True) for name in ("甲测试", "乙测试")
    ]


def text_fields(form):
    kinds = ("CharField", "EncryptedFormField", "TypedChoiceField", "DateField", "IntegerField")
    return [name for name, field in form.fields.items() if type(field).__name__ in kinds]


def typed_into(client, book, url, subject):
    """Words in every field of the form as the page has it, stored as its script stores them."""
    form = client.get(url).context["form"]
    typed = dict.fromkeys(text_fields(form), WORDS) | {"draft_subject": subject}
    assert client.post(f"/ledgers/drafts/{book.draft_name}/", typed).status_code == 200
    return form


@pytest.mark.parametrize("book", WITH_SUBJECT, ids=name_of)
def test_nothing_typed_about_one_stands_in_the_form_of_another(book, two, village, client):
    if book.subject == "team":
        two = [build.make_team(village, name=name) for name in ("甲队", "乙队")]
    one, other = (f"{book.url('create')}?{book.subject}={subject.pk}" for subject in two)
    typed_into(client, book, one, f"{book.subject}:{two[0].pk}")
    page = client.get(other)
    assert WORDS not in page.content.decode() and not page.context["restored"]
    assert [waiting.name for waiting in page.context["others"]] == [str(two[0])]


@pytest.mark.turns(6)
@pytest.mark.parametrize("book", DRAFTED, ids=name_of)
def test_nothing_typed_about_a_new_row_stands_in_a_form_that_edits_another(book, rows, client):
    noun = book.stem.partition(":")[2].partition("-")[0]
    typed_into(client, book, book.url("create"), "")
    if book in EDITED:  # a pairing is ended, a request decided
        assert WORDS not in client.get(book.url("edit", rows[noun])).content.decode()


def mended(pk):
    """A colleague has found it and put it right, so that the officer may verify it."""
    by, today = build.make_user("mender", None), timezone.localdate()
    done = {"rectified_on": today, "rectified": "已拴好", "rectified_by": by, "proof": "seen"}
    of = {"recorded_by": by, "done_by": [by.pk], "typed_by": [by.pk]}
    Hazard.objects.filter(pk=pk).update(**done, **of)


# Forms that open for a row in a later state alone, and what brings it there.
READY = {"hazards:hazard-verify": mended}


@pytest.mark.turns(6)
@pytest.mark.parametrize("name", OF_ROWS)
def test_a_form_of_a_row_has_a_draft_of_its_own_row(name, rows, village, officer, client):
    if name in READY:
        READY[name](rows[noun(name)])
    book = next(book for book in DRAFTED if book.model is kinds.model_of(name))
    page, pk = name.rpartition("-")[2], rows[noun(name)]
    typed_into(client, book, address(name, rows), f"{page}:{pk}")
    opened = client.get(address(name, rows))
    assert opened.context["restored"] and opened.context["subject"] == f"{page}:{pk}"
    assert WORDS not in client.get(book.url("create")).content.decode()
    other = address(name, rows | {noun(name): copy_of(book.model, pk).pk})
    assert WORDS not in client.get(other).content.decode()
    for beside in (one for one in OF_ROWS if kinds.model_of(one) is book.model and one != name):
        assert WORDS not in client.get(address(beside, rows)).content.decode()


def copy_of(model, pk):
    """Another row of the same kind, in the same state."""
    row = model.objects.get(pk=pk)
    row.pk, row._state.adding = None, True
    row.client_key = uuid4()
    for name in ("number", "number_post", "number_year"):
        setattr(row, name, "99号" if model is Household else None)
    if model in {Team, WatchGroup, PatrolPlan, Checkpoint, Premises}:  # of one name in a village there is one
        row.name = "另一个"
    if model is Checkpoint:  # of one code in a county there is one
        row.code = "QQQQQ"
    row.save()
    return row


def test_drafts_of_a_form_are_asked_for_each_of_its_pages():
    assert {"disputes:dispute-close", "residents:request-answer", "disputes:check-round-edit"} <= set(OF_ROWS)


def test_what_came_back_is_named_and_open(two, client):
    typed = {"household": two[0].pk, "note": WORDS, "draft_subject": ""}
    client.post("/ledgers/drafts/residents.visit/", typed)
    page = client.get(f"/residents/visits/new/?household={two[0].pk}")
    assert page.context["restored"] == [page.context["form"]["note"].label]
    assert '<details class="fold" open>' in page.content.decode()


def test_a_draft_moves_with_the_household_that_is_chosen(two, officer, client):
    for household, opened in ((two[0], ""), (two[1], f"household:{two[0].pk}")):
        typed = {"household": household.pk, "note": WORDS, "draft_subject": opened}
        client.post("/ledgers/drafts/residents.visit/", typed)
    assert [draft.subject for draft in Draft.objects.all()] == [f"household:{two[1].pk}"]


def test_saving_takes_the_draft_of_its_household_alone(two, officer, client):
    for household in two:
        Draft.objects.create(
            user=officer,
            post=officer.assignments.get().post,
            form="residents.visit",
            subject=f"household:{household.pk}",
            data={"note": WORDS},
        )
    url = f"/residents/visits/new/?household={two[0].pk}"
    client.post(url, {"household": two[0].pk, "outcome": "met", "occurred_on": "2026-03-20"})
    assert [draft.subject for draft in Draft.objects.all()] == [f"household:{two[1].pk}"]


def test_a_draft_of_a_household_out_of_sight_names_nobody(elsewhere, two, officer, client):
    far = build.make_household(elsewhere, householder="远方")
    Draft.objects.create(
        user=officer,
        post=officer.assignments.get().post,
        form="residents.visit",
        subject=f"household:{far.pk}",
        data={"note": WORDS},
    )
    assert "远方" not in client.get(f"/residents/visits/new/?household={two[0].pk}").content.decode()


def test_an_offered_draft_is_discarded_without_starting_the_form_anew(two, officer, client):
    Draft.objects.create(
        user=officer,
        post=officer.assignments.get().post,
        form="residents.visit",
        subject=f"household:{two[0].pk}",
        data={},
    )
    discard = client.post(
        "/ledgers/drafts/residents.visit/discard/", {"draft_subject": f"household:{two[0].pk}"}
    )
    assert "HX-Refresh" not in discard.headers and not Draft.objects.exists()


@pytest.mark.parametrize("made_up", ["household:x", "household:1;", "x" * 80, json.dumps({})])
def test_a_made_up_subject_is_none(made_up, two, client):
    client.post("/ledgers/drafts/residents.visit/", {"note": WORDS, "draft_subject": made_up})
    assert Draft.objects.get().subject == ""


# What becomes of a row while words about it wait.
ENDS = {
    "accepted": {"state": "accepted"},
    "withdrawn": {"state": "withdrawn"},
    "closed": {
        "stage": "failed",
        "handled_on": "2026-03-20",
        "told_routes_on": "2026-03-20",
        "result": "说不拢",
    },
    "protected": {"is_protected": True, "procedure": "protected", "violence": "yes", "kind": "marriage"},
    "another's": {},
    "moved": {},
    "submitted": {},
}


def end_row(how, row, elsewhere, person, station):
    """Bring the row into the state past every page; nothing where its kind has no such state."""
    model, fields = type(row), {name for name in ENDS[how] if hasattr(row, name)}
    if how == "moved":
        keys = {
            "village": elsewhere,
            **{k: v for k, v in build.keys(elsewhere).items() if hasattr(row, f"{k}_id")},
        }
        model.objects.filter(pk=row.pk).update(**keys)
    elif how == "another's" and hasattr(row, "recorded_by_id"):
        did = {"done_by": [person.pk]} if hasattr(row, "done_by") else {}
        model.objects.filter(pk=row.pk).update(recorded_by=person, **did)
    elif how == "submitted" and hasattr(row, "occurred_on"):
        now = timezone.now()
        found = {"state": "submitted", "submitted_by": person, "submitted_at": now}
        month = calendar.month_of(row.occurred_on)
        StationMonth.objects.update_or_create(station=station, month=month, defaults=found)
    elif fields == set(ENDS[how]):
        with contextlib.suppress(IntegrityError), transaction.atomic():
            model.objects.filter(pk=row.pk).update(**ENDS[how])


@pytest.mark.turns(6)
@pytest.mark.parametrize("name", OF_ROWS)
def test_words_about_a_row_lead_to_a_form_that_takes_them_or_to_a_page_that_shows_them(
    name, rows, officer, auxiliary, elsewhere, station, client
):
    if name in READY:
        READY[name](rows[noun(name)])
    book = next(book for book in DRAFTED if book.model is kinds.model_of(name))
    page, row = name.rpartition("-")[2], book.model.objects.get(pk=rows[noun(name)])
    typed_into(client, book, address(name, rows), f"{page}:{row.pk}")
    refused = set()
    for how in ENDS:
        with transaction.atomic():
            end_row(how, row, elsewhere, auxiliary, station)
            (line,) = unfinished.unfinished(list(Draft.objects.all()), officer)
            shown = client.get(line.url)
            assert shown.status_code == 200 and WORDS in shown.content.decode(), how
            assert "data-why-not" not in shown.content.decode(), how
            assert bool(line.why_not) == line.url.startswith("/ledgers/drafts/"), how
            refused |= {how} if line.why_not else set()
            if how == "moved":
                assert line.url in client.get("/").content.decode().replace("&amp;", "&")
            transaction.set_rollback(True)
    assert "moved" in refused and ("accepted" in refused or not issubclass(book.model, Row) or page != "edit")
    gone = {"draft_subject": f"{page}:{row.pk}", "leave": "yes"}
    answer = client.post(f"/ledgers/drafts/{book.draft_name}/discard/", gone)
    assert answer["HX-Redirect"] == "/" and not Draft.objects.exists()
    assert (
        client.get(f"/ledgers/drafts/{book.draft_name}/text/?draft_subject={page}:{row.pk}").status_code
        == 200
    )
