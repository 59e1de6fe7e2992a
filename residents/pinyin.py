"""Search keys of a Chinese name: full pinyin and initials, with the surname read as a surname."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from folding import text

# Characters that are read differently as a surname. Source: 《通用规范汉字字典》 surname readings.
SURNAMES = {
    "单": "shan", "曾": "zeng", "区": "ou", "解": "xie", "仇": "qiu", "查": "zha", "任": "ren", "盖": "ge",
    "朴": "piao", "尉": "yu", "乐": "yue", "种": "chong", "重": "chong", "翟": "zhai", "缪": "miao",
    "宓": "mi", "员": "yun", "覃": "qin", "黑": "he", "召": "shao", "幺": "yao", "祭": "zhai", "洗": "xian",
}  # fmt: skip


@lru_cache(maxsize=20_000)
def keys(name: str) -> tuple[str, str]:
    """``keys("曾 小明") == ("zengxiaoming", "zxm")``; letters stay letters, folded (folding/text.py)."""
    folded = text.name(name)
    syllables = lazy_pinyin(folded, style=Style.NORMAL)
    if syllables and folded[0] in SURNAMES:
        syllables[0] = SURNAMES[folded[0]]
    return "".join(syllables)[:120], "".join(part[0] for part in syllables)[:20]


def full(name: str) -> str:
    return keys(name)[0]


def first_letters(name: str) -> str:
    return keys(name)[1]
