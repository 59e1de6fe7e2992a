"""What every figure should be, counted from the rows of the tables with loops and nothing of the registry.

Written from docs/indicators.md. ``tables`` maps a table's name to its rows as ``{column: value}``; a figure is
``(n, m)``, ``m`` None where there is none. Days are dates, months their first day.
"""

import calendar
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import pairwise
from statistics import median
from typing import Any

Row = Mapping[str, Any]
COUNTED = ("recorded", "accepted")
CLOSE = Fraction(1, 1000)
STOCKS = (
    "households", "declined_1", "declined_3", "declined_6", "declined_12", "pairings", "disputes_open",
    "members", "members_trained", "functions_covered", "functions_due",
)  # fmt: skip
DISPUTES, TEAMS = "disputes_dispute", "teams_team"
MIDDLES = (
    "interval",
    "response_normal",
    "response_urgent",
)  # no sums: each is a list of one number or of none
FIVE = ("criminal", "mass", "disaster", "petition", "cult")
GOOD = ("very_satisfied", "satisfied")
SUBSTANTIVE = (*GOOD, "basically", "dissatisfied", "very_dissatisfied")
# What the county expects by its rules.
SESSION_DAYS, HOURS_OF_A_MEMBER, FUNCTIONS = 3, 8, 6
CLASSES = ("plain", "hill", "mountain")  # from the easiest to the hardest
HOUSEHOLDS_A_MONTH, DAYS_A_WEEK = (
    ("visit.households_a_month", 30),
    ("duty.days_a_week", 3),
)  # unless the county says so
SERVICES = {
    "good_deeds": "good_deed", "documents": "document", "bulletins": "bulletin", "law_talks": "law_talk",
    "school_visits": "school", "enterprise_visits": "enterprise",
}  # fmt: skip


