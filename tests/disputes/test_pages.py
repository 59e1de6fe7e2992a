"""The forms of a dispute: first word, parties, mediators, sessions, agreement, duties, calls, marks."""

from datetime import date

import pytest

from disputes.models import (
    Agreement,
    Attention,
    Dispute,
    Duty,
    FollowUp,
    Mediator,
    Party,
    Session,
    Suspension,
)
from tests import build, dispute_parts
from tests.page_client import PageClient

pytestmark = pytest.mark.usefixtures("in_march")


@pytest.fixture
def dispute(village, officer):
    return build.make_dispute(village, date(2026, 3, 10), by=officer)


@pytest.fixture
def client(officer):
    signed_in = PageClient()
    signed_in.force_login(officer)
    return signed_in


def first_word(village, **changed) -> dict:
    return {
        "village": village.pk, "occurred_on": "2026-03-10", "kind": "contract", "summary": "欠款未还",
        "a_name": "黄试", "b_name": "周试",
    } | changed  # fmt: skip


def accept(client, village, **changed):
    return client.post("/disputes/new/", first_word(village, **changed))


# First word


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


# Parties


def party_url(dispute) -> str:
    return f"/disputes/{dispute.pk}/parties/new/"


def test_a_party_is_named_corrected_and_taken_out(client, dispute):
    assert client.post(party_url(dispute), {"p_name": "黄试", "side": "A"}).url == dispute.get_absolute_url()
    party = Party.objects.get()
    assert (
        client.post(f"/disputes/parties/{party.pk}/edit/", {"side": "B", "agrees": "yes"}).status_code == 302
    )
    party.refresh_from_db()
    assert (party.name, party.side, party.agrees) == ("黄试", "B", "yes")
    assert client.post(f"/disputes/parties/{party.pk}/remove/").status_code == 302
    assert not Party.objects.exists()


def test_the_next_free_side_is_offered(client, dispute):
    dispute_parts.make_party(dispute, "A")
    assert client.get(party_url(dispute)).context["form"].initial["side"] == "B"


def test_a_refusal_leads_to_the_end_with_the_three_ways(client, dispute):
    answer = client.post(party_url(dispute), {"p_name": "黄试", "side": "A", "agrees": "no"}, follow=True)
    url = f"/disputes/{dispute.pk}/close/?stage=refused"
    assert answer.redirect_chain[-1][0] == url
    text = answer.content.decode()
    assert all(word in text for word in ("仲裁", "行政", "司法"))
    assert answer.context["form"].initial["stage"] == "refused"


def test_an_auxiliary_who_closes_nothing_stays_on_the_dispute(dispute, auxiliary, sign_in):
    answer = sign_in(auxiliary).post(party_url(dispute), {"p_name": "黄试", "side": "A", "agrees": "no"})
    assert answer.url == dispute.get_absolute_url()


def test_facts_of_a_guardian_are_those_of_a_minor(client, dispute):
    sent = {"p_name": "黄试", "side": "A", "guardian": "黄父"}
    assert "is_minor" in client.post(party_url(dispute), sent).context["form"].errors
    assert "notified_on" in client.post(
        party_url(dispute), sent | {"is_minor": "on", "notified_how": "phone"}
    ).context["form"].errors  # fmt: skip
    whole = sent | {"is_minor": "on", "notified_how": "phone", "notified_on": "2026-03-11"}
    assert client.post(party_url(dispute), whole).status_code == 302


def test_who_owes_something_is_not_taken_out(client, dispute):
    party = dispute_parts.make_party(dispute)
    dispute_parts.make_duty(dispute_parts.make_agreement(dispute), party)
    client.post(f"/disputes/parties/{party.pk}/remove/")
    assert Party.objects.exists()


def test_a_page_of_a_withdrawn_dispute_leads_back(client, dispute):
    Dispute.objects.filter(pk=dispute.pk).update(state="withdrawn")
    answer = client.get(party_url(dispute))
    assert answer.url == dispute.get_absolute_url()


# Mediation


def test_a_mediator_of_a_committee_is_a_name(client, dispute, officer):
    url = f"/disputes/{dispute.pk}/mediators/new/"
    assert "name" in client.post(url, {"kind": "committee"}).context["form"].errors
    client.post(
        url, {"kind": "committee", "name": "石试", "body": "村调委会", "is_host": "on", "user": officer.pk}
    )
    one = Mediator.objects.get()
    assert (one.name, one.user, one.is_host) == ("石试", None, True)
    client.post(url, {"kind": "officer", "user": officer.pk, "name": "石试"})
    assert Mediator.objects.get(kind="officer").name == ""
    client.post(f"/disputes/mediators/{one.pk}/remove/")
    assert Mediator.objects.count() == 1


