"""Lists as Word keeps them; the expected numbers are those that LibreOffice shows for the same files."""

from lxml import etree

from registry.readers.files.numbering import read_numbering

SPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
CHAPTER = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="第%1章"/></w:lvl>'
ARTICLE = (
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/>{}'
    '<w:lvlText w:val="第%2条"/></w:lvl>'
)
ITEM = '<w:lvl w:ilvl="2"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="（%3）"/></w:lvl>'


def abstract(*levels: str, name: str = "1") -> str:
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def num(name: str, inner: str = "", of: str = "1") -> str:
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{inner}</w:num>'


def p(number: str = "", level: str = "", style: str = "") -> str:
    numbered = f'<w:ilvl w:val="{level}"/>' * bool(level) + f'<w:numId w:val="{number}"/>' * bool(number)
    own = f'<w:pStyle w:val="{style}"/>' * bool(style) + f"<w:numPr>{numbered}</w:numPr>" * bool(numbered)
    return f"<w:p><w:pPr>{own}</w:pPr></w:p>"


def labels(numbering: str, *paragraphs: str, styles: str = "") -> list[str]:
    counted = read_numbering(
        etree.fromstring(f"<w:numbering {SPACE}>{numbering}</w:numbering>"),
        etree.fromstring(f"<w:styles {SPACE}>{styles}</w:styles>"),
    )
    body = etree.fromstring(f"<w:body {SPACE}>{''.join(paragraphs)}</w:body>")
    return [counted.label(paragraph).strip() for paragraph in body]


def test_articles_continue_across_chapters_and_items_start_again() -> None:
    levels = CHAPTER, ARTICLE.format('<w:lvlRestart w:val="0"/>'), ITEM
    numbers = labels(
        abstract(*levels) + num("5"),
        *(p("5", level) for level in "012210112"),
    )
    assert numbers == [
        "第一章", "第一条", "（一）", "（二）", "第二条", "第二章", "第三条", "第四条", "（一）",
    ]  # fmt: skip


def test_a_level_starts_again_below_a_new_higher_level() -> None:
    levels = CHAPTER, ARTICLE.format("")
    numbers = labels(abstract(*levels) + num("5"), *(p("5", level) for level in "011011"))
    assert numbers == ["第一章", "第一条", "第二条", "第二章", "第一条", "第二条"]


def test_a_skipped_level_counts_as_started() -> None:
    levels = CHAPTER, ARTICLE.format("")
    numbers = labels(abstract(*levels) + num("5"), *(p("5", level) for level in "110"))
    assert numbers == ["第一条", "第二条", "第二章"]


def test_lists_of_one_abstract_list_continue_unless_they_state_a_start() -> None:
    anew = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="{}"/></w:lvlOverride>'
    numbering = abstract(CHAPTER) + num("1") + num("2", anew.format(1)) + num("3", anew.format(9)) + num("4")
    numbers = labels(numbering, *(p(name, "0") for name in "1122334"))
    assert numbers == ["第一章", "第二章", "第一章", "第二章", "第九章", "第十章", "第十一章"]


def test_a_list_may_override_a_level() -> None:
    other = (
        '<w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0"><w:start w:val="3"/><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:lvlOverride>'
    )
    assert labels(abstract(CHAPTER) + num("1", other), p("1", "0"), p("1")) == ["3.", "4."]


def test_a_style_numbers_its_paragraphs_at_the_level_linked_to_it() -> None:
    linked = ARTICLE.format('<w:lvlRestart w:val="0"/><w:pStyle w:val="tiao"/>')
    styles = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="a"/>'
        '<w:style w:styleId="zhang"><w:pPr><w:numPr><w:numId w:val="5"/></w:numPr></w:pPr></w:style>'
        '<w:style w:styleId="tiao"><w:basedOn w:val="zhang"/></w:style>'
        '<w:style w:styleId="heir"><w:basedOn w:val="tiao"/></w:style>'
        '<w:style w:styleId="round"><w:basedOn w:val="round"/></w:style>'
    )
    numbers = labels(
        abstract(CHAPTER, linked) + num("5"),
        *(p(style=style) for style in ("zhang", "tiao", "heir", "a", "", "round", "tiao")),
        p("0", style="tiao"),
        p("", "0", style="tiao"),
        styles=styles,
    )
    assert numbers == ["第一章", "第一条", "第二条", "", "", "", "第三条", "", "第二章"]


def test_a_list_may_take_its_levels_from_a_list_style() -> None:
    styles = '<w:style w:type="numbering" w:styleId="s"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    numbering = (
        abstract('<w:numStyleLink w:val="s"/>') + abstract(CHAPTER, name="2") + num("1") + num("2", of="2")
    )
    assert labels(numbering, p("1", "0"), p("2", "0"), styles=styles) == ["第一章", "第二章"]


def test_a_number_may_contain_several_levels_and_legal_levels_use_figures() -> None:
    both = '<w:lvl w:ilvl="1"><w:start w:val="1"/>{}<w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    assert labels(abstract(CHAPTER, both.format("")) + num("1"), p("1", "0"), p("1", "1"))[1] == "一.A"
    assert (
        labels(abstract(CHAPTER, both.format("<w:isLgl/>")) + num("1"), p("1", "0"), p("1", "1"))[1] == "1.1"
    )


def test_bullets_and_malformed_levels_are_not_numbers() -> None:
    bullet = '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="●"/></w:lvl>'
    long = f'<w:lvl w:ilvl="1"><w:start w:val="x"/><w:lvlText w:val="{"%2" * 1000}"/></w:lvl>'
    numbering = abstract(bullet, long) + num("1") + num("2", of="nothing")
    assert labels(numbering, p("1", "0"), p("1", "1"), p("1", "8"), p("2", "0"), p("7", "0")) == [""] * 5
