"""The template to fill in: headings that are understood without a choice, one example, drop-downs."""

import io

import xlsxwriter
from django.utils import timezone
from django.utils.translation import gettext as _

from access import scope
from access.roles import ROLES
from accounts.models import User
from imports.books import samples
from imports.models import Import
from imports.people import RESIDENCES
from posts.models import Village
from posts.querysets import open_on

# In Chinese whatever the language: a sheet is read by its headings (imports/columns.py), and goes from hand to hand.
HEADINGS = (
    "行政村",
    "门牌号",
    "姓名",
    "与户主关系",
    "出生年份",
    "联系电话",
    "居住类型",
    "人口数",
    "14岁以下人数",
)
RELATIONS = ["户主", "配偶", "子女", "父母", "其他"]
ROWS = 5_000  # that have a drop-down


def template_book(user: User) -> bytes:
    """The workbook, with the villages that the person serves."""
    villages = [
        f"{one.town.name}{one}" for one in Village.objects.served_by(user).existing().select_related("town")
    ]
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page, lists = book.add_worksheet("登记表"), book.add_worksheet(_("Villages"))
        text, bold = book.add_format({"num_format": "@"}), book.add_format({"bold": True})
        page.write_row(0, 0, HEADINGS, bold)
        page.write_row(
            1,
            0,
            (villages[0] if villages else "", *samples.cells(Import.Kind.HOUSEHOLDS, HEADINGS)[1:]),
            text,
        )
        page.set_column(0, len(HEADINGS), 14, text)
        page.freeze_panes(1, 0)
        lists.write_column(0, 0, villages)
        if villages:
            title = _("Villages")
            source = f"='{title}'!$A$1:$A${len(villages)}"
            page.data_validation(
                1, 0, ROWS, 0, {"validate": "list", "source": source, "error_type": "warning"}
            )
        _offer(page, HEADINGS.index("与户主关系"), RELATIONS)
        _offer(page, HEADINGS.index("居住类型"), [words.split()[0] for words in RESIDENCES.values()])
    return target.getvalue()


# Of accounts and of the villages of posts, in Chinese as the others.
OF_ACCOUNTS = ("姓名", "账号", "警号", "角色", "派出所", "警务室", "主责", "任职日期")
OF_VILLAGES = ("乡镇", "行政村", "派出所", "警务室", "起始日期")


def template_of(kind: str, user: User) -> bytes:
    """The workbook of a kind, with the places of the person's county."""
    if kind == Import.Kind.HOUSEHOLDS:
        return template_book(user)
    county = scope.for_user(user).county_id or 0
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        page, text = book.add_worksheet("登记表"), book.add_format({"num_format": "@"})
        headings = OF_ACCOUNTS if kind == Import.Kind.ACCOUNTS else OF_VILLAGES
        page.write_row(0, 0, headings, book.add_format({"bold": True}))
        page.set_column(0, len(headings), 14, text)
        page.freeze_panes(1, 0)
        page.write_row(1, 0, samples.cells(kind, headings), text)
        if kind == Import.Kind.ACCOUNTS:
            _offer(page, headings.index("角色"), [str(row.name) for row in ROLES])
            _offer(page, headings.index("主责"), ["是", "否"])
        else:
            free = (
                Village.objects.existing()
                .filter(town__county=county)
                .exclude(pk__in=Village.objects.filter(open_on(timezone.localdate(), "memberships__")))
            )
            for number, village in enumerate(free.select_related("town").order_by("code"), start=2):
                page.write_row(number, 0, (village.town.name, village.name), text)
    return target.getvalue()


def _offer(page: xlsxwriter.worksheet.Worksheet, column: int, words: list[str]) -> None:
    page.data_validation(1, column, ROWS, column, {"validate": "list", "source": words})
