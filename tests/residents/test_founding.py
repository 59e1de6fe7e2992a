"""A household is made with its members in one form: the householder is one of them, a line for each other."""

import re
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from ledgers.models import Draft, StationMonth
from residents.actions import register
from residents.completeness import by_village
from residents.models import Household, Resident
from tests import build
from tests.residents.test_before_registration import send

pytestmark = pytest.mark.usefixtures("in_march")
NEW = reverse("residents:household-create")


def typed(village, *lines, **facts) -> dict[str, str]:
    """The form as a browser sends it, with a line for each of ``lines``."""
    form = {
        "village": str(village.pk), "number": "3组5号", "householder": "王建国", "birth_year": "1970", "phone": "",
        "children_under_14": "0", "members": "", "note": "",
        "people-TOTAL_FORMS": str(len(lines)), "people-INITIAL_FORMS": "0",
    }  # fmt: skip
    for number, line in enumerate(lines):
        form |= {f"people-{number}-{name}": value for name, value in line.items()}
    return form | {name: str(value) for name, value in facts.items()}


SPOUSE = {"name": "李秀英", "relation": "spouse", "birth_year": "1972", "phone": "13800001111"}
SON = {"name": "王小军", "relation": "child", "birth_year": "1999", "phone": ""}


def test_householder_and_members_enter_together(village, officer, sign_in):
    client = sign_in(officer)
    assert client.post(NEW, typed(village, SPOUSE, SON, children_under_14=1)).status_code == 302
    household = Household.objects.get()
    assert household.members == 4
    people = household.residents.order_by("pk").values_list("name", "relation", "birth_year")
    assert list(people) == [("王建国", "head", 1970), ("李秀英", "spouse", 1972), ("王小军", "child", 1999)]
    assert "4/4" in client.get(household.get_absolute_url()).content.decode()


def test_an_empty_line_is_nobody_and_a_household_of_one_is_complete(village, officer, sign_in):
    sign_in(officer).post(NEW, typed(village, {"name": "", "relation": "", "birth_year": ""}))
    household = Household.objects.get()
    assert (household.members, household.residents.count()) == (1, 1)