def minutes(**changed) -> dict:
    return {
        "held_on": "2026-03-12", "place": "村委会", "result": "goes_on", "claims": "各说各的",
        "next_on": "2026-03-19",
    } | changed  # fmt: skip


def session_url(dispute) -> str:
    return f"/disputes/{dispute.pk}/sessions/new/"


def agreed(**changed) -> dict:
    return minutes(
        **{
            "result": "agreed", "agreed-form": "written", "agreed-terms": "改排水管", "agreed-facts": "渗水",
            "agreed-manner": "当面", "agreed-place": "村委会", "agreed-effective_on": "2026-03-12",
            "agreed-duties-TOTAL_FORMS": "2", "agreed-duties-INITIAL_FORMS": "0",
            "agreed-duties-0-what": "付修缮费", "agreed-duties-0-amount": "1200",
            "agreed-duties-0-due_on": "2026-03-30",
        }
        | changed
    )  # fmt: skip


def test_a_session_that_goes_on_names_the_next_day(client, dispute):
    assert client.post(session_url(dispute), minutes()).url == dispute.get_absolute_url()
    assert Session.objects.get().next_on == date(2026, 3, 19)
    assert not Agreement.objects.exists()


@pytest.mark.parametrize("result", ["failed", "refused"])
def test_one_that_failed_leads_to_the_end(client, dispute, result):
    answer = client.post(session_url(dispute), minutes(result=result))
    assert answer.url == f"/disputes/{dispute.pk}/close/?stage={result}"


def test_who_refuses_at_a_session_is_noted_of_the_party(client, dispute):
    one, other = (dispute_parts.make_party(dispute, side) for side in "AB")
    answer = client.post(session_url(dispute), minutes(result="refused"))
    assert "refused_by" in answer.context["form"].errors
    sent = minutes(result="refused", refused_by=[str(other.pk)])
    assert client.post(session_url(dispute), sent).status_code == 302
    assert [party.agrees for party in Party.objects.order_by("pk")] == [one.agrees, "no"]
    goes_on = minutes(held_on="2026-03-13", refused_by=[str(one.pk)])  # ticked, and then another result
    client.post(session_url(dispute), goes_on)
    assert Party.objects.get(pk=one.pk).agrees == one.agrees


def test_the_form_of_the_end_leads_to_the_draft_that_it_asks_for(client, dispute):
    draft = dispute_parts.make_agreement(dispute)
    page = client.get(f"/disputes/{dispute.pk}/close/").content.decode()
    assert f"/disputes/agreements/{draft.pk}/edit/" in page


def test_minutes_and_agreement_are_saved_together(client, dispute):
    party = dispute_parts.make_party(dispute)
    sent = agreed(**{"agreed-duties-0-who": str(party.pk)})
    assert client.post(session_url(dispute), sent).status_code == 302
    agreement = Agreement.objects.get()
    duty = agreement.duties.get()
    assert (agreement.terms, duty.who, duty.amount, agreement.is_final) == ("改排水管", party, 1200, False)


def test_an_agreement_without_a_day_has_the_day_of_its_session(client, dispute):
    party = dispute_parts.make_party(dispute)
    sent = agreed(**{"agreed-effective_on": "", "agreed-form": "oral", "agreed-duties-0-who": str(party.pk)})
    assert client.post(session_url(dispute), sent).status_code == 302
    assert Agreement.objects.get().effective_on == Session.objects.get().held_on == date(2026, 3, 12)


def test_nothing_is_saved_when_one_of_them_is_not_right(client, dispute):
    party = dispute_parts.make_party(dispute)
    sent = agreed(**{"agreed-duties-0-who": str(party.pk), "agreed-duties-0-due_on": "哪天"})
    answer = client.post(session_url(dispute), sent)
    assert answer.status_code == 422 and "付修缮费" in answer.content.decode()
    assert not Session.objects.exists() and not Agreement.objects.exists()


def test_a_party_of_another_dispute_owes_nothing_here(client, dispute, village):
    foreign = dispute_parts.make_party(build.make_dispute(village))
    assert (
        client.post(session_url(dispute), agreed(**{"agreed-duties-0-who": str(foreign.pk)})).status_code
        == 422
    )


def test_the_second_session_is_not_offered_a_second_agreement(client, dispute):
    dispute_parts.make_agreement(dispute)
    assert client.get(session_url(dispute)).context["form"].beside is None
    assert client.post(session_url(dispute), minutes(result="agreed")).status_code == 302


def test_minutes_are_corrected(client, dispute):
    one = dispute_parts.make_session(dispute)
    sent = minutes(held_on="2026-03-10", claims="补记", result="failed")
    assert client.post(f"/disputes/sessions/{one.pk}/edit/", sent).status_code == 302
    one.refresh_from_db()
    assert (one.claims, one.result) == ("补记", "failed")


