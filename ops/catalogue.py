"""Texts for translation, collected from Python and templates without any GNU gettext program.

The catalogue is written without times and line numbers, so that a change of code that changes no text leaves
it as it was.
"""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from config.rooms import ROOMS
from ops.environment import ROOT

PYTHON_ROOMS = (*ROOMS, "config")
TEMPLATES = ROOT / "templates"
LANGUAGE = "zh_Hans"
CATALOGUE = ROOT / "locale" / LANGUAGE / "LC_MESSAGES" / "django.po"

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
HEADER = """\
# Simplified Chinese. Made by `make messages`; translations are written by hand.
msgid ""
msgstr ""
"Language: zh_Hans\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

"""


def collect() -> Catalog:
    """Every text that code and templates ask to have translated today."""
    catalogue = Catalog(locale=LANGUAGE)
    for source in sources():
        for _line, message, _comments, context in extract("python", BytesIO(source), KEYWORDS):
            catalogue.add(message, context=context)
    return catalogue


def sources() -> Iterator[bytes]:
    for room in PYTHON_ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.read_bytes()
    for path in sorted(TEMPLATES.rglob("*")):
        if path.suffix in (".html", ".txt"):
            yield as_python(path)


def as_python(template: Path) -> bytes:
    """Django turns a template into gettext calls; without indentation that is Python to the extractor."""
    calls = templatize(template.read_text(encoding="utf-8"), origin=str(template))
    return "\n".join(line.lstrip() for line in calls.splitlines()).encode()


def load(path: Path = CATALOGUE) -> Catalog:
    if not path.exists():
        return Catalog(locale=LANGUAGE)
    with path.open("rb") as file:
        return read_po(file, locale=LANGUAGE)


def save(catalogue: Catalog, path: Path = CATALOGUE) -> None:
    body = BytesIO()
    quietly = {"no_location": True, "omit_header": True, "sort_output": True, "ignore_obsolete": True}
    write_po(body, catalogue, width=100, **quietly)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(HEADER.encode() + body.getvalue().lstrip())


def update(path: Path = CATALOGUE) -> None:
    """Add new texts untranslated and drop those that nothing uses; translations of the others stay."""
    catalogue = load(path)
    catalogue.update(collect(), no_fuzzy_matching=True)
    save(catalogue, path)


def untranslated(path: Path = CATALOGUE) -> list[str]:
    """A line for each text of today's code that is not translated."""
    written, problems = load(path), []
    used = collect()
    for message in used:
        if message.id:
            known = written.get(message.id, context=message.context)
            text = known.string if known else ""
            if not all(text if isinstance(text, tuple) else [text]):
                problems.append(f"untranslated: {message.id!r}")
            elif known is not None and known.fuzzy:
                problems.append(f"fuzzy: {message.id!r}")
    for message in written:
        if message.id and used.get(message.id, context=message.context) is None:
            problems.append(f"obsolete: {message.id!r}")
    return problems
