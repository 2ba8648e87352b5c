"""Ledgers are told by their bytes: under any name, with the same rows."""

import io
import shutil
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from registry.domain.errors import Refusal
from registry.readers.files.sheets import read_sheets
from registry.readers.ledgers.reading import read_ledger
from registry.readers.ledgers.telling import is_ledger_file

HEAD = ["序号", "文件名称", "文号", "制定机关"]
ROW = ["1", "青溪区渡口管理办法", "青交规〔2016〕1号", "青溪区交通运输局"]
OLD = Path(__file__).with_name("ledger.xls")
PAGE = (
    "<html><head><meta charset='utf-8'></head><body><table><tr><td colspan='4'>台账</td></tr>"
    f"<tr>{''.join(f'<th>{cell}</th>' for cell in HEAD)}</tr>"
    f"<tr>{''.join(f'<td>{cell}</td>' for cell in ROW)}</tr></table></body></html>"
)
_XML_ROW = '<Cell><Data ss:Type="String">{}</Data></Cell>'.format
XML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="台账"><Table>'
    f"<Row>{''.join(map(_XML_ROW, HEAD))}</Row><Row>{''.join(map(_XML_ROW, ROW))}</Row>"
    "</Table></Worksheet></Workbook>"
)


def workbook() -> bytes:
    book, stream = Workbook(), io.BytesIO()
    book.active.append(HEAD)
    book.active.append(ROW)
    book.save(stream)
    return stream.getvalue()


def word() -> bytes:
    stream = io.BytesIO()
    document = Document()
    document.add_paragraph("青溪区人民政府关于渡口管理的通知")
    document.save(stream)
    return stream.getvalue()


def lines(mark: str) -> str:
    return "\r\n".join((mark.join(HEAD), mark.join(ROW)))


def saved(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("台账.xls", workbook()),
        ("台账.et", workbook()),
        ("台账.doc", workbook()),
        ("台账", workbook()),
        ("台账.xls", lines(",").encode()),
        ("台账.xlsx", lines("\t").encode("gb18030")),
        ("Unicode 文本.txt", lines("\t").encode("utf-16")),
        ("Unicode 文本.txt", b"\xfe\xff" + lines("\t").encode("utf-16-be")),
        ("台账.xls", PAGE.encode()),
        ("台账.xls", PAGE.replace("utf-8", "gb2312").encode("gb18030")),
        ("台账.xls", XML.encode()),
        ("台账.xml", XML.encode()),
    ],
)
def test_a_ledger_is_read_under_any_name(tmp_path: Path, name: str, content: bytes) -> None:
    path = saved(tmp_path, name, content)
    assert is_ledger_file(path, name)
    (row,) = read_ledger(name, read_sheets(path, name)).rows
    assert (row.values["title"], row.values["doc_no"].spelled) == (ROW[1], ROW[2])


@pytest.mark.parametrize("name", ["台账.xlsx", "台账.et", "台账.csv"])
def test_an_old_workbook_is_read_under_any_name(tmp_path: Path, name: str) -> None:
    path = shutil.copy(OLD, tmp_path / name)
    assert is_ledger_file(path, name)
    assert len(read_ledger(name, read_sheets(path, name)).rows) == 3


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("办法.xls", word()),
        ("办法.txt", "青溪区人民政府关于渡口管理的通知\n各镇：\n\t现通知如下。".encode()),
        ("办法.html", PAGE.encode()),
        ("办法.xls", b"%PDF-1.4"),
    ],
)
def test_a_document_is_no_ledger_under_any_name(tmp_path: Path, name: str, content: bytes) -> None:
    assert not is_ledger_file(saved(tmp_path, name, content), name)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        (
            "a.et",
            b"\xd0\xcf\x11\xe0" + bytes(4000),
            "是 WPS 表格（.et），这种格式读不出来；请用 WPS 打开，另存为 .xlsx",
        ),
        ("a.xls", word(), "其实是 Word 等文档，不是表格"),
        ("a.xls", b"%PDF-1.4 ", "其实是PDF，不是表格文件"),
        ("a.xls", "<html><body><p>没有表格</p></body></html>".encode(), "其实是网页文件，里面没有表格"),
    ],
)
def test_what_is_no_table_is_refused_by_what_it_is(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    with pytest.raises(Refusal) as refused:
        read_sheets(saved(tmp_path, name, content), name)
    assert words in refused.value.sentence
    assert "损坏" not in refused.value.sentence


def test_cells_over_several_rows_and_columns_of_a_page_are_filled(tmp_path: Path) -> None:
    page = (
        "<table><tr><td>标题</td><td>制定机关</td></tr><tr><td>甲<br>办法</td><td rowspan=2>青溪区水利局</td></tr>"
        "<tr><td>乙办法</td></tr><tr><td colspan=2>合计</td></tr></table>"
    )
    (sheet,) = read_sheets(saved(tmp_path, "台账.xls", page.encode()), "台账.xls")
    assert sheet.rows == [
        ["标题", "制定机关"],
        ["甲\n办法", "青溪区水利局"],
        ["乙办法", "青溪区水利局"],
        ["合计", ""],
    ]
    assert sheet.spans == [(3, 0, 1)]
