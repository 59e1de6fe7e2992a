"""Slips: of a request, with the code by which whoever asked learns its state; of a referral, with its answer beside."""

from dataclasses import dataclass, field
from typing import Any

from documents.blocks import Grid, Heading, Label, Layout, Line, Lookup, Signature, TearOff, Value
from documents.cases import day, plain
from documents.layouts.base import PEN_DAY, Paper
from referrals.models import Referral


@dataclass
class Slip:
    """``code``: shown this once, as ``K7MPX-3WQ9T``. ``address``: where it is typed."""

    paper: Paper = field(default_factory=Paper)
    station: str = ""
    post: str = ""
    asked_on: str = ""
    due_on: str = ""
    code: str = ""
    address: str = ""
    shown_days: str = ""


@dataclass
class ReferralSlip(Slip):
    """``name``: of whoever it is about, with consent alone."""

    receiver: str = ""
    asked: str = ""
    name: str = ""
    sent_by: str = ""
    urgency: str = ""


CODE = Lookup(
    "查询编码",
    "{{ code }}",
    "{{ address }}",
    "用手机扫码或打开网址，输入编码，可查看办理状态和答复日期，页面不显示姓名和内容。"
    "编码只印在本单上，请妥善保管；答复满{{ shown_days }}日后失效。",
)

REQUEST_SLIP: Layout = (
    Grid(
        (18, 32, 18, 32),
        (
            Line((Label("编号"), Value("{{ paper.number }}", 3))),
            Line((Label("受理单位"), Value("{{ station }} {{ post }}", 3))),
            Line((Label("受理日期"), Value("{{ asked_on }}"), Label("答复期限"), Value("{{ due_on }}"))),
        ),
    ),
    CODE,
    Signature("经办人（签名）：", PEN_DAY),
)

REFERRAL_SLIP: Layout = (
    Grid(
        (18, 32, 18, 32),
        (
            Line((Label("编号"), Value("{{ paper.number }}"), Label("紧急程度"), Value("{{ urgency }}"))),
            Line(
                (
                    Label("转出单位"),
                    Value("{{ station }} {{ post }}"),
                    Label("承办单位"),
                    Value("{{ receiver }}"),
                )
            ),
            Line((Label("转办日期"), Value("{{ asked_on }}"), Label("答复期限"), Value("{{ due_on }}"))),
            Line((Label("转办事项"), Value("{{ asked }}", 3, 3))),
            Line((Label("当事人姓名"), Value("{{ name }}"), Label("经办人"), Value("{{ sent_by }}"))),
        ),
    ),
    CODE,
    TearOff("沿此线撕下寄回"),
    Heading("转办事项答复单"),
    Grid(
        (18, 32, 18, 32),
        (
            Line((Label("编号"), Value("{{ paper.number }}"), Label("答复期限"), Value("{{ due_on }}"))),
            Line((Label("寄回单位"), Value("{{ station }} {{ post }}", 3))),
            Line((Label("办理结果"), Value("□已解决　　□未解决　　□不属本单位办理，退回", 3))),
            Line((Label("办理情况或退回理由"), Value("", 3, 4))),
            Line((Label("答复人"), Value(""), Label("联系方式"), Value(""))),
        ),
    ),
    Signature("承办单位（印章）：", PEN_DAY),
)


@dataclass(frozen=True)
class Coded:
    """A request or a referral with its code, while that is shown: what the slips are made of."""

    row: Any
    code: str
    address: str
    shown_days: int


def request_slip(coded: Coded) -> list[Slip]:
    return [Slip(**_shared(coded), asked_on=day(coded.row.occurred_on))]


def referral_slip(coded: Coded) -> list[Slip]:
    row: Referral = coded.row
    return [
        ReferralSlip(
            **_shared(coded),
            asked_on=day(row.sent_on),
            receiver=row.receiver_name,
            asked=row.asked,
            name=plain(row.name) if row.has_consent else "",
            sent_by=str(row.sent_by),
            urgency=str(row.get_urgency_display()),
        )
    ]


def _shared(coded: Coded) -> dict[str, Any]:
    row = coded.row
    return {
        "paper": Paper(row.receipt),
        "station": str(row.station),
        "post": str(row.post),
        "due_on": day(row.due_on),
        "code": coded.code,
        "address": coded.address,
        "shown_days": str(coded.shown_days),
    }
