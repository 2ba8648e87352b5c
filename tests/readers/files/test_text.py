import zipfile
from pathlib import Path

import pypdfium2
import pytest
from docx import Document
from docx.oxml.ns import qn

from registry.readers.documents.reading import read_document
from tests.building.libreoffice import needs_libreoffice

OFD = """<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer>
<ofd:TextObject Boundary="30 40 90 8"><ofd:TextCode>青溪市人民政府</ofd:TextCode></ofd:TextObject>
<ofd:TextObject Boundary="90 40 90 8"><ofd:TextCode>关于护林的通知</ofd:TextCode></ofd:TextObject>
<ofd:TextObject Boundary="30 60 90 8"><ofd:TextCode>青政〔2020〕5号</ofd:TextCode></ofd:TextObject>
</ofd:Layer></ofd:Content></ofd:Page>"""


WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
MOVED = (
    "<w:moveFrom><w:r><w:t>旧处</w:t></w:r></w:moveFrom><w:del><w:r><w:delText>删</w:delText></w:r></w:del>"
)


@pytest.mark.parametrize("space", [WORD, STRICT])
def test_word_is_read_in_both_its_namespaces_and_as_if_its_changes_were_accepted(
    tmp_path: Path, space: str
) -> None:
    body = f"<w:p>{MOVED}<w:r><w:t>青溪市</w:t></w:r><w:ins><w:r><w:t>护林办法</w:t></w:r></w:ins></w:p>"
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr(
            "word/document.xml", f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
        )
    assert read_document(tmp_path / "a.docx", "a.docx").paragraphs == ["青溪市护林办法"]


def test_the_numbers_that_word_counts_are_in_the_text(tmp_path: Path) -> None:
    document = Document()
    levels = document.part.numbering_part.element.findall(f".//{qn('w:lvlText')}")
    for level in levels:
        level.set(qn("w:val"), "第%1条")
    for words in ("青溪市护林办法", "为了护林，制定本办法。", "本办法自公布之日起施行。"):
        document.add_paragraph(words, style="Normal" if "青溪" in words else "List Number")
    document.save(str(tmp_path / "a.docx"))
    reading = read_document(tmp_path / "a.docx", "a.docx")
    assert reading.paragraphs[1:] == ["第1条 为了护林，制定本办法。", "第2条 本办法自公布之日起施行。"]
    assert [heading.label for heading in reading.outline] == ["第1条", "第2条"]


def test_an_ofd_file_is_read_line_by_line(tmp_path: Path) -> None:
    path = tmp_path / "a.ofd"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("OFD.xml", "<ofd/>")
        archive.writestr("Doc_0/Pages/Page_0/Content.xml", OFD)
    reading = read_document(path, "a.ofd")
    assert reading.paragraphs == ["青溪市人民政府关于护林的通知", "青政〔2020〕5号"]
    assert reading.value("doc_no") == "青政〔2020〕5号"


