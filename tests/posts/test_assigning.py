"""Who assigns roles: the grant administrator, to others, within the county; and what follows at once."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from access.rights import MAY, may
from access.roles import Role
from audit.models import Entry
from posts.actions import assigning
from posts.models import Assignment
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


def place(user, **fields):
    return Assignment(user=user, starts_on=date(2026, 3, 20), **fields)


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize("who", ["administrator", "auditor", "chief", "bureau", "leader", "officer"])
def test_nobody_else_assigns(who, request, post, sign_in):
    by, other = request.getfixturevalue(who), build.make_user("other", None)
    with pytest.raises(PermissionDenied):
        assigning.assign(place(other, role=Role.AUXILIARY, post=post), by=by)
    answer = sign_in(by).post(
        f"/account/{other.pk}/", {"role": "auxiliary", "post": post.pk, "starts_on": "2026-03-20"}
    )
    assert answer.status_code == 403 and not other.assignments.exists()


@pytest.mark.asvs("8.2.1")
def test_nobody_assigns_oneself(grantor, county, sign_in):
    Assignment.objects.filter(user=grantor).update(ends_on="2026-03-31")
    form = {"role": "county", "county": county.pk, "starts_on": "2026-04-01"}
    assert sign_in(grantor).post(f"/account/{grantor.pk}/", form).status_code == 403
    assert (
        sign_in(grantor).post(f"/account/assignments/{grantor.assignments.get().pk}/end/").status_code == 403
    )
    assert grantor.assignments.count() == 1


def test_the_own_page_offers_nothing(grantor, administrator, sign_in):
    for person in (grantor, administrator):
        page = sign_in(person).get(f"/account/{person.pk}/").content.decode()
        assert (
            "须由同事办理" in page
            and '<form method="post" action="/account/' not in page.partition("<main")[2]
        )


@pytest.mark.asvs("8.2.1")
@pytest.mark.parametrize("step", ["reset", "switch", "unlock"])
def test_the_grantor_touches_no_account(grantor, officer, sign_in, step):
    assert sign_in(grantor).post(f"/account/{officer.pk}/{step}/").status_code == 403


def test_the_three_administrators_share_no_right_but_to_look():
    administrators = {Role.ADMINISTRATOR, Role.GRANTOR, Role.AUDITOR}
    shared = {verb for verb, roles in MAY.items() if len(roles & administrators) > 1}
    assert shared == {"see_accounts", "see_organisation", "read_rules"}


def test_days_the_wrong_way_round_are_told(grantor, post, sign_in):
    other = build.make_user("other", None)
    form = {"role": "auxiliary", "post": post.pk, "starts_on": "2026-03-20", "ends_on": "2026-03-19"}
    assert sign_in(grantor).post(f"/account/{other.pk}/", form).status_code == 422


@pytest.mark.asvs("8.3.2")
def test_a_new_role_holds_at_the_next_request(grantor, post, village, sign_in):
    person = build.make_user("person", None)
    client = sign_in(person)
    assert client.get("/residents/visits/").status_code == 403
    assigning.assign(place(person, role=Role.AUXILIARY, post=post), by=grantor)
    assert client.get("/residents/visits/").status_code == 302
    assert sign_in(person).get("/residents/visits/").status_code == 200


@pytest.mark.parametrize("verb", ["host_police_mediation", "settle_dispute", "approve_month", "review_rows", "reveal",
                                  "export", "pair_household", "request_priority", "decide_priority"])  # fmt: skip
def test_an_auxiliary_may_not(auxiliary, verb):
    assert not may(auxiliary, verb)


def test_whoever_resets_passwords_resets_no_factor(officer, administrator, sign_in):
    """Nobody alone can take an account over."""
    assert sign_in(administrator).post(f"/account/{officer.pk}/factor/").status_code == 403


def test_who_has_gone_to_another_county_is_out_of_reach(county, administrator, sign_in):
    gone = build.make_user("gone", None)
    neighbour = build.make_county("邻县", "990902")
    Assignment.objects.create(
        user=gone, role=Role.COUNTY, county=county, starts_on=build.SINCE, ends_on=date(2021, 1, 1)
    )
    assert sign_in(administrator).post(f"/account/{gone.pk}/switch/").status_code == 302
    Assignment.objects.create(user=gone, role=Role.COUNTY, county=neighbour, starts_on=date(2021, 1, 2))
    assert sign_in(administrator).post(f"/account/{gone.pk}/reset/").status_code == 404


def test_what_is_not_easily_taken_back_takes_a_second_press(officer, administrator, grantor, sign_in):
    pages = {
        "/reset/": sign_in(administrator).get(f"/account/{officer.pk}/").content.decode(),
        "/switch/": sign_in(administrator).get(f"/account/{officer.pk}/").content.decode(),
    }
    for address, page in pages.items():
        before = page.partition(f'{address}"')[0]
        assert before.rfind("<details") > before.rfind("</details>"), address


def test_the_trail_tells_who_was_assigned_as_what_and_when(officer, grantor, post, sign_in):
    newcomer = build.make_user("newcomer", None)
    given = {"role": "auxiliary", "post": post.pk, "starts_on": str(timezone.localdate())}
    assert sign_in(grantor).post(f"/account/{newcomer.pk}/", given).status_code == 302
    detail = Entry.objects.get(action="assign").detail
    assert (detail["account"], detail["role"], detail["starts_on"]) == (
        "newcomer",
        "auxiliary",
        given["starts_on"],
    )


@pytest.mark.parametrize("day", ["1900-01-01", "0001-01-01", "9999-01-01"])
def test_an_assignment_begins_within_a_year_of_today(grantor, post, sign_in, day):
    newcomer = build.make_user("newcomer", None)
    given = {"role": "auxiliary", "post": post.pk, "starts_on": day}
    assert sign_in(grantor).post(f"/account/{newcomer.pk}/", given).status_code == 422
    assert not newcomer.assignments.exists()


def test_whoever_is_rotated_or_lent_is_told_so_on_their_page(grantor, post, station, sign_in):
    lent = build.make_user("lent", None)
    form = {"role": "officer", "post": post.pk, "starts_on": "2026-03-20", "ends_on": "2026-09-19"}
    url = f"/account/{lent.pk}/"
    assert sign_in(grantor).post(url, form | {"occasion": "secondment"}).status_code == 302
    row = lent.assignments.get()
    assert (row.occasion, row.ends_on) == ("secondment", date(2026, 9, 19))
    assert "下派" in sign_in(grantor).get(url).content.decode()
    assert Entry.objects.filter(action="assign", detail__occasion="secondment").exists()
