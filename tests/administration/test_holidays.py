"""The county enters the notice of the next year; until then its days are provisional and the county is reminded."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from access import scope
from administration.county_rules.actions import set_rule
from administration.county_rules.holiday_actions import check, is_next_year_missing, set_holidays
from audit.models import Entry
from audit.versions import Stale
from calendars.working_days import is_working_day, table_of
from policies.acting import acting
from rules import holidays
from rules.declared import BY_CODE
from rules.holidays import Notice
from rules.models import DatedValue
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")
COUNTY = "990901"
SPANS = (
    ("2027-01-01", "2027-01-03"), ("2027-02-05", "2027-02-11"), ("2027-04-03", "2027-04-05"),
    ("2027-05-01", "2027-05-05"), ("2027-06-09", "2027-06-09"), ("2027-09-15", "2027-09-15"),
    ("2027-10-01", "2027-10-07"),
)  # fmt: skip
FIELDS = ("new_year", "spring", "qingming", "labour", "dragon_boat", "mid_autumn", "national")
WORKED = ("2027-02-20", "2027-04-24", "2027-09-26", "2027-10-09")
URL = "/rules/holidays/2027/"


def notice(spans=SPANS, worked=WORKED, year=2027, number="国办发明电〔2026〕1号"):
    days = tuple((date.fromisoformat(first), date.fromisoformat(last)) for first, last in spans)
    return Notice(year, number, days, frozenset(map(date.fromisoformat, worked)))


def put(given, by, **more):
    with acting(scope.acting_as(by)):
        return set_holidays(given, by=by, **more)


def typed(**more):
    days = {
        f"{name}_{part}": day
        for name, span in zip(FIELDS, SPANS, strict=True)
        for part, day in zip(("first", "last"), span, strict=True)
    }
    worked = {f"worked_{n + 1}": day for n, day in enumerate(WORKED)}
    return {"number": "国办发明电〔2026〕1号"} | days | worked | more


def table(county=COUNTY):
    return table_of(holidays.notices(county=county).values())


def test_a_notice_holds_in_its_county_and_not_in_another(bureau):
    day = date(2027, 2, 10)
    assert table().is_provisional(day, day) and not is_working_day(date(2027, 2, 9), table())
    put(notice(), bureau)
    assert not table().is_provisional(day, day)
    assert not is_working_day(day, table()) and is_working_day(date(2027, 2, 20), table())
    assert table("990902").is_provisional(day, day)


def test_a_notice_is_corrected_and_the_trail_has_both(bureau):
    put(notice(number="误"), bureau)
    put(notice(), bureau)
    assert DatedValue.objects.get().source == "国办发明电〔2026〕1号"
    entry = Entry.objects.filter(action="set_holidays").latest("pk")
    assert entry.detail == {
        "holiday_year": 2027, "notice_number": "国办发明电〔2026〕1号", "replaced": ["误"]
    }  # fmt: skip


def test_a_notice_of_this_year_that_is_entered_goes_before_the_one_of_the_registry(bureau):
    spans = [(str(first), str(last)) for first, last in holidays.WITH_THE_REGISTRY[-1].spans]
    worked = [*map(str, holidays.WITH_THE_REGISTRY[-1].worked), "2026-09-19"]
    spans[5] = ("2026-09-24", "2026-09-27")
    put(notice(spans, worked, 2026), bureau)
    assert not is_working_day(date(2026, 9, 24), table())
    assert is_working_day(date(2026, 9, 19), table())


@pytest.mark.parametrize(
    ("spans", "worked", "fault"),
    [
        (SPANS[:1] + SPANS[2:], WORKED, "春节 2027-02-06"),
        ((*SPANS, ("2027-10-07", "2027-10-09")), WORKED, "2027-10-07 填了两次"),
        ((*SPANS, ("2027-12-09", "2027-12-08")), WORKED, "早于"),
        ((*SPANS, ("2028-01-01", "2028-01-02")), WORKED, "不在本年之内"),
        (SPANS, ("2027-02-06",), "既放假又上班"),
        (SPANS, ("2027-02-19",), "不是周六、周日"),
        (SPANS, (*WORKED, "2025-02-22"), "不在本年之内"),
        ((*SPANS[:1], ("2027-02-05", "2027-02-14"), *SPANS[2:]), WORKED, "连续放假超过9天"),
        ((*SPANS, ("2027-07-02", "2027-07-04")), (*WORKED, "2027-07-10"), "没有法定节日"),
        (SPANS, WORKED[:3], "放假应当多13天"),
        (SPANS, (*WORKED, "2027-07-10"), "放假应当多13天"),
    ],
)
def test_what_no_notice_says_is_refused(bureau, spans, worked, fault):
    with pytest.raises(ValidationError) as refused:
        put(notice(spans, worked), bureau)
    assert any(fault in text for text in refused.value.messages)
    assert DatedValue.objects.count() == 0


@pytest.mark.parametrize("year", [2025, 2028])
def test_another_year_than_this_and_the_next_is_refused(bureau, year, sign_in):
    with pytest.raises(ValidationError, match="本年和下一年"):
        put(notice(year=year), bureau)
    assert sign_in(bureau).get(f"/rules/holidays/{year}/").status_code == 404


@pytest.mark.parametrize("who", ["officer", "chief", "leader", "auditor", "administrator"])
def test_nobody_else_enters_one(who, request, sign_in):
    person = request.getfixturevalue(who)
    with pytest.raises(PermissionDenied):
        set_holidays(notice(), by=person)
    assert sign_in(person).post(URL, typed()).status_code == 403


def test_it_is_typed_on_its_page_and_shown_to_all(bureau, officer, sign_in):
    assert sign_in(bureau).post(URL, typed()).status_code == 302
    assert holidays.notices(county=COUNTY)[2027] == notice()
    page = sign_in(officer).get("/rules/holidays/").content.decode()
    assert "国办发明电〔2026〕1号" in page and "02-20 星期六" in page and URL not in page
    again = sign_in(bureau).get(URL).context["form"]
    assert [again[f"{name}_first"].initial for name in FIELDS] == [first for first, _last in notice().spans]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("number", ""), ("spring_first", ""), ("dragon_boat_last", "2027-06-08"), ("national_last", "2027-09-30"),
        ("worked_1", "2027-02-19"), ("worked_2", "2027-10-02"), ("labour_first", "2027-05-32"),
    ],
)  # fmt: skip
def test_the_fault_stands_beside_its_input(bureau, sign_in, field, value):
    answer = sign_in(bureau).post(URL, typed(**{field: value}))
    assert answer.status_code == 422 and field in answer.context["form"].errors
    assert not holidays.notices(county=COUNTY).get(2027)


def test_two_holidays_in_one_stretch_are_entered_once(bureau, sign_in, time_machine):
    time_machine.move_to("2027-11-02T09:00:00+08:00")
    url = "/rules/holidays/2028/"  # 中秋 is 3 October
    days = (
        "01-01",
        "01-03",
        "01-25",
        "01-28",
        "04-04",
        "",
        "05-01",
        "05-02",
        "05-28",
        "05-29",
        "10-01",
        "10-05",
    )
    names = [f"{name}_{part}" for name in FIELDS if name != "mid_autumn" for part in ("first", "last")]
    stretch = {name: f"2028-{day}" if day else "" for name, day in zip(names, days, strict=True)}
    assert sign_in(bureau).post(url, stretch | {"number": "一"}).status_code == 302
    form = sign_in(bureau).get(url).context["form"]
    assert (form["mid_autumn_first"].initial, form["national_first"].initial) == (date(2028, 10, 1), None)
    same = {name: form[name].initial or "" for name in form.fields}
    assert sign_in(bureau).post(url, same | {"number": "更正"}).status_code == 302


def test_each_notice_that_comes_with_the_registry_passes_the_check(db, time_machine):
    for one in holidays.WITH_THE_REGISTRY:
        time_machine.move_to(f"{one.year}-03-02T09:00:00+08:00")
        check(one, COUNTY)


def test_a_day_more_needs_its_paper(bureau):
    more = notice((*SPANS, ("2027-09-03", "2027-09-03")))
    with pytest.raises(ValidationError):
        put(more, bureau)
    rule = BY_CODE["holidays.extra_days"][0]
    with acting(scope.acting_as(bureau)):
        set_rule(rule, 1, date(2026, 3, 20), by=bureau, source="国发明电〔2026〕1号")
    put(more, bureau)
    assert not is_working_day(date(2027, 9, 3), table())


def test_one_that_somebody_entered_meanwhile_is_shown_first(bureau, sign_in):
    client = sign_in(bureau)
    shown = client.get(URL).context["version"]
    put(notice(number="先"), bureau)
    answer = client.post(URL, typed(version=shown))
    assert answer.status_code == 409 and holidays.notices(county=COUNTY)[2027].number == "先"
    with pytest.raises(Stale):
        put(notice(), bureau, shown=int(shown))


@pytest.mark.parametrize(
    ("now", "asked"), [("2026-10-31", False), ("2026-11-01", True), ("2026-12-31", True)]
)
def test_the_county_is_reminded_from_november(bureau, sign_in, time_machine, now, asked):
    time_machine.move_to(f"{now}T09:00:00+08:00")
    assert is_next_year_missing(COUNTY) is asked
    assert ("/rules/holidays/" in sign_in(bureau).get("/").content.decode()) is asked
    put(notice(), bureau)
    assert not is_next_year_missing(COUNTY)


def test_a_county_is_reminded_of_its_own_notice(bureau, time_machine):
    time_machine.move_to("2026-11-02T09:00:00+08:00")
    other = build.make_user("bureau2", "county", build.make_county("邻县", "990902"))
    put(notice(), other)
    assert is_next_year_missing(COUNTY) and not is_next_year_missing("990902")
