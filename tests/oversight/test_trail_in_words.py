"""Every detail that an entry of the trail can have is said in words, on the auditor's pages and in the file."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.choices import flatten_choices, normalize_choices

from accounts.models import Confirmation
from audit.models import Entry
from audit.reasons import Why
from imports.columns import ACCOUNT_MEANINGS, MEANINGS, VILLAGE_MEANINGS
from indicators.models import Publication
from ledgers import books
from notices import words
from oversight import trail_file
from pages.templatetags import trail_tags
from pages.trail_words import collected
from residents.duplicates.asking import Choice
from rules.declared import BY_CODE
from surveys.models import AnswerTally
from tests.test_access import URLS

pytestmark = pytest.mark.django_db
RAW = re.compile(
    r"\b[a-z]+[._:-][a-z][a-z._:-]*\b|\b[a-z]{3,}\b|[a-z]=|[\[\]{}]|\b(?:None|True|False|TOTP)\b"
)
TEXTS = {
    "reason",
    "words",
    "sha256",
    "file",
    "job",
    "account",
    "username",
    "changes",
}  # typed by people, or numbers


def said(action: str, subject: str = "", **detail) -> str:
    """The line of the file, as the page has it, without what people typed."""
    entry = Entry(action=action, subject_type=subject, detail=detail)
    return f"{trail_tags.sentence(entry)} {trail_file._details_line(entry)}"


def given() -> list:
    """Every value that code can put into an entry's detail, with the entry it stands in."""
    found = [(verb, "", {}) for verb in collected("VERBS")]
    found += [("denied", "", {"page": name, "status": 403}) for name in URLS]
    found += [("set_rule", "", {"rule": code, "value": 3, "was": 2, "replaced": []}) for code in BY_CODE]
    found += [("send_notice", "", {"notice": code, "matter": f"{code} 3"}) for code in words.collected()]
    meanings = (*MEANINGS, *ACCOUNT_MEANINGS, *VILLAGE_MEANINGS)
    found += [("choose_columns", "imports.import", {"columns": [one.code]}) for one in meanings]
    found += [
        ("enter_answers", "surveys.surveyround", {"channel": one}) for one in AnswerTally.Channel.values
    ]
    found += [
        ("confirm_person", "accounts.user", {"confirmed_for": one}) for one in Confirmation.Purpose.values
    ]
    found += [("look_up", "", {"way": way, "why": why}) for way in ("phone", "house") for why in Why.values]
    found += [("save_anyway", "residents.duplicate", {"choice": one}) for one in Choice.values]
    found += [("sign_in", "accounts.user", {"second_factor": "TOTP"}), ("sign_in", "", {"second_factor": ""})]
    found += [("give_villages", "posts.post", {"villages": [], "since": "2026-03-01"})]
    found += [
        ("switch_place", "oversight.standin", {"role": role}) for role in dict(collected("CHOICES")["role"])
    ]
    found += [("export", "", {"book": "monthly", "month": "2026-03", "report_place": ""})]
    for book in books.books():
        label = book.model._meta.label_lower
        found += [
            ("list", "", {"book": label, "filter": text})
            for text in ("form", "pick", "due", *filters_of(book))
        ]
        found += [("export", "", {"book": label, "rows": 3, "filter": text}) for text in filters_of(book)]
        if book.is_ledger:
            for name in {*book.model.typed_fields(), *book.model.PRIVATE_FIELDS}:
                found += [("give_back", label, {"field": name, "reason": ""})]
                found += [("take_numbers_out", label, {"fields": [name]})]
            found += [("withdraw", label, {"late": late}) for late in (True, False)]
    trail = ("who=王", "action=read", "kind=residents.household", "number=3", "station=1", "from=2026-03-01",
             "to=2026-03-02", "address=10.0.0.7")  # fmt: skip
    return found + [("list", "", {"book": "audit.entry", "filter": text}) for text in trail]


def flattened(choices) -> list:
    return list(flatten_choices(normalize_choices(choices or ())))


def filters_of(book) -> list[str]:
    """A query of each filter with each of its choices, of each column that sorts, and one that is no filter."""
    found = [f"sort={sign}{name}" for name in book.listing.orders for sign in ("", "-")]
    for name, one in book.listing.filterset.base_filters.items():
        keys = [key for key, _label in flattened(one.extra.get("choices")) if isinstance(key, str)]
        is_switch = type(one).__name__ == "BooleanFilter"
        found += [f"{name}={key}" for key in keys or (["true", "on"] if is_switch else ["2026-03"])]
    return [*found, "strange=1", "month=2026-03&village=9"]


def test_every_value_that_code_writes_is_said_in_words():
    raw = {(action, str(detail)): said(action, subject, **detail) for action, subject, detail in given()
           if RAW.search(said(action, subject, **detail))}  # fmt: skip
    assert len(given()) > 500 and raw == {}


def test_every_label_is_chinese():
    named = {**collected("VERBS"), **collected("DETAILS"), **collected("BOOKS")}
    assert [
        key for key, words in named.items() if not re.search("[一-鿿]", str(words)) and key != "sha256"
    ] == []


def test_every_kind_of_value_has_a_label():
    assert {*collected("CHOICES"), *collected("WRITERS")} <= collected("DETAILS").keys()


@pytest.mark.turns(2)
def test_entries_of_a_whole_county_are_said_in_words(tour):
    """Those that the tour of every page by every role made, denied ones too."""
    tour.answers("auditor", "get")
    raw = []
    for entry in Entry.objects.all():
        told = {name: value for name, value in entry.detail.items() if name not in TEXTS}
        line = said(entry.action, entry.subject_type, **told)
        raw += [(entry.action, told, line)] if RAW.search(line) else []
    assert raw == []


def test_the_auditor_opens_what_was_published_and_nothing_of_the_villages(auditor, bureau, sign_in, in_march):
    county = auditor.assignments.get().county
    published = Publication.objects.create(
        county=county, month=date(2026, 1, 1), sha256="0" * 64, published_by=bureau, figures=[]
    )
    entry = Entry.objects.create(
        actor_name="甲", action="publish_month", subject_type="indicators.publication",
        subject_id=published.pk, county_id=county.pk, detail={"month": "2026-01"},
    )  # fmt: skip
    client, url = sign_in(auditor), published.get_absolute_url()
    assert f'href="{url}"' in client.get(reverse("oversight:trail-detail", args=[entry.pk])).content.decode()
    page = client.get(url)
    assert (
        page.status_code == 200 and "restatements" not in page.context and "differences" not in page.context
    )
    assert "/months/" not in page.content.decode().partition("<main")[2]
    assert client.get(f"{url}restate/").status_code == 403


def test_actions_of_the_filter_are_in_order_and_none_is_named_twice():
    labels = [label for _action, label in trail_tags.trail_actions()]
    assert len(set(labels)) == len(labels) == len(collected("VERBS"))
    sounds = [label for label in labels if label[0] in "保登改撤"]
    assert [one[0] for one in sounds] == sorted((one[0] for one in sounds), key="保撤登改".index)
    assert "《人民调解记录》" in said("print", form="人民调解记录").partition(" ")[2].split("：")[0]
