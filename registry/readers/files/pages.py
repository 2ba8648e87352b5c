"""Web pages of government sites: their text and their metadata table (索引号, 发文机关, 成文日期 …)."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType

from lxml import etree, html

from registry.domain.errors import Refusal
from registry.domain.normal import tidy
from registry.readers.files.grids import page_rows
from registry.readers.files.markup import Extract
from registry.readers.files.visibility import drop_hidden

_BLOCKS = {
    "p",
    "div",
    "br",
    "tr",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "table",
    "section",
    "article",
    "dd",
    "dt",
}
_IGNORED = {
    "head",
    "title",
    "script",
    "style",
    "noscript",
    "nav",
    "footer",
    "header",
    "form",
    "iframe",
    "object",
}
_CONTENT_IDS = {"UCAP-CONTENT", "zoom", "Zoom", "content", "ArticleContent"}
_CONTENT_CLASS = re.compile(r"TRS_Editor|article-content|pages_content")
_CELL = "\x1f"
_LABELS = {
    "主题词": "keywords", "组配分类": "keywords", "体裁分类": "keywords", "公文种类": "keywords", "体裁": "keywords",
    "索引号": "index_no", "信息索引": "index_no", "信息索引号": "index_no",
    "主题分类": "subject", "信息分类": "subject", "主题类别": "subject",
    "发文机关": "authority", "发文单位": "authority", "制定机关": "authority", "发文机构": "authority",
    "制发机关": "authority", "制发单位": "authority", "制定单位": "authority",
    "发文部门": "authority", "发布部门": "authority",
    "印发机关": "authority", "颁布部门": "authority", "颁布机关": "authority", "发布机关": "authority",
    "发布机构": "publisher", "发布单位": "publisher", "公开主体": "publisher", "信息来源": "publisher",
    "成文日期": "signed_on", "成文时间": "signed_on", "签发日期": "signed_on", "签署日期": "signed_on",
    "生成日期": "entered_on", "公文生成日期": "entered_on", "生成时间": "entered_on",
    "发文日期": "entered_on", "发文时间": "entered_on",
    "标题": "title", "文件名称": "title", "名称": "title", "信息名称": "title", "文件标题": "title",
    "信息标题": "title", "公文标题": "title", "公文名称": "title", "政策名称": "title",
    "发文字号": "doc_no", "文号": "doc_no", "文件编号": "doc_no", "发布文号": "doc_no", "文件字号": "doc_no",
    "公文文号": "doc_no", "公文字号": "doc_no", "发文文号": "doc_no", "文件文号": "doc_no",
    "发文号": "doc_no", "文件号": "doc_no",
    "发布日期": "posted_on", "公开日期": "posted_on", "发布时间": "posted_on", "公开时间": "posted_on",
    "公布日期": "published_on", "颁布日期": "published_on",
    "有效性": "stated", "时效性": "stated", "效力状态": "stated", "是否有效": "stated",
    "施行日期": "effective_on", "实施日期": "effective_on", "生效日期": "effective_on",
    "施行时间": "effective_on", "实施时间": "effective_on", "生效时间": "effective_on",
    "废止日期": "ended_on", "废止时间": "ended_on", "失效日期": "ended_on", "失效时间": "ended_on",
    "公开方式": "disclosure", "公开属性": "disclosure", "公开类型": "disclosure", "公开形式": "disclosure",
}  # fmt: skip
_META = {"ArticleTitle": "title", "PubDate": "posted_on"}
_SPACED = "|".join(r"\s*".join(label) for label in sorted(_LABELS, key=len, reverse=True))
_LABEL = rf"(?:[\[【]\s*(?:{_SPACED})\s*[\]】]\s*[:：]?|(?:{_SPACED})\s*[:：])"
_PAIR = re.compile(
    rf"(?:^|(?<=\s)|(?=[\[【]))(?P<label>{_LABEL})(?P<value>.*?)(?=\s{_LABEL}|[\[【]\s*(?:{_SPACED})\s*[\]】]|$)"
)
_MARKS = re.compile(r"[\s:：\[\]【】]")
_BLANK = re.compile(r"[-—－/\\\s]*$|(?:暂?无|null)$")
_CELLS = ("td", "th", "dt", "label", "span", "em", "b", "strong", "div", "i")
_LONGEST_PAIR = 400
_HEAD_LINES = 15
_LINES_ABOVE = 3
_LONGEST_VALUE = 120
_FRAME = re.compile(
    r"^(?:(?:当前|所在|您?现?在?的?所?在?的?)位置|首\s*页\s*(?:[>›»/|＞ ]|$)|"
    r"[【\[]\s*(?:字体|字号|打印|分享|收藏|关闭)|(?:打印(?:本页)?|分享到?|收藏|关闭(?:窗口)?)\s*[:：]?$|扫一扫|"
    r"(?:来源|稿源|作者|编辑|责任编辑|审核|(?:发布|发文|更新|公开)?(?:时间|日期))\s*[:：]|"
    r"(?:字体|字号|浏览|点击|阅读|访问)(?:次数|量|数|率)?\s*[:：]|"
    r"\d{4}-\d\d-\d\d(?: \d\d:\d\d(?::\d\d)?)?(?: 来源.*)?$|\d{6}$|(?:特急|加急|急件|平急|特提)$)"
)
_LEAST_TEXT = 200
_ITEM = re.compile(r"^\s*[-–—*•·]+\s*(?=[【\[])")
_BRACKETED = re.compile(r"^\s*[-–—*•·]*\s*【[^【】]{2,8}】")
_LINES_OF_LABELS, _LEAST_LABELS = 30, 3


def page(text: str) -> Extract:
    """The text and the metadata table of a government web page. Raises Refusal when it is nested too deep to parse."""
    if not text.strip():
        return Extract("html", [])
    parser = html.HTMLParser(
        no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True
    )
    root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    if any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
        raise Refusal("网页的标签套得太深，读不到全文；请在浏览器中打开，把文字复制到 Word 文档后再上传")
    drop_hidden(root)
    metadata = {_META[name]: tidy(value) for name, value in _metas(root) if name in _META}
    metadata |= _metadata(root)
    body = max(_contents(root), key=lambda element: len(element.text_content()), default=root)
    paragraphs = _with_heading([line for line in map(tidy, "".join(_pieces(body)).split("\n")) if line], root)
    cells = page_rows(body)
    lines = _with_heading(list(_lines_with_rows(body, cells)), root) if cells else paragraphs
    filled = {name: value for name, value in metadata.items() if not _BLANK.match(value)}
    return Extract("html", paragraphs, filled, lines=lines)


def labelled_lines(paragraphs: list[str]) -> dict[str, str]:
    """The metadata in labelled lines at the head of a text ("发布机构：青溪市教育局"), as field → value.

    A page copied as text has each label on a line of its own above its value.
    """
    if labels := _stacked_labels(paragraphs) or _label_rows(paragraphs):
        return {name: value for _, name, value in labels if not _BLANK.match(value)}
    metadata: dict[str, str] = {}
    for index, line in enumerate(paragraphs[:_HEAD_LINES]):
        pairs = list(_PAIR.finditer(_ITEM.sub("", line))) if len(line) < _LONGEST_VALUE else []
        for pair in pairs:
            metadata.setdefault(_field(pair["label"]), pair["value"].strip())
        if pairs:
            continue
        if metadata or index >= _LINES_ABOVE:
            break
    return {name: value for name, value in metadata.items() if not _BLANK.match(value)}


def own_lines(lines: Sequence[str]) -> list[str]:
    """The lines of a text's head without the frame of the web page (path, source, time, buttons, labelled fields except
    the number) and without the copy number and urgency that the office prints above a document."""
    rest = below_labels(lines)
    if sum(bool(_BRACKETED.match(line)) for line in rest) >= _LEAST_LABELS:
        rest = [line for line in rest if not _BRACKETED.match(line)]
    return [
        line
        for line in rest
        if not _FRAME.match(line)
        and (not _PAIR.match(_ITEM.sub("", line)) or re.search("文号|字号|编号", line))
    ]


def below_labels(lines: Sequence[str]) -> Sequence[str]:
    """The lines below the table of labels that a page copied as text begins with; all lines without one."""
    if labels := _stacked_labels(lines):
        return lines[labels[-1][0] + 2 :]
    rows = _label_rows(lines)
    return lines[rows[-1][0] + 1 :] if rows else lines


def _label_rows(lines: Sequence[str]) -> list[tuple[int, str, str]]:
    """(place, field, value) of the labels in lines that begin with a label, as cells of a table are copied; empty
    unless there are several."""
    labels: list[tuple[int, str, str]] = []
    for place, line in enumerate(lines[:_LINES_OF_LABELS]):
        words = line.split(" ")
        places = [at for at, word in enumerate(words) if _MARKS.sub("", word) in _LABELS]
        if places[:1] == [0]:
            for at, end in zip(places, [*places[1:], len(words)], strict=True):
                labels.append((place, _field(words[at]), " ".join(words[at + 1 : end])))
        elif labels or place >= _LINES_ABOVE:
            break
    return labels if len(labels) >= _LEAST_LABELS else []


def _stacked_labels(lines: Sequence[str]) -> list[tuple[int, str, str]]:
    """(place, field, value) of labels that stand alone above their values; empty unless there are several."""
    labels: list[tuple[int, str, str]] = []
    place = 0
    while place + 1 < min(len(lines), _LINES_OF_LABELS):
        name = _LABELS.get(_MARKS.sub("", lines[place]))
        if name is None:
            if place >= _LINES_ABOVE or labels:
                break
            place += 1
            continue
        is_blank = _MARKS.sub("", lines[place + 1]) in _LABELS
        labels.append((place - is_blank, name, "" if is_blank else lines[place + 1]))
        place += 1 if is_blank else 2
    return labels if len(labels) >= _LEAST_LABELS else []


def _metas(root: html.HtmlElement) -> list[tuple[str, str]]:
    return [(meta.get("name", ""), meta.get("content", "")) for meta in root.iter("meta")]


def _metadata(root: html.HtmlElement) -> dict[str, str]:
    """The metadata in pairs of neighbouring elements and in "label: value" of one element; the first value counts."""
    inline: dict[str, str] = {}
    cells: dict[str, str] = {}
    beside: dict[html.HtmlElement, dict[str, str]] = {}
    for element in root.iter(*_CELLS, "li", "p", "dd"):
        text = tidy(element.text_content()) if len(element) < 6 else ""
        if not text or len(text) > _LONGEST_PAIR:
            continue
        name = _LABELS.get(_MARKS.sub("", text))
        if name is None:
            for pair in _PAIR.finditer(text):
                inline.setdefault(_field(pair["label"]), pair["value"].strip())
        elif element.tag in _CELLS and (value := _neighbour(element)) and value not in _LABELS:
            block = next(element.iterancestors("table", "dl", "ul", "body"), root)
            (cells if text.endswith((":", "：")) else beside.setdefault(block, {})).setdefault(name, value)
    for pairs in beside.values():
        cells = pairs | cells if len(pairs) > 1 else cells
    return inline | _two_row_table(root) | cells


def _two_row_table(root: html.HtmlElement) -> dict[str, str]:
    """The metadata of a table with one row of labels, 索引号 among them, above one row of values."""
    for table in root.iter("table"):
        rows = [[tidy(cell.text_content()) for cell in row] for row in table.iter("tr")]
        names = [_LABELS.get(_MARKS.sub("", text), "") for text in rows[0]] if len(rows) == 2 else []
        if "index_no" in names and all(names) and len(rows[1]) == len(names):
            return dict(zip(names, rows[1], strict=True))
    return {}


def _field(label: str) -> str:
    return _LABELS[_MARKS.sub("", label)]


def _neighbour(element: html.HtmlElement) -> str:
    """The text to the right of a label: its tail, the next element, or the next cell.

    Two neighbouring th elements are the headings of a list, not a label and its value.
    """
    if tail := tidy(element.tail or "").lstrip(":："):
        return tail
    following = element.getnext()
    if following is not None:
        if element.tag == following.tag == "th":
            return ""
        return tidy(following.text_content())
    parent = element.getparent()
    is_alone = parent is not None and tidy(parent.text_content()) == tidy(element.text_content())
    return _neighbour(parent) if parent is not None and is_alone and parent.tag in _CELLS else ""


def _with_heading(lines: list[str], root: html.HtmlElement) -> list[str]:
    """The lines with the page's heading above them, when they do not begin with it: its only h1, else its title."""
    headings = [tidy(heading.text_content()) for heading in root.iter("h1")] or _shown_title(root)
    if len(headings) != 1 or not 6 <= len(headings[0]) <= 150:
        return lines
    heading = re.sub(r"\s", "", headings[0])
    return lines if heading in re.sub(r"\s", "", "".join(lines[:8])) else [headings[0], *lines]


