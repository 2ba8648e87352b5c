"""Other documents that a text names as its basis, or amends, repeals or forwards: each with the words that say so."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from registry.domain import doc_numbers
from registry.intake.facts import RelationFound

_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_NUMBER_AFTER = re.compile(r"^\s*[(（]([^()（）]*(?:[(（][^()（）]*[)）])?[^()（）]*号[^()（）]*)[)）]")
_BASIS = re.compile(r"(?:根据|依据|依照|按照)(?!(?:需要|实际|工作需要))")
_MAKES = re.compile(r"制定|制订|[，,](?:结合|现|特|经[^济]|提出|[^，,]{0,10}(?:决定|同意|研究))|如下")
_LINK = re.compile(
    r"^(?:[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）]|[、和与及,，\s]|以及|等|国务院|中华人民共和国|[一-鿿]{2,14}(?:印发|发布|关于|省|市|部|厅|局|委|办公厅)的?)*$"
)
_REPEALING = re.compile(
    r"(?:同时|予以|即行|自行|自动|相应|一并|随之|随即|自然|届时|宣布|全部|均|即|停止执行[、，]?)\s*(?:废止|作废|失效|停止(?:执行|施行|使用))|(?:[》)）]|文件|起)\s*(?:停止(?:执行|施行)|废止|不再执行|作废)"
)
_NOT_REPEALING = re.compile(
    r"不得|是否|应当及时|可以|除[^。]{0,20}外|尚未|或者废止|修改、废止|废止的(?!决定)|废止前|已[^，。]{0,10}废止|被[^，。]{0,6}废止|如[^，]{0,20}废止"
)
_REPEALED_BARE = re.compile(
    r"([一-鿿]{1,12}[〔\[(（][12]\d{3}[〕\])）]第?\d+号)(?:文件?)?[^。；]{0,12}(?:同时|予以|即行)?废止"
)
_TITLE_ACTS = (
    ("amends", re.compile(r"(?:修改|修订|修正|调整)(?=[《〈])(?P<rest>.+)$")),
    ("repeals", re.compile(r"废止(?=[《〈])(?P<rest>.+)$")),
)
_TITLE_FORWARDS = re.compile(r"(?:转发|批转)(?P<rest>.+?)的?通知$")
_SHORT_NAME = re.compile(
    r"^(?:原|若干|实施|指导|管理|暂行|试行)*(?:办法|规定|意见|通知|条例|方案|规划|细则|决定|指南|目录|标准|公告|计划|措施|纲要)$"
)
_BASIS_REACH = 1500


@dataclass(frozen=True)
class Cited:
    """A title between 《》 (titles within it included), the number behind it, and where both stand."""

    title: str
    doc_no: str
    start: int
    end: int


def cited_in(text: str) -> Iterator[Cited]:
    """Every outermost 《title》 with the number in brackets that follows it."""
    depth = start = 0
    for match in re.finditer("[《》]", text):
        if match[0] == "《":
            start = match.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            title = text[start + 1 : match.start()].replace("\n", "")
            if depth == 0 and 2 <= len(title) < 150 and not _SHORT_NAME.match(title):
                number, end = _number_behind(text, match.end())
                yield Cited(title, number, start, end)


def find_relations(title: str, text: str) -> list[RelationFound]:
    """What the document is based on, amends, repeals and forwards, in the order of the text, each once."""
    found = [*_from_title(title), *_bases(text), *_repeals(text), *_amends(text)]
    unique: dict[tuple[str, str, str], RelationFound] = {}
    for each in found:
        if each.title != title or each.kind == "repeals":  # a new version repeals the old one of its name
            unique.setdefault((each.kind, each.title, each.doc_no if not each.title else ""), each)
    return list(unique.values())


def _number_behind(text: str, at: int) -> tuple[str, int]:
    match = _NUMBER_AFTER.match(text[at : at + 120])
    if not match:
        return "", at
    number = next((each.spelled for each in doc_numbers.parse_all(match[1]) if each.spelled), "")
    return number or "", at + match.end()


def _from_title(title: str) -> Iterator[RelationFound]:
    for kind, pattern in _TITLE_ACTS:
        if match := pattern.search(title):
            rest = (
                match["rest"]
                if "《" in match["rest"]
                else match["rest"].replace("〈", "《").replace("〉", "》")
            )
            yield from (RelationFound(kind, each.title, "", title) for each in cited_in(rest))
    if match := _TITLE_FORWARDS.search(title):
        rest = match["rest"]
        cited = next(cited_in(rest), None)
        yield RelationFound("forwards", cited.title if cited else rest, "", title)


def _bases(text: str) -> Iterator[RelationFound]:
    head = text[:_BASIS_REACH]
    for sentence in _SENTENCE.finditer(head):
        words = sentence[0]
        for basis in _BASIS.finditer(words):
            rest = words[basis.end() :]
            if not _MAKES.search(rest):
                continue
            at = 0
            for cited in cited_in(rest):
                if not _LINK.match(rest[at : cited.start]):
                    break
                at = cited.end
                yield RelationFound("based_on", cited.title, cited.doc_no, words.strip()[:200])


def _repeals(text: str) -> Iterator[RelationFound]:
    for sentence in _SENTENCE.finditer(text):
        words = sentence[0]
        if "废止" not in words and "停止" not in words and "作废" not in words and "不再执行" not in words:
            continue
        acts = list(_REPEALING.finditer(words))
        if not acts or _NOT_REPEALING.search(words):
            continue
        end = acts[-1].end()
        cited = [each for each in cited_in(words) if each.end <= end]
        for each in cited:
            if not re.search(
                r"(?:根据|依据|按照|依照|按)[^，《]{0,12}$", words[max(0, each.start - 20) : each.start]
            ):
                yield RelationFound("repeals", each.title, each.doc_no, words.strip()[:200])
        if not cited and (bare := _REPEALED_BARE.search(words)):
            number = doc_numbers.parse(re.sub(r"^(?:原|起|同时|和|及|施行)+", "", bare[1]))
            if number.spelled:
                yield RelationFound("repeals", "", number.spelled, words.strip()[:200])


def _amends(text: str) -> Iterator[RelationFound]:
    for sentence in _SENTENCE.finditer(text[:3000]):
        words = sentence[0]
        if not re.search(r"作(?:出)?如下(?:修改|修订|修正|调整)|予以(?:修改|修订)", words):
            continue
        for cited in cited_in(words):
            if re.search(r"(?:对|将|修改|修订)\s*$", words[max(0, cited.start - 20) : cited.start]):
                yield RelationFound("amends", cited.title, cited.doc_no, words.strip()[:200])
