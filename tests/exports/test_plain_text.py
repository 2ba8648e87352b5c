"""The words of a paper, line by line."""

from dataclasses import replace

from registry.exports.plain_text import plain_text
from registry.exports.release import render_release
from tests.exports.invented import luojiang


def test_every_paragraph_and_every_row_is_a_line() -> None:
    paper = luojiang()
    lines = plain_text(render_release(paper)).splitlines()
    row = paper.annexes[0].rows[0]
    assert any(row.title in line and (row.doc_no or "—") in line and row.authority in line for line in lines)
    assert "附件1" in lines
    assert not [line for line in lines if not line.strip()]


def test_a_row_is_not_said_twice() -> None:
    title = "关于只出现一次的通知"
    first = luojiang().annexes[0]
    annex = replace(first, rows=(replace(first.rows[0], title=title),))
    paper = replace(luojiang(), annexes=(annex,), n_scope=annex.n_documents)
    assert plain_text(render_release(paper)).count(title) == 1
