"""The hostile files of hostile.py, with their descriptions. They are made when needed and not kept."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

MB = 1024 * 1024
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
BODY = f'<w:document xmlns:w="{WORD}"><w:body>%s</w:body></w:document>'
PARAGRAPH = "<w:p><w:r><w:t>青溪区护林办法</w:t></w:r></w:p>"
WORKBOOK = (
    f'<workbook xmlns="{SHEET}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="台账" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/></Relationships>'
)
CELLS = '<row r="1"><c r="A1" t="inlineStr"><is><t>标题</t></is></c></row>'
ROW = '<row r="2"><c r="A2" t="inlineStr"><is><t>青溪区护林办法</t></is></c></row>'

Make = Callable[[Path], object]


def docx(xml: str | bytes, **others: bytes) -> Make:
    """Makes a .docx with this document.xml and further members."""

    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("word/document.xml", xml)
            for name, content in others.items():
                archive.writestr(name, content)

    return make


def bomb(path: Path) -> None:
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as member,
    ):
        for _ in range(1024):
            member.write(bytes(MB))


def xlsx(pieces: Iterator[bytes], *others: str) -> Make:
    """Makes an .xlsx with one sheet, written piece by piece, and empty members with these names."""

    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr("xl/workbook.xml", WORKBOOK)
            archive.writestr("_rels/.rels", RELATIONS % ("officeDocument", "xl/workbook.xml"))
            archive.writestr("xl/_rels/workbook.xml.rels", RELATIONS % ("worksheet", "worksheets/sheet1.xml"))
            with archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as sheet:
                for piece in pieces:
                    sheet.write(piece)
            for name in others:
                archive.writestr(name, b"")

    return make


def sheet(inner: str, dimension: str = "A1:A1") -> Iterator[bytes]:
    yield f'<worksheet xmlns="{SHEET}"><dimension ref="{dimension}"/><sheetData>'.encode()
    yield f"{inner}</sheetData></worksheet>".encode()


def spaces(n_megabytes: int) -> Iterator[bytes]:
    yield f'<worksheet xmlns="{SHEET}"><sheetData>'.encode()
    for _ in range(n_megabytes):
        yield b" " * MB
    yield f"{CELLS}</sheetData></worksheet>".encode()


def of(content: bytes) -> Make:
    return lambda path: path.write_bytes(content)


def filled(unit: bytes, n_megabytes: int) -> Make:
    """Makes a file that repeats the unit."""
    return lambda path: path.write_bytes(unit * (n_megabytes * MB // len(unit)))


def cut(make: Make, share: float) -> Make:
    """Makes the first part of a file, as after a broken transfer."""

    def make_cut(path: Path) -> None:
        make(path)
        content = path.read_bytes()
        path.write_bytes(content[: int(len(content) * share)])

    return make_cut


def lying(path: Path) -> None:
    """A zip bomb that declares its sheet as 100 bytes."""
    xlsx(spaces(512))(path)
    content = bytearray(path.read_bytes())
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 100)
    path.write_bytes(content)


def nested_zip(path: Path) -> None:
    inner = io.BytesIO()
    docx(BODY % PARAGRAPH)(Path(path.parent / "inner.docx"))
    with zipfile.ZipFile(inner, "w") as archive:
        archive.write(path.parent / "inner.docx", "inner.docx")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())


def many(path: Path) -> None:
    """A zip of 100,000 empty members."""
    with zipfile.ZipFile(path, "w") as archive:
        for n in range(100_000):
            archive.writestr(f"{n}.txt", b"")


def linked(path: Path) -> None:
    """A zip with a symbolic link to /etc/passwd as its member."""
    link = zipfile.ZipInfo("甲.txt")
    link.create_system, link.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(link, "/etc/passwd")


def in_gbk(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("AAAAAAAA.txt", "护林".encode())
    path.write_bytes(path.read_bytes().replace(b"AAAAAAAA", "通知文件".encode("gb18030")))


def climbing(path: Path) -> None:
    """An OFD that refers to a document outside the archive."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("OFD.xml", "<OFD><DocBody><DocRoot>../../../etc/passwd</DocRoot></DocBody></OFD>")
        archive.writestr("../../../etc/passwd", "<Document><Page BaseLoc='/etc/shadow'/></Document>")