def test_others_do_not_correct_them(dispute, auxiliary, sign_in):
    one = dispute_parts.make_session(dispute)
    assert sign_in(auxiliary).get(f"/disputes/sessions/{one.pk}/edit/").status_code == 403


def test_it_rests_and_goes_on(client, dispute):
    url = f"/disputes/{dispute.pk}/rest/"
    client.post(url, {"why": "expert", "starts_on": "2026-03-12", "planned_until": "2026-04-01"})
    rest = Suspension.objects.get()
    assert client.get(url).status_code == 302  # it rests already
    assert client.post(f"/disputes/rests/{rest.pk}/end/", {"ended_on": "2026-03-18"}).status_code == 302
    assert client.get(f"/disputes/rests/{rest.pk}/end/").status_code == 302  # it goes on already


# Agreement


def lines(*duties, shown=()) -> dict:
    found = {"duties-TOTAL_FORMS": str(len(duties) + 1), "duties-INITIAL_FORMS": str(len(shown))}
    for number, (who, what, due_on) in enumerate(duties):
        found |= {f"duties-{number}-{name}": value for name, value in
                  {"who": str(who.pk), "what": what, "due_on": due_on}.items()}  # fmt: skip
    for number, duty in enumerate(shown):
        found |= {f"duties-{number}-key": str(duty.pk), f"duties-{number}-shown": str(duty.version)}
    return found


def draft_of(agreement) -> dict:
    return {"form": "written", "terms": "改两次", "facts": "渗水", "effective_on": "2026-03-12"}


@pytest.fixture
def drafted(dispute):
    party = dispute_parts.make_party(dispute)
    dispute_parts.make_party(dispute, "B", "周试")
    agreement = dispute_parts.make_agreement(dispute)
    return agreement, party, dispute_parts.make_duty(agreement, party)


def test_a_draft_is_changed_with_its_duties(client, drafted):
    agreement, party, duty = drafted
    sent = draft_of(agreement) | lines(
        (party, "付一半", "2026-03-30"), (party, "付另一半", "2026-04-30"), shown=[duty]
    )
    assert client.post(f"/disputes/agreements/{agreement.pk}/edit/", sent).status_code == 302
    assert list(agreement.duties.values_list("pk", "what")) == [
        (duty.pk, "付一半"), (duty.pk + 1, "付另一半"),
    ]  # fmt: skip


def test_an_emptied_line_is_taken_out(client, drafted):
    agreement, _party, duty = drafted
    sent = draft_of(agreement) | lines(shown=[duty])
    assert client.post(f"/disputes/agreements/{agreement.pk}/edit/", sent).status_code == 302
    assert not agreement.duties.exists()


def test_a_duty_that_was_changed_meanwhile_is_not_overwritten(client, drafted):
    agreement, party, duty = drafted
    sent = draft_of(agreement) | lines((party, "付一半", "2026-03-30"), shown=[duty])
    Duty.objects.filter(pk=duty.pk).update(what="付全部")
    assert client.post(f"/disputes/agreements/{agreement.pk}/edit/", sent).status_code == 409
    assert agreement.duties.get().what == "付全部"


def test_a_whole_one_is_made_final_and_then_corrected_with_a_reason(client, drafted):
    agreement, _party, _duty = drafted
    url = f"/disputes/agreements/{agreement.pk}"
    assert client.post(f"{url}/final/").status_code == 302
    agreement.refresh_from_db()
    assert agreement.is_final and client.get(f"{url}/edit/").status_code == 302
    assert client.post(f"{url}/correct/", {"reason": "金额写错"}).status_code == 302
    old, new = Agreement.objects.order_by("pk")
    assert (old.replaced_why, new.is_final, new.terms) == ("金额写错", False, old.terms)
    text = client.get(old.dispute.get_absolute_url()).content.decode()
    assert "金额写错" in text


def test_what_is_missing_leads_back_to_the_draft_and_is_marked_there(client, drafted):
    agreement, _party, _duty = drafted
    Agreement.objects.filter(pk=agreement.pk).update(place="")
    page = client.get(f"/disputes/agreements/{agreement.pk}/final/", follow=True)
    text = page.content.decode()
    assert (
        page.request["PATH_INFO"].endswith("/edit/")
        and text.count("data-missing") == 1
        and "履行地点" in text
    )
    form = page.context["form"]
    assert form.fields["place"].widget.attrs.keys() >= {"data-missing"}


# Afterwards


@pytest.fixture
def owed(village, officer):
    closed = build.make_agreed(village, officer)
    Dispute.objects.filter(pk=closed.pk).update(occurred_on=date(2026, 3, 10))
    dispute_parts.make_party(closed)
    return dispute_parts.make_duty(dispute_parts.make_agreement(closed, final=True))


