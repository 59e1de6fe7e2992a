"""`python3 -m ops.floors`: every import falls from a floor to the ones below, held by import-linter."""

import sys
from pathlib import Path

from importlinter.cli import lint_imports

from config.rooms import FLOORS, ROOMS
from ops.environment import ROOT

CONFIGURATION = """[tool.importlinter]
root_packages = [{rooms}]

[[tool.importlinter.contracts]]
id = "floors"
name = "Every import falls"
type = "layers"
layers = [{floors}]
"""


def quoted(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def configuration() -> str:
    """What import-linter reads: the rooms, and the floors as its layers."""
    return CONFIGURATION.format(
        rooms=quoted(list(ROOMS)), floors=quoted([" | ".join(floor) for floor in FLOORS])
    )


def main() -> int:
    """The exit code of import-linter."""
    path = Path(ROOT, "var", "cache", "importlinter.toml")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(configuration(), encoding="utf-8")
    sys.path.insert(0, str(ROOT))
    return lint_imports(config_filename=str(path), no_cache=True)


if __name__ == "__main__":
    sys.exit(main())
