"""Reading a document file: its facts with their evidence, its relations and its outline."""

import re
from pathlib import Path
from typing import NamedTuple

from registry.domain.document_fields import LABELS
from registry.domain.errors import Refusal
from registry.readers.documents.authorities import closed_up
from registry.readers.documents.circulation import read_addressees, read_attachments
from registry.readers.documents.citations import cited_in
from registry.readers.documents.facts import Fact, Heading, Reading
from registry.readers.documents.heads import read_number, read_title, status_mark
from registry.readers.documents.issuers import read_authorities
from registry.readers.documents.legibility import is_garbled, is_garbled_line
from registry.readers.documents.notes import note_of, read_note_date, read_note_publication
from registry.readers.documents.periods import read_effective, read_validity
from registry.readers.documents.publication import is_secret, read_disclosure, read_posted, read_published
from registry.readers.documents.relations import find_relations
from registry.readers.documents.signatures import read_printed, read_signature
from registry.readers.files.markup import Extract
from registry.readers.files.pages import below_labels, labelled_lines
from registry.readers.files.text import extract

_SECRET = "“{name}”首页标有密级（秘密、机密或绝密）。本系统不处理涉密文件，未予保存；涉密文件请按保密规定办理"
_NO_TEXT = "“{name}”里没有文字（可能是扫描件或空文档）；可以手工登记，并把它作为附件上传"
_GARBLED = (
    "“{name}”里的文字是乱码（字体没有带文字对照，或者编码不对），看得见却读不出来；可以手工登记，并把它作为附件上传，"
    "或者改用原来的 Word 文件重新上传"
)
_GARBLED_LINES = "“{name}”里有{n}行是乱码，没有读；标题、文号等请对照原件填写。"
_ARTICLE = re.compile(
    r"^(?P<label>第[一二三四五六七八九十百千零〇\d]+(?P<level>[编章节条]))(?![、，。的和至及或])[\s　:：]*(?P<rest>.*)$"
)
_GLUED_ARTICLE = re.compile(r"(?<=[。；：])(?=第[一二三四五六七八九十百零]+[章条][^、，。的和至及或规第])")
_NARROW = {
    wide: wide - 0xFEE0 for wide in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_ENDED = re.compile(r"失效|废止|无效|作废|终止|停止执行|^否$")
_LINES_WITH_MARK = 6
_ABOUT_ANOTHER = re.compile(
    r"(?:废止|宣布失效|停止执行|修改|修订|延长|继续执行|重新公布|清理)(?!的?(?:办法|规定|细则))|(?:解读|解释|答复|问答|答记者问|报告|说明|批复|复函)$"
)
_ENDS_OR_PROLONGS = re.compile("废止|宣布失效|停止执行|延长|清理|继续(?:有效|执行|实施)")
_NAMES_ITSELF = re.compile("本(?:决定|通知|公告|通告|意见|函|批复)")
_QUOTED = re.compile("“[^“”]{1,2000}”")
_EXPLAINS = re.compile(r"(?:解读|问答|答记者问|报告|起草说明|编制说明|的说明)$")
_ISSUED_ANNEX = re.compile(r"(?:印发|公布|发布)(?=《)")
_ISSUED_BARE = re.compile(
    r"(?:印发|公布|发布)(?P<rule>[^《》]{4,}(?:办法|规定|细则|方案|意见|规则|制度|标准|规划|预案|计划|措施|指南|规程|规范|要点|纲要|清单|目录)"
    r"(?:[(（][^()（）]+[)）])?)的?(?:通知|公告|通告|决定)$"
)


def read_document(path: Path, name: str) -> Reading:
    """The reading of a file, in this process; a Refusal becomes a problem of the reading.

    Uploaded files go through `sandbox.read_file`.
    """
    try:
        return read_extract(extract(path, name), name)
    except Refusal as refusal:
        sentence = refusal.sentence
        return Reading(name, problems=[sentence if name in sentence else f"“{name}”：{sentence}"])


def read_extract(source: Extract, name: str) -> Reading:
    """The reading of a file's text. That of a secret document has neither text nor facts."""
    paragraphs = _parts(source.paragraphs)
    if is_secret(paragraphs, source.margins):
        return Reading(name, source.kind, problems=[_SECRET.format(name=name)], is_secret=True)
    if not paragraphs and not source.metadata:
        return Reading(name, source.kind, problems=[_NO_TEXT.format(name=name)])
    text = "\n".join(_parts(source.lines) or paragraphs)
    if is_garbled(text):
        return Reading(name, source.kind, problems=[_GARBLED.format(name=name)])
    reading = Reading(name, source.kind, text, paragraphs, outline=_outline(paragraphs))
    legible = [line for line in paragraphs if not is_garbled_line(line)]
    narrow = [closed_up(line.translate(_NARROW)) for line in legible]
    metadata = labelled_lines(narrow) | source.metadata
    reading.facts = _facts(narrow, metadata)
    reading.problems = _said_to_have_ended(narrow, metadata)
    if n_garbled := sum(len(line) > 3 and is_garbled_line(line) for line in paragraphs):
        reading.problems.append(_GARBLED_LINES.format(name=name, n=n_garbled))
    reading.relations = find_relations(reading.value("title") or "", "\n".join(narrow))
    return reading


def _parts(lines: list[str]) -> list[str]:
    """The lines, with each article on its own; a row of a table stays whole."""
    return [
        part for line in lines for part in ([line] if "\t" in line else _GLUED_ARTICLE.split(line)) if part
    ]


def _said_to_have_ended(paragraphs: list[str], metadata: dict[str, str]) -> list[str]:
    """A sentence for what the page or a mark in the title says of an end; the clerk has to look at the status."""
    marks = [status_mark(line) for line in (metadata.get("title", ""), *paragraphs[:_LINES_WITH_MARK])]
    said = [f"标题前后标有“{mark}”" for mark in dict.fromkeys(filter(None, marks))]
    if _ENDED.search(metadata.get("stated", "")):
        said.append(f"网页信息表的“有效性”写的是“{metadata['stated']}”")
    if ended := metadata.get("ended_on"):
        said.append(f"网页信息表写有废止、失效日期“{ended}”")
    return [f"{'，'.join(said)}：这份文件可能已经终止，登记后请核对并记录效力变动。"] if said else []


def _facts(paragraphs: list[str], metadata: dict[str, str]) -> dict[str, Fact]:
    """The facts in the text and the web page's table. Full-width letters and spaced-out words are normalised before."""
    text = "\n".join(below_labels(paragraphs))
    title = read_title(paragraphs, metadata)
    title_words = title.value or "" if title else ""
    number = read_number(paragraphs, title_words, metadata)
    signature = read_signature(text, title_words, metadata)
    note = note_of(paragraphs)
    signed = signature.signed_on or read_note_date(note)
    authorities = read_authorities(title_words, paragraphs, metadata, number, signature.signer)
    issued = read_printed(text)
    published = read_published(text, signed, read_note_publication(note), metadata)
    explains = bool(_EXPLAINS.search(title_words))
    said = _said_of_itself(text, title_words)
    effective = None if explains else read_effective(said.text, signed, issued, published, metadata)
    facts = {
        "title": title,
        "doc_no": number,
        "signed_on": signed,
        "issued_on": issued,
        "published_on": published,
        "posted_on": read_posted(metadata),
        "effective_on": effective,
        "disclosure": read_disclosure(text, metadata),
        "index_no": _stated(metadata, "index_no", LABELS["index_no"]),
        "subject": _stated(metadata, "subject", LABELS["subject"]),
        "provisional": _provisional(title_words),
        "annex_title": _annex_title(title_words),
        "addressees": read_addressees(paragraphs),
        "attachments": read_attachments(paragraphs),
        **_issuers(authorities),
        **({} if explains else read_validity(said.periods, effective, title_words)),
    }
    return {name: fact for name, fact in facts.items() if fact}


def _issuers(authorities: Fact | None) -> dict[str, Fact]:
    """issuing_authority, the lead, and co_issuers, the other authorities joined by 、."""
    if authorities is None:
        return {}
    if authorities.value is None:
        return {"issuing_authority": authorities}
    lead, *others = authorities.value.split("、")
    facts = {"issuing_authority": Fact(lead, authorities.quote, authorities.where)}
    if others:
        facts["co_issuers"] = Fact("、".join(others), authorities.quote, authorities.where)
    return facts


def _stated(metadata: dict[str, str], name: str, label: str) -> Fact | None:
    return Fact(metadata[name], metadata[name], f"网页信息表的“{label}”") if metadata.get(name) else None


def _provisional(title: str) -> Fact | None:
    """暂行 or 试行 of this document; the title of an act that it repeals, amends or explains may say so too."""
    match = None if _is_about_another(title) else re.search(r"暂行|试行", title)
    return Fact(match[0], title, "标题") if match else None


def _is_about_another(title: str) -> bool:
    return bool(_ABOUT_ANOTHER.search(title)) and not re.search("印发|转发", title)


class _Said(NamedTuple):
    text: str
    periods: str


def _said_of_itself(text: str, title: str) -> _Said:
    """What a text says of itself: an act that amends another quotes its words, one that ends or prolongs others names
    their periods. Other texts speak of themselves."""
    if not _is_about_another(title):
        return _Said(text, text)
    unquoted = _QUOTED.sub(lambda quoted: "＊" * len(quoted[0]), text)
    if not _ENDS_OR_PROLONGS.search(title):
        return _Said(unquoted, unquoted)
    sentences = re.split(r"(?<=[。；\n])", unquoted)
    return _Said(unquoted, "".join(sentence for sentence in sentences if _NAMES_ITSELF.search(sentence)))


def _annex_title(title: str) -> Fact | None:
    """The title of the rule that a notice issues: 关于印发《…》的通知, also without 《》."""
    if bare := _ISSUED_BARE.search(title):
        return Fact(bare["rule"], title, "标题")
    verb = _ISSUED_ANNEX.search(title)
    cited = next(cited_in(title[verb.end() :]), None) if verb else None
    return Fact(cited.title, title, "标题") if cited else None


def _outline(paragraphs: list[str]) -> list[Heading]:
    headings = []
    for index, line in enumerate(paragraphs):
        if match := _ARTICLE.match(line):
            headings.append(Heading(match["level"], match["label"], match["rest"][:60], index))
    return headings
