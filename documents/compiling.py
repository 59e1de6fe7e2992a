"""A paper as PDF: the data of a document -> bytes. Pages and jobs of this room call ``pdf``."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.utils import timezone

from documents import fonts

TEMPLATES = Path(__file__).with_name("templates")
PROGRAM = Path(__file__).with_name("typst_process.py")
PDF = "application/pdf"
SECONDS = 4  # of processor time of one form, which takes a tenth of a second; twice by the clock
MEGABYTES = 1_536  # of memory; a register of 2,000 rows takes 250


class Unprintable(Exception):
    """The paper could not be made: a fault of the template, or more than one process may take."""


def pdf(template: str, document: dict[str, Any], *, seconds: int = SECONDS) -> bytes:
    """The PDF of ``templates/<template>.typ`` with ``document`` (what JSON holds); raises Unprintable.

    ``seconds``: of processor time and, twice, by the clock. Every text of the document is cleaned here.
    """
    return _ask(template, document, seconds, "")


def labelled(
    template: str, document: dict[str, Any], label: str, *, seconds: int = SECONDS
) -> list[dict[str, Any]]:
    """What the template has set beside ``label`` when the document is laid out; raises Unprintable as ``pdf`` does."""
    found: list[dict[str, Any]] = json.loads(_ask(template, document, seconds, label))
    return found


def _ask(template: str, document: dict[str, Any], seconds: int, label: str) -> bytes:
    asked = {
        "template": str(TEMPLATES / f"{template}.typ"),
        "root": str(TEMPLATES),
        "fonts": str(fonts.FOLDER),
        "document": cleaned(document),
        "label": label,
        "seconds": seconds,
        "megabytes": MEGABYTES,
        "timestamp": int(timezone.now().timestamp()),
    }
    command = [sys.executable, "-I", str(PROGRAM)]
    try:
        done = subprocess.run(
            command, input=json.dumps(asked).encode(), capture_output=True, timeout=2 * seconds, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Unprintable(f"{template} took longer than {2 * seconds} s") from error
    if done.returncode:
        raise Unprintable(f"{template}: {done.returncode} {done.stderr.decode(errors='replace')[:2_000]}")
    return done.stdout


def cleaned(value: Any) -> Any:
    """The same with every text printable."""
    if isinstance(value, str):
        return fonts.printable(value)
    if isinstance(value, dict):
        return {key: cleaned(one) for key, one in value.items()}
    return [cleaned(one) for one in value] if isinstance(value, list | tuple) else value
