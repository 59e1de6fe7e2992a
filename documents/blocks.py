"""What a form on paper is made of. One layout of blocks makes its PDF (templates/forms.typ) and its DOCX template.

A text of a block is what stands on the paper, with the names of facts in double braces: ``{{ place }}``, and inside
``Each`` those of the item: ``{{ party.name }}``. A fact that is empty leaves its place empty for the pen.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Label:
    """A printed word in a cell of a grid. ``span``: how many columns it takes, ``rows``: how many rows."""

    text: str
    span: int = 1
    rows: int = 1


@dataclass(frozen=True)
class Value:
    """A cell of a grid for what was entered. ``lines``: how high it is at least, for the pen."""

    text: str
    span: int = 1
    lines: int = 1


@dataclass(frozen=True)
class Line:
    """One row of a grid: its cells fill the columns."""

    cells: tuple[Label | Value, ...]


@dataclass(frozen=True)
class Lines:
    """Rows of a grid for each item of a list of facts."""

    over: str
    item: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Grid:
    """A ruled table. ``widths``: of its columns, in parts of the page's width. ``head``: its first row on each page."""

    widths: tuple[int, ...]
    rows: tuple[Line | Lines, ...]
    head: bool = False


@dataclass(frozen=True)
class Paragraph:
    """Running text, indented by two characters."""

    text: str


@dataclass(frozen=True)
class Passage:
    """A heading and the text under it, over as many pages as it takes; ruled lines for the pen while it is empty."""

    heading: str
    text: str
    lines: int = 4


@dataclass(frozen=True)
class Signature:
    """A line to sign on, with its printed word before it; ``extra``: what stands behind the line."""

    text: str
    extra: str = ""


@dataclass(frozen=True)
class Each:
    """The blocks once for each item of a list of facts."""

    over: str
    item: str
    blocks: "tuple[Block, ...]"


@dataclass(frozen=True)
class Large:
    """A line of the cover: a word and what stands beside it, large."""

    label: str
    text: str


@dataclass(frozen=True)
class Contents:
    """The table of contents of a case file: the list ``over`` with page numbers, or what the PDF finds in itself."""

    over: str


@dataclass(frozen=True)
class Heading:
    """A title in the middle of a paper."""

    text: str


@dataclass(frozen=True)
class TearOff:
    """A dashed line along which the lower part is torn off."""

    text: str


@dataclass(frozen=True)
class Lookup:
    """A code in large letters, the address where it is typed, and that address as a picture for a telephone."""

    label: str
    code: str
    address: str
    text: str


@dataclass(frozen=True)
class Labels:
    """Labels to cut out, ``across`` beside each other (2, or 3 of which 24 fill a sheet), for each item of a list of
    facts: a name, a code in large letters, a picture for a telephone, a line below. ``picture``: what the picture
    says, where that is not the code.
    """

    over: str
    item: str
    name: str
    code: str
    text: str
    picture: str = ""
    across: int = 2


Block = Grid | Paragraph | Passage | Signature | Each | Large | Contents | Heading | TearOff | Lookup | Labels
Layout = tuple[Block, ...]
