"""Regulations of the county with editions, and who has read them."""

from datetime import timedelta

from demo.plan import Plan
from demo.timeline import at
from library.models import Edition, Reading, Regulation

TEXTS = (
    (
        "驻村民警和辅警走访登记规定",
        True,
        ("走访一户登记一户，当天登记，不得补造。\n不在家的如实选“不在家”，不算见面。",
         "走访一户登记一户，当天登记，不得补造。\n不在家的如实选“不在家”，不算见面。\n群众诉求写明谁来办、哪天前办结，办结后当面答复。"),
    ),
    (
        "矛盾纠纷调解工作规程",
        True,
        ("受理后先问清双方意愿，不愿调解的不得强行调解。\n涉嫌家庭暴力的，先处置、后调解，并设为受保护。",),
    ),
    (
        "群众个人信息保护须知",
        True,
        ("只登记工作需要的内容，不拍身份证，不在聊天软件里发群众信息。\n查看电话要写事由，查看都有记录。",),
    ),
    ("警务室开放与交接办法", False, ("每周至少开放三天，开放时间张贴在门口。\n调岗七天内双方签字交接。",)),
)  # fmt: skip
READ = 0.4  # of the auxiliaries: the others are asked when they sign in next


def write_library(plan: Plan) -> None:
    rng = plan.rng("library")
    county, today = plan.county.pk, plan.timeline.today
    slow = {beat.auxiliary.pk for beat in plan.beats[1:] if beat.auxiliary}
    people = slow | {
        one.pk for beat in plan.beats for one in (beat.officer, beat.auxiliary, beat.clerk, beat.chief) if one
    }
    for number, (title, must_read, texts) in enumerate(TEXTS):
        first = today - timedelta(days=320 - 40 * number)
        regulation = plan.write(Regulation, county_id=county, title=title, newest=len(texts))
        for edition_number, text in enumerate(texts, 1):
            day = first + timedelta(days=150 * (edition_number - 1))
            edition = plan.write(
                Edition, county_id=county, regulation_id=regulation.pk, number=edition_number, issued_on=day,
                must_read=must_read, text=text, issued_by_id=plan.county_user.pk,
            )  # fmt: skip
            is_asked_of_late = (number, edition_number) == (0, len(texts))
            for key in sorted(people):
                lot = rng.random()
                if must_read and not (is_asked_of_late and key in slow and lot > READ):
                    when = at(min(day + timedelta(days=1 + int(lot * 6)), plan.timeline.yesterday), 9)
                    plan.write(Reading, county_id=county, edition_id=edition.pk, user_id=key, read_at=when)
