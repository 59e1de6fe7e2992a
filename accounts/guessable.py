"""What of a password somebody guesses who knows its owner, the office, or what people in China choose.

``letters_left`` takes all of that out and counts the letters that remain; accounts/passwords.py refuses few of them.

The words and patterns are our own, after what was measured on leaked lists of Chinese sites: Li, Han and Xu, "A
Large-Scale Empirical Analysis of Chinese Web Passwords" (USENIX Security 2014), and Wang, Wang, He and Tian, "Birthday,
Name and Bifacial-security: Understanding Passwords of Chinese Web Users" (USENIX Security 2019). Both report digits
alone, dates, telephone numbers, names in pinyin, words of love and numbers that sound like them, and keyboard walks.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache
from itertools import product

from django.conf import settings
from django.utils.module_loading import import_string
from pypinyin import Style, pinyin

from folding import text as folding

# What anybody who guesses passwords of this registry tries first.
LOCAL_WORDS = (
    "派出所", "驻村", "警务室", "警务", "民警", "辅警", "公安", "警察", "所长", "台账", "登记",
    "管理员", "密码", "村民",
    "paichusuo", "zhucun", "jingwushi", "jingwu", "minjing", "fujing", "gongan", "jingcha", "suozhang", "taizhang",
    "dengji", "guanliyuan", "mima", "cunmin",
    "registry", "village", "police", "post", "station", "county", "admin", "officer", "auxiliary", "clerk", "chief",
    "leader", "auditor", "grantor", "demo", "password", "passwd", "welcome", "changeme", "default", "system",
)  # fmt: skip
COMMON_WORDS = (
    # love and family
    "woaini", "woaiwo", "woai", "aini", "aiwo", "wojia", "laopo", "laogong", "baobei", "baobao", "qinai", "xiangni",
    "mama", "baba", "mami", "babamama", "iloveyou", "loveyou", "love", "forever", "baby",
    # I, mine, you; wishes; every day
    "woshi", "wode", "nide", "nishi", "tade", "nihao", "xiexie", "zaijian", "meiyou", "buzhidao", "zhidao", "shabi",
    "facai", "fafafa", "pingan", "kuaile", "jiankang", "xingfu", "haoyun", "shunli", "tiantian", "xiaoxiao", "diyi",
    "gongxi", "zhufu", "shengri", "shouji", "dianhua", "diannao", "zhanghao", "denglu", "wangji",
    # country, cities, sites
    "zhongguo", "zhonghua", "china", "beijing", "shanghai", "guangzhou", "shenzhen", "weixin", "wechat", "taobao",
    "alipay", "zhifubao", "baidu", "tencent", "douyin", "dingding", "huawei", "xiaomi", "tianya", "csdn",
    # the same in characters
    "我爱你", "我爱", "老婆", "老公", "宝贝", "妈妈", "爸爸", "你好", "谢谢", "平安", "快乐", "发财", "中国",
    "我的", "生日",
    # from everywhere
    "abc", "abcd", "abcde", "hello", "test", "guest", "root", "user", "login", "master", "dragon", "monkey", "super",
    "asd", "qwe", "zxc", "qaz", "wsx", "edc", "qq", "aa", "zz",
)  # fmt: skip
ROWS = ("1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm")
WALKS = (
    *ROWS, "abcdefghijklmnopqrstuvwxyz", "0123456789", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "1q2w3e4r5t6y7u8i9o0p",
    "q1w2e3r4t5y6u7i8o9p0", "qazwsxedcrfvtgbyhnujm", "qawsedrftgyhujik", "147258369", "159753", "741852963",
)  # fmt: skip
SHORTEST_WALK = 3
PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        r"(.)\1{2,}",  # the same again and again
        r"(.{2,4})\1+",  # the same piece again
        r"1[3-9]\d{9}",  # a mobile number
        r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])",  # a date with its year
        r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])",  # a date of six digits
        r"(?:19|20)\d\d",
    )
)
# Ends of places: 东门派出所 is guessed as 东门. The longest first.
KINDS = (
    "村民委员会",
    "居民委员会",
    "派出所",
    "警务室",
    "村委会",
    "居委会",
    "街道",
    "县",
    "区",
    "市",
    "镇",
    "乡",
    "村",
    "社区",
)
LOOKALIKES = str.maketrans("@04$5!1|3+7", "aoassiilett")
SHORTEST_PINYIN = 4  # letters of a place: shorter ones stand in many words
MOST_READINGS = 16  # of a name, whose characters may each be read in two or three ways


def plain(text: str) -> str:
    """One spelling for what reads the same: width, case."""
    return unicodedata.normalize("NFKC", text).casefold()


def letters_left(password: str, own: Iterable[str]) -> int:
    """How many letters of the password are left without ``own`` names, places, words and patterns."""
    text = "".join(one for one in plain(password) if one.isalnum() or one in "@$!|+")
    covered = [not one.isalpha() for one in text]
    disguised = text.translate(LOOKALIKES)
    for word in {*_words(), *spellings(own), *places()}:
        for searched in dict.fromkeys((text, disguised)):
            for start in _places_of(word, searched):
                covered[start : start + len(word)] = [True] * len(word)
    for start, end in (*_walks(text), *(match.span() for one in PATTERNS for match in one.finditer(text))):
        covered[start:end] = [True] * (end - start)
    return covered.count(False)


@cache
def _words() -> frozenset[str]:
    return frozenset(map(plain, (*LOCAL_WORDS, *COMMON_WORDS)))


def _places_of(word: str, text: str) -> Iterator[int]:
    start = text.find(word)
    while start >= 0:
        yield start
        start = text.find(word, start + 1)


def _walks(text: str) -> Iterator[tuple[int, int]]:
    """Keys that lie in a row, forwards or backwards: spans of SHORTEST_WALK characters or more."""
    for walk in (*WALKS, *(walk[::-1] for walk in WALKS)):
        start = 0
        while start < len(text):
            end = start
            while end < len(text) and text[start : end + 1] in walk:
                end += 1
            if end - start >= SHORTEST_WALK:
                yield start, end
            start = max(end, start + 1)


def spellings(names: Iterable[str]) -> set[str]:
    """A person's names as they are typed: characters, pinyin, the given name first, without the surname, initials."""
    found = set()
    for name in filter(None, map(folding.name, names)):
        found.add(name)
        for surname, *given in _readings(name):
            rest, initials = "".join(given), "".join(one[0] for one in given)
            found |= {
                surname,
                *given,
                surname + rest,
                rest + surname,
                rest,
                surname + initials,
                surname[0] + rest,
            }
            found.add(surname[0] + initials)
    return {word for word in found if len(word) > 1}


