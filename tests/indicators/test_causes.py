"""A difference names each row that made it: late, withdrawn, given back, changed; the register, the divisions."""

from datetime import date

import pytest

from indicators import causes, compute, publish
from indicators.differences import differences_for, restated_for
from ledgers.models import LateChange, Row
from patrols.models import Patrol
from tests import build

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_march")]
DAY = date(2026, 2, 3)


@pytest.fixture
def patrols(village, officer):
    return [build.make_patrol(village, DAY, by=officer) for _number in range(3)]


@pytest.fixture
def published(patrols, village, elsewhere, county, bureau, february):
    build.attest(village, february)
    return publish.freeze(county, february, by=bureau, reason="试点")


def named(user, publication):
    compute.fill_touched()
    (found,) = differences_for(user, publication)
    return {(str(one.kind), one.what.split(" ", 1)[1]): one for one in found["causes"]}


def test_a_late_row_is_named_with_receipt_reason_and_link(
    published, village, bureau, officer, chief, sign_in
):
    late = build.make_patrol(village, DAY, by=officer, is_late=True, reason="纸质台账补录")
    found = named(bureau, published)
    cause = found["late row", late.receipt]
    assert (cause.reason, cause.url, cause.day) == ("纸质台账补录", late.get_absolute_url(), DAY)
    page = sign_in(chief).get(published.get_absolute_url()).content.decode()
    assert late.receipt in page and f'href="{late.get_absolute_url()}"' in page and "补录" in page


def test_withdrawn_given_back_and_changed_rows_are_named_and_others_are_not(
    published, patrols, village, bureau
):
    gone, back, same = patrols
    Patrol.objects.filter(pk=gone.pk).update(state=Row.State.WITHDRAWN, reason="重复")
    Patrol.objects.filter(pk=back.pk).update(state=Row.State.GIVEN_BACK, reason="无此事")
    Patrol.objects.filter(pk=same.pk).update(state=Row.State.ACCEPTED)
    assert {one: cause.reason for one, cause in named(bureau, published).items()} == {
        ("withdrawn row", gone.receipt): "重复",
        ("row given back", back.receipt): "无此事",
    }


def test_a_changed_row_is_named(published, patrols, bureau):
    Patrol.objects.filter(pk=patrols[0].pk).update(is_joint=not patrols[0].is_joint)
    assert set(named(bureau, published)) == {("changed row", patrols[0].receipt)}


def test_a_row_moved_out_of_the_month_is_named(published, patrols, bureau):
    Patrol.objects.filter(pk=patrols[0].pk).update(occurred_on=date(2026, 3, 3))
    assert set(named(bureau, published)) == {("changed row", patrols[0].receipt)}


def test_what_was_changed_before_is_no_cause(patrols, village, county, bureau, february):
    build.attest(village, february)
    Patrol.objects.filter(pk=patrols[0].pk).update(state=Row.State.WITHDRAWN, reason="重复")
    done = publish.freeze(county, february, by=bureau, reason="试点")
    done.tx += 1  # a test is one transaction
    assert causes.of(bureau, [village.pk], february, done, None) == {}


@pytest.mark.parametrize(
    ("cause", "kind"),
    [("residents.household", "change of the register"), ("posts.membership", "change of divisions")],
)
def test_register_and_divisions_are_told_apart(published, village, bureau, february, cause, kind):
    LateChange.objects.create(
        month=february, cause=cause, reason="迁入晚报", changed_by=bureau, **build.keys(village)
    )
    (found,) = causes.of(bureau, [village.pk], february, published, None)[village.pk]
    assert (str(found.kind), found.reason) == (kind, "迁入晚报") and bureau.name in found.what


def test_a_restatement_keeps_its_own_causes(published, patrols, village, county, bureau, officer, february):
    first = build.make_patrol(village, DAY, by=officer, is_late=True, reason="一补")
    second = publish.restate(county, february, "补录", by=bureau)
    second.tx -= 1  # a test is one transaction
    later = build.make_patrol(village, DAY, by=officer, is_late=True, reason="二补")
    Patrol.objects.filter(pk=patrols[0].pk).update(is_joint=not patrols[0].is_joint)
    (found,) = restated_for(bureau, second)
    assert [one.what.split(" ", 1)[1] for one in found["causes"]] == [first.receipt]
    assert {what for _kind, what in named(bureau, second)} == {later.receipt, patrols[0].receipt}


def test_of_many_rows_the_rest_is_counted(published, village, bureau, officer):
    for _number in range(causes.MOST + 2):
        build.make_patrol(village, DAY, by=officer, is_late=True, reason="补")
    compute.fill_touched()
    (found,) = differences_for(bureau, published)
    assert (len(found["causes"]), found["more"]) == (causes.MOST, 2)


def test_a_protected_dispute_is_named_to_nobody(published, village, bureau, officer, chief, february):
    protected = {"kind": "marriage", "violence": "yes", "procedure": "protected", "is_protected": True}
    build.make_dispute(village, DAY, by=officer, is_late=True, reason="另案", **protected)
    for user in (bureau, chief):
        found = causes.of(user, [village.pk], february, published, None)
        assert all("另案" not in one.reason for named in found.values() for one in named)