def after(month: date, by: int = 1) -> date:
    """The month ``by`` months later."""
    number = month.year * 12 + month.month - 1 + by
    return date(number // 12, number % 12 + 1, 1)


def last_day(month: date) -> date:
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def a_month_later(day: date) -> date:
    month = after(day.replace(day=1))
    return month.replace(day=min(day.day, last_day(month).day))


def period_of(month: date, length: int) -> date:
    """The first month of the period of so many months that the month lies in."""
    return month.replace(month=(month.month - 1) // length * length + 1)


@dataclass(frozen=True)
class Place:
    """Where a village belonged in a month; ``is_expected``: also at its end."""

    village: int
    post: int
    station: int
    town: int
    county: int
    is_expected: bool


class Oracle:
    def __init__(self, tables: Mapping[str, list[dict[str, Any]]], today: date):
        self.tables, self.today = tables, today
        self.by_key = {name: {row["id"]: row for row in rows if "id" in row} for name, rows in tables.items()}
        self.by_village: dict[str, dict[int, list[Row]]] = {}
        self.homes: dict[date, dict[int, int]] = {}
        self.places: dict[tuple[int, date], Place | None] = {}
        self.made: dict[tuple[int, date], dict[str, Any]] = {}
        self.shares: dict[tuple[int, date], tuple[Fraction, Fraction, int]] = {}
        self.days_done: set[date] = set()
        self.met: dict[date, dict[int, list[date]]] = {}
        self.outcomes: dict[date, dict[int, list[tuple[date, str]]]] = {}
        self.members: dict[date, dict[tuple[str, int], list[tuple[Row, Place]]]] = {}
        self.first_of: dict[date, list[Row]] | None = None
        self.carried: dict[tuple[str, int], list[Row]] = defaultdict(list)
        for row in sorted(tables["posts_carriedrow"], key=lambda one: one["day"]):
            self.carried[row["table_name"], row["row_key"]].append(row)
        self.attended: dict[int, list[Row]] | None = None

    # Where villages belong

    def place(self, village: Row, month: date) -> Place | None:
        key = (village["id"], month)
        if key not in self.places:
            self.places[key] = self._place(village, month)
        return self.places[key]

    def _place(self, village: Row, month: date) -> Place | None:
        last, closed = last_day(month), village["closed_on"]
        looked_at = min(last, self.today)
        if closed is not None and closed <= month:
            return None
        own = [
            one
            for one in self.of("posts_membership", village["id"])
            if one["starts_on"] <= looked_at
            and (one["ends_on"] is None or one["ends_on"] >= month)
            and (closed is None or one["starts_on"] < closed)
        ]
        if not own:
            return None
        one = max(own, key=lambda row: row["starts_on"])
        post = self.by_key["posts_post"][one["post_id"]]
        station = self.by_key["posts_station"][post["station_id"]]
        codes = [
            row
            for row in self.of("posts_villagecode", village["id"])
            if row["until"] is None or row["until"] > last
        ]
        town = (
            min(codes, key=lambda row: row["since"] or date.min)["town_id"] if codes else village["town_id"]
        )
        stays = (one["ends_on"] is None or one["ends_on"] >= looked_at) and (closed is None or closed > last)
        return Place(village["id"], post["id"], station["id"], town, station["county_id"], stays)

    def of(self, table: str, village: int) -> list[Row]:
        if table not in self.by_village:
            found: dict[int, list[Row]] = defaultdict(list)
            for row in self.tables[table]:
                found[row["village_id"]].append(row)
            self.by_village[table] = found
        return self.by_village[table].get(village, [])

    def counted(self, table: str, village: int) -> list[Row]:
        return [row for row in self.of(table, village) if row["state"] in COUNTED]

    def village_on(self, table: str, key: int, village: int, day: date) -> int:
        """Where a row that lies in the village today lay on the day: what is open in a merged village goes on."""
        left = (row["village_id"] for row in self.carried.get((table, key), ()) if day < row["day"])
        return int(next(left, village))

    def near(self, table: str, village: int, of: str = "id") -> list[Row]:
        """The rows of disputes or hazards (``of`` names the key of the row that they are part of) that lie in the
        village, or have."""
        main = "hazards_hazard" if table == "hazards_hazard" else DISPUTES
        gone = {
            key for (name, key), steps in self.carried.items()
            if name == main and any(one["village_id"] == village for one in steps)
        }  # fmt: skip
        if not gone:
            return self.of(table, village)
        return [row for row in self.tables[table] if row["village_id"] == village or row[of] in gone]

    # Households that go on as others

    def home(self, household: int, month: date) -> int:
        """The household as which an entry goes on by the end of the month."""
        end = after(month)
        if end not in self.homes:
            self.homes[end] = {
                row["id"]: row["continued_in_id"]
                for row in self.tables["residents_household"]
                if row["continued_in_id"] is not None
                and row["closed_on"] is not None
                and row["closed_on"] < end
            }
        following = self.homes[end]
        while household in following:
            household = following[household]
        return household

    # What a village and month has

    def month(self, village: Row, month: date) -> dict[str, Any]:
        """Its counts by name; nothing for a village without a place in the month."""
        key = (village["id"], month)
        if key not in self.made:
            place = self.place(village, month)
            self.made[key] = {} if place is None else self._month(place, month)
        return self.made[key]

    def _month(self, place: Place, month: date) -> dict[str, Any]:
        key, end = place.village, after(month)

        def within(day: date | None) -> bool:
            return day is not None and month <= day < end

        found: dict[str, Any] = defaultdict(int)
        self._registers(found, place, month)
        self._visits(found, place, month)
        for row in self.counted("residents_service", key):
            if within(row["occurred_on"]):
                for name, kind in SERVICES.items():
                    found[name] += row["quantity"] if row["kind"] == kind else 0
                found["donations"] += row["yuan"] or 0 if row["kind"] == "donation" else 0
        self._requests(found, key, within)
        self._disputes(found, key, month, within, is_expected=place.is_expected)
        patrols = [row for row in self.counted("patrols_patrol", key) if within(row["occurred_on"])]
        found["patrols"], found["joint_patrols"] = len(patrols), sum(row["is_joint"] for row in patrols)
        found["people_caught"] = sum(row["caught"] for row in patrols)
        self._rounds(found, key, patrols, within)
        self._teams(found, place, month)
        found["meetings"] = sum(within(row["occurred_on"]) for row in self.counted("meetings_meeting", key))
        found["meetings_held"], found["meetings_due"] = min(1, found["meetings"]), int(place.is_expected)
        self._hazards(found, key, end, within)
        self._norms(found, place, month)
        counts = {
            row["category"]: row["count"]
            for row in self.of("indicators_incidentcount", key)
            if row["month"] == month
        }
        found["five"] = [counts.get(name) for name in FIVE]
        found["preventable"] = counts.get("preventable")
        self._answers(found, key, month)
        return found

    def _registers(self, found: dict[str, Any], place: Place, month: date) -> None:
        if not place.is_expected:
            return
        end, last = after(month), last_day(month)
        living = [
            row
            for row in self.of("residents_household", place.village)
            if (row["opened_on"] is None or row["opened_on"] < end)
            and (row["closed_on"] is None or row["closed_on"] >= end)
        ]
        found["households"] = len(living)
        said = self._outcomes(month)
        for length in (1, 3, 6, 12):
            first = period_of(month, length)
            of_period = [[what for day, what in said.get(row["id"], ()) if day >= first] for row in living]
            found[f"declined_{length}"] = sum(bool(all_) and set(all_) == {"declined"} for all_ in of_period)
        found["pairings"] = sum(
            row["starts_on"] <= last and (row["ends_on"] is None or row["ends_on"] >= last)
            for row in self.of("residents_pairing", place.village)
        )

    def _visits(self, found: dict[str, Any], place: Place, month: date) -> None:
        end = after(month)
        here = [
            row for row in self.counted("residents_visit", place.village) if month <= row["occurred_on"] < end
        ]
        found["talks"] = sum(row["talks"] for row in here)
        met = [row for row in here if row["outcome"] == "met"]
        found["priority_visits"] = sum(row["is_priority"] for row in met)
        homes = {self.home(row["household_id"], month) for row in met}
        found["households_met"] = len(homes)
        for name, length in (("first_3", 3), ("first_6", 6), ("first_12", 12)):
            first = period_of(month, length)
            found[name] = sum(not self._was_met(home, first, month) for home in homes)

    def _outcomes(self, month: date) -> dict[int, list[tuple[date, str]]]:
        """What came of each visit since January up to the end of the month, by the household as which it goes on."""
        if month not in self.outcomes:
            first, end = period_of(month, 12), after(month)
            found: dict[int, list[tuple[date, str]]] = defaultdict(list)
            for row in self.tables["residents_visit"]:
                if row["state"] in COUNTED and first <= row["occurred_on"] < end:
                    found[self.home(row["household_id"], month)].append((row["occurred_on"], row["outcome"]))
            self.outcomes[month] = found
        return self.outcomes[month]

    def _was_met(self, home: int, first: date, month: date) -> bool:
        """Was the household met from ``first`` on, before the month, under any of its entries?"""
        return any(first <= day < month for day in self._meetings(month).get(home, ()))

    def _meetings(self, month: date) -> dict[int, list[date]]:
        if month not in self.met:
            found: dict[int, list[date]] = defaultdict(list)
            for row in self.tables["residents_visit"]:
                if (
                    row["state"] in COUNTED
                    and row["outcome"] == "met"
                    and row["occurred_on"].year == month.year
                ):
                    found[self.home(row["household_id"], month)].append(row["occurred_on"])
            self.met[month] = found
        return self.met[month]

    def _requests(self, found: dict[str, Any], key: int, within: Any) -> None:
        took: dict[str, list[Fraction]] = {"normal": [], "urgent": []}
        for row in self._all_requests():
            asked_in = row["received_in_id"] or row["village_id"]
            if within(row["due_on"]) and self._has_it(asked_in, row["due_on"]) == key:
                found["requests_due"] += 1
                found["requests_in_time"] += bool(
                    row["told_back_on"] and row["told_back_on"] <= row["due_on"]
                )
            if row["village_id"] == key and within(row["told_back_on"]):
                found["requests_answered"] += 1
                took["urgent" if row["urgency"] == "urgent" else "normal"].append(
                    Fraction((row["told_back_on"] - row["occurred_on"]).days)
                )
        for urgency, days in took.items():
            found[f"response_{urgency}"] = [_two_digits(median(days))] if days else []

    def _has_it(self, village: int, day: date) -> int:
        """The village that has on the day what the village had: it may have been merged by then, that one as well."""
        merged = {
            one["village_id"]: one["successor_id"]
            for one in self.tables["posts_succession"]
            if one["kind"] == "merged" and one["day"] <= day
        }
        while village in merged:
            village = merged[village]
        return village

    def _all_requests(self) -> list[Row]:
        return [row for row in self.tables["residents_request"] if row["state"] in COUNTED]

    def _disputes(
        self, found: dict[str, Any], key: int, month: date, within: Any, *, is_expected: bool
    ) -> None:
        end, last = after(month), last_day(month)

        def lies_here(day: date | None, dispute: Row) -> bool:
            return (
                day is not None
                and self.village_on(DISPUTES, dispute["id"], dispute["village_id"], day) == key
            )

        for row in self.near(DISPUTES, key):
            if row["state"] not in COUNTED:
                continue
            found["disputes_accepted"] += within(row["occurred_on"]) and lies_here(row["occurred_on"], row)
            is_open = row["occurred_on"] < end and (row["handled_on"] is None or row["handled_on"] >= end)
            found["disputes_open"] += is_open and is_expected and lies_here(last, row)
            if not within(row["handled_on"]) or not lies_here(row["handled_on"], row):
                continue
            found["disputes_handled"] += 1
            found["disputes_agreed"] += row["stage"] == "agreed"
            found["disputes_at_station"] += row["place_handled"] == "station"
            for name, length in (("done_1", 1), ("done_3", 3), ("done_6", 6), ("done_12", 12)):
                found[name] += row["occurred_on"] >= period_of(month, length)
            if row["procedure"] == "people":
                found["people_mediated"] += 1
                found["people_mediated_in_time"] += row["handled_on"] <= a_month_later(row["occurred_on"])
        by_key = self.by_key["disputes_dispute"]
        for row in self._first_sessions(month):
            dispute = by_key[row["dispute_id"]]
            if within(row["held_on"]) and dispute["state"] in COUNTED and lies_here(row["held_on"], dispute):
                found["first_sessions"] += 1
                found["first_sessions_in_time"] += (
                    row["held_on"] - dispute["occurred_on"]
                ).days <= SESSION_DAYS
        for row in self.near("disputes_duty", key, of="dispute_id"):
            dispute = by_key[row["dispute_id"]]
            agreement = self.by_key["disputes_agreement"][row["agreement_id"]]
            replaced = agreement["replaced_on"]
            stands = replaced is None or row["state"] != "pending" or row["due_on"] <= replaced
            if within(row["due_on"]) and dispute["state"] in COUNTED and lies_here(row["due_on"], dispute):
                if agreement["is_final"] and stands:
                    found["duties_due"] += 1
                    settled = row["settled_on"]
                    is_done = row["state"] == "performed" and settled is not None and settled <= row["due_on"]
                    found["duties_performed"] += is_done
        for row in self.near("disputes_followup", key, of="dispute_id"):
            dispute = by_key[row["dispute_id"]]
            is_dropped = row["dropped_on"] is not None and row["dropped_on"] <= row["planned_on"]
            is_here = within(row["planned_on"]) and lies_here(row["planned_on"], dispute)
            if is_here and not is_dropped and dispute["state"] in COUNTED:
                found["follow_ups_due"] += 1
                found["follow_ups_made"] += row["made_on"] is not None and row["made_on"] <= row["planned_on"]

    def _first_sessions(self, month: date) -> list[Row]:
        if self.first_of is None:
            first: dict[int, Row] = {}
            for row in self.tables["disputes_session"]:
                known = first.get(row["dispute_id"])
                if known is None or (row["held_on"], row["id"]) < (known["held_on"], known["id"]):
                    first[row["dispute_id"]] = row
            self.first_of = defaultdict(list)
            for row in first.values():
                self.first_of[row["held_on"].replace(day=1)].append(row)
        return self.first_of.get(month, [])

    def _rounds(self, found: dict[str, Any], key: int, patrols: list[Row], within: Any) -> None:
        found["partnered_patrols"] = sum(
            row["partner_village_id"] == key and row["state"] == "joined" and within(row["occurred_on"])
            for row in self.tables["patrols_patrolpartner"]
        )
        for row in self.of("patrols_plannedround", key):
            patrol = self.by_key["patrols_patrol"].get(row["patrol_id"])
            is_walked = patrol is not None and patrol["state"] in COUNTED
            if within(row["occurred_on"]) and (is_walked or row["occurred_on"] < self.today):
                found["rounds_planned"] += 1
                found["rounds_walked"] += is_walked
                found["points_planned"] += row["points_planned"]
                found["points_passed"] += row["points_passed"] if is_walked else 0
        ends = sorted(
            datetime.combine(row["occurred_on"], row["starts_at"]) + timedelta(minutes=row["minutes"])
            for row in patrols
            if row["starts_at"] is not None and row["minutes"] is not None
        )
        gaps = [Fraction((end - start).total_seconds()) / 3600 for start, end in pairwise(ends)]
        found["interval"] = [_two_digits(median(gaps))] if gaps else []

    def _teams(self, found: dict[str, Any], place: Place, month: date) -> None:
        """As the register says of the month's last day, of the running month of today."""
        if not place.is_expected:
            return
        day = min(last_day(month), self.today)
        found["functions_due"] = FUNCTIONS
        covered: set[str] = set()
        for team in self.tables["teams_team"]:
            if not _holds(team, day):
                continue
            lay_in, further = self._team_on(team, day)
            is_served = place.village in further and self._post(lay_in, day) == place.post
            if lay_in == place.village or is_served:
                covered |= set(team["functions"])
        found["functions_covered"] = len(covered)
        for member in self.tables["teams_member"]:
            if self.village_on(TEAMS, member["team_id"], member["village_id"], day) != place.village:
                continue
            has_consent = member["consent_ended_on"] is None or member["consent_ended_on"] > day
            if _holds(member, day) and has_consent and member["left_for"] != "mistake":
                found["members"] += 1
                found["members_trained"] += self._hours(member["id"], day) >= HOURS_OF_A_MEMBER

    def _team_on(self, team: Row, day: date) -> tuple[int, list[int]]:
        """Where a team lay on the day, and what else it served: those of a merged village go on in its successor."""
        left = (row for row in self.carried.get((TEAMS, team["id"]), ()) if day < row["day"])
        step = next(left, None)
        if step is None:
            return team["village_id"], team["further_villages"]
        return step["village_id"], step["was"].get("further_villages", team["further_villages"])

    def _post(self, village: int, day: date) -> int | None:
        return next(
            (one["post_id"] for one in self.of("posts_membership", village) if _holds(one, day)), None
        )

    def _hours(self, member: int, day: date) -> Fraction:
        trainings = self.by_key["training_training"]
        held = [trainings[row["training_id"]] for row in self._attended().get(member, [])]
        return sum(
            (Fraction(one["hours"]) for one in held if one["state"] == "held" and one["held_on"] <= day),
            Fraction(0),
        )

    def _attended(self) -> dict[int, list[Row]]:
        if self.attended is None:
            self.attended = defaultdict(list)
            for row in self.tables["training_attendance"]:
                if row["member"] is not None:
                    self.attended[row["member"]].append(row)
        return self.attended

    def _hazards(self, found: dict[str, Any], key: int, end: date, within: Any) -> None:
        for row in self.near("hazards_hazard", key):
            if row["state"] not in COUNTED:
                continue
            is_here = {
                name: within(row[name])
                and self.village_on("hazards_hazard", row["id"], row["village_id"], row[name]) == key
                for name in ("occurred_on", "rectified_on", "verified_on", "due_on")
            }
            found["hazards_found"] += is_here["occurred_on"]
            found["hazards_rectified"] += is_here["rectified_on"]
            found["hazards_verified"] += is_here["verified_on"]
            if is_here["due_on"]:
                verified = row["verified_on"]
                found["hazards_due"] += 1
                found["hazards_in_time"] += verified is not None and verified <= row["due_on"]
                is_late = row["due_on"] <= self.today and (verified is None or verified >= end)
                found["hazards_overdue"] += is_late

    def _norms(self, found: dict[str, Any], place: Place, month: date) -> None:
        """The targets, day by day; and the vacant days of the post, shared out in whole days."""
        self._share_out(month)
        visits, days, _vacant = self.shares.get((place.village, month), (Fraction(0), Fraction(0), 0))
        found["visit_target"], found["duty_norm"] = visits, days
        found["vacant_days"] = self._vacant(place, month)
        found["duty_days"] = sum(
            row["state"] in ("noted", "to_withdraw")
            and month <= row["on"] < after(month)
            and any(
                one["user_id"] == row["user_id"] and one["is_responsible"] and _holds(one, row["on"])
                for one in self.tables["posts_assignment"]
            )
            for row in self.of("duty_dutyday", place.village)
        )

    def _days(self, month: date) -> list[date]:
        return [month + timedelta(days=number) for number in range((after(month) - month).days)]

    def _open_posts(self, day: date) -> list[Row]:
        return [
            post for post in self.tables["posts_post"]
            if post["opened_on"] <= day and (post["closed_on"] is None or post["closed_on"] > day)
        ]  # fmt: skip

    def _responsible(self, post: int, day: date) -> Row | None:
        return next(
            (one for one in self.tables["posts_assignment"]
             if one["post_id"] == post and one["is_responsible"] and _holds(one, day)), None,
        )  # fmt: skip

    def _stands(self, village: int, day: date) -> bool:
        closed = self.by_key["posts_village"][village]["closed_on"]
        return closed is None or closed > day

    def _share_out(self, month: date) -> None:
        if month in self.days_done:
            return
        self.days_done.add(month)
        days = self._days(month)
        for day in days:
            for post in self._open_posts(day):
                served = {
                    one["village_id"]
                    for one in self.tables["posts_membership"]
                    if one["post_id"] == post["id"]
                    and _holds(one, day)
                    and self._stands(one["village_id"], day)
                }
                responsible = self._responsible(post["id"], day)
                is_away = responsible is not None and any(
                    leave["user_id"] == responsible["user_id"]
                    and leave["starts_on"] <= day <= leave["ends_on"]
                    for leave in self.tables["duty_leave"]
                )
                if is_away:
                    continue
                shares = self._shares(served, self._deciding(month))
                terrain = self._class(post["id"], month)
                visits_due = self._norm(*HOUSEHOLDS_A_MONTH, terrain, post["id"], day)
                days_due = self._norm(*DAYS_A_WEEK, terrain, post["id"], day)
                for village in served:
                    visits, duty, vacant = self.shares.get((village, month), (Fraction(0), Fraction(0), 0))
                    visits += Fraction(visits_due, len(days)) * shares[village]
                    duty += Fraction(days_due, 7) * shares[village]
                    self.shares[village, month] = (visits, duty, vacant)

    def _deciding(self, month: date) -> date:
        """The last day of the month; of the running one today."""
        return min(last_day(month), self.today)

    def _profile(self, village: int, day: date) -> Row | None:
        begun = [one for one in self.of("posts_villageprofile", village) if one["since"] <= day]
        return max(begun, key=lambda one: one["since"], default=None)

    def _shares(self, villages: set[int], day: date) -> dict[int, Fraction]:
        """The part of the norm that each village bears: by published households, evenly while one is not known."""
        households = {key: (self._profile(key, day) or {}).get("households") or 0 for key in villages}
        if 0 in households.values():
            return {key: Fraction(1, len(villages)) for key in villages}
        return {key: Fraction(n, sum(households.values())) for key, n in households.items()}

    def _norm(self, code: str, usual: int, terrain: str, post: int, day: date) -> int:
        """Of the post alone, of its class, of the plain: what was set first of these, else the usual one."""
        for name in (f"{code}@{post}", f"{code}.{terrain}", code):
            for row in self.tables["rules_datedvalue"]:
                ends = row["valid_until"]
                if row["code"] == name and row["valid_from"] <= day and (ends is None or day <= ends):
                    return int(row["value"])
        return usual

    def _class(self, post: int, month: date) -> str:
        """The hardest class among the villages that the post has on the last of its days in the month."""
        day = self._deciding(month)
        while day >= month:
            terrains = [
                (self._profile(one["village_id"], self._deciding(month)) or {}).get("terrain", "plain")
                for one in self.tables["posts_membership"]
                if one["post_id"] == post and _holds(one, day) and self._stands(one["village_id"], day)
            ]
            if terrains:
                return max(terrains, key=CLASSES.index)
            day -= timedelta(days=1)
        return "plain"

    def _vacant(self, place: Place, month: date) -> int:
        if not place.is_expected:
            return 0
        last = last_day(month)
        open_without = sum(
            place.post in [post["id"] for post in self._open_posts(day)]
            and self._responsible(place.post, day) is None
            for day in self._days(month)
            if day <= self.today
        )
        members = sorted(
            one["village_id"]
            for one in self.tables["posts_membership"]
            if one["post_id"] == place.post and _holds(one, last) and self._stands(one["village_id"], last)
        )
        if place.village not in members:
            return 0
        each, rest = divmod(open_without, len(members))
        return each + (members.index(place.village) < rest)

    def _answers(self, found: dict[str, Any], key: int, month: date) -> None:
        rounds = {
            row["id"]
            for row in self.tables["surveys_surveyround"]
            if row["month"] == month and row["state"] == "counted"
        }
        for row in self.of("surveys_answertally", key):
            if row["round_id"] in rounds:
                found[f"{row['question']}_{row['answer']}"] += row["count"]

    # Figures of places and periods

    def inside(self, month: date, level: str, key: int) -> list[tuple[Row, Place]]:
        """The villages that belong to the place in the month."""
        if month not in self.members:
            found: dict[tuple[str, int], list[tuple[Row, Place]]] = defaultdict(list)
            for village in self.tables["posts_village"]:
                place = self.place(village, month)
                for of in ("village", "post", "station", "town", "county") if place else ():
                    found[of, getattr(place, of)].append((village, place))
            self.members[month] = found
        return self.members[month].get((level, key), [])

    def figures(self, level: str, key: int, first: date, last: date) -> dict[str, tuple[Any, Any]]:
        """``{code: (n, m)}`` of a place for the months ``first`` .. ``last``, none of which is before the first one
        counted. Without any village counted: nothing."""
        months, month = [], first
        while month <= last:
            months.append(month)
            month = after(month)
        there = [
            self.month(village, month)
            for month in months
            for village, _place in self.inside(month, level, key)
        ]
        if not there:
            return {}
        at_end = [village for village, place in self.inside(last, level, key) if place.is_expected]
        total: dict[str, Any] = defaultdict(int)
        for counts in there:
            for name, value in counts.items():
                if name not in ("five", "preventable", *MIDDLES, *STOCKS):
                    total[name] += value
        for village in at_end:
            for name in STOCKS:
                total[name] += self.month(village, last)[name]
        span = next(length for length in (1, 3, 6, 12) if period_of(first, length) == period_of(last, length))
        return self._made_of(total, there, at_end, months, span) | {
            code: (self._middle(name, level, key, months), None)
            for code, name in zip(
                ("patrol_interval", "response_days", "response_days_urgent"), MIDDLES, strict=True
            )
        }

    def _made_of(
        self,
        total: Mapping[str, Any],
        there: list[dict[str, Any]],
        at_end: list[Row],
        months: list[date],
        span: int,
    ) -> dict[str, tuple[Any, Any]]:
        judged = [self._judged(village, months) for village in at_end]
        met, not_met = judged.count("met"), judged.count("not met")
        said = [counts["preventable"] for counts in there if counts["preventable"] is not None]
        households = total["households_met"] if span == 1 else total[f"first_{span}"]
        found: dict[str, tuple[Any, Any]] = {
            "five_none": (met, met + not_met) if met + not_met else (None, 0),
            "five_none_reported": (sum(self._reported(village, months) for village in at_end), len(at_end)),
            "preventable": (sum(said) if said else None, None),
            "satisfaction": (_sum(total, GOOD), _sum(total, SUBSTANTIVE)),
            "visibility_survey": _yes(total, "saw_officer"),
            "safety": _yes(total, "feels_safe"),
            "awareness": _yes(total, "knows_officer"),
            "households_met": (households, None),
            "visit_target": (total["households_met"], total["visit_target"]),
            "visibility_met": (households, total["households"] - total[f"declined_{span}"]),
            "duty_days": (total["duty_days"], total["duty_norm"]),
            "meetings_held": (total["meetings_held"], total["meetings_due"]),
            "requests": (total["requests_in_time"], total["requests_due"]),
            "disputes_agreed": (total["disputes_agreed"], total["disputes_handled"]),
            "disputes_done": (total[f"done_{span}"], total["disputes_accepted"]),
            "disputes_in_time": (total["people_mediated_in_time"], total["people_mediated"]),
            "disputes_first_session": (total["first_sessions_in_time"], total["first_sessions"]),
            "disputes_at_station": (total["disputes_at_station"], total["disputes_handled"]),
            "duties_performed": (total["duties_performed"], total["duties_due"]),
            "follow_ups_made": (total["follow_ups_made"], total["follow_ups_due"]),
            "rounds_walked": (total["rounds_walked"], total["rounds_planned"]),
            "points_passed": (total["points_passed"], total["points_planned"]),
            "members_trained": (total["members_trained"], total["members"]),
            "functions_covered": (total["functions_covered"], total["functions_due"]),
            "hazards_in_time": (total["hazards_in_time"], total["hazards_due"]),
        }
        for code in (
            *SERVICES, "donations", "talks", "priority_visits", "vacant_days", "meetings", "pairings",
            "requests_answered",
            "disputes_accepted", "disputes_handled", "disputes_open", "patrols", "joint_patrols",
            "people_caught", "partnered_patrols", "hazards_found",
            "hazards_rectified", "hazards_verified", "hazards_overdue",
        ):  # fmt: skip
            found[code] = (total[code], None)
        return found

    def _middle(self, name: str, level: str, key: int, months: Iterable[date]) -> Fraction | None:
        """The median of its villages, each with the median of its months."""
        by_village: dict[int, list[Fraction]] = defaultdict(list)
        for month in months:
            for village, _place in self.inside(month, level, key):
                by_village[village["id"]] += self.month(village, month)[name]
        known = [median(gaps) for gaps in by_village.values() if gaps]
        return median(known) if known else None

    def _judged(self, village: Row, months: Iterable[date]) -> str:
        """Any month not met: not met; else any month not reported: not reported; else met."""
        states = []
        for month in months:
            five = self.month(village, month).get("five", [None])
            states.append(
                "not met" if any(five) else "met" if all(count == 0 for count in five) else "not reported"
            )
        return next((state for state in ("not met", "not reported") if state in states), "met")

    def _reported(self, village: Row, months: Iterable[date]) -> bool:
        return all(None not in self.month(village, month).get("five", [None]) for month in months)


def _holds(row: Row, day: date) -> bool:
    return bool(row["starts_on"] <= day and (row["ends_on"] is None or row["ends_on"] >= day))


def _two_digits(hours: Fraction) -> Fraction:
    """Half away from zero."""
    return Fraction(int(hours * 100 + Fraction(1, 2)), 100)


def _yes(total: Mapping[str, Any], question: str) -> tuple[int, int]:
    """Who said yes, and who said yes or no."""
    yes, no = (int(total[f"{question}_{answer}"]) for answer in ("yes", "no"))
    return yes, yes + no


def _sum(total: Mapping[str, Any], ratings: Iterable[str]) -> int:
    return int(sum(total[f"satisfaction_{one}"] for one in ratings))


def same(figure: tuple[Any, Any], wanted: tuple[Any, Any]) -> bool:
    """Are they one figure? Targets are stored with six digits for each village and month; everything else is exact."""
    for one, other in zip(figure, wanted, strict=True):
        if (one is None) != (other is None):
            return False
        if one is not None and abs(Fraction(one) - Fraction(other)) > CLOSE:
            return False
    return True
