"""Forms of a dispute as PDF and DOCX, for the pages of this room."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from django.utils import translation

from disputes.models import Dispute
from documents import catalogue, compiling, default_docx, docx_filling, filling, fonts
from documents.cases import Case
from documents.catalogue import Form
from documents.layouts.base import FORMER
from documents.layouts.covers import Entry, Listed

SECONDS = 15  # of a whole file: 118 pages of twenty parties and five sessions took two
PAPER_ONLY = (
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"  # of a file in the browser
)
GONE = f"※ {fonts.MISSING} 处的字本系统字库没有，请手写补正。"


def pdf(forms: Iterable[Form], case: Case, mark: str) -> bytes:
    """The forms one after the other, each with all its instances and plies; ``mark``: the number of the printing."""
    with translation.override("zh-hans"):  # a paper is Chinese, whatever language its printer reads
        papers = [paper for form in forms for paper in _papers(form, case)]
    return compiling.pdf("forms", {"print": mark, "papers": papers}, seconds=SECONDS)


def case_file(case: Case) -> list[Form]:
    """The forms of the whole file: those that must be there and those that are needed, in order.

    Those of its procedure; of application and acceptance one, as the dispute came; of several plies
    the one that is filed.
    """
    left_out = {"acceptance" if case.dispute.origin == Dispute.Origin.APPLIED else "application"}
    found = [form for form in catalogue.fitting(case.dispute) if form.code not in left_out]
    return [replace(form, plies=(form.filed_ply,)) for form in found if form.build(case)]


def one_pdf(form: Form, case: Case, number: int, mark: str) -> bytes | None:
    """One instance of a form (from 1), or an empty one where there is none yet; None for a number that it has not."""
    with translation.override("zh-hans"):
        facts = _facts(form, case, number)
        if facts is None:
            return None
        papers = _of_instance(form, facts)
    return compiling.pdf("forms", {"print": mark, "papers": papers})


def one_docx(form: Form, case: Case, number: int, mark: str, template: bytes | None) -> bytes | None:
    """The same as DOCX, from the county's template or the registry's own."""
    with translation.override("zh-hans"):
        facts = _facts(form, case, number)
        if facts is None:
            return None
        facts.paper = replace(facts.paper, print=mark)
    return docx_filling.filled(template or default_of(form), facts)


def slip_pdf(form: Form, coded: Any, mark: str) -> bytes:
    """A paper of one instance that is of no dispute: a slip with its code, a paper of hazards."""
    with translation.override("zh-hans"):
        papers = [paper for facts in form.build(coded) for paper in _of_instance(form, facts)]
    return compiling.pdf("forms", {"print": mark, "papers": papers})


def slip_docx(form: Form, coded: Any, mark: str, template: bytes | None) -> bytes:
    with translation.override("zh-hans"):
        (facts,) = form.build(coded)
    facts.paper = replace(facts.paper, print=mark)
    return docx_filling.filled(template or default_of(form), facts)


def _facts(form: Form, case: Case, number: int) -> Any:
    """The facts of one instance, from 1; None for a number that the form has not."""
    instances = catalogue.offered(form, case)
    if not 1 <= number <= len(instances):
        return None
    facts = instances[number - 1]
    if isinstance(facts, Listed):
        facts.entries = entries_of(case)
    return facts


def entries_of(case: Case) -> list[Entry]:
    """The lines of the contents with the pages that each paper of the whole file takes."""
    found = [paper for form in case_file(case) for paper in _papers(form, case)]
    listed = compiling.labelled("forms", {"print": "", "papers": found}, "entry", seconds=SECONDS)
    return [Entry(**one) for one in listed]


def default_of(form: Form) -> bytes:
    """The template that the registry brings."""
    heading = form.title if form.heading is None else form.heading
    return default_docx.made(form.title, heading, form.layout)


def titles(form: Form, case: Case) -> list[str]:
    """What each instance is called; the title alone while there is one."""
    with translation.override("zh-hans"):
        instances = catalogue.offered(form, case)
    names = [getattr(one, form.named) for one in instances] if form.named else []
    return [f"{form.title}（{name}）" if name else form.title for name in names or [""]]


def _papers(form: Form, case: Case) -> list[dict[str, Any]]:
    return [paper for facts in form.build(case) for paper in _of_instance(form, facts)]


def _of_instance(form: Form, facts: Any) -> list[dict[str, Any]]:
    blocks = compiling.cleaned(filling.filled(form.layout, facts))
    title = f"{form.title}（{FORMER}）" if facts.paper.mark == FORMER else form.title
    return [
        {
            "title": title,
            "heading": form.title if form.heading is None else form.heading,
            "number": facts.paper.number,
            "mark": facts.paper.mark,
            "ply": ply,
            "alone": len(form.plies) > 1,  # each ply has its own page 1
            "counted": form.is_counted,
            "listed": form.is_counted,
            "tall": form.is_tall,
            "close": form.is_close,
            "blocks": blocks,
            "foot": GONE if fonts.MISSING in str(blocks) else "",
        }
        for ply in form.plies
    ]
