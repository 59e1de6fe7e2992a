"""Columns that are never read, and why: no law lets a station collect them (docs/security.md)."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENSITIVE = _(
    "sensitive personal information without a purpose here (Personal Information Protection Law 6, 28)"
)
OPINION = _(
    "belief and political status are not recorded of anybody (Personal Information Protection Law 28)"
)
RECORD = _("records of offences and petitions have no place in the register of households")
HEALTH = _("health data are sensitive personal information (Personal Information Protection Law 28)")
BIOMETRIC = _("pictures and biometric data of residents are not recorded")
VEHICLE = _("data of vehicles and movements are not recorded")
MONEY = _("accounts and income are not recorded")

FORBIDDEN: tuple[tuple[re.Pattern[str], str | Promise], ...] = (
    (re.compile("民族|族别|籍贯民族"), SENSITIVE),
    (re.compile("宗教|信仰|教派|政治面貌|党派|党员|团员|党组织|入党"), OPINION),
    (re.compile("前科|犯罪|违法|处罚|吸毒|涉毒|刑满|社区矫正|上访|信访|重点人|管控|帮教|邪教"), RECORD),
    (re.compile("病|健康|残疾|精神|孕|血型|诊断|体检|疫苗"), HEALTH),
    (re.compile("指纹|虹膜|人脸|照片|相片|头像|DNA|声纹", re.IGNORECASE), BIOMETRIC),
    (re.compile("车牌|车辆|车号|驾驶|轨迹|定位|经度|纬度"), VEHICLE),
    (re.compile("银行|卡号|收入|存款|账号|账户"), MONEY),
)


def why(heading: str) -> str:
    """Why a column with the (plain) heading is not read; empty when it may be."""
    return next((str(reason) for pattern, reason in FORBIDDEN if pattern.search(heading)), "")
