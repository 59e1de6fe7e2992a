"""Canaries: a number that nobody has is typed everywhere, and then looked for where it must not be."""

import io
import logging
import sys

import pytest
import redis
from django.conf import settings
from django.db import connection
from django.http import QueryDict
from django.test import Client, RequestFactory
from django.views.debug import get_exception_reporter_class

from audit.models import Entry
from config.redaction import RedactingFormatter
from jobs.models import Job
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
CANARY = "15498765432"
IDENTITY = "990901198001010017"


@pytest.fixture
def typed(village, officer, sign_in, caplog):
    """The number in a register, a draft, a search, an export and a refused form. The addresses that were asked."""
    caplog.set_level(logging.DEBUG)
    client, household = sign_in(officer), build.make_household(village, phone=CANARY)
    answers = [
        client.post("/ledgers/drafts/residents.household/", {"phone": CANARY}),
        client.post("/residents/households/", {"q": CANARY}, follow=True),
        client.post("/residents/households/pick/", {"q": CANARY}),
        client.post(f"/residents/households/{household.pk}/edit/", {"phone": CANARY}),
        client.post(f"/residents/households/{household.pk}/reveal/", {"why": "call"}),
    ]
    query = answers[1].redirect_chain[0][0].partition("?")[2]
    answers.append(
        client.post("/reports/export/", {"list": "residents:household-list", "query": query, "format": "csv"})
    )
    return [address for answer in answers for address, _status in getattr(answer, "redirect_chain", [])]


def tables_with(text: str) -> list[str]:
    """Every table of the database in which the text stands, in any column, in clear or as bytes."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}" t WHERE t::text LIKE %s OR t::text LIKE %s',
                           [f"%{text}%", f"%{text.encode().hex()}%"])  # fmt: skip
            if cursor.fetchone()[0]:
                found.append(table)
    return found


@pytest.mark.asvs("11.3.2")
def test_no_table_holds_the_number(typed):
    assert tables_with("王测试") and tables_with(CANARY) == []
    assert Job.objects.exists() and Entry.objects.filter(action="reveal").exists()


@pytest.mark.asvs("14.2.1")
def test_no_address_holds_the_number(typed):
    assert typed and not [address for address in typed if CANARY in address]


def test_no_log_holds_the_number(typed, caplog):
    records = caplog.get_records("setup")
    assert records and CANARY not in str([(record.getMessage(), record.args) for record in records])


@pytest.mark.asvs("14.2.2")
def test_neither_broker_nor_cache_holds_the_number(typed):
    store = redis.Redis.from_url(settings.REDIS_URL)
    for key in store.scan_iter():
        readers = {b"string": store.get, b"list": lambda key: store.lrange(key, 0, -1), b"hash": store.hgetall,
                b"set": store.smembers, b"zset": lambda key: store.zrange(key, 0, -1)}  # fmt: skip
        assert CANARY not in str((key, readers.get(store.type(key), store.dump)(key)))


def log_line(message: str, *args) -> str:
    record = logging.LogRecord("x", logging.ERROR, "x.py", 1, message, args, None)
    return RedactingFormatter("%(message)s").format(record)


@pytest.mark.parametrize("number", [CANARY, f"+86{CANARY}", "154 9876 5432", IDENTITY, "99090119800101001X"])
def test_a_log_line_loses_the_number(number):
    assert log_line("Failing row contains (%s, 王).", number) == "Failing row contains (***, 王)."


@pytest.mark.parametrize("words", ["电话%s", "%s号", "('张三%s',)", "身份证%s", "号码：%s。"])
@pytest.mark.parametrize("number", [CANARY, IDENTITY, "99090119800101001X"])
def test_a_number_between_chinese_words_goes_too(words, number):
    assert number not in log_line(words, number)


@pytest.mark.parametrize(
    "line", ["ZF260320-000012", "2026-03-20 09:00:00,123", "job 15400001234567 done", "pid 15498"]
)
def test_a_log_line_still_has_what_is_no_number_of_a_person(line):
    assert log_line(line) == line


def broken(number: str) -> None:
    raise ValueError(f"can not use {number}")


@pytest.mark.asvs("16.5.1")
def test_an_error_page_and_its_report_hold_no_number(officer, monkeypatch):
    monkeypatch.setattr("residents.views.households.choices", lambda *arguments: broken(CANARY))
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(RedactingFormatter("%(message)s"))
    logging.getLogger("django.request").addHandler(handler)
    client = Client(raise_request_exception=False)
    client.force_login(officer)
    try:
        answer = client.post("/residents/households/pick/", {"q": CANARY})
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    assert answer.status_code == 500 and CANARY not in answer.content.decode()
    assert "ValueError: ***" in stream.getvalue() and CANARY not in stream.getvalue()


def test_a_report_for_developers_holds_neither_form_nor_variables():
    request = RequestFactory().post("/", {"phone": CANARY})
    request.POST = QueryDict(f"phone={CANARY}")
    try:
        number = CANARY
        raise ValueError("refused") if number else None
    except ValueError:
        report = get_exception_reporter_class(request)(request, *sys.exc_info())
    data = report.get_traceback_data()
    frames = str([frame["vars"] for frame in data["frames"]])
    assert "number" in frames and CANARY not in frames + str(data["filtered_POST_items"])
