"""What several forms share: their facts, and blocks that stand in more than one.

Sex, age, people (民族), occupation and the number of the identity card are lines for the pen: the registry has no field
for them. So is the telephone: pages mask it for everybody and show it to a few, each time with a reason, and a paper
asks for none. The address of a party who stands in the register is that of the register; of others it is a line for
the pen, and so is one that is hidden from the other sides: each side reads what the others sign.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from disputes.models import Mediator, Party
from documents.blocks import Each, Grid, Label, Line, Lines, Signature, Value
from documents.cases import SIDES, Case, day, named, plain

FORMER = "前次"  # beside the number of an agreement that holds no more
PEN_DAY = "　　　年　　月　　日"
LEAST_PARTIES = 2
LEAST_COUNTED = 3  # of one side; fewer are named


@dataclass
class Paper:
    """What the registry writes on each page. ``mark``: 草稿, 作废, 前次 or nothing; ``ply``: which of several it is."""

    number: str = ""
    mark: str = ""
    ply: str = ""
    print: str = ""


@dataclass
class Person:
    """A party. ``phone`` is always a line for the pen, which templates of a county may name; ``stands_for``: guardian
    and representative, in one line."""

    side: str = ""
    name: str = ""
    phone: str = ""
    guardian: str = ""
    representative: str = ""
    mandate: str = ""
    stands_for: str = ""
    address: str = ""


@dataclass
class Base:
    """The facts that every form of a dispute has."""

    paper: Paper = field(default_factory=Paper)
    body: str = ""
    kind: str = ""
    origin: str = ""
    summary: str = ""
    accepted_on: str = ""
    handled_on: str = ""
    mediators: str = ""
    sides: str = ""
    parties: list[Person] = field(default_factory=list)


def base_of(case: Case) -> dict[str, Any]:
    """The facts of ``Base`` as arguments of a form's own dataclass."""
    dispute, people = case.dispute, [person_of(party, case.houses) for party in case.parties]
    shown = people + [Person(SIDES["AB"[number]] + "方") for number in range(len(people), LEAST_PARTIES)]
    return {
        "paper": Paper(dispute.number_label, "作废" if case.is_withdrawn else ""),
        "body": case.body,
        "kind": f"{dispute.get_kind_display()}纠纷".replace("纠纷纠纷", "纠纷"),
        "origin": dispute.get_origin_display(),
        "summary": dispute.summary,
        "accepted_on": day(dispute.occurred_on),
        "handled_on": day(dispute.handled_on),
        "mediators": named(mediator_name(one) for one in case.mediators),
        "sides": sides_of(people),
        "parties": shown,
    }


def sides_of(people: list[Person]) -> str:
    """张三、李四与王五等3人: of a side up to two by name, of more the first one and how many they are."""
    names: dict[str, list[str]] = {}
    for one in people:
        if one.name:
            names.setdefault(one.side, []).append(one.name)
    return "与".join(
        named(side) if len(side) < LEAST_COUNTED else f"{side[0]}等{len(side)}人" for side in names.values()
    )


def person_of(party: Party, houses: Mapping[int, str]) -> Person:
    """``houses``: key of a resident -> address."""
    minor = "（未成年人）" if party.is_minor else ""
    guardian, representative = plain(party.guardian), plain(party.representative)
    return Person(
        side=f"{SIDES[party.side]}方",
        name=plain(party.name) + minor,
        guardian=guardian,
        representative=representative,
        mandate=party.mandate,
        address="" if party.hides_address else houses.get(party.resident_id or 0, ""),
        stands_for=named(
            [
                f"监护人：{guardian}" if guardian else "",
                f"委托代理人：{representative}" if representative else "",
            ]
        ),
    )


def mediator_name(mediator: Mediator) -> str:
    return str(mediator.user) if mediator.user else mediator.name


def people() -> Grid:
    """The grid of the parties, with lines for the pen."""
    side, name = Label("{{ party.side }}", rows=4), Value("{{ party.name }}")
    asked = (Label("性别"), Value(""), Label("年龄"), Value(""), Label("民族"), Value(""))
    rows = (
        Line((side, Label("姓名（名称）"), name, *asked)),
        Line((Label("联系方式"), Value("{{ party.phone }}"), Label("证件号码", 2), Value("", 4))),
        Line((Label("单位或住址"), Value("{{ party.address }}", 5), Label("职业"), Value(""))),
        Line((Label("监护人、代理人"), Value("{{ party.stands_for }}", 7))),
    )
    return Grid((8, 20, 22, 9, 7, 9, 7, 9, 13), (Lines("parties", "party", rows),))


def signatures(*last: Signature) -> tuple[Each | Signature, ...]:
    """A line for each party, then the others."""
    each = Each("parties", "party", (Signature("{{ party.side }}（签名、盖章或按指印）：{{ party.name }}"),))
    return (each, *last)
