"""What is published stays; what differs later stands beside it with a reason."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse

from audit.models import Entry
from indicators import actions, publish
from indicators.differences import pending, reasons_of
from indicators.models import LateAttestation, Publication
from ledgers import months
from policies.acting import Acting, acting
from residents.models import Household
from surveys import answer_actions
from surveys.models import AnswerTally
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]


@pytest.fixture
def published(village, station, chief, clerk, bureau, february):
    build.attest(village, february)
    months.submit(station, february, by=clerk)
    months.approve(station, february, by=chief)
    return publish.freeze(station.county, february, by=bureau)


def figure(publication, code):
    return next(stored for stored in publication.figures if stored["code"] == code)


def add_late_patrol(village):
    build.make_patrol(village, date(2026, 2, 3), is_late=True, reason="纸质台账补录")


def test_only_the_county_publishes(station, chief, february):
    with pytest.raises(PermissionDenied):
        publish.freeze(station.county, february, by=chief)


def test_a_running_month_is_not_published(station, bureau, march):
    with pytest.raises(ValidationError, match="not ended"):
        publish.freeze(station.county, march, by=bureau, reason="急")


def test_stations_that_have_not_approved_are_named_and_need_a_reason(village, station, bureau, february):
    build.attest(village, february)
    with pytest.raises(ValidationError, match=station.name):
        publish.freeze(station.county, february, by=bureau)
    assert publish.freeze(station.county, february, by=bureau, reason="上级催报").reason == "上级催报"


def test_a_month_is_published_once(published, station, bureau, february):
    with pytest.raises(ValidationError, match="already"):
        publish.freeze(station.county, february, by=bureau)


def test_late_row_does_not_change_a_published_month(published, village):
    add_late_patrol(village)
    publish.fill_touched()
    assert figure(Publication.objects.get(), "patrols")["numerator"] == 0


def test_published_rows_can_not_be_changed(published):
    forbidden = pytest.raises(DatabaseError)
    with forbidden, transaction.atomic(), acting(Acting("county", county=published.county_id)):
        Publication.objects.update(sha256="0" * 64)


def test_differences_name_village_field_and_both_values(published, village):
    assert publish.differences(published) == []
    add_late_patrol(village)
    publish.fill_touched()
    assert publish.differences(published) == [
        {"village": village, "field": "patrols", "published": 0, "now": 1}
    ]


def test_restating_needs_a_reason_and_a_difference(published, station, village, bureau, february):
    with pytest.raises(ValidationError, match="Nothing differs"):
        publish.restate(station.county, february, "更正", by=bureau)
    add_late_patrol(village)
    with pytest.raises(ValidationError, match="why"):
        publish.restate(station.county, february, " ", by=bureau)


def test_a_restatement_stands_beside_the_publication(published, station, village, bureau, february):
    add_late_patrol(village)
    second = publish.restate(station.county, february, "更正", by=bureau)
    assert [figure(one, "patrols")["numerator"] for one in (published, second)] == [0, 1]
    assert (published.number, second.number) == (0, 1)
    assert publish.differences(second) == []


def test_the_page_shows_differences_with_their_late_reasons(published, village, chief, sign_in):
    add_late_patrol(village)
    publish.fill_touched()
    page = sign_in(chief).get(published.get_absolute_url()).content.decode()
    assert "纸质台账补录" in page
    assert reverse("indicators:publication-restate", args=[published.pk]) not in page


def test_a_late_attestation_tells_its_reason(published, station, village, clerk, bureau, february, sign_in):
    with pytest.raises(ValidationError):
        actions.attest(station, february, {(village.pk, "mass"): 1}, by=clerk)
    actions.attest(station, february, {(village.pk, "mass"): 1}, by=clerk, late_reason="接群众补报")
    publish.fill_touched()
    page = sign_in(bureau).get(published.get_absolute_url()).content.decode()
    assert "接群众补报" in page


def test_the_reason_of_a_count_taken_back_late_stays_when_the_trail_is_gone(
    published, station, village, clerk, bureau, february, sign_in
):
    actions.attest(station, february, {(village.pk, "mass"): None}, by=clerk, late_reason="误报撤回")
    publish.fill_touched()
    assert LateAttestation.objects.get().reason == "误报撤回"
    assert reasons_of([village.pk], february)[village.pk] == ["incident count: 误报撤回"]


def test_answers_after_publication_say_why_and_stand_with_their_reason(
    published, village, bureau, february, sign_in
):
    survey = build.make_survey(published.county, february, bureau)
    url = reverse("surveys:round-enter", args=[survey.pk, build.keys(village)["station"].pk])
    invited, satisfied = (f"{village.pk}-{name}" for name in ("invited", "satisfaction-satisfied"))
    client, typed = sign_in(bureau), {invited: "30", satisfied: "12"}
    assert client.get(url).context["form"]["late_reason"]
    assert client.post(url, typed).status_code == 422
    with pytest.raises(ValidationError, match="published"):
        answer_actions.correct_counted(
            survey,
            "paper",
            {village.pk: {answer_actions.INVITED: 30, ("satisfaction", "satisfied"): 12}},
            by=bureau,
            reason="数错一份",
        )
    assert not AnswerTally.objects.exists()
    assert client.post(url, typed | {"late_reason": "问卷晚到"}).status_code == 302
    publish.fill_touched()
    assert "问卷晚到" in client.get(published.get_absolute_url()).content.decode()


def test_a_late_reason_stands_at_its_village_only(
    published, station, post, village, clerk, bureau, february, sign_in
):
    other = build.make_village(post, "第二村委会")
    build.make_patrol(other, february, is_late=True, reason="纸质台账补录")
    actions.attest(station, february, {(village.pk, "mass"): 1}, by=clerk, late_reason="接群众补报")
    publish.fill_touched()
    differences = sign_in(bureau).get(published.get_absolute_url()).context["differences"]
    reasons = {one["village"]: " ".join(one["reasons"]) for one in differences}
    assert reasons[village].endswith("接群众补报")
    assert reasons[other].endswith("纸质台账补录")


def test_a_new_answer_after_publication_is_told_to_the_station_without_a_number(
    published, village, chief, bureau, february, sign_in
):
    survey = build.make_survey(published.county, february, bureau)
    build.make_answers(survey, village, 0, very_dissatisfied=1, saw_officer__no=1)
    publish.fill_touched()
    differences = {}
    for by in (chief, bureau):
        (one,) = sign_in(by).get(published.get_absolute_url()).context["differences"]
        differences[by] = {field["field"]: field.get("now") for field in one["fields"]}
    assert differences[chief] == {"answers": None}
    assert differences[bureau] == {"very_dissatisfied": 1, "saw_no_officer": 1}


def test_people_who_moved_in_since_are_no_restatement(published, village, bureau, february):
    household = build.make_household(village, opened_on=date(2026, 2, 10))
    add_late_patrol(village)
    publish.fill_touched()
    Household.objects.filter(pk=household.pk).update(members=9)
    assert [one["field"] for one in publish.differences(published)] == ["patrols"]
    assert pending(bureau, [february]) == {february: 1}


def test_the_county_restates_on_the_page(published, village, bureau, sign_in):
    add_late_patrol(village)
    publish.fill_touched()
    client, url = sign_in(bureau), reverse("indicators:publication-restate", args=[published.pk])
    assert client.post(url, {"reason": ""}).status_code == 422
    assert client.post(url, {"reason": "补录后更正"}).status_code == 302
    assert "补录后更正" in client.get(published.get_absolute_url()).content.decode()


def test_another_countys_publication_does_not_exist(published, sign_in):
    far = build.make_county(name="他县", code="990902")
    other = build.make_user("far", "county", far)
    assert sign_in(other).get(published.get_absolute_url()).status_code == 404


def test_an_answer_given_late_into_a_published_month_tells_its_reason(published, village, february):
    build.make_request(
        village,
        date(2026, 1, 5),
        answer="已修好",
        told_back_on=date(2026, 2, 9),
        is_late=True,
        reason="补记答复",
    )
    assert "补记答复" in reasons_of([village.pk], february)[village.pk][0]


STEPS = {"month-submit", "month-approve"}


def opened(client, name, *args):
    return client.get(
        reverse(f"{'reports' if name in STEPS else 'indicators'}:{name}", args=args)
    ).content.decode()


@pytest.mark.turns(2)
def test_what_can_not_be_done_now_is_said_at_opening_without_a_button(
    village, station, clerk, chief, bureau, sign_in, february, march
):
    def is_offered(person, name, *args):
        page = opened(sign_in(person), name, *args)
        assert ("data-why-not" in page) is not ('name="client_key"' in page), name
        return "data-why-not" not in page

    key = station.pk
    assert not is_offered(bureau, "month-publish", march)
    assert not is_offered(clerk, "month-submit", march, key)
    assert not is_offered(chief, "month-approve", february, key)
    assert is_offered(clerk, "month-submit", february, key)
    months.submit(station, february, by=clerk)
    assert not is_offered(clerk, "month-submit", february, key)
    assert is_offered(chief, "month-approve", february, key) and is_offered(
        chief, "month-give-back", february, key
    )
    months.approve(station, february, by=chief)
    publish.count(february)
    assert not is_offered(bureau, "month-publish", february)  # nobody has reported
    build.attest(village, february)
    publish.count(february)
    assert is_offered(bureau, "month-publish", february)
    done = publish.freeze(station.county, february, by=bureau)
    assert not is_offered(bureau, "month-publish", february)
    assert not is_offered(bureau, "month-give-back", february, key)
    assert not is_offered(bureau, "publication-restate", done.pk)


def test_the_trail_says_why_and_where_a_month_was_published_or_restated(village, station, bureau, february):
    build.attest(village, february)
    publication = publish.freeze(station.county, february, by=bureau, reason="上级催报")
    told = Entry.objects.get(action="publish_month").detail
    assert (told["reason"], told["not_approved"]) == ("上级催报", [station.name])
    add_late_patrol(village)
    publish.restate(publication.county, february, "补录", by=bureau)
    told = Entry.objects.get(action="restate_month").detail
    assert (told["reason"], told["villages_restated"]) == ("补录", [str(village)])
