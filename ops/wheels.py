"""Wheels that carry a program: only their files are used, their Python code is never run."""

import importlib.util
from pathlib import Path


def folder(package: str) -> Path | None:
    """The folder of an installed package; None where it has no build for this machine."""
    found = importlib.util.find_spec(package)
    places = found.submodule_search_locations if found else None
    return Path(places[0]) if places else None
