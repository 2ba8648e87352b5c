"""Styles, fonts and settings of official paper (GB/T 9704-2012), as the parts of a .docx.

Fonts are named, never shipped; for a missing face w:altName names one that every Windows has.
"""

from dataclasses import dataclass

from docx.oxml.ns import nsdecls

SONG_TITLE, FANGSONG, KAI, HEI, SONG = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
LINE = 579  # twentieths of a point: 22 lines in 225 mm
_CELL_LINE = 290  # of the 10.5 pt of a table

_FALLBACK = {SONG_TITLE: "宋体", FANGSONG: "仿宋", KAI: "楷体", HEI: "SimHei", SONG: "SimSun"}
_W = nsdecls("w")
_TIGHT = "-5"  # a quarter point off each 16 pt character: 28 of them in 156 mm
_KEEP = "<w:keepNext/>"
_OFF_GRID = '<w:snapToGrid w:val="0"/>'
# No quarter em between Han and digits, and no full stop in the margin; every style is based on Normal, which says so.
_NO_GAPS = '<w:overflowPunct w:val="0"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
_NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_CENTRED = f'{_NO_INDENT}<w:jc w:val="center"/>'
_LEFT = f'{_NO_INDENT}<w:jc w:val="left"/>'
_RIGHT = f'{_NO_INDENT}<w:jc w:val="right"/>'
_TWO_IN = '<w:ind w:firstLineChars="200" w:firstLine="630"/><w:jc w:val="both"/>'
_OUTLINE = {
    "Heading1": 0,
    "AnnexMark": 0,
    "AnnexTitle": 1,
    "GroupRow": 2,
    "AuthorityRow": 3,
}  # levels, from 0
_HANGING = '<w:ind w:leftChars="600" w:left="1890" w:hangingChars="100" w:hanging="315"/>'


@dataclass(frozen=True)
class _Style:
    """A paragraph style: id, the name Word shows, face, size in points, line pitch, and the rest of its w:pPr."""

    id: str
    name: str
    face: str = FANGSONG
    points: float = 16
    line: int = LINE
    lead: str = ""
    tail: str = _NO_INDENT
    spacing: str = _TIGHT


_STYLES = (
    _Style("Normal", "Normal", lead='<w:widowControl w:val="0"/>' + _NO_GAPS, tail=_TWO_IN),
    _Style("PaperTitle", "公文标题", SONG_TITLE, 22, 700, _KEEP + _OFF_GRID, _CENTRED, "0"),
    _Style("PaperNumber", "公文文号", lead=_KEEP, tail=_CENTRED),
    _Style("PaperSubtitle", "公文副题", KAI, lead=_KEEP, tail=_CENTRED),
    _Style("Heading1", "heading 1", HEI, lead=_KEEP, tail=""),
    _Style("AddressedTo", "主送机关"),
    _Style("AnnexList", "附件说明", lead=_KEEP, tail=_HANGING),
    _Style("Signature", "落款", lead=f"{_KEEP}<w:keepLines/>", tail=_RIGHT),
    _Style("AnnexMark", "附件标识", HEI, lead=_KEEP),
    _Style("AnnexTitle", "附件标题", SONG_TITLE, 22, 700, _KEEP + _OFF_GRID, _CENTRED, "0"),
    _Style("GroupHeading", "分组标题", HEI, 14, 480, _KEEP + _OFF_GRID, _NO_INDENT, "0"),
    _Style("GroupRow", "分组行", HEI, 10.5, _CELL_LINE, _KEEP + _OFF_GRID, _LEFT, "0"),
    _Style("AuthorityRow", "制定机关行", KAI, 10.5, _CELL_LINE, _KEEP + _OFF_GRID, _LEFT, "0"),
    _Style("CellHeading", "表头", HEI, 10.5, _CELL_LINE, _KEEP + _OFF_GRID, _CENTRED, "0"),
    _Style("Cell", "表文", FANGSONG, 10.5, _CELL_LINE, _OFF_GRID, _LEFT, "0"),
    _Style("CellCentred", "表文居中", FANGSONG, 10.5, _CELL_LINE, _OFF_GRID, _CENTRED, "0"),
    _Style("Small", "小字", FANGSONG, 12, 400, _OFF_GRID, _LEFT, "0"),
    _Style("Imprint", "版记", FANGSONG, 14, 500, _OFF_GRID, _LEFT, "0"),
    _Style("PageNumber", "页码", SONG, 14, 360, _OFF_GRID, _NO_INDENT, "0"),
)


def faces(face: str) -> str:
    """The w:rFonts that name the same face for Chinese and for other scripts."""
    return (
        f'<w:rFonts w:hint="eastAsia" w:ascii="{face}" w:hAnsi="{face}" w:eastAsia="{face}" w:cs="{face}"/>'
    )


def styles_xml() -> str:
    """The w:styles part; its defaults name the face too, so that no theme is needed."""
    defaults = f"<w:rPrDefault>{_run_properties(FANGSONG, 16, _TIGHT)}</w:rPrDefault><w:pPrDefault/>"
    styles = "".join(map(_style_xml, _STYLES))
    return f"<w:styles {_W}><w:docDefaults>{defaults}</w:docDefaults>{styles}</w:styles>"


def settings_xml() -> str:
    """The w:settings part: odd and even pages differ, punctuation is compressed, no compatibility mode."""
    word = 'w:uri="http://schemas.microsoft.com/office/word" w:val="15"'
    return (
        f'<w:settings {_W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
        '<w:characterSpacingControl w:val="compressPunctuation"/>'
        f'<w:compat><w:compatSetting w:name="compatibilityMode" {word}/></w:compat>'
        '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )


def font_table_xml() -> str:
    """The w:fonts part: each face with its replacement where it is missing."""
    fonts = (
        f'<w:font w:name="{face}"><w:altName w:val="{other}"/><w:charset w:val="86"/>'
        '<w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>'
        for face, other in _FALLBACK.items()
    )
    return (
        f"<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<w:fonts {_W}>{''.join(fonts)}</w:fonts>"
    )


def _run_properties(face: str, points: float, spacing: str) -> str:
    size = round(points * 2)
    return (
        f'<w:rPr>{faces(face)}<w:spacing w:val="{spacing}"/><w:sz w:val="{size}"/><w:szCs w:val="{size}"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr>'
    )


def _style_xml(style: _Style) -> str:
    base = "" if style.id == "Normal" else '<w:basedOn w:val="Normal"/>'
    default = ' w:default="1"' if style.id == "Normal" else ""
    custom = "" if style.name.isascii() else ' w:customStyle="1"'
    outline = f'<w:outlineLvl w:val="{_OUTLINE[style.id]}"/>' if style.id in _OUTLINE else ""
    pitch = f'<w:spacing w:before="0" w:after="0" w:line="{style.line}" w:lineRule="exact"/>'
    return (
        f'<w:style w:type="paragraph"{default}{custom} w:styleId="{style.id}">'
        f'<w:name w:val="{style.name}"/>{base}<w:qFormat/><w:pPr>{style.lead}{pitch}{style.tail}{outline}</w:pPr>'
        f"{_run_properties(style.face, style.points, style.spacing)}</w:style>"
    )
