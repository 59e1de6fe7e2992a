"""Schools, firms and the like of the villages, to which visits there lead."""

from demo.plan import Plan
from residents.models import Premises, Service

Kind = Premises.Kind
# Each village has its school; the others are shared out by the number of the village.
OTHERS = (
    (Kind.ENTERPRISE, "竹木加工厂", 1),
    (Kind.CLINIC, "卫生室", 2),
    (Kind.MARKET, "农贸市场", 7),
    (Kind.BANK, "助农取款点", 4),
    (Kind.HOTEL, "客栈", 9),
    (Kind.TO_LET, "出租房", 6),
    (Kind.CONTACT, "警民联系点", 3),
)
OF_SERVICE = {Service.Kind.SCHOOL: Kind.SCHOOL, Service.Kind.ENTERPRISE: Kind.ENTERPRISE}


def write_premises(plan: Plan) -> None:
    """A school a village, and some of the others; none of them names anybody."""
    number = 0
    for beat in plan.beats:
        keys = {"post_id": beat.post.pk, "station_id": beat.station.pk}
        for village in beat.villages:
            number += 1
            stem = village.short_name.removesuffix("村")
            kinds = [
                (Kind.SCHOOL, "小学"),
                *((kind, name) for kind, name, each in OTHERS if number % each == 0),
            ]
            for kind, name in kinds:
                plan.write(
                    Premises,
                    village_id=village.pk,
                    name=stem + name,
                    kind=kind,
                    starts_on=plan.timeline.first_day,
                    **keys,
                )


def place_services(plan: Plan, services: list[Service]) -> None:
    """Visits to schools and firms were at those of their village."""
    known = {(one.village_id, one.kind): one.pk for one in plan.rows[Premises]}
    for one in services:
        kind = OF_SERVICE.get(Service.Kind(one.kind))
        one.premises_id = known.get((one.village_id, kind)) if kind else None
