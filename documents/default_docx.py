"""The DOCX template of a form as the registry brings it, made from the form's layout.

A county takes it as the start of its own (documents/views/templates.py). The marks in it are those of docxtpl:
``{{ fact }}``, and ``{%tr for ... %}`` in a row, ``{%p for ... %}`` in a paragraph of its own.
"""

import io
from functools import cache
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from documents.blocks import (
    Block,
    Contents,
    Each,
    Grid,
    Heading,
    Label,
    Labels,
    Large,
    Layout,
    Line,
    Lines,
    Lookup,
    Paragraph,
    Passage,
    Signature,
    TearOff,
    Value,
)
from documents.filling import NAME

SONG, HEI = "SimSun", "SimHei"  # what office programs of the bureau have
WIDTH = Mm(158)
Held = dict[int, tuple[Any, int]]


@cache
def made(title: str, heading: str, layout: Layout) -> bytes:
    """The file. It says 草稿 in its head, the title in its foot, and page n of m."""
    file = Document()
    style = file.styles["Normal"]
    _face(style, SONG, 12)
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin = Mm(28), Mm(24)
    head = section.header.paragraphs[0]
    head.text = "{{ paper.number }}    {{ paper.ply }}    {{ paper.mark }}"
    foot = section.footer.paragraphs[0]
    foot.text = f"{title}　{{{{ paper.print }}}}　第 "
    for word, code in (("", "PAGE"), (" 页 共 ", "NUMPAGES")):
        foot.add_run(word)
        _field(foot, code)
    foot.add_run(" 页")
    if heading:
        top = file.add_paragraph()
        top.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _face(top.add_run(heading), HEI, 20)
    _add(file, layout)
    target = io.BytesIO()
    file.save(target)
    return target.getvalue()


def _add(file: Any, layout: Layout) -> None:
    for block in layout:
        _add_block(file, block)


def _add_block(file: Any, block: Block) -> None:
    if isinstance(block, Each):
        file.add_paragraph(f"{{%p for {block.item} in {block.over} %}}")
        _add(file, block.blocks)
        file.add_paragraph("{%p endfor %}")
    elif isinstance(block, Grid):
        _grid(file, block)
        file.add_paragraph()
    elif isinstance(block, Passage):
        _face(file.add_paragraph().add_run(block.heading), HEI, 12)
        file.add_paragraph(block.text)
    elif isinstance(block, Paragraph):
        _paragraph(file, block.text)
    elif isinstance(block, Signature):
        file.add_paragraph(f"{block.text}{'_' * 24}{block.extra}")
    elif isinstance(block, Large):
        one = file.add_paragraph()
        _face(one.add_run(f"{block.label}：{block.text}"), SONG, 16)
    else:
        _add_rare(file, block)


def _paragraph(file: Any, text: str) -> None:
    """What is one fact and nothing else is left out while it is empty."""
    fact = NAME.fullmatch(text)
    if fact:
        file.add_paragraph(f"{{%p if {fact[1]} %}}")
    file.add_paragraph(text).paragraph_format.first_line_indent = Pt(24)
    if fact:
        file.add_paragraph("{%p endif %}")


def _add_rare(file: Any, block: Block) -> None:
    """What few forms have."""
    if isinstance(block, Contents):
        _grid(file, _contents(block))
    elif isinstance(block, Heading):
        _middle(file, block.text, 16)
    elif isinstance(block, TearOff):
        _middle(file, f"{'- ' * 24}{block.text}{' -' * 24}", 9)
    elif isinstance(block, Lookup):
        _face(file.add_paragraph().add_run(f"{block.label}：{block.code}"), HEI, 16)
        file.add_paragraph(f"{block.address}　{block.text}")
    elif isinstance(block, Labels):  # the picture is in the PDF alone
        line = Line((Value(block.name), Label(block.code), Value(block.text)))
        _grid(file, Grid((40, 20, 40), (Lines(block.over, block.item, (line,)),)))


def _middle(file: Any, words: str, size: int) -> None:
    one = file.add_paragraph()
    one.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _face(one.add_run(words), HEI, size)


def _contents(block: Contents) -> Grid:
    heads = ("序号", "材料名称", "文书编号", "页号", "备注")
    values = ("{{ entry.title }}", "{{ entry.number }}", "{{ entry.pages }}", "")
    line = Line((Label("{{ entry.place }}"), *(Value(one) for one in values)))
    head = Line(tuple(Label(word) for word in heads))
    return Grid((9, 43, 23, 13, 12), (head, Lines(block.over, "entry", (line,))), head=True)


def _grid(file: Any, grid: Grid) -> None:
    table = file.add_table(rows=0, cols=len(grid.widths))
    table.style, table.autofit = "Table Grid", False
    for row in grid.rows:
        if isinstance(row, Line):
            _line(table, grid, row, {})
            continue
        _mark(table, f"{{%tr for {row.item} in {row.over} %}}")
        held: Held = {}
        for line in row.lines:
            _line(table, grid, line, held)
        _mark(table, "{%tr endfor %}")


def _mark(table: Any, text: str) -> None:
    table.add_row().cells[0].text = text


def _line(table: Any, grid: Grid, line: Line, held: Held) -> None:
    """One row. ``held``: columns that a word of an earlier row still takes, its cell, and how many rows are left."""
    cells, place = table.add_row().cells, 0
    for cell in line.cells:
        while place in held:
            place = _hold_on(cells, place, held)
        last = place + cell.span - 1
        one = cells[place].merge(cells[last]) if cell.span > 1 else cells[place]
        one.width = round(WIDTH * sum(grid.widths[place : last + 1]) / sum(grid.widths))
        one.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = one.paragraphs[0]
        _face(paragraph.add_run(cell.text), HEI if isinstance(cell, Label) else SONG, 11)
        if isinstance(cell, Label):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        for _more in range(cell.lines - 1 if isinstance(cell, Value) and not cell.text else 0):
            one.add_paragraph()
        if isinstance(cell, Label) and cell.rows > 1:
            held[place] = (one, cell.rows - 1)
        place = last + 1


def _hold_on(cells: Any, place: int, held: Held) -> int:
    """The cell belongs to a word above; returns the next column."""
    first, left = held.pop(place)
    first.merge(cells[place])
    if left > 1:
        held[place] = (first, left - 1)
    return place + 1


def _face(styled: Any, face: str, size: int) -> None:
    """Word takes Chinese characters from the East Asian face alone."""
    styled.font.name, styled.font.size = face, Pt(size)
    styled.element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), face)


def _field(paragraph: Any, code: str) -> None:
    """A number that the office program works out: PAGE, NUMPAGES."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), code)
    field.append(OxmlElement("w:r"))
    paragraph._p.append(field)
