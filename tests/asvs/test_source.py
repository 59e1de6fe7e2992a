"""What the source must not do: run what was sent, call other machines, make its own secrets badly."""

import ast
import re
import subprocess
import sys

import pytest

from tests.asvs.table import ROOT
from tests.test_house import ROOMS

OWN = [
    path
    for room in (*ROOMS, "config")
    for path in (ROOT / room).rglob("*.py")
    if "migrations" not in path.parts
]
SCRIPTS = sorted((ROOT / "static" / "registry").glob("*.js"))
# Conditions of policies and names of tables, put together from literals and quoted identifiers; and, in the last two,
# SELECT around a query of the ORM, which brings its values apart.
REVIEWED_SQL = {
    "guards.py",
    "place_guards.py",
    "partners.py",
    "emergency.py",
    "sums.py",
    "counting.py",
    "inserting.py",
    "person_guards.py",
}


def found_by_ruff(*rules: str) -> set[str]:
    command = [
        sys.executable, "-m", "ruff", "check", "--isolated", "--exit-zero", "--output-format", "concise",
        "--ignore-noqa", "--exclude", "migrations", "--select", ",".join(rules), *ROOMS, "config",
    ]  # fmt: skip
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return {line for line in done.stdout.splitlines() if ".py:" in line}


@pytest.mark.asvs("1.3.2", "1.2.5", "1.5.2", "1.5.1")
def test_nothing_is_run_as_code_or_by_a_shell_and_nothing_is_unpickled():
    rules = (
        "S102",
        "S307",
        "S301",
        "S302",
        "S506",
        "S602",
        "S604",
        "S605",
        "S609",
        "S313",
        "S314",
        "S318",
    )
    assert found_by_ruff(*rules) == set()


@pytest.mark.asvs("1.2.4")
def test_no_sentence_to_the_database_is_put_together_from_text():
    loose = {
        line
        for line in found_by_ruff("S608")
        if line.partition(":")[0].rpartition("/")[2] not in REVIEWED_SQL
    }
    assert loose == set()


@pytest.mark.asvs("11.3.1", "11.4.1")
def test_no_weak_cipher_mode_or_hash():
    assert found_by_ruff("S303", "S304", "S305", "S324") == set()


@pytest.mark.asvs("6.5.3", "11.5.1")
def test_guessable_random_numbers_serve_the_demonstration_alone():
    users = {path for path in OWN if "random" in imports(path) and "demo" not in path.parts}
    assert users == set()


@pytest.mark.asvs("1.3.6", "15.3.2")
def test_the_application_calls_no_other_machine():
    outward = {
        "requests",
        "httpx",
        "urllib3",
        "aiohttp",
        "ftplib",
        "smtplib",
        "socket",
        "urllib.request",
        "http.client",
    }
    assert {path.name: imports(path) & outward for path in OWN if imports(path) & outward} == {}


@pytest.mark.asvs("1.3.7")
def test_templates_are_files_and_never_texts():
    made = re.compile(r"\bTemplate\(|from_string\(")
    assert [path.name for path in OWN if made.search(path.read_text("utf-8"))] == []


@pytest.mark.asvs("1.2.1")
def test_no_template_switches_escaping_off():
    off = re.compile(r"\|\s*safe\b|autoescape\s+off|\|\s*safeseq")
    assert [
        path.name for path in (ROOT / "templates").rglob("*.html") if off.search(path.read_text("utf-8"))
    ] == []


@pytest.mark.asvs("3.2.2", "3.5.5", "1.3.2")
def test_our_scripts_write_text_and_listen_to_no_other_window():
    loose = re.compile(
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|postMessage|\"message\""
    )
    assert SCRIPTS and [path.name for path in SCRIPTS if loose.search(path.read_text("utf-8"))] == []


@pytest.mark.asvs("15.2.4")
@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-local.lock", "requirements-dev.lock"])
def test_every_package_is_pinned_by_version_and_hash(lock):
    entries = re.split(r"\n(?=[a-z0-9])", (ROOT / lock).read_text("utf-8"), flags=re.I)
    packages = [entry for entry in entries if re.match(r"[A-Za-z0-9_.\[\]-]+==", entry)]
    assert len(packages) > 20 and all("--hash=sha256:" in entry for entry in packages)
    text = (ROOT / "package-lock.json").read_text("utf-8")
    assert text.count('"integrity"') == text.count('"node_modules/') > 3


def imports(path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, node.module.partition(".")[0]} - {"urllib", "http"}
    return found
