"""What a column of a sheet means, guessed from its heading. Pages, command and checks read ``MEANINGS``."""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folding.numerals import arabic
from imports import forbidden
from imports.sheets.headings import plain


@dataclass(frozen=True)
class Meaning:
    """``synonyms``: plain headings. ``of_person``: a family's row may have it for each member (``name#2``)."""

    code: str
    label: str | Promise
    synonyms: frozenset[str]
    of_person: bool = False


def meaning(code: str, label: str | Promise, synonyms: str, *, of_person: bool = False) -> Meaning:
    return Meaning(code, label, frozenset(synonyms.split()), of_person)


IDENTITY = "identity"
MEANINGS: tuple[Meaning, ...] = (
    meaning("village", _("Village"), "村 行政村 村委会 村居 村名 村名称 所在村 所属村 社区 村社区 村委 行政村名称 "
            "village"),
    meaning("code", _("Division code of the village"), "村代码 行政村代码 区划代码 行政区划代码 统计代码 code "
            "villagecode"),
    meaning("town", _("Town"), "乡镇 镇 乡 所属乡镇 乡镇街道 街道 乡镇名称 town"),
    meaning("group", _("Group"), "组 村民小组 组别 小组 村小组 所在组 组号 自然村 村组"),
    meaning("number", _("House number"), "门牌 门牌号 门牌号码 户号 住址门牌 房号 住址 地址 家庭住址 详细地址 "
            "户编号 楼栋房号 number"),
    meaning("householder", _("Householder"), "户主 户主姓名 户主名 户主名称 户主姓 householder"),
    meaning("relation", _("Relation to the householder"), "与户主关系 关系 户主关系 家庭关系 和户主关系 "
            "与户主的关系", of_person=True),
    meaning("name", _("Name of the person"), "姓名 成员姓名 家庭成员姓名 人员姓名 居民姓名 名字 name", of_person=True),
    meaning("names", _("Names of the members in one cell"), "家庭成员 成员 其他成员 家庭其他成员 家庭人员 "
            "其他家庭成员"),
    meaning("phone", _("Phone"), "电话 手机 手机号 手机号码 联系电话 联系方式 电话号码 户主电话 户主手机 "
            "户主联系电话 phone tel", of_person=True),
    meaning("birth", _("Birth"), "出生年 出生年份 出生日期 出生年月 出生年月日 生日 出生 生年 birthyear",
            of_person=True),
    meaning(IDENTITY, _("Identity number: only the year of birth is taken"), "身份证 身份证号 身份证号码 公民身份号码 "
            "公民身份证号 证件号 证件号码 身份号码", of_person=True),
    meaning("residence", _("Residence"), "居住类型 人口类型 人口类别 人员类别 常住暂住 居住性质 户口类型 类别 "
            "居住情况", of_person=True),
    meaning("members", _("People"), "人口 人口数 家庭人口 家庭人口数 人数 户人口 家庭人数 总人口 户内人数 在册人口"),
    meaning("children", _("Of them under 14"), "14岁以下 14岁以下人数 14岁以下儿童 未满14岁 儿童数 儿童人数 "
            "十四岁以下 不满14周岁 14周岁以下人数 14周岁以下"),
    meaning("hardship", _("In hardship"), "困难户 是否困难户 困难 是否困难 低保户 低保 贫困户 帮扶户 是否低保"),
    meaning("note", _("How to find the house"), "位置说明 找法 怎么找 房屋位置 位置 地标"),
)  # fmt: skip
TOWN, VILLAGE, CODE = (
    next(one for one in MEANINGS if one.code == code) for code in ("town", "village", "code")
)
ACCOUNT_MEANINGS: tuple[Meaning, ...] = (
    meaning("account", _("Account"), "账号 帐号 账户 用户名 登录名 登录账号 account username"),
    meaning("name", _("Name of the person"), "姓名 人员姓名 名字 民警姓名 name"),
    meaning("badge", _("Badge number"), "警号 证号 工号 编号 badge"),
    meaning("role", _("Role"), "角色 岗位 职务 身份 人员类别 人员类型 类别 role"),
    meaning("station", _("Station"), "派出所 所属派出所 所在派出所 单位 所属单位 station"),
    meaning("post", _("Post"), "警务室 所在警务室 所属警务室 驻村警务室 post"),
    meaning("responsible", _("responsible for the post"), "主责 责任民警 是否主责 是否责任民警 responsible"),
    meaning("since", _("From day"), "起始日期 任职日期 到岗日期 任职时间 起始日 开始日期 from since"),
)
VILLAGE_MEANINGS: tuple[Meaning, ...] = (
    VILLAGE,
    CODE,
    TOWN,
    *(one for one in ACCOUNT_MEANINGS if one.code in {"station", "post", "since"}),
)
BY_CODE = {one.code: one for one in (*ACCOUNT_MEANINGS, *MEANINGS)}
IN_FRONT = re.compile(r"(?:家庭)?成员(\d+)(.*)")
BEHIND = re.compile(r"(?:家庭)?(?:成员)?(.*?)(\d+)")
MOST_SLOTS = 20


def known(heading: str, meanings: tuple[Meaning, ...] = MEANINGS) -> bool:
    """Is this (plain) heading one of a column that is read, or of one that must not be?"""
    return bool(code_of(heading, meanings) or forbidden.why(heading))


def code_of(heading: str, meanings: tuple[Meaning, ...] = MEANINGS) -> str:
    """``code_of("成员2出生年份") == "birth#2"``; empty for an unknown heading. Headings are plain."""
    for one in meanings:
        if heading in one.synonyms:
            return one.code
    return _of_member(arabic(heading)) if meanings is MEANINGS else ""


def why_dropped(heading: str, meanings: tuple[Meaning, ...]) -> str:
    """Why a column with the (plain) heading is not read; empty when it may be. 账号 to sign in with is no bank's."""
    return "" if code_of(heading, meanings) else forbidden.why(heading)


def _of_member(heading: str) -> str:
    front, behind = IN_FRONT.fullmatch(heading), BEHIND.fullmatch(heading)
    if front:
        number, rest = front[1], front[2]
    elif behind:
        number, rest = behind[2], behind[1]
    else:
        return ""
    for one in MEANINGS:
        is_meant = (not rest and one.code == "name" and front) or (rest and rest in one.synonyms)
        if one.of_person and is_meant and 0 < int(number[:3]) <= MOST_SLOTS:
            return f"{one.code}#{int(number)}"
    return ""


def guessed(headings: list[str], meanings: tuple[Meaning, ...] = MEANINGS) -> dict[str, str]:
    """Heading -> what it means, each meaning once; unknown and forbidden ones are left out."""
    found: dict[str, str] = {}
    for heading in headings:
        code = code_of(plain(heading), meanings)
        if code and code not in found.values() and not why_dropped(plain(heading), meanings):
            found[heading] = code
    return found


def distinct(headings: tuple[str, ...]) -> list[str]:
    """Headings of which none stands twice: the second 备注 is 备注 2, a column without words is its place."""
    found: list[str] = []
    for place, heading in enumerate(headings, start=1):
        name, number = heading or f"#{place}", 1
        while name in found:
            number += 1
            name = f"{heading} {number}"
        found.append(name)
    return found