def test_an_ofd_file_is_read_in_the_order_of_its_document(tmp_path: Path) -> None:
    path = tmp_path / "a.ofd"
    space = 'xmlns:ofd="http://www.ofdspec.org/2016"'
    page = (
        f"<ofd:Page {space}><ofd:Area><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:Area><ofd:Content>"
        '<ofd:Layer ID="2"><ofd:PageBlock ID="3">{}</ofd:PageBlock></ofd:Layer></ofd:Content></ofd:Page>'
    )
    line = (
        '<ofd:TextObject ID="{0}" Boundary="28 {1} 156 5.6" Font="4" Size="5.6"><ofd:FillColor Value="0 0 0"/>'
        '<ofd:TextCode X="0" Y="4.8" DeltaX="g 10 5.6">{2}</ofd:TextCode></ofd:TextObject>'
    )
    first = line.format(5, "40.0", "青溪区教育局关于") + line.format(6, "40.4", "护林的通知")
    first += line.format(7, "60", "为了护林，经研究，各学校要在每年的植树节前后组织一次活动，并将有关")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "OFD.xml",
            f'<ofd:OFD {space} Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot>'
            "</ofd:DocBody></ofd:OFD>",
        )
        archive.writestr(
            "Doc_0/Document.xml",
            f'<ofd:Document {space}><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_7/Content.xml"/>'
            '<ofd:Page ID="9" BaseLoc="/Doc_0/Pages/Page_1/Content.xml"/></ofd:Pages></ofd:Document>',
        )
        archive.writestr("Doc_0/Pages/Page_7/Content.xml", page.format(first))
        archive.writestr("Doc_0/Pages/Page_1/Content.xml", page.format(line.format(8, "30", "情况上报。")))
    assert read_document(path, "a.ofd").paragraphs == [
        "青溪区教育局关于护林的通知",
        "为了护林，经研究，各学校要在每年的植树节前后组织一次活动，并将有关情况上报。",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_plain_text_is_read_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("青溪市护林办法\n第一条　内容。".encode(encoding))
    assert read_document(path, "a.txt").value("title") == "青溪市护林办法"


def test_a_page_in_gb18030_is_read_as_a_page(tmp_path: Path) -> None:
    path = tmp_path / "a.htm"
    path.write_bytes(
        "<html><body><h1>青溪市护林办法</h1><p>第一条　内容。</p></body></html>".encode("gb18030")
    )
    assert read_document(path, "a.htm").paragraphs == ["青溪市护林办法", "第一条 内容。"]


def test_a_scan_says_that_it_has_no_text(tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    document.save(tmp_path / "a.pdf")
    document.close()
    reading = read_document(tmp_path / "a.pdf", "扫描.pdf")
    assert reading.problems == [
        "“扫描.pdf”是扫描件，没有文字层，读不出文字；可以手工登记，并把它作为附件上传"
    ]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.docx", b"\x89PNG\r\n", "图片（PNG）"),
        ("a.exe", b"MZ\x00\x00\x00", "不是能读取的文档"),
        ("a.doc", b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 8, "不是 Word 文档或已损坏"),
        ("a.docx", b"", "空文件"),
    ],
)
def test_a_file_with_a_wrong_extension_is_refused_as_what_it_is(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(content)
    reading = read_document(tmp_path / name, name)
    assert words in reading.problems[0]
    assert name in reading.problems[0]


MHT = (
    "From: <Saved by x>\nMIME-Version: 1.0\nContent-Type: multipart/related;\n\tboundary=b\n\n--b\nPGh0bWw+\n"
)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (MHT, "单个文件网页（MHT）"),
        (
            "MIME-Version: 1.0\r\nContent-Type: Multipart/Related; boundary=b\r\n\r\n<html><p>护林</p></html>",
            "MHT",
        ),
        ('<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>', "Word 2003 XML"),
        ('<?xml version="1.0"?>\n<w:wordDocument><w:p/></w:wordDocument>', "Word 2003 XML"),
        ("<?xml version='1.0'?><pkg:package/>", "Word XML"),
    ],
)
def test_what_web_offices_export_as_doc_is_refused_by_name(tmp_path: Path, content: str, kind: str) -> None:
    (tmp_path / "a.doc").write_text(content, "utf-8")
    problem = read_document(tmp_path / "a.doc", "a.doc").problems[0]
    assert kind in problem
    assert "“a.doc”" in problem
    assert "另存为 .docx" in problem


def test_a_text_that_speaks_of_multipart_is_a_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "青溪市护林办法\n第一条 用 Content-Type: multipart/related 上报。", "utf-8"
    )
    assert read_document(tmp_path / "a.txt", "a.txt").problems == []


def test_a_word_file_whose_text_is_another_file_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.docx", "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{WORD}"><w:altChunk/></w:document>')
    assert "另存为 .docx" in read_document(tmp_path / "a.docx", "a.docx").problems[0]


def test_the_addressees_below_a_title_as_wide_as_the_page_are_no_part_of_it(tmp_path: Path) -> None:
    printed = (
        "青溪市人民政府关于印发青溪市护林防火工作管理办法的通知",
        "各镇人民政府，市政府各部门：",
        "请护林。",
    )
    objects = "".join(
        f'<o:TextObject Boundary="20 {n * 10} 90 8"><o:TextCode>{line}</o:TextCode></o:TextObject>'
        for n, line in enumerate(printed)
    )
    with zipfile.ZipFile(tmp_path / "a.ofd", "w") as archive:
        archive.writestr("OFD.xml", "<ofd/>")
        archive.writestr("Doc_0/Pages/Page_0/Content.xml", f'<o:Page xmlns:o="o">{objects}</o:Page>')
    assert read_document(tmp_path / "a.ofd", "a.ofd").paragraphs == list(printed)


def test_a_spreadsheet_is_referred_to_the_import_of_ledgers(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        archive.writestr("xl/workbook.xml", "<a/>")
    assert "导入台账" in read_document(tmp_path / "a.xlsx", "a.xlsx").problems[0]


def test_an_old_word_file_that_cannot_be_read_asks_for_docx(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    word = "WordDocument".encode("utf-16-le")
    (tmp_path / "a.doc").write_bytes(b"\xd0\xcf\x11\xe0" + b"\x01" * 600 + word)
    (tmp_path / "a.rtf").write_bytes(b"{\\rtf1 text}")
    for name in ("a.doc", "a.rtf"):
        assert "另存为 .docx" in read_document(tmp_path / name, name).problems[0]


SIGNS = "".join(f"\\u{ord(char) - 65536 * (ord(char) > 32767)}?" for char in "青溪市护林办法")
RTF = "{\\rtf1\\ansi{\\fonttbl{\\f0 SimSun;}}" + SIGNS + "}"


@pytest.mark.slow
@needs_libreoffice
@pytest.mark.parametrize("name", ["a.rtf", "misnamed.doc"])
def test_an_rtf_file_is_read_where_libreoffice_is_installed(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(RTF, "ascii")
    reading = read_document(tmp_path / name, name)
    assert (reading.kind, reading.value("title")) == ("rtf", "青溪市护林办法")
