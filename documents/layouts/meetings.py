"""The minutes of a village meeting, to be signed by those who were there and filed in the village."""

from dataclasses import dataclass, field

from documents.blocks import Grid, Label, Layout, Line, Signature, Value
from documents.cases import day, plain
from documents.layouts.base import PEN_DAY, Paper
from meetings.models import Meeting


@dataclass
class MeetingMinutes:
    """``told``: the published figures that were told; ``until``: the last day of the focus."""

    paper: Paper = field(default_factory=Paper)
    village: str = ""
    station: str = ""
    post: str = ""
    held_on: str = ""
    people: str = ""
    attended: str = ""
    minutes: str = ""
    told: str = ""
    focus: str = ""
    until: str = ""
    recorded_by: str = ""


MINUTES: Layout = (
    Grid(
        (16, 34, 16, 34),
        (
            Line(
                (
                    Label("村（社区）"),
                    Value("{{ village }}"),
                    Label("警务室"),
                    Value("{{ station }}{{ post }}"),
                )
            ),
            Line((Label("日期"), Value("{{ held_on }}"), Label("到会人数"), Value("{{ people }}人"))),
            Line((Label("参加单位"), Value("{{ attended }}", 3))),
            Line((Label("会议内容"), Value("{{ minutes }}", 3, 10))),
            Line((Label("通报的指标"), Value("{{ told }}", 3, 4))),
            Line((Label("下期重点"), Value("{{ focus }}", 3, 2))),
            Line((Label("重点至"), Value("{{ until }}"), Label("记录人"), Value("{{ recorded_by }}"))),
        ),
    ),
    Signature("村委会（签名）：", PEN_DAY),
    Signature("警务室（签名）：", PEN_DAY),
)


def minutes(meeting: Meeting) -> list[MeetingMinutes]:
    return [
        MeetingMinutes(
            paper=Paper(meeting.receipt, "" if meeting.is_counted else "作废"),
            village=str(meeting.village),
            station=str(meeting.station),
            post=str(meeting.post),
            held_on=day(meeting.occurred_on),
            people=str(meeting.people),
            attended=meeting.get_attended_display(),
            minutes=plain(meeting.minutes),
            told=f"{meeting.get_told_month_display()}：{plain(meeting.told)}" if meeting.told_month else "",
            focus=plain(meeting.focus),
            until=day(meeting.focus_until) if meeting.focus_until else "",
            recorded_by=meeting.recorded_by.name,
        )
    ]
