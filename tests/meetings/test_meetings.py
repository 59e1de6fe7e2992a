"""Village meetings: who was there by office, which published figures were told, and the focus until the next one."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from indicators.models import Publication
from indicators.models.publications import PublishedCounts
from meetings import actions
from meetings.focus import focus_section, of_village
from meetings.models import Meeting
from posts.models import Succession
from tests import build

pytestmark = pytest.mark.usefixtures("in_march")  # nine in the morning of 20 March 2026
HELD = {
    "people": "23", "attended": ["committee", "grid", "police"], "minutes": "议定汛期前查看水塘",
    "told_month": "2026-01", "focus": "防溺水", "focus_until": "2026-04-30",
}  # fmt: skip


@pytest.fixture
def published(village, bureau):
    """January of the village is published, and restated."""
    keys = build.keys(village)
    for number, patrols in ((0, 3), (1, 4)):
        one = Publication.objects.create(
            county=keys["county"], month=date(2026, 1, 1), number=number, reason="补录" if number else "",
            sha256="0" * 64, published_by=bureau,
        )  # fmt: skip
        PublishedCounts.objects.create(
            publication=one, village=village, town=village.town, post=keys["post"], station=keys["station"],
            patrols=patrols, households_met=31,
        )  # fmt: skip


def hold(client, village, **typed):
    given = {"village": village.pk, "occurred_on": "2026-03-19"} | HELD | typed
    return client.post("/meetings/new/", given, follow=True)


@pytest.mark.usefixtures("published")
def test_a_meeting_with_its_minutes_figures_and_focus(village, officer, sign_in):
    client = sign_in(officer)
    offered = client.get("/meetings/new/").context["form"].fields["told_month"].choices
    assert [value for value, _label in offered] == ["", "2026-01"]  # February is not published
    page = hold(client, village).content.decode()
    row = Meeting.objects.get()
    assert row.receipt.startswith("HY") and "巡逻 4" in row.told and "见到户数 31" in row.told
    assert "村委会、网格员、公安" in page and row.told in page
    shown = client.get(f"/organisation/villages/{village.pk}/").content.decode()
    assert "防溺水" in shown and "2026-04-30" in shown


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"attended": []}, "attended"),
        ({"told_month": "2026-02"}, "told_month"),
        ({"focus_until": ""}, "focus_until"),
        ({"focus_until": "2026-03-01"}, "focus_until"),
        ({"people": "0"}, "people"),
    ],
)
@pytest.mark.usefixtures("published")
def test_what_is_missing_or_not_published_is_refused(village, officer, sign_in, typed, field):
    page = hold(sign_in(officer), village, **typed)
    assert field in page.context["form"].errors and not Meeting.objects.exists()


@pytest.mark.usefixtures("published")
def test_what_was_told_stays_as_it_was_published_then(village, officer, elsewhere):
    row = build.make_meeting(village, date(2026, 3, 19), officer, told_month=date(2026, 1, 1), told="巡逻 3")
    row.people = 40
    assert actions.amend_meeting(row, by=officer).told == "巡逻 3"
    row = Meeting.objects.get()
    row.told_month = date(2026, 2, 1)
    with pytest.raises(ValidationError):
        actions.amend_meeting(row, by=officer)


def test_the_focus_is_that_of_the_newest_meeting_that_counts_and_ends_on_its_day(
    village, officer, time_machine
):
    build.make_meeting(village, date(2026, 3, 1), officer, focus="防盗", focus_until=date(2026, 3, 31))
    last = build.make_meeting(
        village, date(2026, 3, 10), officer, focus="防火", focus_until=date(2026, 3, 25)
    )
    assert of_village(village, officer) == last
    Meeting.objects.filter(pk=last.pk).update(state="withdrawn")
    assert of_village(village, officer).focus == "防盗"
    time_machine.move_to("2026-04-01T09:00:00+08:00")
    assert of_village(village, officer) is None


def test_the_focus_of_a_merged_village_stands_on_the_page_of_its_successor(
    village, elsewhere, officer, sign_in
):
    build.make_meeting(village, date(2026, 3, 1), officer, focus="防火", focus_until=date(2026, 4, 30))
    for kind, day, found in (("split", date(2026, 3, 2), []), ("merged", date(2026, 3, 3), ["防火"])):
        Succession.objects.update_or_create(
            village=village, successor=elsewhere, defaults={"kind": kind, "day": day}
        )
        assert [line["name"] for part in focus_section(elsewhere, officer) for line in part["lines"]] == found
    page = sign_in(officer).get(elsewhere.get_absolute_url()).content.decode()
    assert "防火" in page and f'<span class="why">{village}</span>' in page


def test_today_shows_the_focus_of_each_village_until_its_last_day(village, post, officer, elsewhere, sign_in):
    other = build.make_village(post, "邻村委会")
    build.make_meeting(village, date(2026, 3, 10), officer, focus="防溺水", focus_until=date(2026, 3, 20))
    build.make_meeting(other, date(2026, 3, 10), officer, focus="秸秆禁烧", focus_until=date(2026, 3, 19))
    build.make_meeting(elsewhere, date(2026, 3, 10), focus="别处重点", focus_until=date(2026, 3, 31))
    answer = sign_in(officer).get("/")
    assert [(one["words"], one["village"]) for one in answer.context["focuses"]] == [("防溺水", village)]
    page = answer.content.decode()
    assert "防溺水" in page and "秸秆禁烧" not in page and "别处重点" not in page