@pytest.mark.parametrize(
    ("line", "where"),
    [
        ({"name": "王小军", "birth_year": "2020"}, "birth_year"),
        ({"name": "王小军", "birth_year": ""}, "is_stated_14"),
        ({"name": "", "birth_year": "1999"}, "name"),
        ({"name": "王小军13800001111", "birth_year": "1999"}, "name"),
        ({"name": "王小军", "birth_year": "1999", "phone": "12"}, "phone"),
        ({"name": "王建国", "birth_year": "1970"}, "name"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_of_its_line_and_all_lines_stay(
    line, where, village, officer, sign_in
):
    page = sign_in(officer).post(NEW, typed(village, SPOUSE, line))
    html = page.content.decode()
    assert page.status_code == 422
    assert Household.objects.count() == Resident.objects.count() == 0
    field = html[html.index(f'name="people-1-{where}"') :]
    assert "field-error" in field[: field.index("</div>")]
    assert "李秀英" in html and 'name="people-0-name"' in html


def test_one_more_saves_nothing_and_comes_back_with_another_line(village, officer, sign_in):
    page = sign_in(officer).post(NEW, typed(village, SPOUSE, one_more=1))
    html = page.content.decode()
    assert page.status_code == 200
    assert Household.objects.count() == 0
    assert "field-error" not in html
    assert re.findall(r'name="people-(\d)-name"', html) == ["0", "1"]
    assert "李秀英" in html and "王建国" in html and "1972" in html


def test_a_draft_brings_its_lines_back(village, officer, sign_in):
    client = sign_in(officer)
    client.post(reverse("ledgers:draft-save", args=["residents.household"]), typed(village, SPOUSE, SON))
    assert Draft.objects.count() == 1
    html = client.get(NEW).content.decode()
    assert "李秀英" in html and "王小军" in html and "王建国" in html


def test_more_people_than_stated_are_refused(village, officer, sign_in):
    page = sign_in(officer).post(NEW, typed(village, SPOUSE, SON, members=2))
    assert page.status_code == 422 and Household.objects.count() == 0
    assert sign_in(officer).post(NEW, typed(village, SPOUSE, SON, members=5)).status_code == 302


def test_a_householder_is_no_child(village, officer, sign_in):
    assert sign_in(officer).post(NEW, typed(village, birth_year=2019)).status_code == 422


def test_sent_twice_it_is_one_household(village, officer, sign_in):
    client = sign_in(officer)
    key = {"client_key": "6f1d4b0e-6a6e-4f6d-9a31-0d4b37d1d0aa"}
    for _again in range(2):
        assert client.post(NEW, typed(village, SPOUSE) | key).status_code == 302
    assert (Household.objects.count(), Resident.objects.count()) == (1, 2)


def test_a_household_of_three_takes_few_inputs(village, officer, sign_in):
    """8 for the household and 5 a further member at most, as the page offers them and a person has to fill in."""
    needed = typed(village, SPOUSE, SON)
    hidden = ("village", "members", "note", "children_under_14", "people-TOTAL_FORMS", "people-INITIAL_FORMS")
    inputs = [name for name, value in needed.items() if value and name not in hidden]
    assert len(inputs) <= 8 + 2 * 5
    html = sign_in(officer).get(NEW).content.decode()
    assert len(re.findall(r'name="people-0-\w+"', html)) <= 5


def test_the_relation_follows_the_householder(village, officer, sign_in):
    client = sign_in(officer)
    client.post(NEW, typed(village, SPOUSE))
    household = Household.objects.get()
    shown = {
        "village": village.pk,
        "number": "3组5号",
        "householder": "李秀英",
        "members": 2,
        "children_under_14": 0,
    }
    url = reverse("residents:household-edit", args=[household.pk])
    assert client.post(url, shown | {"version": household.version}).status_code == 302
    assert dict(household.residents.values_list("name", "relation")) == {"王建国": "", "李秀英": "head"}


def test_there_is_one_householder(village, officer, sign_in):
    household = build.make_household(village)
    build.make_resident(household, name="王一", relation="head")
    page = sign_in(officer).post(
        reverse("residents:resident-create"),
        {
            "household": household.pk,
            "name": "王二",
            "relation": "head",
            "residence": "permanent",
            "birth_year": 1980,
        },
    )
    assert page.status_code == 422 and "王一" in page.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        build.make_resident(household, name="王二", relation="head")


def test_country_and_stay_belong_to_the_residence(village, officer, sign_in):
    household = build.make_household(village)
    given = {"household": household.pk, "name": "阮文雄", "birth_year": 1990, "country": "越南",
             "stays_until": "2026-03-30"}  # fmt: skip
    client = sign_in(officer)
    for born, residence in enumerate(("permanent", "temporary", "foreign"), 1990):
        facts = {"residence": residence, "birth_year": born}
        client.post(reverse("residents:resident-create"), given | facts)
    kept = household.residents.order_by("pk").values_list("residence", "country", "stays_until")
    assert list(kept) == [
        ("permanent", "", None),
        ("temporary", "", date(2026, 3, 30)),
        ("foreign", "越南", date(2026, 3, 30)),
    ]
    for wrong in ({"country": "越南"}, {"stays_until": date(2026, 5, 1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            build.make_resident(household, **wrong)


def test_a_stay_that_ends_is_named_on_today(village, officer, sign_in):
    household = build.make_household(village)
    for name, until in (("到期一", "2026-03-25"), ("以后二", "2026-09-01"), ("已过三", "2026-02-01")):
        build.make_resident(household, name=name, residence="temporary", stays_until=until)
    client = sign_in(officer)
    assert "ending=on" in client.get("/").content.decode()
    shown = client.get(reverse("residents:resident-list") + "?ending=on").content.decode()
    assert "到期一" in shown and "已过三" in shown and "以后二" not in shown


def test_who_is_missing_shows_in_the_list_and_by_village(village, officer, sign_in):
    whole, part = (
        build.make_household(village, members=1),
        build.make_household(village, members=4, children_under_14=1),
    )
    build.make_resident(whole)
    build.make_resident(part)
    build.make_resident(part, left_on=date(2026, 1, 1))
    client = sign_in(officer)
    html = client.get(reverse("residents:household-list") + "?incomplete=on").content.decode()
    assert "2/4" in html and part.get_absolute_url() in html and whole.get_absolute_url() not in html
    share = by_village(officer)[0]
    assert (share.households, share.complete, share.people, share.entered, share.missing) == (2, 1, 5, 3, 2)
    assert "3/5" in client.get(reverse("residents:household-completeness")).content.decode()


def close_february(station, state=StationMonth.State.PUBLISHED):
    StationMonth.objects.create(station=station, month=date(2026, 2, 1), state=state)


def opened_on(page) -> str:
    """The part of the page with the day of registration."""
    html = page.content.decode()
    field = html.index('name="opened_on"')
    return html[html.rindex("<details", 0, field) : html.index("</details>", field)]


def test_it_is_registered_today_or_on_an_earlier_day_of_an_open_month(village, officer, sign_in, station):
    close_february(station)
    client = sign_in(officer)
    assert 'value="2026-03-20"' in opened_on(client.get(NEW)) and " open>" not in opened_on(client.get(NEW))
    assert client.post(NEW, typed(village, opened_on="")).status_code == 302
    other = typed(village, number="6号", householder="赵有福", birth_year=1955, opened_on="2026-03-01")
    assert client.post(NEW, other).status_code == 302
    days = Household.objects.order_by("pk").values_list("opened_on", flat=True)
    assert list(days) == [date(2026, 3, 20), date(2026, 3, 1)]


@pytest.mark.parametrize("state", StationMonth.State.values)
@pytest.mark.parametrize("day", ["2026-03-21", "2026-02-28", "2026-01-31", "0026-03-01"])
def test_neither_ahead_nor_in_a_month_that_is_closed(day, state, village, officer, sign_in, station):
    close_february(station, state)
    page = sign_in(officer).post(NEW, typed(village, SPOUSE, opened_on=day))
    is_open = state == StationMonth.State.OPEN and day in ("2026-02-28", "2026-01-31")
    assert (page.status_code, Household.objects.count()) == ((302, 1) if is_open else (422, 0))
    if not is_open:
        assert "field-error" in opened_on(page) and " open>" in opened_on(page)


def test_yesterdays_visit_is_taken_by_a_household_registered_for_yesterday(village, officer, sign_in):
    client = sign_in(officer)
    client.post(NEW, typed(village, opened_on="2026-03-19"))
    household = Household.objects.get()
    visits = reverse("residents:visit-create")
    assert send(client, visits, household, date(2026, 3, 18)).status_code == 422
    assert send(client, visits, household, date(2026, 3, 19)).status_code == 302


def test_a_draft_keeps_the_day_and_shows_it(village, officer, sign_in):
    client = sign_in(officer)
    client.post(
        reverse("ledgers:draft-save", args=["residents.household"]), typed(village, opened_on="2026-03-02")
    )
    shown = opened_on(client.get(NEW))
    assert 'value="2026-03-02"' in shown and " open>" in shown


def test_another_way_in_takes_no_day_ahead(village, officer):
    household = Household(village=village, number="9号", householder="王建国", opened_on=date(2026, 3, 21))
    with pytest.raises(ValidationError) as refused:
        register.register_household(household, by=officer)
    assert set(refused.value.message_dict) == {"opened_on"}
