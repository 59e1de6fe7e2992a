"""Folding of names, accounts and search words: full width, blanks of every kind, dashes, dots, capital letters.

Each function gives the same for every spelling of one text, and folding what is folded changes nothing.
"""

import unicodedata

# Blanks and marks without width that are no Unicode spaces: Hangul fillers, the empty Braille pattern.
BLANKS = "\u115f\u1160\u3164\uffa0\u2800"
# Typed for a hyphen, though they are no dashes: minus, hyphen bullet, the Japanese long vowel, box drawing.
DASHES = "\u2212\u2043\u30fc\u2500\u2010"
# Between the parts of a name: 买买提·阿依古丽 is written with each of them.
DOTS = frozenset("·•‧∙⋅・●․。.．")
APOSTROPHES = frozenset("'’‘ʼ`´")


def plain(text: str) -> str:
    """``plain(" Ａ－１　b ") == "a-1 b"``: half width, small letters, one kind of dash, single blanks inside."""
    if text.isascii():  # normal already: most telephone numbers, and what is empty
        letters = text.lower()
    else:
        letters = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(letters.translate(PLAIN).split())


class _Plain(dict[int, str]):
    """For ``str.translate``: what stands for each letter, worked out once."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain_letter(chr(code))
        return plain


def _plain_letter(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Pd" or letter in DASHES:
        return "-"
    if kind in {"Zs", "Zl", "Zp", "Cc"} or letter in BLANKS:
        return " "
    return (
        "" if kind == "Cf" else letter
    )  # no width: joiners, direction marks, soft hyphens, a byte order mark


PLAIN = _Plain()


def name(text: str) -> str:
    """``name("张　三") == "张三"``, ``name("阿依•买买提") == "阿依买买提"``: without blanks, dots, apostrophes."""
    return "".join(
        letter for letter in plain(text) if letter != " " and letter not in DOTS and letter not in APOSTROPHES
    )


def account(text: str) -> str:
    """``account(" ＬＩ01 ") == "li01"``: the name of an account, also as it is typed at the sign-in."""
    return plain(text).replace(" ", "")
