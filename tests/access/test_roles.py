"""The table of roles: its rows agree with each other, with rights and levels; nothing else names a role."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from access import roles
from access.rights import MAY
from access.roles import ROLES, Landing, Place, RoleRow
from config.rooms import ROOMS
from policies import guards
from tests.journeys.pages import PEOPLE

ROOT = Path(__file__).resolve().parents[2]
CODES = {row.code for row in ROLES}
# "officer", "county" and "auditor" are names of fields, places and levels as well.
ONLY_ROLES = CODES - {"officer", "county", "auditor"}
MAY_NAME_ROLES = {
    "access/roles.py": "the table",
    "access/rights.py": "verb -> roles",
    "accounts/guessable.py": "words that are guessed first, those of the trade among them",
    "administration/management/commands/first_administrator.py": "opens an account in each of two roles",
    "demo/cast.py": "engages the people of the demonstration county, who have different stories",
    "demo/lookups.py": "writes the look-ups of officers",
    "imports/account_lines.py": "what else sheets call a role; one without such words is known by its name and code",
}


@pytest.mark.parametrize("row", ROLES, ids=lambda row: row.code)
def test_a_row_agrees_with_itself_and_with_the_levels_of_the_database(row: RoleRow):
    assert row.level in guards.ASSIGNED_LEVELS
    assert len(row.code) <= 15
    if row.view:
        assert row.view == row.place == row.level
    else:
        assert row.level not in guards.PLACE_LEVELS
    if row.answers_for_place:
        assert row.view and row.code in MAY["work_on_referral"]
    if row.may_be_responsible or row.sees_protected:
        assert row.answers_for_place
    if row.stands_in_for:
        assert roles.row_of(row.stands_in_for).place == "station"


def test_somebody_answers_for_every_place():
    assert {row.place for row in ROLES if row.answers_for_place} == set(get_args(Place))


def test_each_code_is_one_role():
    assert len(CODES) == len(ROLES) == len(roles.Role)
    with pytest.raises(KeyError):
        roles.row_of("nobody")


def test_every_role_may_do_something():
    assert set().union(*MAY.values()) == CODES


def test_whoever_opens_an_emergency_view_has_the_verbs_and_the_row():
    assert set(roles.codes(lambda row: row.opens_emergency)) == MAY["open_emergency"] == MAY["end_emergency"]


def test_only_who_serves_at_a_station_or_post_opens_an_emergency_view():
    """The own station gets a notice; without one there would be nobody to notify."""
    assert all(row.place != "county" for row in ROLES if row.opens_emergency)


def test_the_database_notifies_the_own_station_of_the_same_views_as_the_action():
    text = (ROOT / "oversight/sql/notify_of_emergency.sql").read_text(encoding="utf-8")
    excluded = set(re.findall(r"a\.role <> '(\w+)'", text))
    assert excluded == MAY["acknowledge_emergency"]


def test_every_landing_page_is_somebodys():
    assert {row.landing for row in ROLES} == set(get_args(Landing))


def test_a_browser_walks_the_pages_of_every_role():
    """An auxiliary opens the pages of an officer, with fewer buttons on them."""
    assert set(PEOPLE) == CODES - {"auxiliary"}


def test_the_documents_name_every_level_and_every_role():
    levels = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    assert [level for level in guards.LEVELS if f"`{level}`" not in levels] == []
    logins = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [row.code for row in ROLES if f"| {row.name._args[0]} " not in logins] == []


def names_of_roles(path: Path) -> list[str]:
    """What in the file names one role: a code that is nothing else, a comparison or filter of a role, a member."""
    return [
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node)}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if is_code(node) or is_member(node) or is_comparison(node) or is_filter(node)
    ]


def is_code(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value in ONLY_ROLES


def is_member(node: ast.AST) -> bool:
    of_enum = isinstance(node, ast.Attribute) and ast.unparse(node.value).rpartition(".")[2] == "Role"
    return of_enum and node.attr.lower() in CODES


def has_code(node: ast.AST) -> bool:
    return any(isinstance(part, ast.Constant) and part.value in CODES for part in ast.walk(node))


def is_comparison(node: ast.AST) -> bool:
    if not isinstance(node, ast.Compare):
        return False
    sides = [node.left, *node.comparators]
    return any(ast.unparse(side).endswith("role") for side in sides) and any(map(has_code, sides))


def is_filter(node: ast.AST) -> bool:
    return isinstance(node, ast.keyword) and (node.arg or "").startswith("role") and has_code(node.value)


def test_no_other_file_names_a_role():
    """It asks for what follows from the role: a column of ROLES, or a verb. So a new role is forgotten nowhere."""
    files = [path for room in (*ROOMS, "config") for path in (ROOT / room).rglob("*.py")]
    found = [
        name
        for path in files
        if "migrations" not in path.parts and str(path.relative_to(ROOT)) not in MAY_NAME_ROLES
        for name in names_of_roles(path)
    ]
    assert found == []


@pytest.mark.parametrize("text", [
    "role in {'officer', 'county'}", "rows.filter(role='officer')", "rows.exclude(role__in=['county'])",
    "where.role == Role.CHIEF", "AUDITED = ('chief', 'x')",
])  # fmt: skip
def test_the_search_finds_a_role_that_is_named(text, tmp_path, monkeypatch):
    monkeypatch.setattr("tests.access.test_roles.ROOT", tmp_path)
    (tmp_path / "x.py").write_text(text, encoding="utf-8")
    assert names_of_roles(tmp_path / "x.py") != []


def test_no_template_and_no_sql_names_a_role():
    literal = re.compile(rf"['\"]({'|'.join(sorted(ONLY_ROLES))})['\"]|\brole\w* *(==|!=|<>|=|in) *['\"(]")
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static/registry").rglob("*.js")]
    files += [path for room in ROOMS for path in (ROOT / room).rglob("*.sql")]
    found = {
        str(path.relative_to(ROOT))
        for path in files
        if literal.search(re.sub(r'\brole="\w+"', "", path.read_text(encoding="utf-8")))
    }
    assert found == {"oversight/sql/notify_of_emergency.sql"}  # held above
