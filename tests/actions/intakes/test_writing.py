"""Writing an intake: the same statements whatever its rows leave blank, and no macros for the public."""

import io
import zipfile

import sqlalchemy as sa
from docx import Document
from sqlmodel import select

from registry.storage.engine import Store, reading
from registry.storage.files import Attachment
from tests.building.ledgers import import_ledger, ledger

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

    assert import_ledger(store, ("台账.csv", ledger(*rows, headings=HEADINGS))).counts["n_added"] == 60
    assert len(shapes) == 1


def test_a_file_with_macros_is_kept_as_internal_material(store: Store) -> None:
    paper, out = Document(), io.BytesIO()
    lines = (
        "示范区农业农村局关于加强种子管理的通知",
        "示农〔2019〕7号",
        "各镇：",
        "请执行。",
        "示范区农业农村局",
        "2019年5月6日",
    )
    for line in lines:
        paper.add_paragraph(line)
    paper.save(out)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"x")
    row = ("示范区农业农村局关于加强种子管理的通知", "示农〔2019〕7号", "示范区农业农村局", "2019-05-06")
    import_ledger(store, ("种子.docx", out.getvalue()), ("台账.csv", ledger(row)))
    with reading(store) as session:
        assert session.exec(select(Attachment)).one().role == "internal"