def test_a_duty_is_performed_with_its_proof(client, owed):
    url = f"/disputes/owed/{owed.pk}/performed/"
    assert client.post(url, {"settled_on": "2026-03-20"}).status_code == 422
    assert client.post(url, {"settled_on": "2026-03-20", "proof": "收条"}).status_code == 302
    owed.refresh_from_db()
    assert owed.state == "performed" and client.get(url).status_code == 302


def test_a_broken_one_may_still_be_performed(client, owed):
    client.post(f"/disputes/owed/{owed.pk}/broken/", {"settled_on": "2026-03-19"})
    owed.refresh_from_db()
    assert owed.state == "broken" and "收条" not in owed.proof
    text = client.get(owed.get_absolute_url()).content.decode()
    assert "未履行" in text and "/reopen/" in text
    assert client.post(
        f"/disputes/owed/{owed.pk}/performed/", {"settled_on": "2026-03-20", "proof": "收条"}
    ).status_code == 302  # fmt: skip


def test_a_call_is_noted_once(client, owed, officer):
    call = dispute_parts.make_call(owed.dispute)
    url = f"/disputes/calls/{call.pk}/"
    sent = {"made_on": "2026-03-20", "performed": "partly", "satisfied": "yes", "has_new_trouble": "on"}
    assert client.post(url, sent).status_code == 302
    made = FollowUp.objects.get()
    assert (made.made_by, made.performed, made.has_new_trouble) == (officer, "partly", True)
    assert client.get(url).status_code == 302


def test_a_mark_is_set_and_ended(client, dispute):
    client.post(f"/disputes/{dispute.pk}/mark/", {"level": "red", "why": "扬言报复", "until": "2026-04-01"})
    mark = Attention.objects.get()
    assert "扬言报复" in client.get(dispute.get_absolute_url()).content.decode()
    client.post(f"/disputes/marks/{mark.pk}/end/")
    mark.refresh_from_db()
    assert mark.ended_on == date(2026, 3, 20)


def test_settled_among_themselves_takes_two_days_and_the_police(client, village, officer):
    dispute = build.make_dispute(village, date(2026, 3, 10), by=officer, host="police", procedure="police")
    url = f"/disputes/{dispute.pk}/close/"
    sent = {"stage": "settled", "handled_on": "2026-03-12", "result": "已赔", "agreement": "oral"}
    assert set(client.post(url, sent).context["form"].errors) == {"applied_on", "approved_on"}
    whole = sent | {"applied_on": "2026-03-11", "approved_on": "2026-03-12"}
    assert client.post(url, whole).status_code == 302
    dispute.refresh_from_db()
    assert (dispute.stage, dispute.agreement, dispute.told_routes_on) == ("settled", "", None)


def test_a_committee_is_not_offered_that_end(client, dispute):
    stages = dict(client.get(f"/disputes/{dispute.pk}/close/").context["form"].fields["stage"].choices)
    assert "settled" not in stages and "agreed" in stages


def test_a_protected_one_is_not_offered_an_agreement(client, village, officer):
    dispute = build.make_dispute(
        village, by=officer, kind="marriage", violence="yes", is_protected=True, procedure="protected"
    )
    stages = dict(client.get(f"/disputes/{dispute.pk}/close/").context["form"].fields["stage"].choices)
    assert set(stages) == {"referred", "told"}
    assert client.get(session_url(dispute)).status_code == 302


def test_a_file_of_the_list_has_no_protected_dispute(village, officer):
    from disputes.book import DISPUTES

    build.make_dispute(
        village, by=officer, kind="marriage", violence="yes", is_protected=True, procedure="protected"
    )
    plain = build.make_dispute(village, by=officer)
    rows = DISPUTES.listing.of_file(DISPUTES.listing.rows(officer))
    assert list(rows) == [plain]


# Words that suggest to ask about violence


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


def test_words_of_the_minutes_suggest_it_on_the_page(client, dispute, officer):
    assert "询问是否涉及家庭暴力" not in client.get(dispute.get_absolute_url()).content.decode()
    Dispute.objects.filter(pk=dispute.pk).update(kind="contract", violence="")
    dispute_parts.make_session(dispute, asked="乙方说被掐脖子")
    page = client.get(dispute.get_absolute_url()).content.decode()
    assert "询问是否涉及家庭暴力" in page and "掐脖" in page
    sent = {
        "occurred_on": f"{dispute.occurred_on}",
        "village": dispute.village_id,
        "kind": "contract",
        "summary": "欠款",
    }
    form = client.get(f"/disputes/{dispute.pk}/edit/").content.decode()
    assert 'name="violence"' in form
    dispute.refresh_from_db()
    assert (
        client.post(
            f"/disputes/{dispute.pk}/edit/", sent | {"violence": "no", "version": dispute.version}
        ).status_code
        == 302
    )
    assert "询问是否涉及家庭暴力" not in client.get(dispute.get_absolute_url()).content.decode()
