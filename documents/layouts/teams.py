"""Papers of teams: the roster, the consent of a member, the sign-in sheet of a training.

Telephones are lines for the pen: pages mask them, and a paper asks for none. Nobody's identity number is asked for.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

import rules
from documents.blocks import Grid, Label, Layout, Line, Lines, Paragraph, Signature, Value
from documents.cases import day, named, plain
from documents.layouts.base import PEN_DAY, Paper
from teams.models import Member, Team
from teams.trainees import called
from training.models import Attendance, Training

EMPTY_LINES = 12  # of a sign-in sheet, for those whom nobody has noted yet


@dataclass
class OnRoster:
    """One member: of a leader ``leads`` says so."""

    number: str = ""
    name: str = ""
    leads: str = ""
    agreed: str = ""
    since: str = ""
    hours: str = ""


@dataclass
class Roster:
    """The members of today."""

    paper: Paper = field(default_factory=Paper)
    team: str = ""
    kind: str = ""
    station: str = ""
    post: str = ""
    village: str = ""
    functions: str = ""
    partner: str = ""
    printed_on: str = ""
    people: list[OnRoster] = field(default_factory=list)


@dataclass
class Consent:
    """Read and signed before a member is entered; of one who is entered with the name."""

    paper: Paper = field(default_factory=Paper)
    name: str = ""
    team: str = ""
    village: str = ""
    station: str = ""
    post: str = ""
    kept_days: str = ""


@dataclass
class Signed:
    """One line of a sign-in sheet; empty for the pen."""

    number: str = ""
    name: str = ""
    of: str = ""


@dataclass
class SignIn:
    """Who is noted already, and empty lines."""

    paper: Paper = field(default_factory=Paper)
    topic: str = ""
    held_on: str = ""
    hours: str = ""
    way: str = ""
    teacher: str = ""
    place: str = ""
    station: str = ""
    people: list[Signed] = field(default_factory=list)


ROSTER: Layout = (
    Grid(
        (14, 36, 14, 36),
        (
            Line((Label("派出所"), Value("{{ station }}"), Label("警务室"), Value("{{ post }}"))),
            Line((Label("队伍"), Value("{{ team }}"), Label("类别"), Value("{{ kind }}"))),
            Line((Label("村"), Value("{{ village }}"), Label("协作单位"), Value("{{ partner }}"))),
            Line((Label("职能"), Value("{{ functions }}"), Label("打印日期"), Value("{{ printed_on }}"))),
        ),
    ),
    Grid(
        (9, 15, 13, 24, 24, 9, 22),
        (
            Line(
                (
                    Label("序号"),
                    Label("姓名"),
                    Label("职务"),
                    Label("同意日期"),
                    Label("入队日期"),
                    Label("学时"),
                    Label("联系方式"),
                )
            ),
            Lines(
                "people",
                "one",
                (
                    Line(
                        (
                            Value("{{ one.number }}"),
                            Value("{{ one.name }}"),
                            Value("{{ one.leads }}"),
                            Value("{{ one.agreed }}"),
                            Value("{{ one.since }}"),
                            Value("{{ one.hours }}"),
                            Value(""),
                        )
                    ),
                ),
            ),
        ),
        head=True,
    ),
    Signature("警务室（签名）：", PEN_DAY),
)

CONSENT: Layout = (
    Grid(
        (18, 32, 18, 32),
        (
            Line((Label("姓名"), Value("{{ name }}"), Label("联系方式"), Value(""))),
            Line((Label("队伍"), Value("{{ team }}"), Label("村"), Value("{{ village }}"))),
            Line((Label("处理者"), Value("{{ station }} {{ post }}", 3))),
        ),
    ),
    Paragraph(
        "一、目的和方式：为组织群防群治队伍、安排培训和巡逻，登记我的姓名、联系方式、入队日期和培训学时。"
    ),
    Paragraph(
        "二、范围：不登记证件号码、照片、行踪和位置；姓名和联系方式加密保存，仅本警务室和派出所可见，县局只看到人数。"
    ),
    Paragraph(
        "三、保存期限：在队期间保存；退出或撤回同意后，姓名和联系方式在{{ kept_days }}日后删除，只留人数和学时。"
    ),
    Paragraph(
        "四、权利：我可以查阅、复制、更正、删除我的信息，可以随时撤回同意，撤回后立即不再是队员，不影响此前的活动。"
    ),
    Paragraph(
        "五、我已满18周岁，自愿参加，已阅读并同意以上内容（个人信息保护法第十三条、第十四条、第十七条）。"
    ),
    Signature("本人（签名）：", PEN_DAY),
    Signature("警务室经办人（签名）：", PEN_DAY),
)

SIGN_IN: Layout = (
    Grid(
        (14, 36, 14, 36),
        (
            Line((Label("培训内容"), Value("{{ topic }}"), Label("日期"), Value("{{ held_on }}"))),
            Line((Label("学时"), Value("{{ hours }}"), Label("方式"), Value("{{ way }}"))),
            Line((Label("授课单位"), Value("{{ teacher }}"), Label("地点"), Value("{{ place }}"))),
            Line((Label("举办"), Value("{{ station }}", 3))),
        ),
    ),
    Grid(
        (10, 22, 38, 30),
        (
            Line((Label("序号"), Label("姓名"), Label("警务室或队伍"), Label("签名"))),
            Lines(
                "people",
                "one",
                (
                    Line(
                        (
                            Value("{{ one.number }}"),
                            Value("{{ one.name }}"),
                            Value("{{ one.of }}"),
                            Value(""),
                        )
                    ),
                ),
            ),
        ),
        head=True,
    ),
    Signature("授课人（签名）：", PEN_DAY),
)


def roster(team: Team) -> list[Roster]:
    """The members of today with their hours; call it for who sees their names."""
    today = timezone.localdate()
    members: Any = Member.objects.filter(team=team).on(today).with_hours(today)  # annotated
    return [
        Roster(
            paper=Paper(team.receipt, "作废" if team.ends_on else ""),
            team=team.name,
            kind=str(team.get_kind_display()),
            station=str(team.station),
            post=str(team.post),
            village=named([str(team.village), team.get_further_villages_display()]),
            functions=team.get_functions_display(),
            partner=team.partner,
            printed_on=day(today),
            people=[
                OnRoster(
                    str(number),
                    plain(one.name),
                    "负责人" if one.is_leader else "",
                    day(one.consent_on),
                    day(one.starts_on),
                    f"{float(one.hours):g}",
                )
                for number, one in enumerate(members, start=1)
            ],
        )
    ]


def consent(about: Team | Member) -> list[Consent]:
    """For a member who is entered, or for the pen: of a team before somebody joins it."""
    team = about if isinstance(about, Team) else about.team
    return [
        Consent(
            paper=Paper(team.receipt),
            name=plain(about.name) if isinstance(about, Member) else "",
            team=team.name,
            village=str(team.village),
            station=str(team.station),
            post=str(team.post),
            kept_days=str(rules.newest("member.kept_days")),
        )
    ]


def sign_in(training: Training) -> list[SignIn]:
    """Those whom the row policies show to who prints, and empty lines."""
    rows = list(
        Attendance.objects.filter(training=training).select_related("person", "post").order_by("post", "pk")
    )
    members = Member.objects.filter(pk__in=[one.member for one in rows if one.member]).select_related(
        "team__village"
    )
    known = {one.pk: one for one in members}
    people = [(one.person.name, str(one.post)) for one in rows if one.person]
    people += [
        (plain(known[one.member].name), called(known[one.member].team)) for one in rows if one.member in known
    ]
    lines = [Signed(str(n), name, of) for n, (name, of) in enumerate(people, start=1)]
    lines += [Signed(str(len(lines) + n)) for n in range(1, EMPTY_LINES + 1)]
    return [
        SignIn(
            paper=Paper(f"PX-{training.pk:06d}", "" if training.is_held else "作废"),
            topic=str(training.get_topic_display()),
            held_on=day(training.held_on),
            hours=f"{float(training.hours):g}",
            way=str(training.get_way_display()),
            teacher=training.teacher,
            place=str(training.village),
            station=f"{training.station} {training.post if training.level == Training.Level.POST else ''}",
            people=lines,
        )
    ]
