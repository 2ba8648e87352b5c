"""The empty sheet of official paper: its page, its page numbers, and zipping that gives the same bytes each time."""

import functools
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as DocumentFile
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from registry.exports.styles import LINE, font_table_xml, settings_xml, styles_xml
from registry.exports.wording import printable

_W = nsdecls("w")
_DOCUMENT = "word/document.xml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_UNWANTED = (
    "thumbnail", "extended-properties", "stylesWithEffects", "webSettings",
    "fontTable", "theme", "customXml", "numbering",
)  # fmt: skip


def _page_number(side: str) -> str:
    """The paragraph "— 1 —", one character in from this side (7.5)."""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="PageNumber"/><w:ind w:{side}Chars="100" w:{side}="280"/>'
        f'<w:jc w:val="{side}"/></w:pPr>'
        '<w:r><w:t xml:space="preserve">— </w:t></w:r>'
        '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
        '<w:r><w:t xml:space="preserve"> —</w:t></w:r></w:p>'
    )


def _turned_page_number(side: str) -> str:
    """The number where an upright page has it: written downwards in a frame of one cell beside the text block.

    Turned clockwise, the foot of the page is on the left: the frame lies 7 mm beside the block and is as long as it.
    """
    gaps = "".join(f'<w:{edge} w:w="0" w:type="dxa"/>' for edge in ("top", "left", "bottom", "right"))
    return (
        '<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page"'
        ' w:tblpX="1407" w:tblpY="1587"/><w:tblW w:w="360" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        f'<w:tblCellMar>{gaps}</w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="360"/></w:tblGrid>'
        '<w:tr><w:trPr><w:trHeight w:val="8844" w:hRule="exact"/></w:trPr><w:tc><w:tcPr><w:tcW w:w="360" w:type="dxa"/>'
        f'<w:textDirection w:val="tbRl"/></w:tcPr>{_page_number(side)}</w:tc></w:tr></w:tbl>'
        '<w:p><w:pPr><w:pStyle w:val="PageNumber"/></w:pPr></w:p>'
    )


def _section(references: str = "", *, landscape: bool = False, is_numbered_later: bool = False) -> str:
    """The w:sectPr with the page of the standard; a landscape page is the same page turned clockwise."""
    if landscape:
        page = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
        margins = 'w:top="1587" w:right="2098" w:bottom="1474" w:left="1984" w:header="851" w:footer="907"'
    else:
        page = '<w:pgSz w:w="11906" w:h="16838"/>'
        margins = 'w:top="2098" w:right="1474" w:bottom="1984" w:left="1587" w:header="851" w:footer="1417"'
    later = "<w:titlePg/>" if is_numbered_later else ""  # its first page has footers of its own: none
    grid = f'<w:cols w:space="425"/>{later}<w:docGrid w:type="lines" w:linePitch="{LINE}"/>'
    return f'<w:sectPr>{references}{page}<w:pgMar {margins} w:gutter="0"/>{grid}</w:sectPr>'


@dataclass(frozen=True)
class _Sheet:
    """An empty .docx, and what the sections of upright and of turned pages say of their footers."""

    data: bytes
    upright: str
    turned: str


@functools.cache
def _sheet() -> _Sheet:
    """The default template of python-docx in our styles, without the parts that official papers do not use."""
    file = Document()
    for rels in (file.part.package.rels, file.part.rels):
        for key in [k for k, rel in rels.items() if rel.reltype.endswith(_UNWANTED)]:
            del rels[key]
    for element, xml in ((file.styles.element, styles_xml()), (file.settings.element, settings_xml())):
        element[:] = list(parse_xml(xml))
    name = PackURI("/word/fontTable.xml")
    fonts = Part(name, CONTENT_TYPE.WML_FONT_TABLE, font_table_xml().encode(), file.part.package)
    file.part.relate_to(fonts, RELATIONSHIP_TYPE.FONT_TABLE)
    upright, turned = _footers(file, _page_number), _footers(file, _turned_page_number)
    file.element.body[:] = [file.element.body.sectPr]
    return _Sheet(_saved(file), upright, turned)


def _footers(file: DocumentFile, content: Callable[[str], str]) -> str:
    """Two more footers: the number right on odd pages, left on even ones."""
    references = ""
    for kind, side in (("default", "right"), ("even", "left")):
        part, rid = file.part.add_footer_part()
        part.element[:] = list(parse_xml(f"<w:ftr {_W}>{content(side)}</w:ftr>"))
        references += f'<w:footerReference w:type="{kind}" r:id="{rid}"/>'
    return references


def _saved(file: DocumentFile) -> bytes:
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


@dataclass(frozen=True)
class Properties:
    """The properties of the file; `made_at` is aware."""

    title: str
    issuer: str
    made_at: datetime
    comments: str = ""


@dataclass(frozen=True)
class Pages:
    """Blocks of WordprocessingML on pages of their own, upright or landscape; the first may go without its number.

    The last block ends with a paragraph that has a w:pPr.
    """

    blocks: Iterable[str]
    is_turned: bool = False
    is_numbered_later: bool = False


def write(blocks: Iterable[str], properties: Properties, landscape_blocks: Iterable[str] = ()) -> bytes:
    """The bytes of a .docx of these blocks; the landscape blocks follow on pages of their own."""
    return write_pages((Pages(blocks), Pages(landscape_blocks, is_turned=True)), properties)


def write_pages(pages: Iterable[Pages], properties: Properties) -> bytes:
    """The bytes of a .docx of these pages; those without blocks are left out.

    The blocks are text and go into the zip as they come, so that a list of any length takes little memory. The bytes
    depend on the content only.
    """
    sheet = _sheet()
    file = Document(io.BytesIO(sheet.data))
    _sign(file, properties)
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(_saved(file))) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.namelist():
            info = zipfile.ZipInfo(entry, (1980, 1, 1, 0, 0, 0))
            info.compress_type, info.create_system = zipfile.ZIP_DEFLATED, 0
            if entry != _DOCUMENT:
                target.writestr(info, source.read(entry))
                continue
            with target.open(info, "w") as document:
                for piece in _document(sheet, pages):
                    document.write(piece.encode())
    return out.getvalue()


def _document(sheet: _Sheet, pages: Iterable[Pages]) -> Iterator[str]:
    """The main document in pieces; the last paragraph of pages ends their section, at the very end the body does."""
    yield f"{_HEAD}<w:document {nsdecls('w', 'r')}><w:body>"
    held, section = "", _section(sheet.upright)
    for part in pages:
        blocks = iter(part.blocks)
        first = next(blocks, "")
        if not first:
            continue
        if held:
            at = held.rindex("</w:pPr>")
            yield held[:at] + section + held[at:]
        held = first
        for block in blocks:
            yield held
            held = block
        section = _section(
            sheet.turned if part.is_turned else sheet.upright,
            landscape=part.is_turned,
            is_numbered_later=part.is_numbered_later,
        )
    yield f"{held}{section}</w:body></w:document>"


def _sign(file: DocumentFile, properties: Properties) -> None:
    core = file.core_properties
    core.title = printable(properties.title)[:255]
    core.author = core.last_modified_by = printable(properties.issuer)[:255]
    core.comments = properties.comments[:255]
    core.language = "zh-CN"
    core.created = core.modified = properties.made_at.astimezone(UTC)
