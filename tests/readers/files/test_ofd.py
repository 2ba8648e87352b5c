import zipfile
from pathlib import Path

import pytest

from registry.readers.files.archives import member_names
from registry.readers.files.ofd import ofd_lines

SPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def words(text: str, box: str, attributes: str = "", code: str = 'X="0" Y="4"') -> str:
    place = f'Boundary="{box}"' if box else ""
    return f"<ofd:TextObject {place} {attributes}><ofd:TextCode {code}>{text}</ofd:TextCode></ofd:TextObject>"


def lines(path: Path, *pages: str, template: str = "") -> list[str]:
    with zipfile.ZipFile(path, "w") as archive:
        listed = "".join(f'<ofd:Page ID="{n}" BaseLoc="P{n}.xml"/>' for n in range(len(pages)))
        named = '<ofd:CommonData><ofd:TemplatePage ID="70" BaseLoc="T.xml"/></ofd:CommonData>'
        archive.writestr("OFD.xml", f"<ofd:OFD {SPACE}><ofd:DocRoot>D/Document.xml</ofd:DocRoot></ofd:OFD>")
        archive.writestr("D/Document.xml", f"<ofd:Document {SPACE}>{named}{listed}</ofd:Document>")
        archive.writestr("D/T.xml", f"<ofd:Page {SPACE}>{template}</ofd:Page>")
        for n, page in enumerate(pages):
            archive.writestr(f"D/P{n}.xml", f"<ofd:Page {SPACE}>{page}</ofd:Page>")
    return ofd_lines(path, member_names(path, "a.ofd"))


def test_words_are_read_from_top_to_bottom_and_from_left_to_right(tmp_path: Path) -> None:
    page = words("青溪市", "60 90 9 9") + words("通知", "60 20.5 9 9") + words("护林", "30 20 9 9")
    assert lines(tmp_path / "a.ofd", page) == ["护林通知", "青溪市"]


def test_the_height_of_a_line_is_that_of_its_words_and_not_of_their_boxes(tmp_path: Path) -> None:
    page = words("通知", "60 14 9 9", code='X="0" Y="10"') + words("护林", "30 20 9 9")
    assert lines(tmp_path / "a.ofd", page) == ["护林通知"]


def test_words_without_a_place_stand_where_those_before_them_do(tmp_path: Path) -> None:
    page = words("护林", "30 20 9 9") + words("通知", "", code="") + words("第一条", "x 1 2 3", code='Y="oo"')
    assert lines(tmp_path / "a.ofd", page)[0].startswith("通知")
    assert "".join(lines(tmp_path / "a.ofd", page)) == "通知第一条护林"


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (r"青溪区\0x0020\0x0020护林", "青溪区护林"),
        (r"第一条\0x0020\0x0020护林", "第一条 护林"),
        (r"甲局\0x0020\0x0020\0x0020\0x0020乙局", "甲局 乙局"),
        (r"a\0x0020b\0x6797\0xD800", "a b林"),
        ("甲局 乙局", "甲局 乙局"),
    ],
)
def test_an_escaped_sign_is_the_sign(tmp_path: Path, written: str, text: str) -> None:
    assert lines(tmp_path / "a.ofd", words(written, "30 20 9 9")) == [text]


def test_what_is_drawn_twice_for_bold_is_read_once(tmp_path: Path) -> None:
    page = "".join(words("护林", f"{left} 20 9 9") for left in ("30", "30.2")) + words("护林", "50 20 9 9")
    assert lines(tmp_path / "a.ofd", page) == ["护林护林"]
    glyphs = words("护护林林", "30 20 9 9", code='X="0" Y="4" DeltaX="0.1 5.6 0.1"')
    assert lines(tmp_path / "a.ofd", glyphs) == ["护林"]
    people = words("人人护林", "30 20 9 9", code='X="0" Y="4" DeltaX="g 3 5.6"')
    assert lines(tmp_path / "a.ofd", people) == ["人人护林"]


def test_slanted_and_invisible_words_are_not_the_text(tmp_path: Path) -> None:
    slanted = words("内部资料", "10 10 90 90", 'CTM="0.7 0.7 -0.7 0.7 0 0"')
    hidden = words("旧", "30 30 9 9", 'Visible="false"')
    assert lines(tmp_path / "a.ofd", slanted + hidden + words("护林", "30 20 9 9")) == ["护林"]
    assert lines(tmp_path / "a.ofd", slanted) == ["内部资料"]


def test_the_words_of_a_template_page_are_read_once(tmp_path: Path) -> None:
    used = '<ofd:Template TemplateID="70" ZOrder="Background"/>'
    head = words("青溪市人民政府文件", "30 20 9 9")
    pages = (used + words("护林通知", "30 60 9 9"), used + words("请护林。", "30 60 9 9"))
    assert lines(tmp_path / "a.ofd", *pages, template=head) == ["青溪市人民政府文件", "护林通知", "请护林。"]
