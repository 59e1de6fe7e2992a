"""The invented county: 11 towns, 74 villages, 6 stations, 23 posts. No post reaches across a town's border."""

from datetime import date, timedelta
from decimal import Decimal

from demo.names import phone
from demo.plan import Beat, Plan
from posts.models import (
    County,
    Membership,
    Post,
    PostFile,
    Station,
    Town,
    Village,
    VillageName,
    VillageProfile,
)

COUNTY_CODE, COUNTY_NAME = "990101", "清禾县"

# A line a station: its name, and its towns with their villages in groups of a post.
STATIONS = (
    ("城关派出所", {"城关镇": "东门 南门 西园/北街 河埠 塔下/城郊 新塘 榨坊"}),
    (
        "松岭派出所",
        {"松岭镇": "松岭 上塘 下塘 石壁/樟坪 黄泥坳 大屋", "白鹭镇": "白鹭 沙洲 柳湾/古渡 茶亭 沿河"},
    ),
    (
        "云塘派出所",
        {"云塘镇": "云塘 荷叶 新屋 长坝/油坊 梧桐 竹林", "柳溪镇": "柳溪 溪口 磨石/枣树 晒谷 平田"},
    ),
    (
        "桃园派出所",
        {"桃园乡": "桃园 花桥 凤形 井边/双坑 杉木 坪上", "竹坪乡": "竹坪 苦竹 笋坞/石门 半山 岭背"},
    ),
    (
        "月山派出所",
        {"月山镇": "月山 月塘 山背 龙潭/瓦窑 枫树 长岗", "梅坳乡": "梅坳 梅源 桥头/横溪 高排 下坪"},
    ),
    (
        "禾丰派出所",
        {"禾丰乡": "禾丰 良田 仓前 陂下/水车 稻香 圳头", "鹿鸣乡": "鹿鸣 青草 鹿角/茅坪 清泉 黄沙"},
    ),
)
CONTACT_POINTS = {"岭背", "下坪", "黄沙"}
HILLS, MOUNTAINS = {"半山", "高排"}, {"岭背"}
TRIALS = {"东门", "南门", "松岭", "上塘", "白鹭", "云塘", "荷叶", "桃园", "月山", "梅坳", "禾丰", "鹿鸣"}
Item = PostFile.Item
LACKS: dict[int, tuple[Item, ...]] = {  # by the number of the post: what the last check did not find
    1: (Item.REST_ROOM,),
    4: (Item.SIGNS, Item.DISPLAY_BOARD),
    7: (Item.NETWORK,),
    10: (Item.MEDIATION_ROOM, Item.REST_ROOM, Item.LETTER_BOX),
    16: (Item.NETWORK, Item.SIGNS),
    21: (Item.NOTICE_BOARD,),
}
NEVER_CHECKED, SMALL = {13, 19}, {10: "借用村委会偏房"}


def lay_out(plan: Plan) -> None:
    """County, towns, villages with their names, stations, posts and which village belongs to which post."""
    plan.county = plan.write(County, code=COUNTY_CODE, name=COUNTY_NAME)
    towns_before = 0
    for name, towns in STATIONS:
        station = plan.write(Station, name=name, county_id=plan.county.pk)
        for town_name, groups in towns.items():
            town = _town(plan, town_name, towns_before)
            plan.write(Station.towns.through, station_id=station.pk, town_id=town.pk)
            _posts(plan, station, town, [group.split() for group in groups.split("/")])
            towns_before += 1


def _town(plan: Plan, name: str, number: int) -> Town:
    code = f"{COUNTY_CODE}{(100 if name.endswith('镇') else 200) + number}"
    return plan.write(Town, code=code, name=name, county_id=plan.county.pk)


def _posts(plan: Plan, station: Station, town: Town, groups: list[list[str]]) -> None:
    number = 200
    for group in groups:
        post = _post(plan, station, group, is_first=number == 200)
        villages = []
        for stem in group:
            villages.append(_village(plan, town, number, stem, post))
            number += 1
        plan.beats.append(Beat(post, station, villages))


def _post(plan: Plan, station: Station, group: list[str], is_first: bool) -> Post:
    is_contact = group[-1] in CONTACT_POINTS
    kind = Post.Kind.CONTACT if is_contact else Post.Kind.CENTER if is_first else Post.Kind.STANDARD
    post = plan.write(
        Post,
        name=group[0] + ("警民联系点" if is_contact else "中心警务室" if is_first else "警务室"),
        station_id=station.pk,
        kind=kind,
        phone=phone(len(plan.beats)),
        opened_on=date(plan.timeline.first_day.year - 3, 3, 1),
    )
    _file(plan, post, len(plan.beats))
    return post


def _village(plan: Plan, town: Town, number: int, stem: str, post: Post) -> Village:
    code, name = f"{town.code}{number}", f"{stem}村委会"
    village = plan.write(Village, code=code, name=name, town_id=town.pk, kind=Village.kind_of(code))
    since = plan.timeline.first_day
    plan.write(VillageName, village_id=village.pk, name=name, since=since)
    plan.write(Membership, village_id=village.pk, post_id=post.pk, starts_on=plan.timeline.first_day)
    _profile(plan, village, stem)
    return village


def _profile(plan: Plan, village: Village, stem: str) -> None:
    """Published numbers that differ from village to village; twelve villages began as a trial."""
    number, classes = village.pk, VillageProfile.Terrain
    terrain = classes.MOUNTAIN if stem in MOUNTAINS else classes.HILL if stem in HILLS else classes.PLAIN
    phases = VillageProfile.Phase
    households = 320 + number * 37 % 280
    plan.write(
        VillageProfile,
        village_id=village.pk,
        since=plan.timeline.first_day,
        phase=phases.TRIAL if stem in TRIALS else phases.ROLL_OUT,
        terrain=terrain,
        area=Decimal(820 + number * 173 % 1900) / 100,
        people=households * 3 + number % 40,
        households=households,
        groups=5 + number % 9,
    )


def _file(plan: Plan, post: Post, number: int) -> None:
    """What the last check found; two posts were never checked."""
    if number in NEVER_CHECKED:
        return
    today, lacks = plan.timeline.today, LACKS.get(number, ())
    plan.write(
        PostFile,
        post_id=post.pk,
        there=[item.value for item in Item if item not in lacks],
        area=12 if number in SMALL else 18 + number % 5 * 4,
        small_reason=SMALL.get(number, ""),
        signs_due_on=today + timedelta(days=20) if Item.SIGNS in lacks else None,
        network_due_on=today - timedelta(days=10) if Item.NETWORK in lacks else None,
        checked_on=today - timedelta(days=20 + number * 9 % 200),
    )
