"""Characters of given names that have more readings than one, and who is found by which.

To check a line, read the character in 《现代汉语词典》 or 《通用规范汉字字典》. The first reading is that of
most given names; the register stores and sorts by it. Whoever types another finds the person too (residents/search.py).
"""

import re
from collections.abc import Iterator

READINGS: dict[str, tuple[str, ...]] = {
    "柏": ("bai", "bo"), "参": ("can", "shen"), "曾": ("zeng", "ceng"), "禅": ("chan", "shan"),
    "长": ("chang", "zhang"),
    "朝": ("chao", "zhao"), "澄": ("cheng", "deng"), "重": ("chong", "zhong"), "传": ("chuan", "zhuan"),
    "单": ("dan", "shan"), "颉": ("jie", "xie"), "解": ("jie", "xie"), "隽": ("jun", "juan"), "乐": ("le", "yue"),
    "露": ("lu", "lou"), "率": ("shuai", "lv"), "纶": ("lun", "guan"), "娜": ("na", "nuo"), "屏": ("ping", "bing"),
    "朴": ("pu", "piao"), "栖": ("qi", "xi"), "茜": ("qian", "xi"), "强": ("qiang", "jiang"), "莎": ("sha", "suo"),
    "晟": ("sheng", "cheng"), "盛": ("sheng", "cheng"), "宿": ("su", "xiu"), "万": ("wan", "mo"), "蔚": ("wei", "yu"),
    "校": ("xiao", "jiao"), "行": ("xing", "hang"), "殷": ("yin", "yan"), "召": ("zhao", "shao"),
}  # fmt: skip
# Whole syllables, so that "deng-chang" is not read as "dengc-hang".
SYLLABLES = re.compile(r"(?:(?:[zcs]h|[bpmfdtnlgkhjqxrzcsyw])?[aeiouv]+(?:ng|n|r)?)+")


def other_readings(typed: str) -> Iterator[tuple[str, str]]:
    """What ``typed`` is in the register when a given name in it is read otherwise, and the character that is.

    ``"dengzhangqiang"`` is ``("dengchangqiang", "长")`` among others; a surname in front stays as it is typed.
    """
    for character, (ours, *others) in READINGS.items():
        for other in others:
            for found in re.finditer(re.escape(other), typed):
                before, after = typed[: found.start()], typed[found.end() :]
                if SYLLABLES.fullmatch(before):
                    yield f"{before}{ours}{after}", character


def other_initials(typed: str) -> Iterator[tuple[str, str]]:
    """The same for initials: ``"dzq"`` is ``("dcq", "传长重")``, with the characters of the other letter."""
    for place in range(1, min(len(typed), LONGEST)):
        for ours, characters in _LETTERS.get(typed[place], {}).items():
            yield f"{typed[:place]}{ours}{typed[place + 1 :]}", characters


LONGEST = 4  # initials of a name; more letters are pinyin
_LETTERS: dict[str, dict[str, str]] = {}  # letter of the other reading: letter of ours: the characters
for _character, (_ours, *_others) in READINGS.items():
    for _other in _others:
        if _other[0] != _ours[0]:
            _of_letter = _LETTERS.setdefault(_other[0], {})
            _of_letter[_ours[0]] = _of_letter.get(_ours[0], "") + _character
