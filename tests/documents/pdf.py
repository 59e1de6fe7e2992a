"""What a PDF shows, read with another program than the one that made it."""

import ctypes
from itertools import pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

OVERLAP = 1.5  # points; less is how letters lean


def pages(content: bytes) -> list[str]:
    """The text of each page, without breaks of lines and the breaks inside long words."""
    with pdfium.PdfDocument(content) as file:
        found = [page.get_textpage().get_text_range() for page in file]
    return [
        text.replace("\r", "").replace("\n", "").replace("\u200b", "").replace("\ufffe", "") for text in found
    ]


def text(content: bytes) -> str:
    return "".join(pages(content))


def faults(content: bytes) -> list[str]:
    """What no paper may have: a sign outside of its page or on another one, a font that is not embedded, a page
    without any text.
    """
    found = []
    with pdfium.PdfDocument(content) as file:
        for number, page in enumerate(file, start=1):
            width, height = page.get_size()
            letters = page.get_textpage()
            if letters.count_chars() == 0:
                found.append(f"page {number} is empty")
            for place in range(letters.count_chars()):
                left, bottom, right, top = letters.get_charbox(place)
                if left < -1 or bottom < -1 or right > width + 1 or top > height + 1:
                    found.append(
                        f"page {number}: {letters.get_text_range(place, 1)!r} at {left:.0f} {bottom:.0f}"
                    )
            found += [f"page {number}: {two!r} stand on each other" for two in _on_each_other(letters)]
            found += [f"page {number}: {name} is not embedded" for name in _not_embedded(page)]
    return found


def _on_each_other(letters) -> set[str]:
    """Two signs of one line of which the second begins before the first ends: a cell that runs into the next one."""
    lines: dict[int, list[tuple[float, float, str]]] = {}
    for place in range(letters.count_chars()):
        sign = letters.get_text_range(place, 1)
        left, _bottom, right, _top = letters.get_charbox(place)
        if sign.strip() and right > left:
            baseline = round(letters.get_charbox(place, loose=True)[1])
            lines.setdefault(baseline, []).append((left, right, sign))
    return {
        one[2] + other[2]
        for line in map(sorted, lines.values())
        for one, other in pairwise(line)
        if one[1] - other[0] > OVERLAP and one[0] != other[0]  # the letters of a ligature share a box
    }


def _not_embedded(page) -> set[str]:
    names = set()
    for one in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
        font = raw.FPDFTextObj_GetFont(one)
        if not raw.FPDFFont_GetIsEmbedded(font):
            buffer = ctypes.create_string_buffer(100)
            raw.FPDFFont_GetBaseFontName(font, buffer, 100)
            names.add(buffer.value.decode())
    return names
