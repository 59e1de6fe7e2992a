"""The declarations of the books of teams, their members and neighbourhood groups (settings.BOOKS names them)."""

from django.utils.translation import gettext_lazy as _

from ledgers.book import ABOUT_ANOTHER_ROW, Book, Fate, Group, HandOver, Listing, OpenWork, VillageEnds
from pages.keyset import Order
from teams import filters, tables
from teams.going_on import end_group, running, team_moved, with_free_name
from teams.models import Member, Team, WatchGroup

PLACE = ("village__town", "post", "station")
STARTS = {"starts_on": Order("starts_on")}
TO_MOVE = OpenWork(
    label=_("Teams still entered in an abolished village, to be moved"),
    query="abolished=on&running=on",
    rank=48,
    is_shown_empty=False,
)
RUN_OUT = OpenWork(
    label=_("Service agreements that have run out"), query="running_out=on", rank=52, is_shown_empty=False
)
TEAMS = Book(
    stem="teams:team",
    title=_("Teams"),
    icon="people-fill",
    group=Group.REGISTERS,
    records="edit_teams",
    keeps_drafts=True,
    is_exported=True,
    paper="群防群治队伍登记簿（队伍）",
    on_today=(TO_MOVE, RUN_OUT),
    on_board=(TO_MOVE,),
    hands_over=(HandOver("teams", "running=on"),),
    village_ends=VillageEnds(merged=Fate.GOES_ON, given_up=Fate.TO_MOVE, open=running, moved=team_moved),
    related=PLACE,
    listing=Listing(
        model=Team,
        table=tables.TeamTable,
        filterset=filters.TeamFilterSet,
        orders=STARTS | {"name": Order("name")},
        default_order="-starts_on",
    ),
)
MEMBERS = Book(
    stem="teams:member",
    title=_("Members of teams"),
    icon="person-badge",
    group=Group.REGISTERS,
    records="edit_teams",
    is_begun_in_list=True,
    keeps_drafts=True,
    subject="team",
    is_exported=True,
    paper="群防群治队伍登记簿（队员）",
    on_today=(
        OpenWork(label=_("Members who lack hours of training"), query="untrained=on&running=on", rank=55),
    ),
    hands_over=(HandOver("members", "running=on"),),
    village_ends=ABOUT_ANOTHER_ROW,
    related=("team", *PLACE),
    listing=Listing(
        model=Member,
        table=tables.MemberTable,
        filterset=filters.MemberFilterSet,
        verb="see_members",
        orders=STARTS,
        default_order="-starts_on",
    ),
)
TO_MEND = OpenWork(label=_("Neighbourhood groups to mend"), query="to_mend=on", rank=54, is_shown_empty=False)
GROUPS = Book(
    stem="teams:group",
    title=_("Neighbourhood groups"),
    icon="houses-fill",
    group=Group.REGISTERS,
    records="edit_teams",
    keeps_drafts=True,
    is_exported=True,
    paper="群防群治队伍登记簿（十户联防）",
    on_today=(TO_MEND,),
    hands_over=(HandOver("groups", "running=on"),),
    village_ends=VillageEnds(
        merged=Fate.GOES_ON, given_up=Fate.ENDS, open=running, moved=with_free_name, end=end_group
    ),
    related=PLACE,
    listing=Listing(
        model=WatchGroup,
        table=tables.GroupTable,
        filterset=filters.GroupFilterSet,
        orders=STARTS | {"name": Order("name")},
        default_order="-starts_on",
    ),
)
