"""The boards of chief and county."""

from datetime import date

import pytest

from indicators import compute
from indicators.catalogue import PHRASES
from indicators.models import IncidentCount, VillageMonth
from reports import boards
from tests import build
from tests.reports.report_lines import lines_of

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def counted(village, officer, elsewhere, stranger, march):
    for _number in range(3):
        build.make_visit(village, march, by=officer)
    build.make_visit(elsewhere, march, by=stranger)
    build.attest(village, march)
    compute.fill_month(march)


def figures(answer, place) -> dict:
    row = next(row for row in answer.context["standings"] if row.place.name == str(place))
    return {code: figure.numerator for code, figure in row.figures.items()}


def test_the_officer_sees_the_day(village, officer, sign_in, counted):
    due = build.make_household(village, next_visit_on=date(2026, 3, 18))
    answer = sign_in(officer).get("/")
    assert due in [stop.household for stop in answer.context["plan"]]
    assert answer.context["strip"][0].numerator == 3


def test_the_officer_sees_what_came_back(village, officer, chief, sign_in):
    from ledgers import actions

    row = actions.give_back(build.make_patrol(village, by=officer), "少了地点", by=chief)
    page = sign_in(officer).get("/").content.decode()
    assert "少了地点" in page and row.get_absolute_url() in page


def test_the_chief_sees_posts_of_the_station_only(village, chief, sign_in, counted):
    answer = sign_in(chief).get("/")
    assert len(answer.context["standings"]) == 1
    assert figures(answer, village.memberships.get().post)["visit_target"] == 3


def test_the_county_sees_all_stations_worst_first(station, bureau, sign_in, counted):
    answer = sign_in(bureau).get("/?month=2026-03")
    assert [row.figures["visit_target"].numerator for row in answer.context["standings"]] == [1, 3]
    assert answer.context["publish"]["reported"] == 1 and answer.context["publish"]["expected"] == 2


def test_auditor_and_administrator_land_at_their_tables(auditor, administrator, sign_in):
    assert sign_in(auditor).get("/")["Location"] == "/trail/"
    assert sign_in(administrator).get("/")["Location"] == "/account/list/"


def test_who_serves_nowhere_is_told_so(db, sign_in):
    assert sign_in(build.make_user("nobody", None)).get("/").status_code == 200


@pytest.mark.parametrize("query", ["month=2026-13", "month=x", "month=2999-01", "month="])
def test_a_strange_month_is_not_found_or_today(chief, sign_in, query):
    assert sign_in(chief).get(f"/?{query}").status_code in {200, 404}


def test_the_board_of_the_county_stands_under_the_four_goals(bureau, sign_in, counted):
    answer = sign_in(bureau).get("/?month=2026-03")
    assert [str(section.name) for section in answer.context["sections"]] == [str(one.name) for one in PHRASES]
    assert len(lines_of(answer)) == len(boards.COMPARED_AT_COUNTY)
    page = answer.content.decode()
    places = [page.index(f">{name}<") for name in ("发案少", "秩序好", "社会稳定", "群众满意")]
    assert places == sorted(places)


def test_a_number_opens_exactly_its_rows(village, officer, chief, sign_in, counted):
    client = sign_in(chief)
    lines = lines_of(client.get("/reports/monthly/?month=2026-03"))
    checked = 0
    for line in lines:
        if (
            "-list" in (line.indicator.drill.url if line.indicator.drill else "")
            and "round" not in line.month_link
        ):
            answer = client.get(line.month_link)
            if line.indicator.code in {"households_met", "visit_target", "visibility_met", "patrols"}:
                assert answer.context["count"] == line.month.numerator, line.indicator.code
                checked += 1
            assert answer.status_code == 200
    assert checked == 4


def test_a_protected_dispute_is_in_the_figure_and_said_not_to_be_listed(
    village, officer, clerk, chief, sign_in
):
    protected = {"kind": "marriage", "violence": "yes", "procedure": "protected", "is_protected": True}
    build.make_dispute(village, date(2026, 2, 3), by=officer, **protected)
    compute.fill_month(date(2026, 2, 1))
    for user, count, said in ((chief, 1, None), (clerk, 0, "1")):
        client = sign_in(user)
        lines = lines_of(client.get("/reports/monthly/?month=2026-02"))
        line = next(line for line in lines if line.indicator.code == "disputes_open")
        page = client.get(line.month_link).context
        assert (line.month.numerator, page["count"], page["behind"].get("elsewhere")) == (1, count, said)
        assert not page["behind"].get("villages")


