"""A DOCX template that a county brings: read within bounds, and refused with the place and the word that is wrong.

Called by documents/actions.py before a template is kept, and by documents/docx_filling.py before each use.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from docxtpl import DocxTemplate
from jinja2 import TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment

from documents.docx_names import Known

MEGABYTE = 1024**2
MOST_BYTES = 2 * MEGABYTE  # of the file as it was sent
MOST_UNPACKED = 20 * MEGABYTE  # of all its parts
MOST_PARTS = 200
DEEPEST = 2  # loops inside one another
MOST_FILLED = 30_000_000  # characters that a template can become, by MOST_ITEMS and LONGEST_FACT
MOST_ITEMS, LONGEST_FACT = 40, 1_000  # twenty parties and as many duties; few facts are longer
FORBIDDEN_PARTS = re.compile(
    r"(vbaProject|/embeddings/|/activeX/|/externalLinks/|/customXml/|\.(bin|html?|mht|rtf|docx?|svg|emf|wmf)$)",
    re.I,
)
FIELD_CODES = re.compile(rb"<w:instrText[^>]*>([^<]*)|w:instr=\"([^\"]*)")
# Fields that fetch or start something when the paper is opened; a code may be cut into several runs.
FETCHING = re.compile(rb"DDE|INCLUDE(PICTURE|TEXT)|IMPORT|\bLINK\b|DATABASE|HYPERLINK|MACROBUTTON", re.I)
FILLED_PARTS = re.compile(r"word/(document|header\d*|footer\d*)\.xml$")
OUTSIDE = re.compile(rb'TargetMode\s*=\s*["\']External["\']', re.I)
PARAGRAPH = re.compile(r"<w:p([ >])")
TAG = re.compile(r"<[^>]+>")


class Environment(SandboxedEnvironment):
    """Jinja without anything: no filter, no test, no function, no attribute of an object."""

    def __init__(self) -> None:
        super().__init__(autoescape=True)
        self.globals, self.filters, self.tests = {}, {}, {}

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        return False


@dataclass(frozen=True)
class Fault:
    """What is wrong in which part (body, head, foot) and paragraph, with the paragraph's first words."""

    part: str
    paragraph: int
    words: str
    what: str

    def __str__(self) -> str:
        place = _("%(part)s, paragraph %(n)s") % {"part": self.part, "n": self.paragraph}
        return f"{place}「{self.words}」: {self.what}"


def check(content: bytes, known: Known, needed: Iterable[str] = ()) -> None:
    """ValidationError with a line for each fault of the template; nothing when it can be filled.

    ``needed``: the facts that it must name, as ``summary`` or, of the items of a list, ``parties.name``.
    """
    _check_package(content)
    try:
        template = DocxTemplate(io.BytesIO(content))
        sources = list(_sources(template))
    except Exception as error:  # the libraries below raise errors of many kinds for broken XML
        raise ValidationError(
            _("This is no DOCX file that can be read: %(what)s") % {"what": error}
        ) from error
    faults = [fault for part, source in sources for fault in _faults(part, source, known)]
    if faults:
        raise ValidationError([str(fault) for fault in faults[:20]])
    trees = [Environment().parse(source) for _part, source in sources]
    named = {fact for tree in trees for fact in _named(tree, {})}
    if missing := [fact for fact in needed if fact not in named]:
        raise ValidationError(
            _("The form needs these facts, and the template names none of them: %(names)s")
            % {"names": ", ".join(missing)}
        )


def _named(node: nodes.Node, items: dict[str, str]) -> Iterator[str]:
    """The facts that the node prints; ``items``: the list behind the name of each loop around it."""
    if isinstance(node, nodes.For):
        target = node.target.name if isinstance(node.target, nodes.Name) else ""
        items = items | {target: ".".join(path_of(node.iter) or "")}
    elif isinstance(node, nodes.Output):
        for first, *rest in filter(None, map(path_of, node.nodes)):
            yield ".".join([items.get(first, first), *rest])
    for child in node.iter_child_nodes():
        yield from _named(child, items)


def _check_package(content: bytes) -> None:
    """The bounds of the file as an archive, before anything of it is unpacked."""
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The template is larger than %(n)s MB.") % {"n": MOST_BYTES // MEGABYTE})
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
                raise ValidationError(_("The template is too large once it is unpacked."))
            names = {part.filename for part in parts}
            if "word/document.xml" not in names or "[Content_Types].xml" not in names:
                raise ValidationError(_("This is no DOCX file. Save the template as .docx and try again."))
            for part in parts:
                _check_part(package, part)
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise ValidationError(_("This is no DOCX file. Save the template as .docx and try again.")) from error


