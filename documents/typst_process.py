"""One paper in a process of its own: a template and its data from standard input, the PDF to standard output.

Started by documents/compiling.py. The compiler keeps what it laid out for the next time and would fill the memory of a
web process; here it ends with the paper, and bounds of time and memory hold for this paper alone.
"""

import json
import resource
import sys
from typing import Any

import typst

MEGABYTE = 1024**2
REFUSED = 3  # exit code: the template or its data are wrong, the reason is on standard error


def main() -> int:
    asked = json.load(sys.stdin.buffer)
    resource.setrlimit(resource.RLIMIT_CPU, (asked["seconds"], asked["seconds"] + 1))
    resource.setrlimit(resource.RLIMIT_AS, (asked["megabytes"] * MEGABYTE,) * 2)
    try:
        content = compiled(asked)
    except typst.TypstError as error:
        sys.stderr.write(f"{error.message}\n{error.diagnostic}")
        return REFUSED
    sys.stdout.buffer.write(content)
    return 0


def compiled(asked: dict[str, Any]) -> bytes:
    """The PDF, or what the template has set beside a label, as JSON.

    What was typed is data, read by the template as JSON: no sign of it is ever markup.

    PDF/A-2b, the form for archives: every font is embedded, and a character without a glyph is an error.
    """
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[asked["fonts"]])
    compiler = typst.Compiler(
        asked["template"], asked["root"], fonts, sys_inputs={"document": json.dumps(asked["document"])}
    )
    if asked["label"]:
        return compiler.query(f"<{asked['label']}>", field="value").encode()
    content = compiler.compile(
        format="pdf", pdf_standards=["a-2b"], pdf_tags=False, timestamp=asked["timestamp"]
    )
    if not isinstance(content, bytes):
        raise TypeError("the compiler gave no PDF")
    return content


if __name__ == "__main__":
    sys.exit(main())
