"""A paper as plain words and tables."""

from datetime import date

from registry.domain.listed import Kind
from registry.domain.papers.kinds import Genre, Urgency
from registry.exports.list_tables import Group
from registry.exports.papers.model import Paper, PaperAnnex, Table
from registry.exports.papers.plain import Line, TableStart, paper_blocks


def test_the_lines_stand_in_the_order_of_the_paper() -> None:
    paper = Paper(
        Genre.NOTICE,
        "关于登记的通知",
        "甲局",
        date(2026, 3, 5),
        ("第一段。", Table("情况表", (("名称", Kind.NAME),), [("一",), ("二",)])),
        number="示〔2026〕1号",
        addressees="丙局",
        annexes=(PaperAnnex("附表", ("说明。",)),),
        note="此件公开发布",
        urgency=Urgency.PRESSING,
    )
    assert paper_blocks(paper) == [
        ("加急", "flush"),
        ("关于登记的通知", "middle"),
        ("示〔2026〕1号", "middle"),
        ("丙局：", "flush"),
        ("第一段。", "body"),
        TableStart("情况表", ("名称",), (("一",), ("二",)), 2),
        ("附件：附表", "body"),
        ("甲局", "right"),
        ("2026年3月5日", "right"),
        ("（此件公开发布）", "body"),
        ("附件", "flush"),
        ("附表", "middle"),
        ("说明。", "body"),
    ]


def test_annexes_are_numbered_and_a_long_table_shows_its_first_rows() -> None:
    rows = [(f"甲{n}", "一") for n in range(30)]
    columns = (("名称", Kind.NAME), ("数", Kind.NAME))
    table = Table("情况表", columns, (), groups=(Group(rows, (("乙局", "ListHeading"),)),))
    annexes = (PaperAnnex("附表", (table,)), PaperAnnex("说明", ("说明。",)))
    blocks = paper_blocks(Paper(Genre.NOTICE, "通知", "甲局", date(2026, 3, 5), (), annexes=annexes))
    named = [block.words for block in blocks if isinstance(block, Line) and block.words.startswith("附件")]
    assert named == ["附件：1.附表", "附件：2.说明", "附件1", "附件2"]
    start = next(block for block in blocks if isinstance(block, TableStart))
    assert start.rows[:2] == (("乙局",), ("甲0", "一"))
    assert (len(start.rows), start.n_rows) == (20, 30)
