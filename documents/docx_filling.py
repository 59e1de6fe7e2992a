"""A DOCX template and the facts of a form -> the file. Called by documents/papers.py."""

import io
from dataclasses import asdict
from typing import Any

from docxtpl import DocxTemplate

from documents.docx_check import Environment, check
from documents.docx_names import known_of

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def filled(template: bytes, facts: Any) -> bytes:
    """The file with the facts in it, each escaped; ValidationError for a template that is not taken (any more)."""
    check(template, known_of(type(facts)))
    file = DocxTemplate(io.BytesIO(template))
    file.render(_scope(asdict(facts)), Environment(), autoescape=True)
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def _scope(value: Any) -> Any:
    """The facts without signs that XML has no place for."""
    if isinstance(value, dict):
        return {key: _scope(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_scope(one) for one in value]
    if isinstance(value, str):
        return "".join(one for one in value if one >= " " or one == "\n").translate(NOT_XML)
    return value


NOT_XML = dict.fromkeys((0xFFFE, 0xFFFF, *range(0xD800, 0xE000)))