@lru_cache(maxsize=4_096)
def _readings(name: str) -> tuple[tuple[str, ...], ...]:
    """Each way to read a name of characters, a syllable for each; none for a name of letters."""
    if name.isascii():
        return ()
    of_each = pinyin(name, style=Style.NORMAL, heteronym=True)
    return tuple(read for read, _n in zip(product(*of_each), range(MOST_READINGS), strict=False))


def places() -> frozenset[str]:
    """The county's places, in characters and pinyin, without the word for what they are (settings.PLACE_NAMES)."""
    names: Iterable[str] = import_string(settings.PLACE_NAMES)()
    return frozenset(word for name in names for word in _spellings_of_place(plain(name)))


@lru_cache(maxsize=16_384)
def _spellings_of_place(name: str) -> tuple[str, ...]:
    words = {name, bare := _without_kind(name), _without_kind(bare)}
    read = {"".join(syllables) for word in words for syllables in _readings(word)[:1]}
    return (
        *(word for word in words if len(word) > 1),
        *(word for word in read if len(word) >= SHORTEST_PINYIN),
    )


def _without_kind(name: str) -> str:
    """``柳家河村村民委员会`` -> ``柳家河村`` -> ``柳家河``."""
    return next((name.removesuffix(kind) for kind in KINDS if name.endswith(kind) and name != kind), name)