def test_a_place_of_others_does_not_exist(elsewhere, chief, sign_in, counted):
    post = elsewhere.memberships.get().post
    assert sign_in(chief).get(f"/reports/monthly/?month=2026-03&place=post:{post.pk}").status_code == 404


def test_year_to_date_counts_a_household_once(village, officer, chief, sign_in):
    household = build.make_household(village)
    for month in (1, 2, 3):
        build.make_visit(village, date(2026, month, 5), household=household, by=officer)
        compute.fill_month(date(2026, month, 1))
    lines = lines_of(sign_in(chief).get("/reports/monthly/?month=2026-03"))
    met = next(line for line in lines if line.indicator.code == "households_met")
    assert (met.month.numerator, met.year.numerator) == (1, 1)


@pytest.mark.turns(2)
@pytest.mark.parametrize(
    ("month", "span", "expected"),
    [(8, "quarter", 1), (8, "half", 1), (8, "year", 2), (6, "quarter", 2), (6, "half", 2), (2, "half", 1)],
)
def test_a_longer_period_counts_a_household_once(
    village, officer, chief, sign_in, time_machine, month, span, expected
):
    """One household in January, April and August, another one in May: no period is a sum of its months."""
    first, second = build.make_household(village), build.make_household(village)
    for day, household in ((1, first), (4, first), (5, second), (8, first)):
        build.make_visit(village, date(2026, day, 5), household=household, by=officer)
    time_machine.move_to("2026-09-10T09:00:00+08:00")
    for number in range(1, 10):
        compute.fill_month(date(2026, number, 1))
    lines = lines_of(sign_in(chief).get(f"/reports/monthly/?month=2026-{month:02}&period={span}"))
    met = next(line for line in lines if line.indicator.code == "households_met")
    assert met.year.numerator == expected
    assert sign_in(chief).get(met.year_link).context["count"] == expected


def test_the_running_month_is_in_no_longer_period(village, officer, chief, sign_in):
    for month in (2, 3):
        build.make_patrol(village, date(2026, month, 5), by=officer)
        compute.fill_month(date(2026, month, 1))
    line = line_of(sign_in(chief), "patrols", "month=2026-03")
    assert (line.month.numerator, line.year.numerator, line.on_previous) == (1, 1, None)


@pytest.mark.turns(3)
@pytest.mark.parametrize("level", ["town", "post", "village"])
@pytest.mark.parametrize("by", ["visit_target", "satisfaction", "five_none", "disputes_open"])
def test_comparison_opens_at_every_level(chief, sign_in, counted, level, by):
    assert sign_in(chief).get(f"/reports/comparison/?level={level}&by={by}&month=2026-03").status_code == 200


def test_comparison_of_nonsense_is_a_bad_request(chief, sign_in):
    assert sign_in(chief).get("/reports/comparison/?by=salary").status_code == 400


def test_a_month_that_was_never_counted_is_not_reported_and_not_none(village, chief, bureau, sign_in):
    lines = lines_of(sign_in(chief).get("/reports/monthly/?month=2019-01"))
    assert {(line.month.numerator, line.month.denominator, line.month.rate) for line in lines} == {
        (None,) * 3
    }
    assert 'class="unreported"' in sign_in(bureau).get("/?month=2019-01").content.decode()


def links(answer, code) -> tuple[str, str]:
    line = next(line for line in lines_of(answer) if line.indicator.code == code)
    return line.month_link, line.year_link


@pytest.mark.parametrize("code", ["visit_target", "five_none", "five_none_reported", "preventable"])
def test_a_year_that_is_no_list_of_rows_has_no_link(code, bureau, sign_in, counted):
    month, year = links(sign_in(bureau).get("/reports/monthly/?month=2026-03"), code)
    assert month and not year
    assert 'href=""' not in sign_in(bureau).get("/?month=2026-03").content.decode()