def _shown_title(root: html.HtmlElement) -> list[str]:
    """The page's <title> with or without the site's name, when an element of the page repeats it; else empty."""
    title = tidy(root.findtext(".//head/title") or "")
    shown = {
        tidy(element.text_content())
        for element in root.iter("h2", "h3", "h4", "div", "p", "td", "span")
        if len(element) < 3
    }
    parts = [part.strip() for part in re.split(r"[_|｜]|\s[-–—]\s|-(?=[^-]*$)", title)]
    return [part for part in (title, parts[0]) if part in shown][:1]


def _contents(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The elements that hold the document's text: by the ids and classes of common sites, else by their length."""
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    contents = [element for element in elements if element.get("id") in _CONTENT_IDS]
    contents = contents or [
        element for element in elements if _CONTENT_CLASS.search(element.get("class", ""))
    ]
    return contents or _densest(elements)


def _densest(elements: list[html.HtmlElement]) -> list[html.HtmlElement]:
    """The element whose own paragraphs make up most of the page, as a list; empty when there is none."""
    length = {
        element: sum(len(child.text_content()) for child in element if child.tag == "p")
        for element in elements
        if element.tag in ("div", "td", "article", "section", "main")
    }
    best = max(length, key=lambda element: length[element], default=None)
    total = sum(len(element.text_content()) for element in elements if element.tag == "p")
    if best is None or length[best] < _LEAST_TEXT or length[best] * 2 < total:
        return []
    return [best]


def _lines_with_rows(element: html.HtmlElement, cells: Mapping[html.HtmlElement, int]) -> Iterator[str]:
    """The lines of an element, a row of a table as one line; all rows of a table have as many cells."""
    lines = ["\t".join(map(tidy, line.split(_CELL))) for line in "".join(_pieces(element, cells)).split("\n")]
    for is_row, run in groupby((line for line in lines if line.strip()), key=lambda line: "\t" in line):
        rows = [line.removeprefix("\t") for line in run]
        width = max(row.count("\t") for row in rows)
        yield from (row + "\t" * (width - row.count("\t")) for row in rows) if is_row else rows


def _pieces(
    element: html.HtmlElement, cells: Mapping[html.HtmlElement, int] = MappingProxyType({})
) -> Iterator[str]:
    """The text of an element in pieces, with a line break around each block, and a mark before each of the cells."""
    for event, inner in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(inner.tag, str) or inner.tag in _IGNORED:
            if event == "end" and inner is not element:
                yield inner.tail or ""
            continue
        ancestors = list(inner.iterancestors())
        is_hidden = any(ancestor.tag in _IGNORED for ancestor in ancestors)
        around = " " if cells and any(ancestor in cells for ancestor in ancestors) else "\n"
        if event == "start":
            if inner.tag in _BLOCKS:
                yield around
            if inner in cells:
                yield _CELL
            if not is_hidden:
                yield re.sub(r"\s*\n\s*", "", inner.text or "")
        else:
            if inner in cells:
                yield _CELL * (cells[inner] - 1)
            if inner.tag in _BLOCKS:
                yield around
            if inner is not element and not is_hidden:
                yield re.sub(r"\s*\n\s*", "", inner.tail or "")
