"""Text out of XML and HTML: .docx, .ofd and the pages of government sites, without entities and without network."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree, html

from registry.domain.errors import Refusal
from registry.domain.normal import tidy

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
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
_IGNORED = {"script", "style", "noscript", "nav", "footer", "header", "form", "iframe", "object"}
_CONTENT_IDS = {"UCAP-CONTENT", "zoom", "Zoom", "content", "ArticleContent"}
_CONTENT_CLASS = re.compile(r"TRS_Editor|article-content|pages_content")
_LABELS = {
    "索引号": "index_no", "信息索引": "index_no", "信息索引号": "index_no",
    "主题分类": "subject", "信息分类": "subject", "主题类别": "subject",
    "发文机关": "authority", "发文单位": "authority", "制定机关": "authority", "发文机构": "authority",
    "印发机关": "authority", "颁布部门": "authority", "颁布机关": "authority", "发布机关": "authority",
    "发布机构": "publisher", "发布单位": "publisher", "公开主体": "publisher", "信息来源": "publisher",
    "成文日期": "signed_on", "成文时间": "signed_on", "生成日期": "signed_on", "公文生成日期": "signed_on",
    "发文日期": "signed_on", "发文时间": "signed_on", "签发日期": "signed_on",
    "标题": "title", "文件名称": "title", "名称": "title", "信息名称": "title", "文件标题": "title",
    "发文字号": "doc_no", "文号": "doc_no", "文件编号": "doc_no", "发布文号": "doc_no", "文件字号": "doc_no",
    "发布日期": "posted_on", "公开日期": "posted_on", "发布时间": "posted_on", "公开时间": "posted_on",
    "公布日期": "published_on", "颁布日期": "published_on",
    "有效性": "stated", "时效性": "stated", "效力状态": "stated", "是否有效": "stated",
    "施行日期": "effective_on", "实施日期": "effective_on", "生效日期": "effective_on",
    "公开方式": "disclosure", "公开属性": "disclosure", "公开类型": "disclosure", "公开形式": "disclosure",
}  # fmt: skip
_META = {"ArticleTitle": "title", "PubDate": "posted_on"}
_LABEL = re.compile(rf"^[\[【]?({'|'.join(sorted(_LABELS, key=len, reverse=True))})[\]】]?[:：](.*)$", re.S)
_HEAD_LINES = 15
_LINES_ABOVE = 3
_LONGEST_VALUE = 120


@dataclass
class Extract:
    """The plain text of a file, the metadata that its page states, and what stands in its page margins."""

    kind: str
    paragraphs: list[str]
    metadata: dict[str, str] = field(default_factory=dict)
    margins: list[str] = field(default_factory=list)


def docx(path: Path, names: set[str]) -> Extract:
    """Paragraphs in order, tables among them; page headers apart, for a 密级 mark may stand there."""
    with zipfile.ZipFile(path) as archive:
        paragraphs = list(_word_paragraphs(archive.read("word/document.xml")))
        headers = sorted(name for name in names if re.fullmatch(r"word/header\d*\.xml", name))
        margins = [line for name in headers for line in _word_paragraphs(archive.read(name))]
    return Extract("docx", paragraphs, margins=margins)


def ofd(path: Path, names: set[str]) -> Extract:
    """The lines of an OFD file (GB/T 33190): its TextCode elements, joined when they stand at one height."""
    pages = [name for name in names if re.search(r"Pages/Page_\d+/Content\.xml$", name)]
    with zipfile.ZipFile(path) as archive:
        lines = [line for name in sorted(pages, key=_numbers) for line in _ofd_lines(archive.read(name))]
    return Extract("ofd", lines)


def page(text: str) -> Extract:
    """The text of a government page and its metadata table (索引号, 发文机关, 成文日期 …)."""
    if not text.strip():
        return Extract("html", [])
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    metas = [(each.get("name", ""), each.get("content", "")) for each in root.iter("meta")]
    metadata = {_META[name]: content for name, content in metas if name in _META}
    metadata |= dict(_labelled(root))
    body = max(_contents(root), key=lambda element: len(element.text_content()), default=root)
    lines = "".join(_pieces(body)).split("\n")
    return Extract(
        "html", [line for line in map(tidy, lines) if line], {k: v for k, v in metadata.items() if v}
    )


def labelled_lines(paragraphs: list[str]) -> dict[str, str]:
    """What a block of lines at the head of a text states in the way of a page's table ("发布机构：青溪市教育局")."""
    stated: dict[str, str] = {}
    for index, line in enumerate(paragraphs[:_HEAD_LINES]):
        match = _LABEL.match(line) if len(line) < _LONGEST_VALUE else None
        if match:
            stated.setdefault(_LABELS[match[1]], match[2].strip())
        elif stated or index >= _LINES_ABOVE:
            break
    return {name: value for name, value in stated.items() if value}


