"""What stands in an address, put there by a link, a person or a machine that tries things."""


def number(text: object) -> int | None:
    """A key from an address: up to 18 plain digits; None for anything else (``int`` takes more than digits)."""
    told = str(text or "")
    return int(told) if told.isascii() and told.isdigit() and len(told) <= 18 else None


def words(text: object, most: int = 60) -> str:
    """Typed words: without the NUL that no database stores, not longer than ``most``."""
    return str(text or "").replace("\0", "").strip()[:most]
