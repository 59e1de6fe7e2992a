"""Figures without a list of rows open the villages behind them: together they are the figure."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from disputes.models import Dispute, FollowUp
from indicators import compute
from reports import drills, monthly, rows_behind
from reports.periods import Place
from tests import build
from tests.drilling import Walk, pages_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
CODES = ("vacant_days", "priority_visits", "disputes_first_session", "duties_performed", "follow_ups_made")


@pytest.fixture
def counted(village, post, officer, bureau):
    """Two villages, one without any of it but vacant days; one of both had a case in January."""
    other = build.make_village(post, "另村委会")
    dispute = build.make_dispute(village, date(2026, 2, 2), officer)
    build.make_session(dispute, date(2026, 2, 4))
    agreed = build.make_dispute(
        other,
        date(2026, 2, 2),
        officer,
        stage="agreed",
        agreement="written",
        result="和解",
        handled_on=date(2026, 2, 3),
    )
    build.make_duty_of(build.make_terms(agreed), date(2026, 2, 20))
    build.make_follow_up(agreed, date(2026, 2, 25))
    for month in (JANUARY, FEBRUARY):
        build.attest(village, month)
        build.attest(other, month, criminal=int(month == JANUARY))
        compute.fill_month(month)
    return other


def figures_of(user, month):
    return {line.indicator.code: line for line in monthly.lines(user, month, Place())}


def test_every_number_that_adds_up_has_rows_or_villages_behind_it(counted, bureau):
    """Of the month and of the year; norms are no sum of anything listed."""
    for line in monthly.lines(bureau, FEBRUARY, Place()):
        shape = line.indicator.shape
        assert line.month_link and line.year_link, line.indicator.code
        assert bool(line.month_of_all) == bool(line.year_of_all) == (shape == "rate"), line.indicator.code


def test_the_villages_together_are_the_figure(counted, bureau, officer):
    for person in (bureau, officer):
        walk, pages = Walk(person), pages_of(person, [JANUARY, FEBRUARY])
        for page in (one for one in pages if "monthly" in one and "place" not in one):
            walk.open(page)
        assert walk.followed and not walk.wrong and not walk.unknown
        opened = [url for url in walk.answers if url.startswith(reverse(drills.BY_VILLAGE))]
        assert all(any(f"of={code}&" in url for url in opened) for code in (*CODES, "five_none")), opened


def test_the_five_none_of_a_year_names_its_villages(counted, village, bureau, sign_in):
    client, line = sign_in(bureau), figures_of(bureau, FEBRUARY)["five_none"]
    met, judged = client.get(line.year_link), client.get(line.year_of_all)
    assert [one.name for one in met.context["lines"]] == [str(village)]
    assert {one.name: one.is_met for one in judged.context["lines"]} == {
        str(village): True,
        str(counted): False,
    }
    assert (met.context["added"], judged.context["added"]) == (Decimal(1), Decimal(2))
    assert "未达标" in judged.content.decode()


@pytest.mark.parametrize("code", rows_behind.PARTS)
def test_their_rows_are_listed_where_the_parts_are_read(
    code, counted, village, officer, chief, bureau, sign_in
):
    """Of two that are due one was done in time, one is of an agreement or day that does not count."""
    dispute = Dispute.objects.get(stage="agreed")
    other = build.make_dispute(village, date(2026, 2, 2), officer)
    draft = build.make_terms(other, is_final=False, effective_on=None)
    build.make_duty_of(draft, date(2026, 2, 21))
    terms = dispute.agreement_set.get(is_final=True)
    build.make_duty_of(terms, date(2026, 2, 22), state="performed", settled_on=date(2026, 2, 22))
    build.make_duty_of(terms, date(2026, 2, 23), state="performed", settled_on=date(2026, 2, 24))
    calls = [build.make_follow_up(dispute, date(2026, 2, day)) for day in (26, 27)]
    FollowUp.objects.filter(pk=calls[0].pk).update(made_on=date(2026, 2, 26), made_by=officer)
    FollowUp.objects.filter(pk=calls[1].pk).update(dropped_on=date(2026, 2, 20))
    compute.fill_month(FEBRUARY)
    for person in (officer, chief):
        line = figures_of(person, FEBRUARY)[code]
        for url, number in (
            (line.month_link, 1),
            (line.month_of_all, 3 if code == "duties_performed" else 2),
        ):
            found = sign_in(person).get(url)
            assert (
                found.context["rows"].total
                == len(found.context["rows"].lines)
                == found.context["added"]
                == number
            )
            assert dispute.get_absolute_url() in found.content.decode()
            assert {one.is_in_time for one in found.context["rows"].lines} == (
                {True} if number == 1 else {True, False}
            )
    assert sign_in(bureau).get(figures_of(bureau, FEBRUARY)[code].month_link).context["rows"] is None


def test_first_sessions_are_those_of_their_village(counted, village, officer, sign_in):
    line = figures_of(officer, FEBRUARY)["disputes_first_session"]
    found = sign_in(officer).get(line.month_of_all).context
    assert [(one.name, one.figure.numerator, one.figure.denominator) for one in found["lines"]] == [
        (str(village), 1, 1)
    ]


def test_a_middle_one_answers_and_unknown_words_have_no_villages(bureau, chief, stranger, sign_in, counted):
    client, url = sign_in(bureau), reverse(drills.BY_VILLAGE)
    for code in ("patrol_interval", "satisfaction", "unknown"):
        assert client.get(url, {"of": code, "first": "2026-02", "last": "2026-02"}).status_code == 404
    assert client.get(url, {"of": "patrols", "first": "2025-12", "last": "2026-02"}).status_code == 404
    foreign = {
        "of": "patrols",
        "first": "2026-02",
        "last": "2026-02",
        "post": counted.memberships.get().post_id,
    }
    assert client.get(url, foreign).status_code == 200
    assert sign_in(stranger).get(url, foreign).status_code == 404