def parse_xml(data: bytes) -> etree._Element:
    """The root of an XML part. Raises Refusal when it is broken or carries a document type (entities)."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise Refusal("文件内含外部实体定义，可能有害，未予读取；请用办公软件打开后另存一份再上传")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def _word_paragraphs(data: bytes) -> Iterator[str]:
    for paragraph in parse_xml(data).iter(f"{_W}p"):
        if next(paragraph.iterancestors(_FALLBACK), None) is None:
            for line in "".join(_word_runs(paragraph)).split("\n"):
                if text := tidy(line):
                    yield text


def _word_runs(paragraph: etree._Element) -> Iterator[str]:
    for element in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}p"):
        if element.tag == f"{_W}t":
            if _owner(element) is paragraph:
                yield element.text or ""
        elif element.tag == f"{_W}tab":
            yield " "
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"


def _owner(element: etree._Element) -> etree._Element | None:
    return next(element.iterancestors(f"{_W}p"), None)


def _ofd_lines(data: bytes) -> Iterator[str]:
    line, height = "", None
    for element in parse_xml(data).iter():
        if not isinstance(element.tag, str) or etree.QName(element).localname != "TextObject":
            continue
        box = (element.get("Boundary") or "0 0 0 0").split()
        text = "".join(each.text or "" for each in element.iter() if str(each.tag).endswith("TextCode"))
        top = round(float(box[1])) if len(box) == 4 else None
        if height is not None and top != height and line.strip():
            yield tidy(line)
            line = ""
        line, height = line + text, top
    if line.strip():
        yield tidy(line)


def _numbers(name: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", name)]


def _labelled(root: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for element in root.iter("td", "th", "li", "span", "p", "b", "strong", "dt", "label"):
        text = re.sub(r"\s+", "", element.text_content()) if len(element) < 6 else ""
        match = _LABEL.match(text) if len(text) < 300 else None
        if not match:
            continue
        if match[2]:
            yield _LABELS[match[1]], tidy(re.split("[:：]", element.text_content(), maxsplit=1)[1])
        elif element.tag in ("td", "th", "dt", "span") and (neighbour := element.getnext()) is not None:
            yield _LABELS[match[1]], tidy(neighbour.text_content())


def _contents(root: html.HtmlElement) -> list[html.HtmlElement]:
    """The elements that hold the text proper, on the sites whose layout we know."""
    elements = [each for each in root.iter() if isinstance(each.tag, str)]
    named = [each for each in elements if each.get("id") in _CONTENT_IDS]
    return named or [each for each in elements if _CONTENT_CLASS.search(each.get("class", ""))]


def _pieces(element: html.HtmlElement) -> Iterator[str]:
    """The text of an element with a line break around each block."""
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(each.tag, str) or each.tag in _IGNORED:
            if event == "end" and each is not element:
                yield each.tail or ""
            continue
        is_hidden = any(ancestor.tag in _IGNORED for ancestor in each.iterancestors())
        if event == "start":
            if each.tag in _BLOCKS:
                yield "\n"
            if not is_hidden:
                yield re.sub(r"\s*\n\s*", "", each.text or "")
        else:
            if each.tag in _BLOCKS:
                yield "\n"
            if each is not element and not is_hidden:
                yield re.sub(r"\s*\n\s*", "", each.tail or "")
