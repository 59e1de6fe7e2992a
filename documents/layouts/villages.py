"""Papers of a village and its post: labels for doors, households not entered whole, the sheet of a post."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from documents.blocks import Grid, Label, Labels, Layout, Line, Lines, Paragraph, Passage, Signature, Value
from documents.cases import day
from documents.layouts.base import PEN_DAY, Paper
from posts.gaps import PostGaps
from posts.models import Post, Village, VillageProfile
from residents.models import Household, Premises


@dataclass
class DoorLabel:
    """The label of one household. ``address``: the page of a new visit to it. It names nobody."""

    number: str = ""
    village: str = ""
    address: str = ""


@dataclass
class DoorLabels:
    paper: Paper = field(default_factory=Paper)
    village: str = ""
    doors: list[DoorLabel] = field(default_factory=list)


@dataclass
class Incomplete:
    """A household of which not everybody is entered. ``entered`` and ``missing``: people, children among them."""

    place: str = ""
    number: str = ""
    members: str = ""
    entered: str = ""
    missing: str = ""
    last_met_on: str = ""


@dataclass
class IncompleteList:
    paper: Paper = field(default_factory=Paper)
    village: str = ""
    post: str = ""
    station: str = ""
    made_on: str = ""
    count: str = ""
    missing: str = ""
    households: list[Incomplete] = field(default_factory=list)


@dataclass
class SheetVillage:
    """A village of the post, as its profile of today says it; empty where nobody knows."""

    name: str = ""
    phase: str = ""
    terrain: str = ""
    people: str = ""
    households: str = ""
    groups: str = ""


@dataclass
class SheetPlace:
    name: str = ""
    village: str = ""
    place: str = ""
    phone: str = ""


@dataclass
class PostSheet:
    """``there``, ``due``, ``missing``: the items of the file of the post in words; ``points``: its contact points."""

    paper: Paper = field(default_factory=Paper)
    name: str = ""
    station: str = ""
    kind: str = ""
    phone: str = ""
    opened_on: str = ""
    officers: str = ""
    made_on: str = ""
    area: str = ""
    checked_on: str = ""
    there: str = ""
    due: str = ""
    missing: str = ""
    villages: list[SheetVillage] = field(default_factory=list)
    points: list[SheetPlace] = field(default_factory=list)


DOORS: Layout = (
    Paragraph("沿虚线剪开，贴在门牌旁。民警登录后扫码，直接打开该户的走访登记；标签上没有姓名，他人扫码只看到登录页。"),
    Labels(
        "doors", "door", "{{ door.number }}", "", "{{ door.village }}\n民警走访扫码登记",
        picture="{{ door.address }}", across=3,
    ),
)  # fmt: skip

INCOMPLETE: Layout = (
    Grid(
        (14, 36, 14, 36),
        (
            Line((Label("村（社区）"), Value("{{ village }}"), Label("警务室"), Value("{{ station }}{{ post }}"))),
            Line((Label("制表日期"), Value("{{ made_on }}"), Label("户数"), Value("{{ count }}户，缺{{ missing }}人"))),
        ),
    ),
    Grid(
        (7, 21, 9, 9, 9, 15, 30),
        (
            Line(
                (
                    Label("序号"), Label("门牌"), Label("人口"), Label("已登记"), Label("未登记"), Label("上次见面"),
                    Label("走访记录（手写）"),
                )
            ),
            Lines(
                "households",
                "one",
                (
                    Line(
                        (
                            Value("{{ one.place }}"), Value("{{ one.number }}"), Value("{{ one.members }}"),
                            Value("{{ one.entered }}"), Value("{{ one.missing }}"), Value("{{ one.last_met_on }}"),
                            Value("", lines=2),
                        )
                    ),
                ),
            ),
        ),
        head=True,
    ),
)  # fmt: skip

SHEET: Layout = (
    Grid(
        (16, 34, 16, 34),
        (
            Line((Label("名称"), Value("{{ name }}"), Label("派出所"), Value("{{ station }}"))),
            Line((Label("类型"), Value("{{ kind }}"), Label("启用日期"), Value("{{ opened_on }}"))),
            Line((Label("电话"), Value("{{ phone }}"), Label("制表日期"), Value("{{ made_on }}"))),
            Line((Label("民警、辅警"), Value("{{ officers }}", 3))),
            Line((Label("面积"), Value("{{ area }}"), Label("检查日期"), Value("{{ checked_on }}"))),
            Line((Label("已有设施"), Value("{{ there }}", 3))),
            Line((Label("限期完成"), Value("{{ due }}", 3))),
            Line((Label("缺少"), Value("{{ missing }}", 3))),
        ),
    ),
    Grid(
        (30, 14, 14, 16, 13, 13),
        (
            Line(
                (
                    Label("村（社区）"), Label("阶段"), Label("地形"), Label("公布人口"), Label("公布户数"),
                    Label("村民小组"),
                )
            ),
            Lines(
                "villages",
                "one",
                (
                    Line(
                        (
                            Value("{{ one.name }}"), Value("{{ one.phase }}"), Value("{{ one.terrain }}"),
                            Value("{{ one.people }}"), Value("{{ one.households }}"), Value("{{ one.groups }}"),
                        )
                    ),
                ),
            ),
        ),
        head=True,
    ),
    Grid(
        (28, 26, 26, 20),
        (
            Line((Label("联系点"), Label("村（社区）"), Label("地点"), Label("电话"))),
            Lines(
                "points",
                "one",
                (
                    Line(
                        (
                            Value("{{ one.name }}"), Value("{{ one.village }}"), Value("{{ one.place }}"),
                            Value("{{ one.phone }}"),
                        )
                    ),
                ),
            ),
        ),
        head=True,
    ),
    Signature("警务室（签名）：", PEN_DAY),
)  # fmt: skip


@dataclass(frozen=True)
class OfDoors:
    """What the labels are made of: households in walking order, and the address of a new visit to each, by key."""

    village: Village
    households: Iterable[Household]
    addresses: dict[int, str]


@dataclass(frozen=True)
class OfIncomplete:
    """What the list is made of: households in walking order, each with ``entered``, the number of its people."""

    village: Village
    households: Iterable[Any]
    post: str
    station: str
    today: date


@dataclass(frozen=True)
class OfPost:
    """What the sheet is made of. ``people``: names with their roles; ``profiles``: by the key of the village."""

    gaps: PostGaps
    people: list[str]
    profiles: dict[int, VillageProfile]
    points: Iterable[Premises]
    today: date


def doors(of: OfDoors) -> list[DoorLabels]:
    found = [
        DoorLabel(number=one.number, village=of.village.short_name, address=of.addresses[one.pk])
        for one in of.households
    ]
    return [DoorLabels(paper=Paper(), village=str(of.village), doors=found)]


def incomplete(of: OfIncomplete) -> list[IncompleteList]:
    households = list(of.households)
    return [
        IncompleteList(
            paper=Paper(),
            village=str(of.village),
            post=of.post,
            station=of.station,
            made_on=day(of.today),
            count=str(len(households)),
            missing=str(sum(one.members - one.entered for one in households)),
            households=[
                Incomplete(
                    place=str(place),
                    number=one.number,
                    members=str(one.members),
                    entered=str(one.entered),
                    missing=str(one.members - one.entered),
                    last_met_on=f"{one.last_met_on:%Y-%m-%d}" if one.last_met_on else "",
                )
                for place, one in enumerate(households, start=1)
            ],
        )
    ]


def sheet(of: OfPost) -> list[PostSheet]:
    post, file = of.gaps.post, of.gaps.file
    there = [str(item.label) for item in type(file).Item if item.value in file.there] if file else []
    return [
        PostSheet(
            paper=Paper(),
            name=str(post),
            station=str(post.station),
            kind=str(post.get_kind_display()),
            phone=post.phone,
            opened_on=day(post.opened_on),
            officers="、".join(of.people),
            made_on=day(of.today),
            area=_area(of.gaps),
            checked_on=day(file.checked_on) if file else "",
            there="、".join(there),
            due="、".join(f"{one['label']}（{one['day']:%Y-%m-%d}）" for one in of.gaps.due),
            missing="、".join(str(one) for one in of.gaps.missing),
            villages=[_village(one, of.profiles.get(one.pk)) for one in of.gaps.villages],
            points=[SheetPlace(one.name, str(one.village), one.place, one.phone) for one in of.points],
        )
    ]


def _area(gaps: PostGaps) -> str:
    if gaps.file is None or gaps.file.area is None:
        return ""
    why = f"（{gaps.file.small_reason}）" if gaps.is_small else ""
    return f"{gaps.file.area}平方米{why}"


def _village(village: Village, profile: VillageProfile | None) -> SheetVillage:
    if profile is None:
        return SheetVillage(name=str(village))
    return SheetVillage(
        name=str(village),
        phase=str(profile.get_phase_display()) if profile.phase else "",
        terrain=str(profile.get_terrain_display()),
        people="" if profile.people is None else str(profile.people),
        households="" if profile.households is None else str(profile.households),
        groups="" if profile.groups is None else str(profile.groups),
    )


@dataclass
class PrivacyNotice:
    """``answer_days``: within which a request on own data is answered; ``trail_days``: how long look-ups are kept."""

    paper: Paper = field(default_factory=Paper)
    county: str = ""
    station: str = ""
    post: str = ""
    village: str = ""
    phone: str = ""
    answer_days: str = ""
    trail_days: str = ""
    made_on: str = ""


NOTICE: Layout = (
    Paragraph(
        "为做好{{ village }}的入户走访、服务群众、纠纷调处和治安防范工作，{{ county }}公安局{{ station }}{{ post }}需要"
        "登记和使用您和家人的部分个人信息。依照《中华人民共和国个人信息保护法》第十七条，现将有关事项告知如下："
    ),
    Passage("一、由谁处理", "{{ county }}公安局{{ station }}（{{ post }}）。联系电话：{{ phone }}", lines=1),
    Passage(
        "二、登记哪些信息",
        "户：门牌号、人口数、未满14周岁儿童人数、联系电话（可以不留）。人：姓名、与户主关系、居住类型、出生年份。"
        "走访、诉求、服务和调解的日期与内容。办理业务确有需要时才登记身份证号码，加密保存，显示时只露出几位。"
        "不登记民族、宗教信仰、政治面貌、病史、指纹、人脸和照片。",
        lines=1,
    ),
    Passage(
        "三、为什么登记、怎么使用",
        "只用于走访联系、办理您提出的事项、调解纠纷和治安防范。负责本村的民警、辅警和派出所有权查看，每次查看都留有记录；"
        "上级看到的报表只有数字，没有姓名。不作评分，不作预测，不用于商业用途。",
        lines=1,
    ),
    Passage(
        "四、保存多久",
        "您迁出或者注销登记后，按保管期限到期删除或者去掉姓名；查看记录至少保存{{ trail_days }}天。",
        lines=1,
    ),
    Passage(
        "五、您的权利",
        "您可以查阅、复制、更正自己的信息，可以要求删除不应再保存的信息，可以要求解释处理规则。请向警务室提出，"
        "{{ answer_days }}日内答复。您可以谢绝走访，不需要说明理由，不影响您办事。对处理有异议的，可以向公安机关投诉。",
        lines=1,
    ),
    Signature("告知人（签名）：", PEN_DAY),
    Signature("被告知人（签名）：", PEN_DAY),
)  # fmt: skip


@dataclass(frozen=True)
class OfNotice:
    """What the notice is made of. The days: within which a request on own data is answered, and the trail is kept."""

    village: Village
    post: Post
    answer_days: int
    trail_days: int
    today: date


def notice(of: OfNotice) -> list[PrivacyNotice]:
    station = of.post.station
    return [
        PrivacyNotice(
            paper=Paper(),
            county=station.county.name,
            station=station.name,
            post=of.post.name,
            village=str(of.village),
            phone=of.post.phone,
            answer_days=str(of.answer_days),
            trail_days=str(of.trail_days),
            made_on=day(of.today),
        )
    ]
