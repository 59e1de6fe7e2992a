"""From an empty county to the first logged visit, with three sheets: clicks and seconds of all roles together.

``make setup-path`` takes it; it has a registry of its own.
"""

import csv
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from ops import snapshots
from tests.imports.sheet_files import text
from tests.journeys import stack
from tests.journeys.conftest import DESK, PHONE
from tests.journeys.stack import Registry
from tests.journeys.steps import NEW_VISIT, SAVED, outcome, save, wait_until_done

pytestmark = pytest.mark.journey
DIVISIONS = Path(__file__).resolve().parents[1] / "data" / "divisions"
COUNTY, PASSWORD = "360925", "three green kettles"
MOST_CLICKS, MOST_SECONDS = 90, 600
VILLAGES_OF_A_POST, HOUSEHOLDS_OF_A_VILLAGE = 3, 40


@pytest.fixture
def empty(request, tmp_path_factory) -> Iterator[Registry]:
    """The registry as LOAD_DEMO=0 starts it."""
    if not request.config.getoption("--set-up"):
        pytest.skip("a minute long: make setup-path")
    with stack.running(tmp_path_factory.mktemp("empty"), snapshots.SCHEMA) as running:
        yield running


def as_owner(registry: Registry, *arguments: str) -> str:
    """A command of operations, as the owner of the tables; what it printed."""
    env = registry.settings | {"DATABASE_URL": registry.owner_url}
    return stack.finish(stack.manage(*arguments, env=env))