def test_the_households_of_a_year_open_the_same_households(village, officer, chief, sign_in):
    household = build.make_household(village)
    for month in (1, 2, 3):
        build.make_visit(village, date(2026, month, 5), household=household, by=officer)
        compute.fill_month(date(2026, month, 1))
    client = sign_in(chief)
    answer = client.get("/reports/monthly/?month=2026-03")
    for line in lines_of(answer):
        if line.indicator.code in {"households_met", "visibility_met"}:
            assert client.get(line.year_link).context["count"] == line.year.numerator == 1


@pytest.mark.parametrize("level", ["town", "station", "post", "village"])
def test_the_five_none_of_a_place_open_its_villages(level, village, elsewhere, bureau, sign_in, counted):
    client = sign_in(bureau)
    for row in client.get(f"/reports/comparison/?level={level}&month=2026-03").context["standings"]:
        found = client.get(row.links["five_none_reported"][1]).context["found"]
        figure = row.figures["five_none_reported"]
        assert (found.reported, found.expected) == (figure.numerator, figure.denominator)


def test_what_came_back_opens_the_book_in_which_it_stands(village, officer, chief, sign_in):
    from ledgers import actions

    actions.give_back(build.make_patrol(village, by=officer), "少了地点", by=chief)
    actions.give_back(build.make_service(village, by=officer), "少了对象", by=chief)
    client = sign_in(chief)
    lines = [one for one in client.get("/").context["todo"] if "given_back" in one["url"]]
    assert len(lines) == 2
    assert (
        [client.get(one["url"]).context["count"] for one in lines]
        == [one["count"] for one in lines]
        == [1, 1]
    )


def test_disputes_open_for_long_open_themselves(village, chief, sign_in):
    build.make_dispute(village, date(2026, 2, 10))
    line = next(one for one in sign_in(chief).get("/").context["todo"] if "open_days" in one["url"])
    assert line["count"] == 1
    assert line["url"].endswith("?stage=open&counted=on&open_days=30")


def attested(village, month, preventable, by):
    build.attest(village, month, by=by)
    IncidentCount.objects.create(
        category="preventable", month=month, count=preventable, attested_by=by, **build.keys(village)
    )


def line_of(client, code, query):
    lines = lines_of(client.get(f"/reports/monthly/?{query}"))
    return next(line for line in lines if line.indicator.code == code)


def test_villages_that_have_not_reported_make_no_fall(village, elsewhere, officer, bureau, sign_in):
    january, february = date(2026, 1, 1), date(2026, 2, 1)
    for month, reporting in ((january, [village, elsewhere]), (february, [village])):
        for one in reporting:
            attested(one, month, 2, officer)
        compute.fill_month(month)
    client = sign_in(bureau)
    for code in ("preventable", "five_none"):
        assert line_of(client, code, "month=2026-02").on_previous is None
    attested(elsewhere, february, 1, officer)
    compute.fill_month(february)
    assert line_of(client, "preventable", "month=2026-02").on_previous.value == -25
    assert line_of(client, "five_none", "month=2026-02").on_previous.value == 0


def test_a_year_is_compared_with_the_same_months_only(village, officer, chief, sign_in):
    for year, month in ((2025, 2), (2026, 1), (2026, 2)):
        build.make_patrol(village, date(year, month, 3), by=officer)
        compute.fill_month(date(year, month, 1))
    client = sign_in(chief)
    line = line_of(client, "patrols", "month=2026-02")
    assert line.on_last_year.value == 0 and line.year_on_year is None
    compute.fill_month(date(2025, 1, 1))
    assert line_of(client, "patrols", "month=2026-02").year_on_year.value == 100


def test_a_trend_of_a_rate_is_in_percent_before_its_last_month_is_counted(bureau, sign_in, counted):
    trends = sign_in(bureau).get("/?month=2026-02").context["trends"]
    assert {one["code"]: one["unit"] for one in trends}["five_none"] == "%"


def test_towns_and_months_are_read_at_once(
    village, bureau, sign_in, counted, django_assert_num_queries, march
):
    months = VillageMonth.objects.visible_to(bureau)
    with django_assert_num_queries(1):
        heat = boards.heat(months, march)
    ((town, cells),) = [(row["name"], row["cells"]) for row in heat["rows"]]
    assert (town, cells[-1]["met"], cells[-1]["not_reported"], cells[0]["met"]) == (
        str(village.town),
        1,
        1,
        None,
    )
