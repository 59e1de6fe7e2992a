"""One palette: every colour is in static/registry/palette.css, light and dark, and has a name in it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
STATIC = ROOT / "static" / "registry"
PALETTE = STATIC / "palette.css"
# docs/server: a page that nginx shows while no stylesheet can be had.
NOT_OURS = {".venv", "node_modules", "var", "tests", "benchmarks", "ops", "server"}

HEX = re.compile(r"(?<![&\w])#(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})\b", re.IGNORECASE)
FUNCTION = re.compile(r"\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|light-dark)\(")
NAMED = re.compile(
    r":[^;{}]*(?<![\w-])(?:white|black|red|green|blue|gr[ae]y|silver|yellow|orange|navy|teal|maroon)(?![\w-])"
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
NAME = re.compile(r"^\s+(--[\w-]+):", re.MULTILINE)


def literals(text: str, *more: re.Pattern[str]) -> list[str]:
    """The colours that a text writes out."""
    return [found for pattern in (HEX, *more) for found in pattern.findall(text)]


def sources(suffix: str) -> list[Path]:
    found = (path for path in ROOT.rglob(f"*{suffix}") if not NOT_OURS & set(path.relative_to(ROOT).parts))
    return sorted(path for path in found if path != PALETTE)


@pytest.mark.parametrize("text", ["a: #fff", 'light="#1B2430"', "rgb(0 0 0 / 25%)", "color: white;"])
def test_a_colour_is_recognised(text):
    assert literals(text, FUNCTION, NAMED)


@pytest.mark.parametrize("text", ["&#39;", 'href="#main"', "#job-state", "white-space: nowrap"])
def test_what_looks_like_a_colour_is_none(text):
    assert not literals(text, FUNCTION, NAMED)


def test_stylesheets_name_their_colours():
    rules = {path.name: COMMENT.sub("", path.read_text("utf-8")) for path in sources(".css")}
    wrong = {name: literals(text, FUNCTION, NAMED) for name, text in rules.items()}
    assert wrong and {name: found for name, found in wrong.items() if found} == {}


@pytest.mark.parametrize("suffix", [".js", ".html", ".py"])
def test_scripts_templates_and_code_hold_no_colour(suffix):
    more = () if suffix == ".py" else (FUNCTION,)
    wrong = {str(path): literals(path.read_text("utf-8"), *more) for path in sources(suffix)}
    assert wrong and {path: found for path, found in wrong.items() if found} == {}


def test_every_colour_is_declared_once_and_in_both_lights():
    text = PALETTE.read_text("utf-8")
    names = [name for name in NAME.findall(text) if not name.startswith("--if-")]
    assert len(names) == len(set(names))
    assert text.count("var(--if-light,") == text.count("var(--if-dark,") > 15


def test_every_colour_that_is_used_is_declared():
    known = {name for path in STATIC.glob("*.css") for name in NAME.findall(path.read_text("utf-8"))}
    used = {
        name
        for path in STATIC.glob("*.css")
        for name in re.findall(r"var\((--[\w-]+)", path.read_text("utf-8"))
    }
    asked = set(re.findall(r'colour\("(--[\w-]+)"\)', (STATIC / "charts.js").read_text("utf-8")))
    assert asked and {name for name in used | asked if not name.startswith("--bs-")} <= known


def test_every_colour_is_used():
    declared = set(NAME.findall(PALETTE.read_text("utf-8")))
    files = [*STATIC.glob("*.css"), *STATIC.glob("*.js")]
    used = set(
        re.findall(r"(?:var\(|colour\(\")(--[\w-]+)", " ".join(path.read_text("utf-8") for path in files))
    )
    assert declared <= used


def test_the_mark_has_colours_of_the_palette():
    palette = set(literals(PALETTE.read_text("utf-8")))
    assert set(literals((STATIC / "mark.svg").read_text("utf-8"))) <= palette | {"#fff"}


def test_a_page_brings_the_palette_before_what_uses_it(client, db):
    page = client.get("/account/sign-in/").content.decode()
    assert 0 < page.index("registry/palette.css") < page.index("registry/registry.css")
