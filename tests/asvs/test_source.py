"""What the source must not do: run what was sent, call other machines, make its own secrets badly."""

import ast
import re
import subprocess
import sys
import time

import pytest

from accounts.models import User
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


@pytest.mark.asvs("1.3.6", "13.2.4", "15.3.2")
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


PATTERN_CALLS = {"compile", "match", "fullmatch", "search", "findall", "finditer", "sub", "subn", "split"}


def calls(path):
    """The calls of a file whose function is an attribute: ``thing.function(...)``."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            yield node


def patterns(path):
    """The first arguments of calls of ``re``."""
    for node in calls(path):
        called = node.func
        if isinstance(called.value, ast.Name) and called.value.id == "re" and called.attr in PATTERN_CALLS:
            yield node.args[0]


def is_escaped(part: ast.expr) -> bool:
    """Is what a pattern is made of fixed in the source, or escaped?"""
    match part:
        case ast.Constant() | ast.Name(id=_):
            return isinstance(part, ast.Constant) or part.id.isupper()
        case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr="escape")):
            return True
        case ast.Call(func=ast.Attribute(value=ast.Constant(), attr="join"), args=[inner]):
            return is_escaped(inner)
        case ast.List(elts=inner):
            return all(map(is_escaped, inner))
        case (
            ast.GeneratorExp(elt=inner)
            | ast.ListComp(elt=inner)
            | ast.FormattedValue(value=inner)
            | ast.Starred(value=inner)
        ):
            return is_escaped(inner)
        case ast.Call(
            func=ast.Name(id="map"), args=[ast.Attribute(value=ast.Name(id="re"), attr="escape"), _]
        ):
            return True
        case ast.JoinedStr(values=inner):
            return all(map(is_escaped, inner))
        case ast.BinOp(left=left, right=right):
            return is_escaped(left) and is_escaped(right)
    return False


WRITTEN_PATTERNS = {"accounts/guessable.py"}  # a tuple of them, compiled one after the other


@pytest.mark.asvs("1.2.9")
def test_what_was_sent_is_no_pattern():
    made = {
        f"{path.parent.name}/{path.name}" for path in OWN for one in patterns(path) if not is_escaped(one)
    }
    assert made == WRITTEN_PATTERNS


LONG = 24  # an exponential pattern takes millions of steps for it, a polynomial one some thousands


def steps_into_the_deep(pattern: str, given: list[str]) -> bool:
    """Does one of the texts take the pattern longer than a tenth of a second?"""
    compiled = re.compile(pattern)
    for text in given:
        began = time.process_time()
        compiled.search(text)
        if time.process_time() - began > 0.1:
            return True
    return False


def repeated(pattern: str) -> list[str]:
    """Each sign that the pattern names, and each two, over and over, with an end that fits nothing."""
    signs = sorted({*re.sub(r"[\\^$.|?*+()\[\]{}]", "", pattern), *"a0 一.-"})[:14]
    return [f"{(one + other) * (LONG // 2)}\0" for one in signs for other in signs]


@pytest.mark.asvs("1.3.12")
def test_no_pattern_takes_ever_longer():
    fixed = {
        (path.name, one.value)
        for path in OWN
        for one in patterns(path)
        if isinstance(one, ast.Constant) and isinstance(one.value, str)
    }
    assert steps_into_the_deep("(a+)+b", repeated("(a+)+b")) and len(fixed) > 20
    assert {(name, text) for name, text in fixed if steps_into_the_deep(text, repeated(text))} == set()


@pytest.mark.asvs("3.5.6", "3.7.1")
def test_no_page_has_a_plug_in_and_no_answer_is_a_script():
    plugs = re.compile(r"<(?:object|embed|applet|marquee|frame|iframe)\b|javascript:", re.I)
    assert [
        path.name for path in (ROOT / "templates").rglob("*.html") if plugs.search(path.read_text("utf-8"))
    ] == []
    scripts = re.compile(r"(?:application|text)/(?:x-)?javascript|jsonp", re.I)
    assert [path.name for path in OWN if scripts.search(path.read_text("utf-8"))] == []


@pytest.mark.asvs("5.3.3", "5.2.5")
def test_nothing_that_was_sent_is_unpacked_to_the_disk():
    unpacking = {"extract", "extractall", "unpack_archive"}
    found = [
        f"{path.parent.name}/{path.name}"
        for path in OWN
        for node in calls(path)
        if node.func.attr in unpacking
    ]
    assert found == [] and not any(
        imports(path) & {"tarfile", "shutil"} for path in OWN if "imports" in path.parts
    )


@pytest.mark.asvs("6.3.6", "1.3.11")
def test_no_mail_is_sent_or_asked_for():
    assert [path.name for path in OWN if imports(path) & {"django.core.mail", "smtplib", "imaplib"}] == []
    assert "email" not in {field.name for field in User._meta.get_fields()}


def imports(path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, node.module.partition(".")[0]} - {"urllib", "http"}
    return found
