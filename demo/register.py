"""What keeping the register leaves: pairs to decide, one told apart, a merge, a household that moved, one that split.

All of it lies where no figure of the full year changes: the move and the split in its first year with the same people
before and after, the merge within one day.
"""

from datetime import date

from demo.plan import Beat, Plan
from residents.models import Duplicate, Household, Pairing, PriorityVisit, Request, Resident, Visit

PAIRS = 6  # posts with two households that look alike
MOVED, SPLIT = (10, 14), (10, 28)  # month and day
OF_HOUSEHOLDS = (Visit, Request, Pairing, PriorityVisit)


def write_register(plan: Plan) -> None:
    people: dict[int, list[Resident]] = {}
    for person in plan.rows[Resident]:
        people.setdefault(person.household_id, []).append(person)
    visited = {row.household_id for model in OF_HOUSEHOLDS for row in plan.rows.get(model, [])}
    year = plan.timeline.first_day.year
    for beat in plan.beats[:PAIRS]:
        first, second = _homes(beat, people)[:2]
        first.phone = second.phone = first.phone or second.phone or "15400009999"
        _pair(plan, beat, first, second, is_same_phone=True)
    beat = plan.beats[0]
    split, merged, apart, alike, *others = _homes(beat, people)[2:]
    _told_apart(plan, beat, apart, alike)
    _split(plan, split, people, date(year, *SPLIT))
    _merge(plan, beat, merged, people)
    for home in [one for one in others if one.pk not in visited][:1]:
        _move(plan, home, date(year, *MOVED))


def _homes(beat: Beat, people: dict[int, list[Resident]]) -> list[Household]:
    """Households that have always been there, with some members."""
    return [
        one
        for one in beat.households
        if one.closed_on is None and one.opened_on is None and len(people[one.pk]) > 2
    ]


def _pair(plan: Plan, beat: Beat, first: Household, second: Household, **fields: object) -> Duplicate:
    return plan.write(
        Duplicate,
        first_id=first.pk,
        second_id=second.pk,
        village_id=first.village_id,
        post_id=first.post_id,
        station_id=first.station_id,
        found_on=plan.timeline.today,
        carried={},
        **fields,
    )


def _told_apart(plan: Plan, beat: Beat, first: Household, second: Household) -> None:
    """Two households with one telephone, the grandparents' and the parents'."""
    first.phone = second.phone = first.phone or second.phone or "15400009998"
    _pair(
        plan, beat, first, second, is_same_phone=True, state=Duplicate.State.DIFFERENT,
        decided_by_id=beat.officer.pk, decided_on=plan.timeline.today,
    )  # fmt: skip


def _like(plan: Plan, home: Household, **fields: object) -> Household:
    """An entry at the place of another one."""
    given = {"village_id": home.village_id, "post_id": home.post_id, "station_id": home.station_id}
    return plan.write(Household, **given | {"householder": home.householder, "phone": ""} | fields)


def _move(plan: Plan, home: Household, day: date) -> None:
    """The household lived in another house of the village before."""
    _like(
        plan, home, number=f"{home.number}旁", members=home.members, children_under_14=home.children_under_14,
        closed_on=day, closed_for=Household.Leaving.RELOCATED, continued_in_id=home.pk, went_to=home.number,
    )  # fmt: skip
    home.opened_on = day


def _split(plan: Plan, home: Household, people: dict[int, list[Resident]], day: date) -> None:
    """The youngest entered member has founded a household of their own in the village."""
    person = people[home.pk][-1]
    new = _like(plan, home, number=f"{home.number}新", householder=person.name, members=1, opened_on=day)
    home.members -= 1
    plan.write(
        Resident,
        household_id=home.pk,
        village_id=home.village_id,
        post_id=home.post_id,
        station_id=home.station_id,
        name=person.name,
        residence=person.residence,
        birth_year=person.birth_year,
        phone="",
        left_on=day,
        continued_in_id=person.pk,
        went_to=new.number,
    )
    person.household_id = new.pk


def _merge(plan: Plan, beat: Beat, home: Household, people: dict[int, list[Resident]]) -> None:
    """The same household was entered a second time today, found and merged."""
    today, head = plan.timeline.today, people[home.pk][0]
    gone = _like(
        plan, home, number=f"{home.number}-1", members=1, opened_on=today, closed_on=today,
        closed_for=Household.Leaving.MERGED, continued_in_id=home.pk,
    )  # fmt: skip
    twin = plan.write(
        Resident,
        household_id=gone.pk,
        village_id=gone.village_id,
        post_id=gone.post_id,
        station_id=gone.station_id,
        name=head.name,
        birth_year=head.birth_year,
        phone="",
        left_on=today,
        continued_in_id=head.pk,
    )
    _pair(plan, beat, home, gone, is_same_name=True, state=Duplicate.State.SAME, decided_by_id=beat.officer.pk,
          decided_on=today).carried = {"kept": home.pk, "twins": [[twin.pk, head.pk]]}  # fmt: skip
