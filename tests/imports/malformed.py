"""Malformed files of every kind that a station has sent or an attacker would: ``made(seed)`` gives one of them.

``python -m tests.imports.malformed --files 2000`` tries that many, each within 2 s of a processor and 300 MB.
"""

import argparse
import io
import multiprocessing
import random
import resource
import struct
import sys
import time
import zipfile
from collections import deque
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor

SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-'
    'officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
BOOK = (
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats'
    '.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
    'Target="worksheets/sheet1.xml"/></Relationships>'
)
Draw = random.Random
SECONDS, MEGABYTES = 2, 300  # of a file


def packed(sheet: str | bytes, *more: tuple[str, bytes]) -> bytes:
    target = io.BytesIO()
    parts = [
        ("[Content_Types].xml", TYPES),
        ("xl/workbook.xml", BOOK),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
    ]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        for name, content in [*parts, ("xl/worksheets/sheet1.xml", sheet), *more]:
            file.writestr(name, content)
    return target.getvalue()


def cell(place: str, written: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{written}</t></is></c>'


def head() -> str:
    return f'<row r="1">{cell("A1", "门牌号")}{cell("B1", "户主")}</row>'


def zip_bomb(draw: Draw) -> bytes:
    return packed(
        SHEET.format(head() + " " * 10), ("xl/media/image.png", b"\0" * draw.randint(210, 230) * 1_000_000)
    )


def a_million_rows(draw: Draw) -> bytes:
    return packed(SHEET.format(head() + "<row/>" * draw.randint(1_000_000, 1_048_576)))


def a_far_cell(draw: Draw) -> bytes:
    place = draw.choice(["XFD1048576", "A1048576", "XFD2", "CZ3", "xfd1048576"])
    return packed(SHEET.format(f"{head()}<row>{cell(place, 'x')}</row>"))


def with_dtd(draw: Draw) -> bytes:
    lol = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10 if n else "x"}">' for n in range(draw.randint(2, 12)))
    return packed(f"<!DOCTYPE x [{lol}]>{SHEET.format(head())}")


def cut_off(draw: Draw) -> bytes:
    whole = packed(SHEET.format(head()))
    return whole[: draw.randint(4, len(whole) - 1)]


def flipped(draw: Draw) -> bytes:
    whole = bytearray(
        packed(SHEET.format(head() + f'<row r="2">{cell("A2", "1号")}{cell("B2", "王某")}</row>'))
    )
    for _each in range(draw.randint(1, 30)):
        whole[draw.randrange(4, len(whole))] = draw.randrange(256)
    return bytes(whole)


def other_kind(draw: Draw) -> bytes:
    return draw.choice(
        [b"%PDF-1.7 ", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n", b"Rar!\x1a", b"<html><table>", b"{\\rtf1"]
    ) + draw.randbytes(99)


def no_workbook(draw: Draw) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        for number in range(draw.choice([1, 3, 2_100])):
            file.writestr(f"{number}.txt", "x")
    return target.getvalue()


def compound(draw: Draw) -> bytes:
    """The beginning of an .xls file, then anything."""
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + struct.pack("<16x5H", 62, 3, 65534, 9, 6)
        + draw.randbytes(draw.randint(0, 4_000))
    )


def csv_rows(draw: Draw) -> str:
    separator = draw.choice(",\t;")
    bad = [
        "=cmd|' /C calc'!A0",
        "1.3605E+10",
        "王\0某",
        "王　芳",
        "\u200b",
        "1" * 500,
        '"',
        "-",
        "𠮷",
        "990101196205010015",
    ]
    rows = [separator.join(["门牌号", "户主", "出生年份", "电话"])]
    for number in range(draw.randint(1, 6)):
        rows.append(
            separator.join([f"{number}号", *(draw.choice(bad) for _each in range(draw.randint(0, 5)))])
        )
    return draw.choice(["", f"sep={separator}\n", "\n\n", "标题\n"]) + draw.choice(["\n", "\r\n", "\r"]).join(
        rows
    )


def odd_csv(draw: Draw) -> bytes:
    return csv_rows(draw).encode(
        draw.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030"]), errors="replace"
    )


def broken_text(draw: Draw) -> bytes:
    whole = bytearray(csv_rows(draw).encode(draw.choice(["utf-8", "gb18030"])))
    for _each in range(draw.randint(1, 20)):
        whole[draw.randrange(len(whole))] = draw.choice([0xFF, 0x80, 0xFE, 0xC0])
    return bytes(whole)


def endless_cell(draw: Draw) -> bytes:
    return ('门牌号,户主\n"' + "字" * draw.randint(3_000, 500_000)).encode()


def too_many_lines(draw: Draw) -> bytes:
    return "门牌号,户主\n".encode() + b"1,x\n" * draw.randint(210_000, 900_000)


def wide(draw: Draw) -> bytes:
    return ("门牌号,户主" + ",x" * draw.randint(101, 20_000) + "\n1,王某" + ",x" * 200).encode()


def noise(draw: Draw) -> bytes:
    return draw.randbytes(draw.randint(0, 3_000))


COSTLY = (zip_bomb, a_million_rows, too_many_lines)
CHEAP: tuple[Callable[[Draw], bytes], ...] = (
    a_far_cell, with_dtd, cut_off, flipped, other_kind, no_workbook, compound, odd_csv, broken_text, endless_cell, wide,
    noise,
)  # fmt: skip


def made(seed: int) -> tuple[str, bytes]:
    """The name of a kind, and a file of it; one in twenty takes long to make."""
    draw = random.Random(seed)
    kind = draw.choice(COSTLY if seed % 20 == 0 else CHEAP)
    return kind.__name__, kind(draw)


def main() -> int:
    """Read that many in this process; prints what took too long, too much, or broke the reader.

    The files are made in a process of its own, whose memory is not counted.
    """
    import django
    from django.conf import settings

    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--files", type=int, default=2_000)
    count = given.parse_args().files
    if not settings.configured:
        django.setup()
    from imports import columns
    from imports.sheets import reading
    from imports.sheets.faults import Unreadable

    wrong, refused, slowest = [], 0, 0.0
    making = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
    for seed in range(count):
        kind, content = making.submit(made, seed).result()
        begun = time.process_time()
        try:
            for table in reading.tables(content, columns.known):
                deque(table.rows, maxlen=0)
        except Unreadable:
            refused += 1
        except BaseException as fault:
            wrong.append(f"{kind} {seed}: {fault!r}")
        took = time.process_time() - begun
        slowest = max(slowest, took)
        if took > SECONDS:
            wrong.append(f"{kind} {seed}: {took:.1f} s")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_000
    print(
        f"{count} files: {refused} refused, {count - refused} read; slowest {slowest:.2f} s; peak {memory:.0f} MB"
    )
    making.shutdown()
    print("\n".join(wrong) or "nothing wrong")
    return 1 if wrong or memory > MEGABYTES else 0


if __name__ == "__main__":
    sys.exit(main())
