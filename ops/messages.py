"""Translations: `extract` collects texts, `missing` lists untranslated ones, `compile` makes them usable."""

import sys

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ops import catalogue, stamps
from ops.environment import ROOT
from ops.trouble import Trouble, told_plainly


def compile_changed() -> None:
    """Write each catalogue's binary form anew when its text changed."""
    for text in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        binary = text.with_suffix(".mo")
        name, digest = f"messages-{text.parent.parent.name}-{text.stem}", stamps.digest([text])
        if binary.exists() and stamps.unchanged(name, digest):
            continue
        draft = binary.with_suffix(".new")
        with text.open("rb") as source, draft.open("wb") as target:
            write_mo(target, read_po(source, locale=text.parent.parent.name))
        draft.replace(binary)
        stamps.remember(name, digest)


def list_missing() -> None:
    problems = catalogue.untranslated()
    print("\n".join(problems) or "Every text is translated.")
    if problems:
        raise SystemExit(1)


COMMANDS = {"extract": catalogue.update, "missing": list_missing, "compile": compile_changed}


def main() -> None:
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        raise Trouble(f"Usage: python3 -m ops messages {{{'|'.join(COMMANDS)}}}")
    COMMANDS[sys.argv[1]]()


if __name__ == "__main__":
    with told_plainly():
        main()
