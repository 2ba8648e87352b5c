import zipfile
from pathlib import Path

import pytest

from registry.readers.documents.reading import read_document
from registry.readers.files.pages import page

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STYLES = """<w:style w:type="character" w:styleId="secret"><w:rPr><w:vanish/></w:rPr></w:style>
<w:style w:type="character" w:styleId="child"><w:basedOn w:val="secret"/></w:style>
<w:style w:type="character" w:styleId="shown"><w:basedOn w:val="secret"/><w:rPr><w:vanish w:val="false"/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="struck"><w:rPr><w:strike/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="loop"><w:basedOn w:val="loop"/></w:style>"""


def run(words: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{words}</w:t></w:r>"


def word(path: Path, body: str, parts: dict[str, str] | None = None) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        archive.writestr("word/styles.xml", f"<w:styles {W}>{STYLES}</w:styles>")
        for name, content in (parts or {}).items():
            archive.writestr(name, content)
    return path


@pytest.mark.parametrize(
    "hidden",
    [
        *(run("青政〔2019〕9号", f"<w:{name}/>") for name in ("vanish", "webHidden", "strike", "dstrike")),
        run("旧", '<w:vanish w:val="1"/>'),
        run("旧", '<w:rStyle w:val="secret"/>'),
        run("旧", '<w:rStyle w:val="child"/>'),
        f"<w:del>{run('旧')}</w:del>",
        f"<w:moveFrom>{run('旧')}</w:moveFrom>",
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>旧</w:t><w:br/><w:tab/></w:r>",
    ],
)
def test_hidden_and_struck_words_are_not_the_text(tmp_path: Path, hidden: str) -> None:
    path = word(tmp_path / "a.docx", f"<w:p>{hidden}{run('青政〔2020〕5号')}</w:p><w:p>{run('护林')}</w:p>")
    assert read_document(path, "a.docx").paragraphs == ["青政〔2020〕5号", "护林"]


@pytest.mark.parametrize(
    "properties",
    [
        '<w:vanish w:val="0"/>',
        '<w:strike w:val="false"/>',
        '<w:dstrike w:val="off"/>',
        '<w:rStyle w:val="shown"/>',
        '<w:rStyle w:val="secret"/><w:vanish w:val="0"/>',
        "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>",
    ],
)
def test_a_property_that_is_switched_off_hides_nothing(tmp_path: Path, properties: str) -> None:
    path = word(tmp_path / "a.docx", f"<w:p>{run('护林办法', properties)}</w:p>")
    assert read_document(path, "a.docx").paragraphs == ["护林办法"]


def test_paragraphs_of_a_struck_style_and_rows_that_are_hidden_are_not_the_text(tmp_path: Path) -> None:
    struck = f'<w:p><w:pPr><w:pStyle w:val="struck"/></w:pPr>{run("旧")}</w:p>'
    again = struck.replace("旧", "新").replace("<w:rPr>", '<w:rPr><w:strike w:val="0"/>')
    loop = f'<w:p><w:pPr><w:pStyle w:val="loop"/></w:pPr>{run("环")}</w:p>'
    rows = "".join(
        f"<w:tr><w:trPr>{mark}</w:trPr><w:tc><w:p>{run(words)}</w:p></w:tc></w:tr>"
        for words, mark in (("隐", "<w:hidden/>"), ("删", "<w:del/>"), ("留", ""))
    )
    path = word(tmp_path / "a.docx", f"{struck}{again}{loop}<w:tbl>{rows}</w:tbl>")
    assert read_document(path, "a.docx").paragraphs == ["新", "环", "留"]


def test_a_phonetic_guide_is_not_the_text(tmp_path: Path) -> None:
    ruby = f"<w:r><w:ruby><w:rt>{run('hù')}</w:rt><w:rubyBase>{run('护')}</w:rubyBase></w:ruby></w:r>"
    path = word(tmp_path / "a.docx", f"<w:p>{ruby}{run('林办法')}</w:p>")
    assert read_document(path, "a.docx").paragraphs == ["护林办法"]


def test_a_hyphen_that_does_not_break_is_a_hyphen(tmp_path: Path) -> None:
    path = word(tmp_path / "a.docx", "<w:p><w:r><w:t>2020</w:t><w:noBreakHyphen/><w:t>5</w:t></w:r></w:p>")
    assert read_document(path, "a.docx").paragraphs == ["2020-5"]


def headed(path: Path, kind: str, title_page: str, head: str, first: str) -> Path:
    lines = "".join(f"<w:p>{run(line)}</w:p>" for line in head.split("|"))
    text = "".join(f"<w:p>{run(line)}</w:p>" for line in (first, "各镇：", "请护林。") if line)
    section = (
        f'<w:sectPr><w:headerReference xmlns:r="{R}" w:type="{kind}" r:id="rId3"/>{title_page}</w:sectPr>'
    )
    relation = '<Relationships><Relationship Id="rId3" Target="header1.xml"/></Relationships>'
    parts = {"word/header1.xml": f"<w:hdr {W}>{lines}</w:hdr>", "word/_rels/document.xml.rels": relation}
    return word(path, text + section, parts)


@pytest.mark.parametrize(
    ("kind", "title_page", "head", "first", "number"),
    [
        ("first", "<w:titlePg/>", "青溪市人民政府文件|青政〔2020〕5号", "青溪市人民政府关于护林的通知", "青政〔2020〕5号"),
        ("default", "", "青溪市人民政府文件|青政〔2020〕5号", "青溪市人民政府关于护林的通知", "青政〔2020〕5号"),
        ("first", "", "青政〔2020〕5号", "青溪市人民政府关于护林的通知", None),
        ("first", '<w:titlePg w:val="0"/>', "青政〔2020〕5号", "青溪市人民政府关于护林的通知", None),
        ("first", "<w:titlePg/>", "青溪市公报", "青溪市人民政府关于护林的通知", None),
        ("first", "<w:titlePg/>", "青政〔2020〕5号", "青政〔2021〕6号", "青政〔2021〕6号"),
    ],
)  # fmt: skip
def test_the_header_of_the_first_page_is_the_head_when_the_number_stands_only_there(
    tmp_path: Path, kind: str, title_page: str, head: str, first: str, number: str | None
) -> None:
    reading = read_document(headed(tmp_path / "a.docx", kind, title_page, head, first), "a.docx")
    assert reading.value("doc_no") == number
    assert reading.paragraphs[-3:] == [first, "各镇：", "请护林。"]


@pytest.mark.parametrize(
    "hidden",
    [
        '<span style="color:red; DISPLAY : none">旧</span>',
        '<span style="visibility:hidden">旧</span>',
        '<span style="text-decoration: line-through">旧</span>',
        "<span hidden>旧</span>",
        "<s>旧</s>",
        "<strike>旧</strike>",
        "<del>旧</del>",
        "<template>旧</template>",
        "<ruby><rp>(</rp><rt>hù</rt><rp>)</rp></ruby>",
    ],
)
def test_hidden_and_struck_elements_of_a_page_are_not_its_text(hidden: str) -> None:
    read = page(f'<html><body style="display:none"><div id="zoom"><p>护{hidden}林</p></div></body></html>')
    assert read.paragraphs == ["护林"]


def test_hidden_fields_of_a_page_are_not_its_metadata() -> None:
    hidden = '<tr style="display:none"><td>文号：</td><td>青政〔2019〕9号</td></tr>'
    read = page(f"<table>{hidden}<tr><td>文号：</td><td>青政〔2020〕5号</td></tr></table>")
    assert read.metadata == {"doc_no": "青政〔2020〕5号"}


RULES = "<style>/* x */ .note, #old {display:none} p.gone{visibility:hidden} .menu .in {display:none !important}</style>"


@pytest.mark.parametrize(
    "hidden",
    [
        f'{RULES}<p class="a note">旧</p>',
        f'{RULES}<p id="old">旧</p>',
        f'{RULES}<p class="gone">旧</p>',
        f'{RULES}<div class="menu"><div><p class="in">旧</p></div></div>',
        '<p style="font-size:0">旧</p>',
        '<p style="font-size: 0px; color:red">旧</p>',
        "<p style='mso-hide:all'>旧</p>",
        '<p style="opacity:0">旧</p>',
    ],
)
def test_what_a_style_hides_is_not_the_text(hidden: str) -> None:
    assert page(f"<html><body>{hidden}<p>护林办法</p></body></html>").paragraphs == ["护林办法"]


@pytest.mark.parametrize(
    "shown",
    [
        f'{RULES}<div class="gone">护林办法</div>',
        f'{RULES}<p class="in">护林办法</p>',
        f'{RULES}<p class="note" style="display:block">护林办法</p>',
        '<style>.a{display:none}.a{display:block}</style><p class="a">护林办法</p>',
        '<style>@media print{.a{display:none}}</style><p class="a">护林办法</p>',
        "<style>p:hover,a[href]>b{display:none}</style><p>护林办法</p>",
        '<p style="font-size:0"><span style="font-size:16px">护林办法</span></p>',
        '<p style="font-size:0.9em;opacity:0.9">护林办法</p>',
    ],
)
def test_what_no_style_hides_is_the_text(shown: str) -> None:
    assert page(f"<html><body>{shown}</body></html>").paragraphs == ["护林办法"]
