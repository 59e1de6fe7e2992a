"""The forms of a dispute in the order of the case file, slips, papers of hazards, the hand-over of a post: each with
its facts, its layout, and where these come from.

A new form is its dataclass, its layout and its builder in documents/layouts/, and a row here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from disputes.models import Dispute
from documents.blocks import Layout
from documents.cases import Case
from documents.layouts import (
    after,
    agreements,
    beginning,
    blanks,
    covers,
    handovers,
    hazards,
    leaders,
    mediation,
    meetings,
    officers,
    patrols,
    police,
    slips,
    teams,
    villages,
)
from documents.layouts.base import FORMER


class Group(Enum):
    """What a form is of: a dispute, a slip with a code, hazards, a hand-over, teams and meetings, patrols, leaders,
    officers, a village or a post."""

    FILE = "file"
    SLIP = "slip"
    HAZARD = "hazard"
    HANDOVER = "handover"
    TEAM = "team"
    PATROL = "patrol"
    LEADER = "leaders"
    OFFICER = "officers"
    VILLAGE = "village"


# The case file of each procedure that has one; who was told where to go, and who is protected, has none.
FILE_TITLES: dict[str, str] = {
    Dispute.Procedure.PEOPLE: "人民调解卷宗",
    Dispute.Procedure.POLICE: "治安调解卷宗",
    Dispute.Procedure.SPOT: "治安调解卷宗",
}
PEOPLE: frozenset[str] = frozenset({Dispute.Procedure.PEOPLE})
POLICE: frozenset[str] = frozenset({Dispute.Procedure.POLICE})
SPOT: frozenset[str] = frozenset({Dispute.Procedure.SPOT})
OF_THE_POLICE = frozenset[str](Dispute.OF_THE_POLICE)
EACH = PEOPLE | OF_THE_POLICE


@dataclass(frozen=True, kw_only=True)
class Form:
    """One form. ``build`` gives the facts of each instance: none where it is not needed yet. ``to_fill``: those to
    print it with before it is needed, by default what every form has.

    ``heading``: above it on the paper, by default the title. ``plies``: it is printed once for each, with its name; of
    these the case file holds ``filed_ply`` alone. ``named``: the fact by which several instances are told apart.
    ``is_counted``: its pages have numbers, and stand in the contents. ``is_tall``: a cover. ``is_close``: set closely,
    so that it fits on one sheet. ``facts``: the dataclass that ``build`` fills, from a Case, for a slip from a row
    with its code, for hazards from one of them or those of a village. ``fits``: the procedures in whose file it
    belongs.
    """

    code: str
    title: str
    facts: type[Any]
    layout: Layout
    build: Callable[[Any], list[Any]]
    to_fill: Callable[[Case], Any] | None = None
    group: Group = Group.FILE
    fits: frozenset[str] = PEOPLE
    heading: str | None = None
    plies: tuple[str, ...] = ("",)
    filed_ply: str = ""
    named: str = ""
    is_counted: bool = True
    is_tall: bool = False
    is_close: bool = False


FORMS: tuple[Form, ...] = (
    Form(
        code="cover", title="封面", heading="人民调解卷宗", facts=covers.Cover, layout=covers.COVER,
        build=covers.cover, is_counted=False, is_tall=True,
    ),
    Form(
        code="police_cover", title="治安调解卷宗封面", heading="治安调解卷宗", facts=covers.Cover,
        layout=covers.POLICE_COVER, build=covers.cover, fits=OF_THE_POLICE, is_counted=False, is_tall=True,
    ),
    Form(
        code="contents", title="卷内目录", facts=covers.Listed, layout=covers.CONTENTS, build=covers.contents,
        fits=EACH, is_counted=False,
    ),
    Form(
        code="application", title="人民调解申请书", facts=beginning.Application, layout=beginning.APPLICATION,
        build=beginning.application,
    ),
    Form(
        code="acceptance", title="人民调解受理登记表", facts=beginning.Acceptance, layout=beginning.ACCEPTANCE,
        build=beginning.acceptance,
    ),
    Form(
        code="notice", title="人民调解权利义务告知书", facts=beginning.Notice, layout=beginning.NOTICE,
        build=beginning.notice,
    ),
    Form(
        code="identity", title="当事人身份证明", facts=covers.Plain, layout=beginning.IDENTITY,
        build=covers.plain_form, fits=EACH,
    ),
    Form(
        code="mandate", title="授权委托书", facts=beginning.Mandate, layout=beginning.MANDATE,
        build=beginning.mandates, fits=EACH, named="giver",
    ),
    Form(
        code="investigation", title="人民调解调查记录", facts=mediation.Investigation,
        layout=mediation.INVESTIGATION, build=mediation.investigations, named="held_on",
    ),
    Form(
        code="evidence", title="证据材料", heading="证据材料清单", facts=mediation.Evidence,
        layout=mediation.EVIDENCE, build=mediation.evidence, fits=EACH,
    ),
    Form(
        code="minutes", title="人民调解记录", facts=mediation.Minutes, layout=mediation.MINUTES,
        build=mediation.minutes, named="held_on",
    ),
    Form(
        code="agreement", title="人民调解协议书", facts=agreements.Agreed, layout=agreements.AGREEMENT,
        build=agreements.written, to_fill=agreements.to_fill, named="former", is_close=True,
    ),
    Form(
        code="oral", title="人民调解口头协议登记表", facts=agreements.Agreed, layout=agreements.ORAL,
        build=agreements.oral, to_fill=agreements.to_fill, named="former", is_close=True,
    ),
    Form(
        code="police_agreement", title="治安调解协议书", facts=police.PoliceAgreement,
        layout=police.POLICE_AGREEMENT, build=police.police_agreement, to_fill=police.police_to_fill, fits=POLICE,
        named="former", is_close=True,
        plies=("一式三份　甲方存", "一式三份　乙方存", "一式三份　公安机关存档"),
        filed_ply="一式三份　公安机关存档",
    ),
    Form(
        code="on_the_spot", title="治安案件当场调解协议书", facts=police.PoliceAgreement, layout=police.ON_THE_SPOT,
        build=police.police_agreement, to_fill=police.police_to_fill, fits=SPOT, named="former",
        is_close=True,
        plies=("第一联　公安机关存档", "第二联　甲方留存", "第三联　乙方留存"),
        filed_ply="第一联　公安机关存档",
    ),
    Form(
        code="performance", title="协议履行凭证", heading="人民调解协议履行情况记录", facts=after.Performed,
        layout=after.PERFORMED, build=after.performed, named="former",
    ),
    Form(
        code="follow_up", title="人民调解回访记录", facts=after.Call, layout=after.FOLLOW_UP,
        build=after.follow_ups, named="made_on",
    ),
    Form(
        code="confirmation", title="司法确认申请书", facts=after.CourtApplication, layout=after.CONFIRMATION,
        build=after.confirmation, to_fill=after.court_to_fill, named="former", is_close=True,
    ),
    Form(
        code="note", title="卷宗情况说明", facts=covers.Plain, layout=covers.NOTE, build=covers.plain_form, fits=EACH,
    ),
    Form(
        code="back", title="封底", heading="", facts=covers.Plain, layout=covers.BACK, build=covers.plain_form,
        fits=EACH, is_counted=False, is_tall=True,
    ),
    Form(
        code="slip_request", title="诉求受理回执单", facts=slips.Slip, layout=slips.REQUEST_SLIP,
        build=slips.request_slip, group=Group.SLIP,
    ),
    Form(
        code="slip_referral", title="转办单", facts=slips.ReferralSlip, layout=slips.REFERRAL_SLIP,
        build=slips.referral_slip, group=Group.SLIP,
    ),
    Form(
        code="hazard_notice", title="隐患整改通知书", facts=hazards.HazardNotice, layout=hazards.NOTICE,
        build=hazards.notice, group=Group.HAZARD,
    ),
    Form(
        code="problem_list", title="隐患问题清单", facts=hazards.ProblemList, layout=hazards.PROBLEMS,
        build=hazards.problems, group=Group.HAZARD,
    ),
    Form(
        code="handover", title="警务室交接单", facts=handovers.HandoverSheet, layout=handovers.HANDOVER,
        build=handovers.handover, group=Group.HANDOVER, is_close=True,
        plies=("一式两份　移交人存", "一式两份　接收人存"),
    ),
    Form(
        code="team_roster", title="群防群治队伍花名册", facts=teams.Roster, layout=teams.ROSTER, build=teams.roster,
        group=Group.TEAM,
    ),
    Form(
        code="member_consent", title="队员个人信息同意书", facts=teams.Consent, layout=teams.CONSENT,
        build=teams.consent, group=Group.TEAM, is_close=True,
    ),
    Form(
        code="training_sheet", title="培训签到表", facts=teams.SignIn, layout=teams.SIGN_IN, build=teams.sign_in,
        group=Group.TEAM,
    ),
    Form(
        code="meeting_minutes", title="村（责任区）会议记录", facts=meetings.MeetingMinutes, layout=meetings.MINUTES,
        build=meetings.minutes, group=Group.TEAM,
    ),
    Form(
        code="duty_plan", title="巡逻值勤表", facts=patrols.DutyPlan, layout=patrols.DUTY_PLAN,
        build=patrols.duty_plan, group=Group.PATROL, is_close=True,
    ),
    Form(
        code="point_labels", title="巡逻点标签", facts=patrols.PointLabels, layout=patrols.LABELS,
        build=patrols.labels, group=Group.PATROL, is_close=True, is_counted=False,
    ),
    Form(
        code="leader_ledger", title="领导联系点工作台账", facts=leaders.LeaderLedger, layout=leaders.LEDGER,
        build=leaders.ledger, group=Group.LEADER,
    ),
    Form(
        code="leader_board", title="领导下基层工作情况表", facts=leaders.LeaderBoard, layout=leaders.BOARD,
        build=leaders.board, group=Group.LEADER,
    ),
    Form(
        code="officer_year", title="驻村民警年度工作情况表", facts=officers.OfficerSheet, layout=officers.SHEET,
        build=officers.sheet, group=Group.OFFICER,
    ),
    Form(
        code="door_labels", title="门牌走访码", heading="", facts=villages.DoorLabels, layout=villages.DOORS,
        build=villages.doors, group=Group.VILLAGE, is_close=True, is_counted=False,
    ),
    Form(
        code="incomplete_households", title="待补登住户清单", facts=villages.IncompleteList,
        layout=villages.INCOMPLETE, build=villages.incomplete, group=Group.VILLAGE, is_close=True,
    ),
    Form(
        code="privacy_notice", title="个人信息处理告知书", facts=villages.PrivacyNotice, layout=villages.NOTICE,
        build=villages.notice, group=Group.VILLAGE, is_close=True,
    ),
    Form(
        code="blank_visit", title="入户走访纸单", facts=blanks.Blank, layout=blanks.VISIT, build=blanks.blanks,
        group=Group.VILLAGE, is_close=True, is_counted=False,
    ),
    Form(
        code="blank_dispute", title="矛盾纠纷纸单", facts=blanks.Blank, layout=blanks.DISPUTE, build=blanks.blanks,
        group=Group.VILLAGE, is_close=True, is_counted=False,
    ),
    Form(
        code="blank_patrol", title="巡逻纸单", facts=blanks.Blank, layout=blanks.PATROL, build=blanks.blanks,
        group=Group.VILLAGE, is_close=True, is_counted=False,
    ),
    Form(
        code="post_sheet", title="警务室基本情况表", facts=villages.PostSheet, layout=villages.SHEET,
        build=villages.sheet, group=Group.VILLAGE, is_close=True,
    ),
)  # fmt: skip
BY_CODE = {form.code: form for form in FORMS}
OF_DISPUTE = {form.code: form for form in FORMS if form.group == Group.FILE}


def fitting(dispute: Dispute) -> list[Form]:
    """The forms that belong in the file of the dispute, as it is handled: of a police mediation those of the police."""
    return [form for form in OF_DISPUTE.values() if dispute.procedure in form.fits]


def offered(form: Form, case: Case) -> list[Any]:
    """The facts of each instance that can be printed alone; where none is of today one to fill with the pen."""
    found = form.build(case)
    if found and found[-1].paper.mark != FORMER:
        return found
    return [*found, form.to_fill(case) if form.to_fill else form.facts(**vars(covers.plain_form(case)[0]))]
