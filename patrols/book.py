"""The declarations of the books of patrols, planned rounds, plans and checkpoints (settings.BOOKS names them)."""

from django.utils.translation import gettext_lazy as _

from ledgers.book import HAPPENED, Book, Fate, Group, HandOver, Listing, OpenWork, VillageEnds
from pages.keyset import Order
from patrols import filters, tables
from patrols.models import Checkpoint, Patrol, PatrolPartner, PatrolPlan, PlannedRound

PLACE = ("village__town", "post", "station")
STARTS = {"starts_on": Order("starts_on"), "name": Order("name")}

PATROLS = Book(
    stem="patrols:patrol",
    title=_("Patrols"),
    about=_("Rounds alone or with a team"),
    icon="bicycle",
    group=Group.LEDGERS,
    records="record_patrol",
    keeps_drafts=True,
    is_exported=True,
    hands_over=(HandOver("returned", "state=given_back"),),
    village_ends=HAPPENED,
    paper="群防群治队伍登记簿（巡逻）",
    given_back_in_demo=2,
    related=("village__town", "post", "station", "recorded_by"),
    listing=Listing(
        model=Patrol,
        table=tables.PatrolTable,
        filterset=filters.PatrolFilterSet,
        summed=("caught",),
    ),
)
TO_ANSWER = OpenWork(
    label=_("Joint patrols of other posts: say whether we took part"), query="to_answer=on", rank=5,
    verb="record_patrol", is_shown_empty=False,
)  # fmt: skip
PARTNERS = Book(
    stem="patrols:partner",
    title=_("Joint patrols with other posts"),
    about=_("Which other posts were on a patrol, and what they did"),
    icon="people-fill",
    group=Group.LEDGERS,
    keeps_drafts=False,
    is_exported=True,
    hands_over=(HandOver("partners", "to_answer=on"),),
    village_ends=HAPPENED,
    paper="群防群治队伍登记簿（联防）",
    on_today=(TO_ANSWER,),
    related=("partner_post", "partner_village", "answered_by", *PLACE),
    listing=Listing(
        model=PatrolPartner,
        table=tables.PartnerTable,
        filterset=filters.PartnerFilterSet,
    ),
)
TO_WALK = OpenWork(
    label=_("Planned rounds to walk or to explain"),
    query="open=on",
    rank=4,
    verb="walk_round",
    is_shown_empty=False,
)
UNFINISHED = OpenWork(
    label=_("Planned rounds begun and not finished: record the patrol"), query="unfinished=on", rank=5,
    verb="walk_round", is_shown_empty=False,
)  # fmt: skip
TO_EXPLAIN = OpenWork(
    label=_("Planned rounds not walked: say why"), query="to_explain=on", rank=44, verb="explain_round",
    is_shown_empty=False,
)  # fmt: skip
ROUNDS = Book(
    stem="patrols:walk",
    title=_("Planned rounds"),
    about=_("Rounds of patrol plans, a line a day"),
    icon="signpost-split",
    group=Group.LEDGERS,
    keeps_drafts=False,
    is_exported=True,
    hands_over=(HandOver("rounds", "open=on"),),
    village_ends=HAPPENED,
    paper="群防群治队伍登记簿（巡逻计划执行）",
    on_today=(TO_WALK, UNFINISHED),
    on_board=(TO_EXPLAIN,),
    related=("plan__team", "patrol", "started_by", *PLACE),
    listing=Listing(
        model=PlannedRound,
        table=tables.RoundTable,
        filterset=filters.RoundFilterSet,
        summed=("points_passed", "points_planned"),
    ),
)
PLANS_TO_MOVE = OpenWork(
    label=_("Patrol plans still entered in an abolished village"),
    query="abolished=on&running=on",
    rank=49,
    is_shown_empty=False,
)
PLANS = Book(
    stem="patrols:plan",
    title=_("Patrol plans"),
    icon="calendar-week",
    group=Group.REGISTERS,
    records="plan_patrols",
    keeps_drafts=True,
    is_exported=True,
    paper="群防群治队伍登记簿（巡逻计划）",
    on_today=(PLANS_TO_MOVE,),
    on_board=(PLANS_TO_MOVE,),
    hands_over=(HandOver("plans", "running=on"),),
    village_ends=VillageEnds(merged=Fate.TO_MOVE, given_up=Fate.TO_MOVE),
    related=("team", *PLACE),
    listing=Listing(
        model=PatrolPlan,
        table=tables.PlanTable,
        filterset=filters.PlanFilterSet,
        orders=STARTS,
        default_order="-starts_on",
    ),
)
MISSED = OpenWork(
    label=_("Checkpoints missed again and again"), query="missed=on", rank=43, is_shown_empty=False
)
POINTS_TO_MOVE = OpenWork(
    label=_("Checkpoints still entered in an abolished village"),
    query="abolished=on&running=on",
    rank=49,
    is_shown_empty=False,
)
CHECKPOINTS = Book(
    stem="patrols:checkpoint",
    title=_("Checkpoints"),
    icon="signpost",
    group=Group.REGISTERS,
    records="plan_patrols",
    keeps_drafts=True,
    is_exported=True,
    paper="群防群治队伍登记簿（巡逻点）",
    on_today=(MISSED, POINTS_TO_MOVE),
    on_board=(MISSED, POINTS_TO_MOVE),
    on_county=(MISSED,),
    hands_over=(HandOver("checkpoints", "running=on"),),
    village_ends=VillageEnds(merged=Fate.TO_MOVE, given_up=Fate.TO_MOVE),
    related=PLACE,
    listing=Listing(
        model=Checkpoint,
        table=tables.CheckpointTable,
        filterset=filters.CheckpointFilterSet,
        orders=STARTS,
        default_order="-starts_on",
    ),
)