def _check_part(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if FORBIDDEN_PARTS.search(part.filename):
        raise ValidationError(
            _("Macros and embedded files are not taken: %(name)s") % {"name": part.filename}
        )
    with package.open(part) as opened:
        text = opened.read(MOST_UNPACKED + 1)  # never more than the directory of the archive promised
    if len(text) > part.file_size:
        raise ValidationError(_("The template is too large once it is unpacked."))
    if part.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in text:
        raise ValidationError(
            _("The template has a document type of its own: %(name)s") % {"name": part.filename}
        )
    codes = b"".join(b"".join(found) for found in FIELD_CODES.findall(text))
    if part.filename.endswith(".xml") and FETCHING.search(codes):
        raise ValidationError(
            _("The template has a field that fetches something from outside: %(name)s")
            % {"name": part.filename}
        )
    if (
        not FILLED_PARTS.match(part.filename)
        and part.filename.endswith(".xml")
        and re.search(rb"\{[{%]", text)
    ):
        raise ValidationError(
            _("Facts stand in the body, the head and the foot alone, not in %(name)s.")
            % {"name": part.filename}
        )
    if part.filename.endswith(".rels") and OUTSIDE.search(text):
        raise ValidationError(
            _("The template points outside of itself (a link or a picture): %(name)s")
            % {"name": part.filename}
        )


def _sources(template: DocxTemplate) -> Any:
    """Name and source of each part that docxtpl fills, each paragraph on a line of its own."""
    template.init_docx()
    yield _("body"), _source(template, template.get_xml())
    for word, uri in ((_("head"), template.HEADER_URI), (_("foot"), template.FOOTER_URI)):
        for _key, part in template.get_headers_footers(uri):
            yield word, _source(template, template.get_part_xml(part))


def _source(template: DocxTemplate, xml: str) -> str:
    return PARAGRAPH.sub(r"\n<w:p\1", template.patch_xml(xml.replace("\n", " ")))


def _faults(part: str, source: str, known: Known) -> list[Fault]:
    lines = source.split("\n")

    def fault(line: int, what: str) -> Fault:
        words = TAG.sub("", lines[min(line, len(lines)) - 1]).strip()[:30]
        return Fault(part, line - 1, words, what)

    try:
        tree = Environment().parse(source)
    except TemplateSyntaxError as error:
        return [fault(error.lineno, _("the mark is not complete: %(what)s") % {"what": error.message})]
    found = [fault(line, what) for line, what in _Walk().all(tree, known)]
    if not found and _grown(tree) > MOST_FILLED:
        found = [fault(2, _("filled in, it would become too large: less text inside of loops"))]
    return found


def _grown(node: nodes.Node) -> int:
    """How many characters the template can become: what stands in a loop counts once for each item."""
    if isinstance(node, nodes.TemplateData):
        return len(node.data)
    if isinstance(node, nodes.Name | nodes.Getattr):
        return LONGEST_FACT
    inside = sum(_grown(child) for child in node.iter_child_nodes())
    return inside * MOST_ITEMS if isinstance(node, nodes.For) else inside


class _Walk:
    """Goes through the marks of a template with the names that are known at each place."""

    def all(self, node: nodes.Node, known: Known, depth: int = 0) -> list[tuple[int, str]]:
        found: list[tuple[int, str]] = []
        for child in node.iter_child_nodes():
            found += self.one(child, known, depth)
        return found

    def one(self, node: nodes.Node, known: Known, depth: int) -> list[tuple[int, str]]:
        if isinstance(node, nodes.TemplateData):
            return []
        if isinstance(node, nodes.Output | nodes.If | nodes.Not | nodes.And | nodes.Or):
            return self.all(node, known, depth)
        if isinstance(node, nodes.For):
            return self.loop(node, known, depth)
        if isinstance(node, nodes.Name | nodes.Getattr):
            return self.name(node, known)
        word = type(node).__name__
        return [(node.lineno, _("only facts, if and for are taken, and this is %(what)s") % {"what": word})]

    def loop(self, node: nodes.For, known: Known, depth: int) -> list[tuple[int, str]]:
        if node.test or node.recursive or node.else_ or not isinstance(node.target, nodes.Name):
            return [(node.lineno, _("a loop is written: for ITEM in LIST"))]
        if depth >= DEEPEST:
            return [(node.lineno, _("more than %(n)s loops inside one another") % {"n": DEEPEST})]
        inner = _resolved(path_of(node.iter), known, "lists")
        if inner is None:
            what = _("there is no list %(name)s; lists are: %(names)s")
            return [
                (
                    node.lineno,
                    what % {"name": ".".join(path_of(node.iter) or "?"), "names": _join(known.lists)},
                )
            ]
        scope = Known(known.texts - {node.target.name}, known.lists, known.groups | {node.target.name: inner})
        return [fault for child in node.body for fault in self.one(child, scope, depth + 1)]

    def name(self, node: nodes.Node, known: Known) -> list[tuple[int, str]]:
        path = path_of(node)
        if path and (_resolved(path, known, "texts") or _resolved(path, known, "lists")):
            return []
        near = _resolved(path[:-1], known, "groups") if path and len(path) > 1 else known
        names = _join([*(near or known).texts, *(near or known).groups])
        what = _("there is no fact %(name)s; facts are: %(names)s")
        return [(node.lineno, what % {"name": ".".join(path or "?"), "names": names})]


def path_of(node: nodes.Node) -> list[str] | None:
    """``party.name`` -> [party, name]; None for anything but names and dots."""
    if isinstance(node, nodes.Name):
        return [node.name]
    if isinstance(node, nodes.Getattr):
        before = path_of(node.node)
        return [*before, node.attr] if before else None
    return None


def _resolved(path: list[str] | None, known: Known, kind: str) -> Any:
    """What the path names: the Known of a list or group, True for a text; None for nothing."""
    if path is None or not path:
        return known if path == [] else None
    for name in path[:-1]:
        inner = known.groups.get(name)
        if inner is None:
            return None
        known = inner
    last = path[-1]
    if kind == "texts":
        return True if last in known.texts else None
    return (known.lists if kind == "lists" else known.groups).get(last)


def _join(names: Any) -> str:
    return ", ".join(sorted(names))
