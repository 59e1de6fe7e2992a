"""Two people change one row: nothing is overwritten in silence, whatever page they use."""

import pytest

from audit.versions import Gone, Stale, hold, save_changes
from residents.models import Household, Identity, Resident, Visit
from tests import build
from tests.residents.test_identity import NUMBER

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def household(village):
    return build.make_household(village, number="7", members=3, note="")


@pytest.fixture
def url(household):
    return f"/residents/households/{household.pk}/edit/"


def typed(**changed):
    return {
        "number": "7",
        "householder": "王测试",
        "members": "3",
        "children_under_14": "0",
        "note": "",
    } | changed


@pytest.fixture
def stale(household, url, officer, auxiliary, sign_in):
    """The officer has changed the number of people; the auxiliary sends a form from before."""
    assert sign_in(officer).post(url, typed(members="6", version="1")).status_code == 302
    return lambda **changed: sign_in(auxiliary).post(url, typed(version="1", **changed))


def test_what_one_side_changed_is_merged_and_shown_first(stale, household, url, auxiliary, sign_in):
    page = stale(note="村口第二户")
    assert page.status_code == 409 and "Officer" in page.content.decode()
    form = page.context["form"]
    assert (form["members"].value(), form["note"].value(), page.context["version"]) == (
        "6",
        "村口第二户",
        "2",
    )
    sign_in(auxiliary).post(url, typed(members="6", note="村口第二户", version="2"))
    household.refresh_from_db()
    assert (household.members, household.note) == (6, "村口第二户")


def test_what_both_changed_is_asked_with_both_values_and_none_chosen(stale):
    page = stale(members="4")
    [conflict] = page.context["merge"].conflicts
    assert (conflict.name, conflict.theirs, conflict.mine) == ("members", "6", "4")
    assert "checked" not in page.content.decode().partition("keep-members")[2].partition("</fieldset>")[0]


@pytest.mark.parametrize(("choice", "members"), [("theirs", 6), ("mine", 4)])
def test_the_chosen_value_holds(stale, household, url, auxiliary, sign_in, choice, members):
    stale(members="4")
    chosen = {"conflict": "members", "keep-members": choice, "first_version": "1"}
    assert sign_in(auxiliary).post(url, typed(members="4", version="2", **chosen)).status_code == 302
    household.refresh_from_db()
    assert household.members == members


def test_without_a_choice_it_is_asked_again(stale, household, url, auxiliary, sign_in):
    stale(members="4")
    sent = typed(members="4", version="2", conflict="members", first_version="1")
    page = sign_in(auxiliary).post(url, sent)
    assert page.status_code == 409 and page.context["merge"].is_unanswered
    assert Household.objects.get(pk=household.pk).members == 6


def test_a_phone_that_both_changed_is_asked_without_showing_it(household, url, officer, auxiliary, sign_in):
    sign_in(officer).post(url, typed(phone="13900000001", version="1"))
    page = sign_in(auxiliary).post(url, typed(phone="13900000002", version="1"))
    assert [one.name for one in page.context["merge"].conflicts] == ["phone"]
    assert "13900000001" not in page.content.decode()


def test_a_change_that_the_form_does_not_show_is_no_matter(household, url, officer, sign_in):
    Household.objects.filter(pk=household.pk).update(last_met_on="2026-03-01")
    assert sign_in(officer).post(url, typed(note="新", version="1")).status_code == 302


@pytest.fixture
def visit(village, officer):
    return build.make_visit(village, by=officer, talks=2)


def test_the_chief_accepts_only_what_was_shown(visit, officer, chief, sign_in):
    Visit.objects.filter(pk=visit.pk).update(talks=99)
    page = sign_in(chief).post(f"/residents/visits/{visit.pk}/accept/", {"version": "1"})
    assert page.status_code == 409 and "99" in page.content.decode()
    assert Visit.objects.get(pk=visit.pk).state == Visit.State.RECORDED
    accepted = sign_in(chief).post(
        f"/residents/visits/{visit.pk}/accept/", {"version": page.context["version"]}
    )
    assert accepted.status_code == 302


def test_an_answered_request_stays_answered(village, officer, sign_in):
    asked = build.make_request(village, by=officer)
    edit, answer = (f"/residents/requests/{asked.pk}/{step}/" for step in ("edit", "answer"))
    form = build.ASKED | {
        "household": asked.household_id,
        "occurred_on": "2026-03-20",
        "asked": "路灯",
        "due_on": "2026-03-20",
    }
    sign_in(officer).post(answer, build.ANSWER)
    assert sign_in(officer).post(edit, form | {"version": "1"}).status_code == 409
    sign_in(officer).post(edit, form | {"version": "2"})
    asked.refresh_from_db()
    assert (asked.answer, asked.asked) == ("已修好", "路灯")


def test_a_closed_dispute_stays_closed(village, officer, sign_in):
    dispute = build.make_dispute(village, by=officer)
    closed = {
        "stage": "failed",
        "handled_on": "2026-03-20",
        "result": "未达成一致",
        "why-pm-fail": "已告知",
        "told_routes_on": "2026-03-20",
    }
    answer = sign_in(officer).post(f"/disputes/{dispute.pk}/close/", closed)
    assert answer.status_code == 302, answer.context["form"].errors
    form = {"village": village.pk, "occurred_on": "2026-03-20", "kind": "land", "origin": "report",
            "host": "committee", "parties": "2", "summary": "地界"}  # fmt: skip
    sign_in(officer).post(f"/disputes/{dispute.pk}/edit/", form | {"version": "1"})
    dispute.refresh_from_db()
    assert (dispute.stage, dispute.result) == ("failed", "未达成一致")


def test_an_erased_person_is_not_saved_again(household):
    person = build.make_resident(household)
    Resident.objects.filter(pk=person.pk).delete()
    with pytest.raises(Gone):
        hold(person)
    assert not Resident.objects.exists()


def test_an_erased_number_is_not_entered_again_by_a_form_from_before(household, officer, sign_in):
    person = build.make_resident(household)
    url, number = f"/residents/people/{person.pk}/identity/", {"number": NUMBER, "purpose": "document"}
    assert sign_in(officer).post(url, number).status_code == 302
    Identity.objects.all().delete()
    answer = sign_in(officer).post(url, number | {"purpose": "benefit", "version": "1"})
    assert answer.status_code == 302 and not Identity.objects.exists()


def test_a_double_tap_closes_an_account_and_does_not_open_it_again(officer, administrator, sign_in):
    client, url = sign_in(administrator), f"/account/{officer.pk}/switch/"
    for _tap in range(2):
        client.post(url, {"version": officer.version})
    officer.refresh_from_db()
    assert not officer.is_active


def test_the_version_counts_whatever_wrote_the_row(household):
    Household.objects.filter(pk=household.pk).update(note="由 SQL 改")
    fresh = Household.objects.get(pk=household.pk)
    assert fresh.version == 2
    with pytest.raises(Stale):
        hold(household)


def test_only_what_was_changed_is_written(household):
    mine = Household.objects.get(pk=household.pk)
    mine.householder = "钱测试"
    assert save_changes(hold(household), mine) == ["householder"]
    mine.refresh_from_db()
    assert (mine.pinyin[:4], mine.members, mine.version) == ("qian", 3, 2)
