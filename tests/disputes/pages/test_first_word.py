"""The form of the first word: who quarrels, about what, and whether there was violence."""

import pytest

from disputes.models import (
    Dispute,
    Party,
)
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")


def first_word(village, **changed) -> dict:
    return {
        "village": village.pk, "occurred_on": "2026-03-10", "kind": "contract", "summary": "欠款未还",
        "a_name": "黄试", "b_name": "周试",
    } | changed  # fmt: skip


def accept(client, village, **changed):
    return client.post("/disputes/new/", first_word(village, **changed))


def test_all_but_five_answers_has_a_default(client, village):
    assert accept(client, village).status_code == 302
    saved = Dispute.objects.get()
    assert (saved.origin, saved.host, saved.procedure, saved.place_handled, saved.parties) == (
        "applied", "village", "people", "post", 2,
    )  # fmt: skip
    assert [(one.side, one.name, one.resident) for one in saved.party_set.all()] == [
        ("A", "黄试", None), ("B", "周试", None),
    ]  # fmt: skip


def test_a_party_is_chosen_from_the_register(client, village):
    one = build.make_resident(build.make_household(village), name="黄小在册", birth_year=2010)
    found = client.post("/residents/people/pick/", {"prefix": "b", "b_name": "黄小"}).content.decode()
    assert f'name="b_who" value="{one.pk}"' in found and 'value="none"' in found
    accept(client, village, b_name="黄小", b_who=str(one.pk))
    party = Party.objects.get(side="B")
    assert (party.resident, party.name, party.is_minor) == (one, "黄小在册", True)


def test_the_only_one_of_the_whole_name_is_taken_and_nobody_else(client, village):
    one = build.make_resident(build.make_household(village), name="黄在册")
    found = client.post("/residents/people/pick/", {"prefix": "a", "a_name": "黄在册"}).content.decode()
    assert f'value="{one.pk}" checked' in found
    build.make_resident(build.make_household(village), name="黄在册")
    found = client.post("/residents/people/pick/", {"prefix": "a", "a_name": "黄在册"}).content.decode()
    assert " checked" not in found


@pytest.mark.parametrize("typed", ["黄在册", "黄"])
def test_a_name_of_the_register_is_not_taken_for_it_unasked(client, village, typed):
    build.make_resident(build.make_household(village), name="黄在册")
    answer = accept(client, village, a_name=typed)
    assert answer.status_code == 422 and "a_name" in answer.context["form"].errors
    assert 'name="a_who"' in answer.content.decode()
    assert accept(client, village, a_name="黄在册", a_who="none").status_code == 302
    assert Party.objects.get(side="A").resident is None


@pytest.mark.parametrize("typed", ["", "15400001111", "12"])
def test_a_number_is_no_name(client, village, typed):
    assert "a_name" in accept(client, village, a_name=typed).context["form"].errors


def test_nobody_quarrels_alone(client, village):
    one = build.make_resident(build.make_household(village), name="黄在册")
    twice = {"a_name": "黄", "a_who": str(one.pk), "b_name": "黄", "b_who": str(one.pk)}
    assert "b_name" in accept(client, village, **twice).context["form"].errors


def test_who_lives_elsewhere_is_not_found_and_not_taken(client, village, elsewhere):
    far = build.make_resident(build.make_household(elsewhere), name="黄远方")
    found = client.post("/residents/people/pick/", {"prefix": "a", "a_name": "黄远方"}).content.decode()
    assert f'value="{far.pk}"' not in found
    assert accept(client, village, a_name="黄远方", a_who=str(far.pk)).status_code == 422


@pytest.mark.parametrize("kind", ["marriage", "neighbour"])
def test_violence_is_asked_on_two_types(client, village, kind):
    assert "violence" in accept(client, village, kind=kind).context["form"].errors
    assert accept(client, village, kind=kind, violence="no").status_code == 302


def test_on_other_types_it_is_not_and_a_yes_counts_all_the_same(client, village):
    for given, kept in (("", ""), ("no", ""), ("yes", "yes")):
        accept(client, village, violence=given)
        assert Dispute.objects.latest("pk").violence == kept


def test_violence_is_protected_with_its_parties(client, village, auxiliary, sign_in):
    accept(client, village, kind="marriage", violence="yes")
    saved = Dispute.objects.get()
    assert saved.is_protected and saved.procedure == "protected"
    assert set(saved.party_set.values_list("is_protected", flat=True)) == {True}
    assert sign_in(auxiliary).get(saved.get_absolute_url()).status_code == 404


def test_the_host_and_the_procedure_of_the_police_go_together(client, village):
    minor = {"act": "insult", "ground": "kin"}
    accept(client, village, procedure="spot", **minor)
    accept(client, village, host="police", **minor)
    assert list(Dispute.objects.order_by("pk").values_list("host", "procedure")) == [
        ("police", "spot"), ("police", "police"),
    ]  # fmt: skip


def test_what_belongs_to_the_police_is_not_kept_for_a_committee(client, village):
    accept(client, village, act="insult", ground="kin", excluded=["hired"])
    saved = Dispute.objects.get()
    assert (saved.act, saved.ground, saved.excluded) == ("", "", [])


def test_found_on_a_round_is_found_by_going_round(client, village, officer):
    found_on = build.make_check_round(village, by=officer)
    accept(client, village, check_round=found_on.pk)
    saved = Dispute.objects.get()
    assert (saved.check_round, saved.origin) == (found_on, "found")


def test_a_change_leaves_alone_what_it_does_not_send(client, village):
    accept(client, village, amount="1200.50")
    saved = Dispute.objects.get()
    changed = {
        "village": village.pk,
        "occurred_on": "2026-03-10",
        "kind": "contract",
        "summary": "欠款已还一半",
    }
    assert client.post(f"/disputes/{saved.pk}/edit/", changed).status_code == 302
    saved.refresh_from_db()
    assert (saved.summary, saved.origin, saved.parties) == ("欠款已还一半", "applied", 2)


def test_words_of_the_text_suggest_the_question_and_do_not_answer_it(client, village, officer):
    refused = accept(client, village, summary="借钱不还，两人动手打起来")
    html = refused.content.decode()
    assert "动手打" in str(refused.context["form"].errors["violence"]) and not Dispute.objects.exists()
    shown = html[: html.index('name="violence"')].rpartition("<div")[2]
    assert (
        "data-shown-for"
        not in html[html.index('id="div_id_violence"') - 120 : html.index('id="div_id_violence"')]
    ), shown
    assert accept(client, village, summary="借钱不还，两人动手打起来", violence="no").status_code == 302
    assert Dispute.objects.get().violence == "no"
