"""Search keys of a Chinese name: full pinyin and initials, surname and given name each read as such."""

import re
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from folding import text
from residents import given_names
from residents.surnames import READINGS, surname_of

BETWEEN = re.compile(f"[{re.escape(''.join(sorted(text.DOTS)))}]")  # the parts of a name


@lru_cache(maxsize=20_000)
def keys(name: str) -> tuple[str, str]:
    """``keys("曾 小明") == ("zengxiaoming", "zxm")``; letters stay letters, folded (folding/text.py)."""
    folded = text.name(name)
    surname = surname_of(folded)
    read = READINGS[surname][0].split() if surname in READINGS else []
    rest = folded.removeprefix(surname) if read else folded
    spoken = lazy_pinyin(rest, style=Style.NORMAL)
    if len(spoken) == len(rest):  # a syllable for each character
        spoken = [
            given_names.READINGS.get(character, (one,))[0]
            for character, one in zip(rest, spoken, strict=True)
        ]
    syllables = [*read, *spoken]
    return "".join(syllables)[:120], "".join(part[0] for part in syllables)[:20]


def full(name: str) -> str:
    return keys(name)[0]


def first_letters(name: str) -> str:
    return keys(name)[1]


@lru_cache(maxsize=20_000)
def given(name: str) -> str:
    """``given("曾小明") == "小明"``, ``given("阿依·买买提") == "买买提"``, ``given("Maria Garcia") == "garcia"``.

    What is typed when only a part of the name is known: all after the surname, or the last part of a name of several.
    """
    folded = text.name(name)
    if folded.isascii():
        return text.name(text.plain(name).rpartition(" ")[2]) if " " in text.plain(name) else ""
    parts = [one for one in BETWEEN.split(name) if text.name(one)]
    return text.name(parts[-1]) if len(parts) > 1 else folded.removeprefix(surname_of(folded))
