"""A quarrel of the same two sides is told on the dispute: by entry or telephone, never by name, never of one person."""

from datetime import date, timedelta

import pytest

from disputes import recurrence
from disputes.parts_of import Parts
from tests import build, dispute_parts

pytestmark = pytest.mark.usefixtures("in_march")
NOW = date(2026, 3, 10)


@pytest.fixture
def people(village):
    return [build.make_resident(build.make_household(village)) for _n in range(2)]


def quarrel(village, officer, on, people=(), **fields):
    dispute = build.make_dispute(village, on, by=officer, **fields)
    for side, person in zip("AB", people, strict=False):
        dispute_parts.make_party(dispute, side, person.name, resident=person)
    return dispute


def again(dispute, user):
    return recurrence.found(dispute, Parts(dispute, user))


def test_the_second_of_the_same_entries_leads_to_the_first(village, officer, people, sign_in):
    first = quarrel(village, officer, NOW - timedelta(days=20), people)
    second = quarrel(village, officer, NOW, people)
    found = again(second, officer)
    assert (found.number, found.before, found.days) == (2, first, 90)
    assert first.number_label in sign_in(officer).get(second.get_absolute_url()).content.decode()
    assert again(first, officer) is None


def test_sides_may_have_changed_places(village, officer, people):
    quarrel(village, officer, NOW - timedelta(days=20), people[::-1])
    assert again(quarrel(village, officer, NOW, people), officer).number == 2


def test_one_person_in_two_quarrels_is_nobodys_business(village, officer, people):
    other = build.make_resident(build.make_household(village))
    quarrel(village, officer, NOW - timedelta(days=20), [people[0], other])
    assert again(quarrel(village, officer, NOW, people), officer) is None


def test_those_who_complained_together_do_not_quarrel_again(village, officer, people):
    """Nor is one who is named twice on both sides two of them."""
    together = quarrel(village, officer, NOW - timedelta(days=20), people[:1])
    dispute_parts.make_party(together, "A", people[1].name, resident=people[1])
    dispute_parts.make_party(together, "B", "开发商", is_body=True)
    last = quarrel(village, officer, NOW, people)
    assert again(last, officer) is None
    dispute_parts.make_party(together, "B", people[1].name, phone="15400001111")
    assert again(last, officer) is None
    last.party_set.filter(side="B").delete()
    dispute_parts.make_party(last, "B", people[1].name, phone="154 0000 1111")
    assert again(last, officer).before == together


def test_names_alone_never_match(village, officer):
    for day in (NOW - timedelta(days=20), NOW):
        last = quarrel(village, officer, day)
        dispute_parts.make_party(last, "A", "黄试"), dispute_parts.make_party(last, "B", "周试")
    assert again(last, officer) is None


def test_the_same_telephones_match(village, officer):
    for day in (NOW - timedelta(days=20), NOW):
        last = quarrel(village, officer, day)
        dispute_parts.make_party(last, "A", "黄试", phone="15400001111")
        dispute_parts.make_party(last, "B", "周试", phone="154 0000 2222")
    assert again(last, officer).number == 2


def test_what_lies_longer_back_is_not_told(village, officer, people):
    quarrel(village, officer, NOW - timedelta(days=91), people)
    assert again(quarrel(village, officer, NOW, people), officer) is None


def test_a_withdrawn_one_was_none(village, officer, people):
    quarrel(village, officer, NOW - timedelta(days=20), people, state="withdrawn")
    assert again(quarrel(village, officer, NOW, people), officer) is None


def test_who_does_not_see_the_protected_one_is_not_told_of_it(village, officer, auxiliary, people):
    quarrel(
        village, officer, NOW - timedelta(days=20), people, kind="marriage", violence="yes", is_protected=True,
        procedure="protected",
    )  # fmt: skip
    second = quarrel(village, officer, NOW, people)
    assert again(second, auxiliary) is None and again(second, officer).number == 2


def test_the_county_is_told_nothing(village, officer, bureau, people):
    quarrel(village, officer, NOW - timedelta(days=20), people)
    assert again(quarrel(village, officer, NOW, people), bureau) is None


@pytest.mark.parametrize(
    "others", [("15400001111", "15400002222"), ("+86 154-0000-1111", "１５４０００0２２２２")]
)
def test_telephones_typed_on_the_pages_match(village, officer, sign_in, others):
    """Named, or added by a correction: of nobody in the register, and in any spelling."""
    client = sign_in(officer)
    first, last = (quarrel(village, officer, day) for day in (NOW - timedelta(days=20), NOW))
    for dispute, phones in ((first, ("15400001111", "154 0000 2222")), (last, others)):
        for side, name, phone in zip("AB", ("黄试", "周试"), phones, strict=True):
            sent = {"p_name": name, "side": side, "phone": phone}
            assert client.post(f"/disputes/{dispute.pk}/parties/new/", sent).status_code == 302
    assert again(last, officer).before == first


def test_a_telephone_that_is_corrected_later_matches(village, officer, sign_in):
    client = sign_in(officer)
    first, last = (quarrel(village, officer, day) for day in (NOW - timedelta(days=20), NOW))
    for dispute in (first, last):
        for side, phone in zip("AB", ("15400001111", "15400002222"), strict=True):
            party = dispute_parts.make_party(dispute, side, "黄试" + side)
            url = f"/disputes/parties/{party.pk}/edit/"
            assert client.post(url, {"side": side, "phone": phone}).status_code == 302
    assert again(last, officer).before == first
