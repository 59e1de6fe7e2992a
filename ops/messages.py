"""Translations: `extract` collects texts, `missing` lists untranslated ones, `compile` makes them usable."""

import sys

from ops import catalogue, translations
from ops.trouble import Trouble, report_trouble


def list_missing() -> None:
    problems = catalogue.untranslated()
    print("\n".join(problems) or "Every text is translated.")
    if problems:
        raise SystemExit(1)


COMMANDS = {"extract": catalogue.update, "missing": list_missing, "compile": translations.compile_changed}


def main() -> None:
    if len(sys.argv) != 2 or sys.argv[1] not in COMMANDS:
        raise Trouble(f"Usage: python3 -m ops messages {{{'|'.join(COMMANDS)}}}")
    COMMANDS[sys.argv[1]]()


if __name__ == "__main__":
    with report_trouble():
        main()
