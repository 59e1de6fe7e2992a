"""A township becomes a town: the county brings the new files in, and the officer goes on in the same village."""

import csv
import io

from playwright.sync_api import expect

from tests.journeys.conftest import PHONE, SignIn
from tests.journeys.stack import Registry


def files_of(registry: Registry, recoded: dict[str, str]) -> dict[str, bytes]:
    """The division files of the registry's county, with the codes of some towns replaced."""
    county = registry.ask(
        "SELECT code, name FROM posts_county WHERE id = (SELECT min(county_id) FROM posts_station)"
    )[0]
    towns = registry.ask(
        "SELECT code, name FROM posts_town WHERE code LIKE %s AND closed_on IS NULL", f"{county[0]}%"
    )
    villages = registry.ask(
        "SELECT v.code, v.name, t.code FROM posts_village v JOIN posts_town t ON t.id = v.town_id"
        " WHERE v.code LIKE %s AND v.closed_on IS NULL",
        f"{county[0]}%",
    )
    new = [
        (recoded.get(town, town) + code[9:], name, recoded.get(town, town)) for code, name, town in villages
    ]
    return {
        "counties": table("code,name", [county]),
        "towns": table(
            "code,name,areaCode", [(recoded.get(code, code), name, county[0]) for code, name in towns]
        ),
        "villages": table("code,name,streetCode", new),
    }


def table(heading: str, rows: list) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([heading.split(","), *rows])
    return text.getvalue().encode()


def bring_in(page, registry: Registry, recoded: dict[str, str], by_key: bool) -> None:
    page.goto("/organisation/")
    page.get_by_role("link", name="区划代码").click()
    page.get_by_role("link", name="导入区划文件").click()
    for name, content in files_of(registry, recoded).items():
        page.locator(f"input[name={name}]").set_input_files(
            {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": content}
        )
    page.get_by_role("button", name="与台账比对").click()
    expect(page.get_by_text("建议").first).to_be_visible()
    save = page.get_by_role("button", name="保存答复")
    save.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("答复已保存")).to_be_visible()
    page.get_by_role("link", name="启用新区划").click()
    take = page.get_by_role("button", name="启用新区划")
    take.press("Enter") if by_key else take.click()
    expect(page.get_by_text("新区划已启用")).to_be_visible()


def test_a_recoded_town_keeps_its_villages_for_county_and_officer(registry, sign_in: SignIn):
    county = sign_in("county1")
    key, name, old, code = registry.ask(
        "SELECT v.id, v.name, v.code, t.code FROM posts_village v JOIN posts_town t ON t.id = v.town_id"
        " JOIN posts_membership m ON m.village_id = v.id JOIN posts_assignment a ON a.post_id = m.post_id"
        " JOIN accounts_user u ON u.id = a.user_id WHERE u.username = 'officer01' ORDER BY v.id LIMIT 1"
    )[0]
    households = registry.ask_one(f"SELECT count(*) FROM residents_household WHERE village_id = {int(key)}")
    there, back = {code: f"{code[:6]}399"}, {f"{code[:6]}399": code}
    bring_in(county, registry, there, by_key=True)
    county.goto(f"/organisation/villages/{key}/")
    expect(county.get_by_text(old)).to_be_visible()
    expect(county.get_by_text(f"{code[:6]}399{old[9:]}").first).to_be_visible()
    officer = sign_in("officer01", PHONE)
    officer.goto("/residents/households/")
    assert (
        registry.ask_one(f"SELECT count(*) FROM residents_household WHERE village_id = {int(key)}")
        == households
    )
    officer.goto("/patrols/new/")
    expect(
        officer.locator("select[name=village] option", has_text=name.removesuffix("村委会")).first
    ).to_be_attached()
    bring_in(county, registry, back, by_key=False)  # the same day: as if nothing had been
    assert registry.ask_one(f"SELECT code FROM posts_village WHERE id = {int(key)}") == old
    assert registry.ask_one("SELECT count(*) FROM posts_villagecode WHERE until IS NOT NULL") == 0
