"""The sample rows of our own templates: written by imports/books/template.py, left out again when a sheet is read."""

from collections.abc import Sequence

from imports.models import Import

# Kind -> (heading, cell) of the columns that the sample fills. The village is the person's own, so it is no mark of it.
SAMPLES: dict[str, dict[str, str]] = {
    Import.Kind.HOUSEHOLDS: {
        "门牌号": "1组2号",
        "姓名": "王建国",
        "与户主关系": "户主",
        "出生年份": "1962",
        "联系电话": "",
        "居住类型": "常住",
        "人口数": "4",
        "14岁以下人数": "1",
    },
    Import.Kind.ACCOUNTS: {
        "姓名": "王建国",
        "账号": "wangjianguo",
        "警号": "990000",
        "角色": "驻村民警",
        "警务室": "示例警务室",
        "主责": "是",
    },
    Import.Kind.VILLAGES: {"行政村": "示例村", "派出所": "示例派出所", "警务室": "示例警务室"},
}


def cells(kind: str, headings: Sequence[str]) -> list[str]:
    """The sample row of the kind under these headings."""
    return [SAMPLES[kind].get(heading, "") for heading in headings]


def is_sample(kind: str, headings: Sequence[str], row: Sequence[str]) -> bool:
    """Is the row the sample of our template, as it was given out? Filled over by one cell it is somebody's own."""
    given = dict(zip(headings, row, strict=False))
    sample = SAMPLES[kind]
    return sample.keys() <= given.keys() and all(given[name].strip() == cell for name, cell in sample.items())
