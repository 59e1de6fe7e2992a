"""Surnames that are not read as their characters are elsewhere, and surnames of two characters.

To check a line, read the sense 姓 of the character in 《现代汉语词典》 or 《通用规范汉字字典》: the first reading is
that of the surname, by which the register sorts. Further ones find the person too: they are in use beside it (翟 Zhái
and Dí, 覃 Qín and Tán), or are the everyday reading, typed by an officer who does not know better (仇 Chóu).
A surname of two characters has one word for each.
"""

# Only where pypinyin alone reads otherwise, and where two readings find; in the order of the first one.
READINGS: dict[str, tuple[str, ...]] = {
    "秘": ("bi", "mi"), "薄": ("bo", "bao"), "卜": ("bu", "bo"), "谌": ("chen", "shen"), "种": ("chong", "zhong"),
    "重": ("chong", "zhong"), "都": ("du", "dou"), "费": ("fei", "bi"), "盖": ("ge", "gai"), "句": ("gou", "ju"),
    "黑": ("hei", "he"), "阚": ("kan", "han"), "隗": ("kui", "wei"), "宓": ("mi", "fu"), "缪": ("miao", "mou"),
    "牟": ("mou", "mu"), "佴": ("nai", "er"), "乜": ("nie", "mie"), "区": ("ou", "qu"), "便": ("pian", "bian"),
    "朴": ("piao", "pu"), "繁": ("po", "fan"), "郄": ("qie", "xi"), "覃": ("qin", "tan"), "仇": ("qiu", "chou"),
    "单": ("shan", "dan"), "召": ("shao", "zhao"), "折": ("she", "zhe"), "沈": ("shen", "chen"),
    "莘": ("shen", "xin"), "盛": ("sheng", "cheng"), "尉": ("wei", "yu"), "郗": ("xi", "chi"), "洗": ("xian", "xi"),
    "解": ("xie", "jie"), "行": ("xing", "hang"), "郇": ("xun", "huan"), "蔚": ("yu", "wei"), "乐": ("yue", "le"),
    "员": ("yun", "yuan"), "贠": ("yun", "yuan"), "藏": ("zang", "cang"), "曾": ("zeng", "ceng"),
    "查": ("zha", "cha"), "祭": ("zhai", "ji"), "翟": ("zhai", "di"), "单于": ("chan yu", "shan yu"),
    "谷梁": ("gu liang",), "皇甫": ("huang fu",), "夹谷": ("jia gu",), "令狐": ("ling hu",),
    "万俟": ("mo qi", "wan qi"), "亓官": ("qi guan",), "澹台": ("tan tai", "dan tai"), "拓跋": ("tuo ba",),
    "鲜于": ("xian yu",), "尉迟": ("yu chi", "wei chi"), "乐正": ("yue zheng", "le zheng"), "宰父": ("zai fu",),
    "长孙": ("zhang sun", "chang sun"), "中行": ("zhong hang", "zhong xing"), "子车": ("zi ju", "zi che"),
}  # fmt: skip

# Two characters that read as they are written. A name of just these two is a surname of one character and a given name.
COMPOUND = frozenset(one for one in READINGS if len(one) == 2) | frozenset(
    [
        "百里",
        "淳于",
        "第五",
        "东方",
        "东郭",
        "东门",
        "端木",
        "独孤",
        "公良",
        "公孙",
        "公西",
        "公冶",
        "赫连",
        "呼延",
        "慕容",
        "纳兰",
        "南宫",
        "欧阳",
        "濮阳",
        "漆雕",
        "壤驷",
        "上官",
        "申屠",
        "司空",
        "司寇",
        "司马",
        "司徒",
        "太叔",
        "完颜",
        "闻人",
        "巫马",
        "西门",
        "夏侯",
        "轩辕",
        "宇文",
        "仲孙",
        "钟离",
        "诸葛",
        "颛孙",
        "宗政",
        "左丘",
        "梁丘",
        "闾丘",
    ]
)


def surname_of(name: str) -> str:
    """``surname_of("单于文") == "单于"``, ``surname_of("单文") == "单"``; of a folded name (folding/text.py)."""
    return name[:2] if len(name) > 2 and name[:2] in COMPOUND else name[:1]


# Surname, the reading in the register, another in use.
OTHERS: tuple[tuple[str, str, str], ...] = tuple(
    (surname, readings[0], other) for surname, readings in READINGS.items() for other in readings[1:]
)