def rows(name: str) -> list[dict[str, str]]:
    with (DIVISIONS / f"{name}-{COUNTY}.csv").open(encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


class Sheets:
    """The three sheets: a station a town, a post for every three villages, a chief and an officer each."""

    def __init__(self, folder: Path):
        self.folder = folder
        towns = {one["code"]: one["name"] for one in rows("towns")}
        villages: list[tuple[str, ...]] = [("乡镇", "行政村", "派出所", "警务室")]
        people: list[tuple[str, ...]] = [("姓名", "账号", "角色", "派出所", "警务室")]
        for number, (code, town) in enumerate(towns.items(), start=1):
            station = f"{town}派出所"
            people.append((f"所{number}", f"suo{number}", "所长", station, ""))
            mine = [one["name"] for one in rows("villages") if one["streetCode"] == code]
            for place, village in enumerate(mine):
                post = f"{town}{place // VILLAGES_OF_A_POST + 1}号警务室"
                villages.append((town, village, station, post))
                if place % VILLAGES_OF_A_POST == 0:
                    people.append((f"警{len(people)}", f"jing{len(people)}", "民警", station, post))
        self.villages, self.people = villages[1:], people[1:]
        self.first_officer = next(one for one in self.people if one[2] == "民警")
        mine = [one[1] for one in self.villages if one[3] == self.first_officer[4]]
        homes = [
            (
                village,
                f"{number}号",
                f"{'甲乙丙丁'[(number - 1) // 10]}{'一二三四五六七八九十'[number % 10]}",
                "1960",
                "3",
            )
            for village in mine
            for number in range(1, HOUSEHOLDS_OF_A_VILLAGE + 1)
        ]
        self.households = len(homes)
        self.files = {
            "villages": self.write("村.csv", villages),
            "accounts": self.write("人员.csv", people),
            "households": self.write("户.csv", [("村", "门牌号", "户主", "出生年份", "人口数"), *homes]),
        }

    def write(self, name: str, content: list[tuple[str, ...]]) -> str:
        path = self.folder / name
        path.write_bytes(text(content))
        return str(path)


class Hands:
    """All people's clicks: links, buttons, ticks, choices, files; what is typed is no click."""

    def __init__(self) -> None:
        self.clicks, self.since = 0, time.monotonic()

    def click(self, what: Locator) -> None:
        what.click()
        self.clicks += 1

    def choose(self, what: Locator, label: str) -> None:
        what.select_option(label=label)
        self.clicks += 1

    def bring(self, page: Page, file: str) -> None:
        """The sheet, from the page of the file to its checked lines."""
        page.locator("[name=file]").set_input_files(file)
        self.clicks += 1
        self.click(save(page))
        expect(page.locator("[name=column0]")).to_be_visible()
        self.click(save(page))
        expect(page.locator("dl.facts")).to_be_visible()

    def take_over(self, page: Page) -> None:
        self.click(page.locator(".actions a[href$='/take-over/']"))
        expect(page).to_have_url(re.compile("/take-over/$"))
        self.click(save(page))
        expect(page).not_to_have_url(re.compile("/take-over/$"))

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.since


@pytest.fixture
def window(chrome: Browser, empty: Registry) -> Iterator[Callable[[dict], Page]]:
    opened = []

    def open_page(device: dict) -> Page:
        context = chrome.new_context(base_url=empty.url, locale="zh-CN", **device)
        opened.append(context)
        return context.new_page()

    yield open_page
    for context in opened:
        context.close()


def enter(hands: Hands, page: Page, account: str, password: str = PASSWORD) -> Page:
    page.goto("/account/sign-in/")
    page.locator("[name=username]").fill(account)
    page.locator("[name=password]").fill(password)
    hands.click(page.locator("form .button-primary"))
    return page


def activate(hands: Hands, page: Page, account: str, code: str) -> None:
    page.goto("/account/sign-in/")
    hands.click(page.locator("a[href='/account/activate/']"))
    for name, value in (
        ("username", account),
        ("code", code),
        ("new_password1", PASSWORD),
        ("new_password2", PASSWORD),
    ):
        page.locator(f"[name={name}]").fill(value)
    hands.click(save(page))
    expect(page.locator(".notice-good")).to_be_visible()


def confirm(hands: Hands, page: Page) -> None:
    """From the line on the first page to the confirmed person."""
    page.goto("/")
    hands.click(page.locator("main a[href='/account/waiting/']").first)
    hands.click(page.locator("[name=people]"))
    hands.click(save(page))
    expect(page.locator("[name=people]")).to_have_count(0)


def begin(hands: Hands, page: Page, account: str, first: str) -> Page:
    """An administrator of the first hour chooses a password."""
    enter(hands, page, account, first)
    page.locator("[name=old_password]").fill(first)
    for name in ("new_password1", "new_password2"):
        page.locator(f"[name={name}]").fill(PASSWORD)
    hands.click(save(page))
    expect(page.locator(".set-up")).to_be_visible()
    return page


def test_an_empty_county_comes_to_its_first_visit(empty, window, tmp_path):
    sheets, hands = Sheets(tmp_path), Hands()
    files = [
        str(DIVISIONS / name) for name in ("counties.csv", f"towns-{COUNTY}.csv", f"villages-{COUNTY}.csv")
    ]
    as_owner(empty, "import_divisions", *files, "--county", COUNTY, "--since", "2020-01-01")
    printed = as_owner(empty, "first_administrator", "--county", COUNTY)
    first = dict(line.split() for line in printed.splitlines() if line.split()[0] in {"admin", "grants"})

    admin = begin(hands, window(DESK), "admin", first["admin"])
    grants = begin(hands, window(DESK), "grants", first["grants"])
    hands.click(admin.locator(".actions a[href='/account/new/']"))
    admin.locator("[name=username]").fill("xianju")
    admin.locator("[name=name]").fill("县一")
    hands.click(save(admin))
    code = admin.locator(".slip code").nth(2).inner_text()
    grants.goto("/account/list/?only=unassigned")
    hands.click(grants.locator("td a", has_text="xianju"))
    hands.choose(grants.locator("[name=role]"), "县局")
    hands.click(grants.locator("form .button-primary", has_text="任职"))
    bureau = window(DESK)
    activate(hands, bureau, "xianju", code)
    confirm(hands, grants)
    enter(hands, bureau, "xianju")

    hands.click(bureau.locator(".set-up a.button").first)
    hands.bring(bureau, sheets.files["villages"])
    hands.take_over(bureau)
    assert empty.ask_one("SELECT count(*) FROM posts_membership") == len(sheets.villages)

    admin.goto("/")
    hands.click(admin.locator(".set-up a.button").first)
    hands.bring(admin, sheets.files["accounts"])
    hands.click(admin.locator(".actions a[href$='/take-over/']"))
    expect(admin).to_have_url(re.compile("/take-over/$"))
    hands.click(save(admin))  # the slips come in its place
    expect(admin.locator(".slip")).to_have_count(len(sheets.people), timeout=60_000)
    codes = dict(
        zip(*(admin.locator(f".slip dd:nth-of-type({n})").all_inner_texts() for n in (2, 3)), strict=True)
    )

    grants.goto("/account/list/")
    hands.click(grants.locator(".notice a[href*='/proposals/']"))
    hands.click(save(grants))
    expect(grants.locator(".notice a[href*='/proposals/']")).to_have_count(0)

    chief, officer = window(DESK), window(PHONE)
    activate(hands, chief, "suo1", codes["suo1"])
    confirm(hands, bureau)
    enter(hands, chief, "suo1")
    account = sheets.first_officer[1]
    activate(hands, officer, account, codes[account])
    confirm(hands, chief)
    enter(hands, officer, account)

    officer.goto("/imports/")
    hands.clicks += 2  # 我, 导入表格
    hands.click(officer.locator(".actions a[href='/imports/new/']"))
    hands.bring(officer, sheets.files["households"])
    hands.take_over(officer)
    wait_until_done(officer)
    assert empty.ask_one("SELECT count(*) FROM residents_household") == sheets.households
    officer.goto("/")
    hands.click(officer.locator("a[href='/residents/households/']:visible").first)
    hands.click(officer.locator("main tbody a[href^='/residents/households/']").first)
    hands.click(officer.locator(f"main a[href^='{NEW_VISIT}?household=']").first)
    hands.click(outcome(officer, "met"))
    hands.click(save(officer))
    expect(officer).to_have_url(SAVED)

    bureau.goto("/")
    expect(bureau.locator(".set-up")).to_contain_text("人员已确认到岗")  # two of many: it is not the end
    print(f"set-up path: {hands.clicks} clicks, {hands.seconds:.0f} s, {len(sheets.people)} people, "
          f"{len(sheets.villages)} villages")  # fmt: skip
    assert hands.clicks <= MOST_CLICKS
    assert hands.seconds <= MOST_SECONDS
