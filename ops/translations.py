"""Makes translated texts usable: Django reads catalogues in a binary form, which is never committed."""

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from ops import stamps
from ops.environment import ROOT


def compile_changed() -> None:
    """Write each catalogue's binary form anew when its text changed."""
    for text in sorted((ROOT / "locale").rglob("LC_MESSAGES/*.po")):
        binary = text.with_suffix(".mo")
        path = text.with_suffix("").relative_to(ROOT / "locale")
        name, digest = f"messages-{'-'.join(path.parts)}", stamps.digest([text])
        if binary.exists() and stamps.unchanged(name, digest):
            continue
        draft = binary.with_suffix(".new")
        with text.open("rb") as source, draft.open("wb") as target:
            write_mo(target, read_po(source, locale=text.parent.parent.name))
        draft.replace(binary)
        stamps.remember(name, digest)
