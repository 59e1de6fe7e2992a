"""Blank numbered sheets for a day without network or power: a visit, a dispute, a patrol. Filled with the pen, typed in
later; the number of each is that of its printing and its place in it, so that no two sheets have the same.
"""

from dataclasses import dataclass, field

from documents.blocks import Grid, Label, Layout, Line, Paragraph, Passage, Signature, Value
from documents.layouts.base import PEN_DAY, Paper
from posts.models import Post

MOST = 20  # sheets of one printing


@dataclass
class Blank:
    """``paper.number``: the number of the sheet, printed above it."""

    paper: Paper = field(default_factory=Paper)
    station: str = ""
    post: str = ""


@dataclass(frozen=True)
class OfBlanks:
    """How many sheets of the post, and the number of their printing (the entry of the trail)."""

    post: Post
    printing: int
    count: int


def blanks(of: OfBlanks) -> list[Blank]:
    """Numbered ``printing-1``, ``printing-2`` ..."""
    return [
        Blank(
            paper=Paper(f"纸单编号 {of.printing}-{place:02d}"),
            station=str(of.post.station),
            post=of.post.name,
        )
        for place in range(1, of.count + 1)
    ]


def _line(*cells: Label | Value) -> Line:
    return Line(cells)


HEAD = _line(Label("派出所"), Value("{{ station }}"), Label("警务室"), Value("{{ post }}"))
DAY = _line(Label("日期、时间"), Value("20　　年　月　日　　时　分"), Label("村（社区）"), Value(""))
WHO = _line(Label("民警、辅警"), Value("", 3))
TYPED = (
    Paragraph("恢复后当天补录到系统，在本单上写下系统的登记号；超过月报期限的，写明补录原因。"),
    Grid((20, 30, 20, 30), (_line(Label("系统登记号"), Value(""), Label("补录人、日期"), Value("")),)),
)

VISIT: Layout = (
    Grid(
        (16, 34, 16, 34),
        (
            HEAD, DAY, WHO,
            _line(Label("门牌"), Value(""), Label("户主"), Value("")),
            _line(Label("结果"), Value("□见到　□不在家　□谢绝"), Label("联系方式"), Value("□当面　□电话　□线上")),
            _line(Label("谈心人次"), Value(""), Label("下次走访"), Value("20　　年　月　日")),
            _line(
                Label("话题"),
                Value("□防诈骗　□消防　□交通　□身边纠纷　□办证登记　□生产生活　□治安　□其他", 3),
            ),
        ),
    ),
    Passage("谈了什么", "", lines=5),
    Passage("群众提了什么诉求（何时答复）", "", lines=4),
    *TYPED,
    Signature("记录人（签名）：", PEN_DAY),
)  # fmt: skip

DISPUTE: Layout = (
    Grid(
        (16, 34, 16, 34),
        (
            HEAD, DAY, WHO,
            _line(Label("来源"), Value("□主动排查　□当事人申请　□接受委托移送", 3)),
            _line(Label("纠纷类型"), Value("", 3)),
            _line(Label("甲方"), Value("", lines=2), Label("乙方"), Value("", lines=2)),
            _line(Label("联系方式"), Value(""), Label("联系方式"), Value("")),
        ),
    ),
    Passage("纠纷经过", "", lines=4),
    Passage("当事人要求", "", lines=2),
    Passage("现场处理情况", "", lines=2),
    *TYPED,
    Signature("甲方（签名）：", PEN_DAY),
    Signature("乙方（签名）：", PEN_DAY),
    Signature("记录人（签名）：", PEN_DAY),
)  # fmt: skip

PATROL: Layout = (
    Grid(
        (16, 34, 16, 34),
        (
            HEAD, DAY, WHO,
            _line(Label("方式"), Value("□徒步　□自行车　□机动车"), Label("联防"), Value("□是　□否")),
            _line(Label("起止时间"), Value("从　时　分至　时　分"), Label("参加人数"), Value("")),
            _line(Label("路线、巡逻点"), Value("", 3, 3)),
            _line(Label("抓获现行"), Value("共　　人"), Label("发现隐患"), Value("共　　处")),
        ),
    ),
    Passage("发现的问题和处理", "", lines=7),
    *TYPED,
    Signature("带队人（签名）：", PEN_DAY),
)  # fmt: skip