def styled() -> Iterator[bytes]:
    """The XML of a million rows, each with one empty formatted cell."""
    yield f'<worksheet xmlns="{SHEET}"><sheetData>{CELLS}{ROW}'.encode()
    for n in range(3, 1_000_003):
        yield f'<row r="{n}" s="1"><c r="A{n}" s="1"/></row>'.encode()
    yield b"</sheetData></worksheet>"


def monstrous(path: Path) -> None:
    """150 MB of valid XML with a different number in each paragraph, so that it compresses like text."""
    numbers = (zlib.crc32(str(n).encode()) for n in range(2_400_000))
    docx(BODY % "".join(f"<w:p><w:r><w:t>{n}第{n * 7919}号</w:t></w:r></w:p>" for n in numbers))(path)


def pdf(pages: str, more: str = "", trailer: str = "") -> bytes:
    text = f"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj {pages} endobj\n{more}"
    return f"{text}trailer <</Root 1 0 R{trailer}>>\n%%EOF".encode()


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
ENTITY = '<!DOCTYPE w [<!ENTITY x SYSTEM "%s">]>' + BODY.replace("%s", "<w:p><w:r><w:t>&x;</w:t></w:r></w:p>")
LAUGH = f'<!DOCTYPE w [<!ENTITY a0 "ha">{LAUGHS}]>' + BODY % "<w:p><w:r><w:t>&a9;</w:t></w:r></w:p>"
LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000 + "EncryptedPackage".encode("utf-16-le")
DEEP_PAGE = "<html><script>for(;;){}</script><body>" + "<div>" * 1_000_000 + "护林" + "</div>" * 1_000_000
MANY_PAGES = pdf(
    "<</Type/Pages/Kids[3 0 R]/Count 1000000000>>",
    "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>> endobj\n",
)
LOOP = pdf(
    "<</Type/Pages/Kids[3 0 R]/Count 5>>", "3 0 obj <</Type/Pages/Kids[2 0 R]/Parent 2 0 R/Count 5>> endobj\n"
)
DRAWS_ITSELF = pdf(
    "<</Type/Pages/Kids[3 0 R]/Count 1>>",
    "3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources 5 0 R/Contents 4 0 R>> endobj\n"
    "4 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources 5 0 R/Length 5>> stream\n/A Do\nendstream endobj\n"
    "5 0 obj <</XObject<</A 4 0 R>>/Font 6 0 R>> endobj\n6 0 obj 6 0 R endobj\n",
)
NUMBERED = (
    '<w:p><w:pPr><w:pStyle w:val="s%d"/><w:numPr><w:ilvl w:val="8"/></w:numPr></w:pPr>'
    "<w:r><w:t>护</w:t></w:r></w:p>"
)
STYLES = "".join(f'<w:style w:styleId="s{n}"><w:basedOn w:val="s{n + 1}"/></w:style>' for n in range(20_000))
COUNTED = "".join(f'<w:num w:numId="{n}"><w:abstractNumId w:val="1"/></w:num>' for n in range(100_000))
ENCRYPTED = pdf(
    "<</Type/Pages/Kids[]/Count 0>>",
    trailer="/Encrypt <</Filter/Standard/V 1/R 2/P -4/O(" + "x" * 32 + ")/U(" + "y" * 32 + ")>>/ID[(a)(a)]",
)
HUGE_SHEET = CELLS + '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>末</t></is></c></row>'

