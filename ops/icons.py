"""The icons that pages use, cut out of the package bootstrap-icons into one small stylesheet.

The package brings a font of 2,078 icons, 180 kB and a request of its own. Here an icon is a mask over the colour of the
text, so that markup (``<i class="bi bi-heart">``), size and place stay as with the font. A test fails for an icon that
a page uses and this list lacks, and for one in the list that no page uses.
"""

import re
from pathlib import Path
from urllib.parse import quote

ICONS = (
    "arrow-down", "arrow-left", "arrow-left-right", "arrow-repeat", "arrow-right", "arrow-up", "bar-chart-steps",
    "bicycle", "book", "calendar-check", "calendar-week", "calendar3", "camera", "chat-left-text", "chat-square-text",
    "check2-square", "chevron-left",
    "chevron-right", "clipboard-data", "clipboard-pulse", "diagram-3", "door-open", "download", "exclamation-diamond",
    "exclamation-diamond-fill", "exclamation-triangle", "eye", "file-earmark-arrow-up", "file-earmark-spreadsheet",
    "filetype-csv", "geo-alt", "hand-thumbs-up", "heart", "hourglass-bottom", "hourglass-split", "house", "houses",
    "houses-fill", "journals", "key", "link-45deg", "lock", "pencil", "pencil-square", "people", "people-fill",
    "person", "person-badge", "person-circle", "person-gear", "person-lines-fill", "person-vcard", "plus-lg",
    "printer", "qr-code-scan", "search", "shield-check", "shield-lock", "shop", "signpost",
    "signpost-split", "sliders", "speedometer2", "table", "telephone", "x-lg",
)  # fmt: skip

# Printed as well, and seen by who has the system choose the colours: a mask has a background only.
BASE = """\
.bi::before{content:"";display:inline-block;width:1em;height:1em;vertical-align:-.125em;background-color:currentcolor;\
-webkit-mask:var(--icon) center/contain no-repeat;mask:var(--icon) center/contain no-repeat;\
-webkit-print-color-adjust:exact;print-color-adjust:exact}
@media (forced-colors:active){.bi::before{forced-color-adjust:none;background-color:CanvasText}\
a .bi::before{background-color:LinkText}button .bi::before{background-color:ButtonText}}
"""
PLAIN = " '/:;,.=()!+-*@&?_~$"  # stands in an address of data as it is
ATTRIBUTES = re.compile(r'\s(?:width|height|fill|class)="[^"]*"')


def stylesheet(package: Path) -> str:
    """The rules of ``ICONS`` from the SVG files of the package; FileNotFoundError for one that it lacks."""
    return BASE + "".join(_rule(name, package / "icons" / f"{name}.svg") for name in ICONS)


def _rule(name: str, path: Path) -> str:
    head, sign, rest = " ".join(path.read_text(encoding="utf-8").split()).partition(">")
    drawing = (ATTRIBUTES.sub("", head) + sign + rest).replace("> <", "><").replace('"', "'")
    return f'.bi-{name}{{--icon:url("data:image/svg+xml,{quote(drawing, safe=PLAIN)}")}}\n'
