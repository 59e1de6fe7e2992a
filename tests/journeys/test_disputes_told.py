"""Whole stories of disputes, each by one officer in a browser: from the first word to the last call."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.conftest import PHONE
from tests.journeys.dispute_page import WHY, DisputePage
from tests.journeys.stack import Registry
from tests.journeys.steps import post_of, save

pytestmark = pytest.mark.journey
WHO, CHIEF = "officer01", "chief1"


@pytest.fixture
def book(sign_in) -> DisputePage:
    return DisputePage(sign_in(WHO))


def key_of(book: DisputePage) -> int:
    return int(book.url.rstrip("/").rpartition("/")[2])


def both_agree(book: DisputePage, registry: Registry) -> None:
    for (party,) in registry.ask(
        "SELECT id FROM disputes_party WHERE dispute_id = %s ORDER BY id", key_of(book)
    ):
        book.form(f"/disputes/parties/{party}/edit/", agrees="yes")


def test_neighbours_agree_break_it_and_agree_again(book, registry):
    """Found on a round, mediated with the committee; of two duties one is broken, the second agreement holds."""
    page = book.page
    book.form("/disputes/rounds/new/", found=1)
    book.take_up("neighbour", "两家为院墙渗水争执", ("墙东试", "墙西试"), violence="no", check_round=1)
    both_agree(book, registry)
    book.step("mediators/new", kind="committee", name="调试员", body="村调委会", is_host=True)
    book.step("sessions/new", result="goes_on", claims="各说各的")
    today = timezone.localdate()
    owed = {"who": (1, 2), "what": ("改排水管", "付修缮费"), "amount": ("", 300), "due_on": (today, today)}
    lines = {f"agreed__duties__{n}__{name}": both[n] for name, both in owed.items() for n in (0, 1)}
    book.step(
        "sessions/new", result="agreed", agreed__terms="改管并付费", agreed__manner="当面", agreed__place="村委会",
        agreed__ownership="no", agreed__form="oral", **lines,
    )  # fmt: skip
    finish_and_close(book)
    assert "履行" in book.now()
    book.step("performed", proof="看过，管已改好")
    book.step("broken")
    expect(page.locator("[data-next]")).to_contain_text("付修缮费")
    book.step("reopen", reason="一方没有付钱，双方要求再调")
    assert "受理" in book.now() or "调解" in book.now()
    book.step(
        "sessions/new", result="agreed", agreed__terms="分两次付清", agreed__manner="当面", agreed__place="村委会",
        agreed__ownership="no", agreed__form="oral", agreed__duties__0__who=2, agreed__duties__0__what="付清修缮费",
        agreed__duties__0__amount=300, agreed__duties__0__due_on=today,
    )  # fmt: skip
    finish_and_close(book)
    book.step("performed", proof="收条")
    back_by(registry, key_of(book), timedelta(days=100))
    for _call in range(3):
        assert "回访" in book.now()
        book.step("calls", performed="yes", satisfied="yes")
    assert "结案" in book.now()
    expect(page.locator(".notice-good")).to_be_visible()


def finish_and_close(book: DisputePage) -> None:
    """The draft is made final, and the dispute is closed with it."""
    book.step("final")
    book.step("close", stage="agreed")


def back_by(registry: Registry, dispute: int, days: timedelta) -> None:
    """All of it happened so much earlier."""
    for table, names in (
        ("dispute", ("occurred_on", "handled_on")), ("session", ("held_on",)), ("followup", ("planned_on",)),
        ("agreement", ("effective_on",)), ("duty", ("due_on", "settled_on")),
    ):  # fmt: skip
        changes = ", ".join(f"{name} = {name} - {days.days}" for name in names)
        key = "id" if table == "dispute" else "dispute_id"
        registry.run(f"UPDATE disputes_{table} SET {changes} WHERE {key} = %s", dispute)


POLICE = {"procedure": "police", "act": "beating", "ground": "kin"}


def test_a_guardian_who_was_told_and_stayed_away(book, registry):
    """Mediated by the police: the second try succeeds."""
    book.take_up("damage", "两名青年推搡，一人手臂擦伤", ("推搡试", "未成试"), **POLICE)
    parties = [
        row[0]
        for row in registry.ask(
            "SELECT id FROM disputes_party WHERE dispute_id = %s ORDER BY id", key_of(book)
        )
    ]
    book.form(f"/disputes/parties/{parties[0]}/edit/", agrees="yes", part="actor")
    page = book.page
    page.goto(f"/disputes/parties/{parties[1]}/edit/")
    book.fill(
        agrees="yes", part="injured", is_minor=True, guardian="监护试", notified_how="phone",
        notified_on=timezone.localdate(), came="nobody",
    )  # fmt: skip
    book.save()
    warned = book.step(
        "sessions/new", result="goes_on", officers_present=2, recording="yes", recording_number="录001"
    )
    assert warned == ["po.minor"]  # a reason is kept
    kept = registry.ask("SELECT rule, reason FROM disputes_finding WHERE dispute_id = %s", key_of(book))
    assert kept == [("po.minor", WHY)]
    expect(book.page.locator("[data-next]")).to_contain_text("调解")
    book.step(
        "sessions/new", result="agreed", asked_by="party", officers_present=2, recording="yes",
        recording_number="录002", agreed__form="oral", agreed__terms="赔医药费", agreed__manner="当面",
        agreed__place="警务室", agreed__duties__0__who=1, agreed__duties__0__what="赔医药费",
        agreed__duties__0__due_on=timezone.localdate(),
    )  # fmt: skip
    finish_and_close(book)
    assert "履行" in book.now()


def test_who_refuses_the_police_is_told_of_the_other_ways(book, registry):
    """Then the committee mediates, on consent of both."""
    book.take_up("damage", "酒后口角，砸坏一张桌子", ("砸桌试", "开店试"), **POLICE)
    parties = [
        row[0]
        for row in registry.ask(
            "SELECT id FROM disputes_party WHERE dispute_id = %s ORDER BY id", key_of(book)
        )
    ]
    book.form(f"/disputes/parties/{parties[0]}/edit/", agrees="no", part="actor")
    expect(book.page.locator("[name=stage][value=refused]")).to_be_checked()
    book.fill(result="甲方不愿由公安调解", told_routes_on=timezone.localdate())
    book.save()
    book.step("reopen", reason="双方同意由村调委会调解")
    book.form(f"{book.url}edit/", procedure="people", host="village")
    both_agree(book, registry)
    book.step("mediators/new", kind="committee", name="调试员", body="村调委会", is_host=True)
    book.step("sessions/new", result="failed", claims="不赔")
    expect(book.page.locator("[name=stage][value=failed]")).to_be_checked()
    book.fill(result="未达成", told_routes_on=timezone.localdate())
    book.save()
    assert "未达成" in book.now()


def test_domestic_violence_is_seen_by_few(book, sign_in, registry):
    book.take_up("marriage", "夫妻争吵，丈夫动手", ("动手试", "挨打试"), violence="yes")
    page = book.page
    for measure, fields in {
        "report": {"number": "警001", "first_steps": True},
        "admonition": {"number": "告001", "bans": "不得再动手"},
        "visit": {"body": "station"},
        "order": {"number": "保001", "until": timezone.localdate() + timedelta(days=30)},
    }.items():
        book.form(f"{book.url}measures/{measure}/", **fields)
    page.goto(book.url)
    expect(page.locator("main")).to_contain_text("告001")
    label = page.locator(".kicker").inner_text().split(" · ")[0]
    assert sign_in(CHIEF).goto(book.url).status == 200
    for other in ("auxiliary01", "clerk1", "county1", "leader1"):
        theirs = sign_in(other)
        assert theirs.goto(book.url).status in (403, 404), other
        theirs.goto("/disputes/")
        expect(theirs.locator("main")).not_to_contain_text(label)


def ask(page: Page, code: str) -> str:
    """What the public page says of a code, to somebody without an account."""
    page.goto("/q/")
    page.locator("[name=code]").fill(code)
    page.locator("form button").click()
    return page.locator(".answer.is-found").inner_text()


def test_a_request_is_passed_on_solved_and_told(book, contexts, registry):
    """To a body outside: whoever asked is told, and reads state and day with the code of the slip."""
    page, asker = book.page, contexts(**PHONE, java_script_enabled=False).new_page()
    home = registry.ask_one(
        "SELECT min(id) FROM residents_household WHERE post_id = %s AND closed_on IS NULL",
        post_of(registry, WHO),
    )
    book.form(f"/residents/requests/new/?household={home}", asked="村口路灯不亮")
    request = page.url.partition("?")[0]
    key = request.rstrip("/").rpartition("/")[2]
    page.goto(f"/referrals/slips/new/?kind=request&key={key}")
    save(page).click()
    code = page.locator("[data-code]").inner_text()
    assert "受理" in ask(asker, code) or "收到" in ask(asker, code)
    book.form(f"/referrals/new/?kind=request&key={key}", receiver=1, asked="请更换路灯")
    referral = registry.ask_one("SELECT max(id) FROM referrals_referral")
    assert "转办" in ask(asker, code)
    book.form(f"/referrals/{referral}/finish/", outcome="solved", answer="已更换")
    book.form(f"{request}answer/", outcome="done", told_how="face")  # begins with what came back
    found = ask(asker, code)
    assert "答复" in found and f"{timezone.localdate()}" in found
    page.goto(request)
    expect(page.locator("main")).to_contain_text("已更换")
    assert registry.ask_one("SELECT told_back_on FROM referrals_referral WHERE id = %s", referral)


def test_a_dispute_goes_to_another_station_and_comes_back(book, sign_in, registry):
    book.take_up("contract", "买卖牲畜的余款", ("卖牛试", "买牛试"))
    own = registry.ask_one("SELECT station_id FROM posts_post WHERE id = %s", post_of(registry, WHO))
    other = registry.ask_one("SELECT min(id) FROM posts_station WHERE id <> %s", own)
    stations = [row[0] for row in registry.ask("SELECT id FROM posts_station ORDER BY id")]
    book.form(
        f"/referrals/new/?kind=dispute&key={key_of(book)}", receiver=f"station:{other}", asked="请找买方核实"
    )
    referral = registry.ask_one("SELECT max(id) FROM referrals_referral")
    theirs = DisputePage(sign_in(f"chief{stations.index(other) + 1}"))
    theirs.form(f"/referrals/{referral}/take-on/")
    theirs.form(f"/referrals/{referral}/finish/", outcome="solved", answer="已核实，愿付余款")
    assert theirs.page.goto(book.url).status == 404  # the receiver sees the referral and nothing behind it
    book.form(f"/referrals/{referral}/tell/", told_how="phone")
    book.page.goto(f"/referrals/{referral}/")
    expect(book.page.locator("main")).to_contain_text("愿付余款")
    assert registry.ask_one("SELECT closed_on FROM referrals_referral WHERE id = %s", referral)
