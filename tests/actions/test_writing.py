"""Writing an intake takes one kind of statement per table, whatever its rows leave blank."""

import sqlalchemy as sa

from registry.storage.engine import Store
from tests.actions.ledgers import ledger, taken

HEADINGS = ("文件名称", "发文字号", "制定机关", "公布日期", "有效期至")


def test_rows_with_different_blanks_are_written_together(store: Store) -> None:
    rows = [
        (
            f"第{n}号安排",
            f"示农〔2019〕{n}号",
            "示范区农业农村局",
            "2019-05-06" if n % 2 else "",
            "2024-05-05" if n % 3 else "",
        )
        for n in range(1, 61)
    ]
    shapes = set()

    @sa.event.listens_for(store.engine, "before_cursor_execute")
    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        if statement.startswith("INSERT INTO document "):
            shapes.add(statement)

    assert taken(store, ("台账.csv", ledger(*rows, headings=HEADINGS))).counts["n_added"] == 60
    assert len(shapes) == 1
