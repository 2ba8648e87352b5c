"""A paper as plain lines."""

from datetime import date

from registry.domain.papers.kinds import Genre
from registry.exports.papers.model import Paper, PaperAnnex, Table
from registry.exports.papers.plain import paper_lines


def test_the_lines_stand_in_the_order_of_the_paper() -> None:
    paper = Paper(
        Genre.NOTICE,
        "关于登记的通知",
        ("甲局", "乙局"),
        date(2026, 3, 5),
        ("第一段。", Table("情况表", (), [("一",), ("二",)])),
        number="示〔2026〕1号",
        addressees="丙局",
        annexes=(PaperAnnex("附表", ("说明。",)),),
        note="此件公开发布",
    )
    assert paper_lines(paper) == [
        "关于登记的通知",
        "示〔2026〕1号",
        "丙局：",
        "第一段。",
        "【表格情况表，2行】",
        "甲局",
        "乙局",
        "2026年3月5日",
        "（此件公开发布）",
        "附件",
        "附表",
        "说明。",
    ]
