"""The plain text of a document file. Its first bytes tell the format; the file name's extension is not trusted."""

import contextlib
import re
import shutil
import tempfile
from pathlib import Path

import pypdfium2
from lxml import etree

from registry.domain.errors import Refusal
from registry.domain.normal import tidy
from registry.readers.files import markup
from registry.readers.files.archives import ENCRYPTED, OLE, ZIP, check_size, member_names
from registry.readers.files.encodings import decode, is_binary
from registry.readers.files.kinds import Kind, kind_of
from registry.readers.files.libreoffice import Interrupted, convert, output
from registry.readers.files.markup import Extract
from registry.readers.files.ofd import ofd_lines
from registry.readers.files.pages import page
from registry.readers.files.pdf import pdf_text

_RTF = b"{\\rtf"
_PICTURES = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
    b"GIF8": "GIF",
    b"BM": "BMP",
    b"II*\x00": "TIFF",
    b"MM\x00*": "TIFF",
}

_WORD_TEXT = "WordDocument".encode("utf-16-le")
_MAX_PAGES = 2000
_MAX_CHARS = 5_000_000
_CHARS_PER_PAGE = 15
_AS_DOCX = "请用 Word 或 WPS 打开后另存为 .docx 再上传"
_PAGE_NUMBER = re.compile(r"^[\s—–－\-─·]*(?:第?\s*\d{1,4}\s*页?)[\s—–－\-─·]*(?:共\s*\d+\s*页)?$")
_SENTENCE_END = re.compile(r"[。；：:！？]$|[）)]$")
_NEW_PARAGRAPH = re.compile(
    r"^(?:第[一二三四五六七八九十百零\d]+[章节条编]|[（(]?[一二三四五六七八九十]+[)）、]|\d+[.．、]|附件|目\s*录)"
)
_WEB_EXPORTS = {
    "单个文件网页（MHT）": re.compile(
        r"\A\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,30}?Content-Type:\s*multipart/", re.I
    ),
    "Word 2003 XML 文档": re.compile(r"<\?mso-application[^>]*Word\.Document|<w:wordDocument\b"),
    "Word XML 文档": re.compile(r"<pkg:package\b"),
}
_WHOLE_TITLE = re.compile(
    r"[^。]*关于[^。]*(?:通知|意见|决定|通告|公告|批复|函|办法|规定|方案)(?:[（(][^（）()]+[)）])?$"
)
_ADDRESSEES = re.compile(r"各|.*[：:]$")
_MARKDOWN = re.compile(r"^#+\s*|\*\*|\{align=\w+\}|^\[\[toc\]\]$|^@tab.*$|^-{3,}$|^tabs$")
_WIDE = "\u3000\u2002\u2003"
_SPACED_LABEL = re.compile(r"(?<![一-鿿])([一-鿿])[ 　]{2,8}([一-鿿])(?=\s?[:：])")  # 名　　称：
_BREAK = re.compile(
    rf"[\r\n\x0b\x0c\x85\u2028\u2029]+|(?<![章条节编目附标\s]) ?[{_WIDE}][{_WIDE} ]*[{_WIDE}]"
    r"|(?<=[。；：！？）》]) {2,}"
)


def extract(path: Path, name: str) -> Extract:
    """The text of the file. Raises Refusal with a sentence for the person who uploaded it."""
    check_size(path, name)
    with path.open("rb") as file:
        head = file.read(1024)
    if head.startswith(b"%PDF") or b"%PDF-" in head[:64]:
        return _pdf(path, name)
    if head.startswith(ZIP):
        return _zipped(path, name)
    if head.startswith(OLE):
        return _old_word(path, name)
    picture = next((kind for start, kind in _PICTURES.items() if head.startswith(start)), None)
    if picture:
        raise Refusal(f"“{name}”其实是一张图片（{picture}），里面没有文字；请上传原来的 .docx 或 .pdf 文件")
    if head.startswith(_RTF):
        return _converted(_libreoffice(path), "rtf", f"“{name}”是 RTF 格式，这台机器读不出来，{_AS_DOCX}")
    return _plain(path, name)


def _zipped(path: Path, name: str) -> Extract:
    names = member_names(path, name)
    try:
        if "word/document.xml" in names:
            return markup.docx(path, names)
        if "OFD.xml" in names:
            return Extract("ofd", _joined_lines("\n".join(ofd_lines(path, names))))
    except (etree.XMLSyntaxError, KeyError, ValueError, OSError) as broken:
        raise Refusal(f"“{name}”已损坏或结构异常，打不开，{_AS_DOCX}") from broken
    if any(member.startswith("xl/") for member in names):
        raise Refusal(f"“{name}”是表格文件；台账请从“导入台账”上传")
    raise Refusal(f"“{name}”不是 Word 文档（可能是压缩包），请解压后上传其中的 .docx 或 .pdf")


