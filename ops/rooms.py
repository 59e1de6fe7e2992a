"""`make rooms`: the picture of the floors and the tables of the rooms in README and docs, made from config/rooms.py."""

import re
import sys
from html import escape
from pathlib import Path

from config.rooms import ABOUT, FLOORS
from ops.environment import ROOT

PICTURE = ROOT / "docs" / "pictures" / "house.svg"
TABLES = (ROOT / "README.md", ROOT / "docs" / "architecture.md")
MARKED = re.compile(r"(<!-- rooms: begin -->\n).*?(<!-- rooms: end -->)", re.DOTALL)
WIDTH, LEFT, TOP, HEIGHT = 1120, 20, 70, 46
FONT = "system-ui, 'Noto Sans SC', 'Microsoft YaHei', sans-serif"


def picture() -> str:
    """An SVG with a box a room, floor above floor; what stands higher imports what stands lower."""
    boxes = [
        box(room, number, place, len(floor))
        for number, floor in enumerate(FLOORS)
        for place, room in enumerate(floor)
    ]
    height = TOP + HEIGHT * len(FLOORS) + 50
    title = f"{len(ABOUT)} rooms on {len(FLOORS)} floors; every import falls"
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="t" font-family="{FONT}" font-size="14">',
        f'  <title id="t">{title}</title>',
        f'  <rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'  <text x="{LEFT}" y="28" font-weight="600" fill="#1f4e8c">config: settings, addresses, the lists of rooms '
        "and books</text>",
        f'  <text x="{LEFT}" y="52" fill="#4a5568">imports fall from each floor to the ones below; a fact rises from '
        "the books to figures and pages</text>",
        *boxes,
        f'  <text x="{LEFT}" y="{height - 18}" fill="#4a5568">PostgreSQL: policies, triggers, counts · Valkey: '
        "messages, cache</text>",
        "</svg>",
        "",
    ])  # fmt: skip


def box(room: str, floor: int, place: int, rooms: int) -> str:
    width = (WIDTH - 2 * LEFT) // rooms
    x, y = LEFT + place * width, TOP + floor * HEIGHT
    after = 24 + 9 * len(room)  # pixels before the sentence
    letters = (width - after - 12) // 7  # of the sentence that fits beside the name
    about = ABOUT[room] if len(ABOUT[room]) <= letters else ABOUT[room][: letters - 1].rstrip(" ,;:") + "…"
    return (
        f'  <g><rect x="{x}" y="{y}" width="{width}" height="{HEIGHT}" fill="#ffffff" stroke="#1f4e8c"/>'
        f'<text x="{x + 12}" y="{y + 28}" font-weight="600" fill="#1a202c">{room}</text>'
        f'<text x="{x + after}" y="{y + 28}" font-size="13" fill="#4a5568">{escape(about)}</text></g>'
    )


def table() -> str:
    """Markdown: floor, room, subject, from the top down."""
    lines = ["| Floor | Room | Subject |", "|---|---|---|"]
    for number, floor in enumerate(FLOORS):
        lines += [f"| {len(FLOORS) - number} | `{room}/` | {ABOUT[room]} |" for room in floor]
    return "\n".join(lines) + "\n"


def made() -> dict[Path, str]:
    """File -> what should stand in it."""
    texts = {path: path.read_text(encoding="utf-8") for path in TABLES}
    filled = {
        path: MARKED.sub(lambda found: found[1] + table() + found[2], text) for path, text in texts.items()
    }
    return {PICTURE: picture(), **filled}


def main() -> int:
    for path, text in made().items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