ATTACKS: dict[str, tuple[str, Make]] = {
    "bomb.docx": ("zip bomb: 1 GB in document.xml", bomb),
    "bomb.xlsx": ("zip bomb: a sheet of 1 GB of spaces", xlsx(spaces(1024))),
    "lying.xlsx": ("512 MB of spaces, declared as 100 bytes", lying),
    "laughs.docx": ("billion laughs (entities in entities)", docx(LAUGH)),
    "local.docx": ("external entity file:///etc/passwd", docx(ENTITY.replace("%s", "file:///etc/passwd"))),
    "remote.docx": ("external entity http://127.0.0.1/x", docx(ENTITY.replace("%s", "http://127.0.0.1/x"))),
    "utf16.docx": ("entity hidden by UTF-16", docx(("\ufeff" + LAUGH).encode("utf-16-le"))),
    "program.docx": (".exe renamed .docx", of(b"MZ\x90\x00" + b"\x00" * 4096)),
    "half.docx": ("truncated .docx", cut(docx(BODY % (PARAGRAPH * 5000)), 0.5)),
    "half.pdf": ("truncated .pdf", cut(of(LOOP), 0.3)),
    "spaces.txt": ("300 MB of spaces", filled(b" ", 300)),
    "spaces.csv": ("300 MB of spaces", filled(b" ", 300)),
    "under.txt": ("49 MB of spaces, under the limit", filled(b" ", 49)),
    "brackets.txt": ("4.5 million opening brackets", filled("（".encode(), 13)),
    "titles.txt": ("1 million titles and no full stop", filled("根据《甲办法》和".encode(), 13)),
    "macro.docm": ("macros (vbaProject.bin)", docx(BODY % PARAGRAPH, **{"word/vbaProject.bin": b"x"})),
    "deep.docx": ("XML nested 100,000 deep", docx("<a>" * 100_000 + "</a>" * 100_000)),
    "monster.docx": ("150 MB of real XML", monstrous),
    "locked.docx": ("encrypted (OLE EncryptedPackage)", of(LOCKED)),
    "climbing.docx": (
        "path traversal in member names",
        docx(BODY % PARAGRAPH, **{"../../../tmp/evil.xml": b"x"}),
    ),
    "zip.docx": ("a zip within a zip", nested_zip),
    "page.html": ("<script> and a million nested <div>", of(DEEP_PAGE.encode())),
    "pages.pdf": ("a page count of 1,000,000,000", of(MANY_PAGES)),
    "loop.pdf": ("a page tree that contains itself", of(LOOP)),
    "locked.pdf": ("encrypted .pdf", of(ENCRYPTED)),
    "picture.pdf": ("a PNG named .pdf", of(b"\x89PNG\r\n\x1a\n" + b"\x00" * 1000)),
    "garbage.doc": ("random bytes with Word's first eight", of(LOCKED[:8] + bytes(range(256)) * 4000)),
    "empty.docx": ("empty file", of(b"")),
    "huge.xlsx": ("1,048,576 × 16,384 cells claimed and spanned", xlsx(sheet(HUGE_SHEET, "A1:XFD1048576"))),
    "cell.csv": (
        "one cell of 49 MB",
        lambda path: path.write_bytes("标题,文号\n".encode() + b"x" * (49 * MB)),
    ),
    "commas.csv": ("49 million empty cells", filled(b",", 49)),
    "many.docx": ("100,000 members", many),
    "wide.docx": ("honest text in UTF-16", docx((BODY % PARAGRAPH).encode("utf-16"))),
    "numbered.docx": (
        "100,000 lists, and 20,000 styles in a ring",
        docx(
            BODY % "".join(NUMBERED % (n % 20_000) for n in range(50_000)),
            **{
                "word/numbering.xml": f'<w:numbering xmlns:w="{WORD}">{COUNTED}</w:numbering>'.encode(),
                "word/styles.xml": f'<w:styles xmlns:w="{WORD}">{STYLES}</w:styles>'.encode(),
            },
        ),
    ),
    "itself.pdf": ("a drawing that draws itself, an object that is itself", of(DRAWS_ITSELF)),
    "climbing.ofd": ("an OFD that points outside of itself", climbing),
    "deep.rtf": ("RTF groups nested 100,000 deep", of(b"{\\rtf1" + b"{" * 100_000 + b"x" + b"}" * 100_001)),
    "page.doc": ("a page named .doc", of("<html><body><p>青溪区护林办法</p></body></html>".encode())),
    "bold.html": ("a million <b> that never end", of(b"<html><body>" + b"<b>" * 1_000_000 + "护林".encode())),
    "table.html": (
        "100,000 nested tables",
        of(b"<html><body>" + b"<table><tr><td>" * 100_000 + "护林".encode()),
    ),
    "many.zip": ("100,000 members", many),
    "linked.zip": ("a symbolic link to /etc/passwd", linked),
    "nested.zip": ("a zip within a zip", nested_zip),
    "gbk.zip": ("names in GBK", in_gbk),
    "bomb.zip": ("1 GB in one member", bomb),
    "styled.xlsx": ("a million empty rows with formats", xlsx(styled())),
    "claimed.xlsx": ("A1:XFD1048576 claimed, two rows", xlsx(sheet(CELLS + ROW, "A1:XFD1048576"))),
    "line.csv": ("one line of 200 MB", filled(b"x", 200)),
    "macro.xlsm": ("macros in a ledger", xlsx(sheet(CELLS + ROW), "xl/vbaProject.bin")),
}