def _pdf(path: Path, name: str) -> Extract:
    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError as broken:
        if "password" in str(broken).lower() or "security" in str(broken).lower():
            raise Refusal(f"“{name}”加了密码，请去掉密码后再上传") from broken
        raise Refusal(f"“{name}”已损坏或没有传完整，打不开，请重新导出后上传") from broken
    n_pages = len(document)
    if n_pages > _MAX_PAGES:
        raise Refusal(f"“{name}”有 {n_pages} 页，超过 {_MAX_PAGES} 页的上限，请拆分后再上传")
    text = pdf_text(document)
    if len(re.sub(r"\s", "", text)) < _CHARS_PER_PAGE * n_pages:
        raise Refusal(f"“{name}”是扫描件，没有文字层，读不出文字；可以手工登记，并把它作为附件上传")
    return Extract("pdf", _joined_lines(text))


def _joined_lines(text: str) -> list[str]:
    """The paragraphs of a printed page: a line as wide as the page continues on the next line."""
    lines = [line for line in map(tidy, re.split(r"[\r\n]+", text)) if line and not _PAGE_NUMBER.match(line)]
    lengths = sorted(len(line) for line in lines)
    full = lengths[len(lengths) * 4 // 5] * 0.85 if lengths else 0
    paragraphs: list[str] = []
    runs_on = False
    for line in lines:
        if runs_on and not _NEW_PARAGRAPH.match(line) and not _is_below_title(line, paragraphs[-1]):
            paragraphs[-1] += line
        else:
            paragraphs.append(line)
        runs_on = len(line) >= max(full, 18) and not _SENTENCE_END.search(line)
    return paragraphs


def _is_below_title(line: str, paragraph: str) -> bool:
    return _ADDRESSEES.match(line) is not None and _WHOLE_TITLE.match(paragraph) is not None


def _old_word(path: Path, name: str) -> Extract:
    content = path.read_bytes()
    if ENCRYPTED in content:
        raise Refusal(f"“{name}”加了密码，请去掉密码后再上传")
    if kind_of(path) is Kind.TABLE:
        raise Refusal(f"“{name}”是表格文件；台账请从“导入台账”上传")
    if _WORD_TEXT not in content:  # LibreOffice would take it for plain text
        raise Refusal(f"“{name}”不是 Word 文档或已损坏，{_AS_DOCX}；台账请从“导入台账”上传")
    text = _antiword(path) or _libreoffice(path)
    return _converted(text, "doc", f"“{name}”是旧格式的文档，这台机器读不出来，{_AS_DOCX}")


def _converted(text: str, kind: str, refusal: str) -> Extract:
    if not text.strip():
        raise Refusal(refusal)
    lines = [tidy(line.strip("| ")) for line in text.splitlines()]
    return Extract(kind, [line for line in lines if line])


def _antiword(path: Path) -> str:
    program = shutil.which("antiword")
    if not program:
        return ""
    with contextlib.suppress(Interrupted):
        return output([program, "-w", "0", "-m", "UTF-8.txt", str(path)])
    return ""


def _libreoffice(path: Path) -> str:
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(Interrupted):
        converted = convert(path, "txt:Text (encoded):UTF8", Path(folder))
        return converted.read_text("utf-8", "replace") if converted else ""
    return ""


def _plain(path: Path, name: str) -> Extract:
    data = path.read_bytes()
    text = None if is_binary(data[:4096]) else decode(data)
    if text is None:
        raise Refusal(f"“{name}”不是能读取的文档，请上传 .docx、.pdf、.ofd、.html 或 .txt 文件")
    if kind := next((kind for kind, mark in _WEB_EXPORTS.items() if mark.search(text[:2000])), ""):
        raise Refusal(f"“{name}”其实是{kind}，读不出正文，{_AS_DOCX}")
    if re.search(r"<(?:html|body|div|table|p)\b", text[:20_000], re.I):
        return page(text)
    if len(text) > _MAX_CHARS:
        raise Refusal(f"“{name}”超过 500 万字，不像是一份文件，请检查后再上传")
    return Extract("txt", plain_paragraphs(text))


def plain_paragraphs(text: str) -> list[str]:
    """The paragraphs of plain text, without Markdown marks."""
    closed = _SPACED_LABEL.sub(r"\1\2", text)
    lines = (tidy(_MARKDOWN.sub("", line.strip())) for line in _BREAK.split(closed))
    return [line for line in lines if line]
