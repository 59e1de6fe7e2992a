"""Walks to find disputes: one a post and month, most without result; a third of the disputes found came of one."""

from demo.plan import Plan
from demo.workload import entry
from disputes.models import CheckRound, Dispute

SHARE = 1 / 3
NOTES = ("走访各组组长", "结合赶集日了解", "看望老人时询问", "")


def write_check_rounds(plan: Plan, disputes: list[Dispute]) -> None:
    """Enter the rounds, and name on each dispute that came of one its round."""
    rng = plan.rng("check rounds")
    beats = {beat.post.pk: beat for beat in plan.beats}
    found: list[tuple[Dispute, CheckRound]] = []
    rows: list[CheckRound] = []
    for dispute in disputes:
        if dispute.origin == "found" and rng.random() < SHARE:
            beat, note = beats[dispute.post_id], rng.choice(NOTES)
            came_of = entry(
                CheckRound, beat, dispute.occurred_on, rng, village=dispute.village_id, found=1, note=note
            )
            found.append((dispute, came_of))
    for beat in plan.beats:
        for month in sorted(beat.duty_by_month):
            day = rng.choice(beat.duty_in(month))
            rows.append(entry(CheckRound, beat, day, rng, found=0, note=rng.choice(NOTES)))
    plan.enter([*rows, *(one for _dispute, one in found)])
    for dispute, came_of in found:
        dispute.check_round_id = came_of.pk
