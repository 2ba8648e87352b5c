"""The parts of a document's text as a paper shows them: head, number, title, addressee, headings, signature, tables.

A part is told only where the text or the register says so; every other line is a plain paragraph. No word of the text
is left out or moved.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from registry.domain import doc_numbers
from registry.domain.articles import Paragraph, paragraphs
from registry.domain.normal import title_key


class BlockKind(StrEnum):
    HEAD = "head"
    NUMBER = "number"
    TITLE = "title"
    NOTE = "note"
    ADDRESSEE = "addressee"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    SIGNATURE = "signature"
    DATE = "date"
    ANNEX = "annex"
    TABLE = "table"


CLOSING = frozenset({BlockKind.SIGNATURE, BlockKind.DATE})
_JOINED = frozenset({BlockKind.HEAD, BlockKind.TITLE, BlockKind.TABLE})  # several lines are one block

_HEAD_LINES = 14
_MOST_TITLE_LINES = 5
_LONGEST_HEAD, _LONGEST_TITLE_LINE, _LONGEST_ADDRESSEE, _LONGEST_SIGNER = 60, 60, 400, 60
_MOST_SIGNERS, _MOST_SIGNATURES = 20, 3
_SHORTEST_TITLE, _LONGEST_NUMBER = 4, 30
_AUTHORITY = re.compile(
    r"(?:政府|办公[厅室]|办事处|委员会|管委会|[^结布格]局|[厅部委院署处]|[^务]中心|总队|支队|大队|银行|海关|指挥部|领导小组)$"
)
_OFFICIAL = re.compile(r"(?:[省市县区州镇乡局厅部]长|主任|主席)[:：]?[一-鿿·]{2,4}$")
_PUNCTUATION = re.compile(r"[。；：:，,！？《》“”]")
_NUMBER = re.compile(
    r"[(（]?[一-鿿A-Za-z]{1,24}[〔\[(（【［﹝〈][12]\d{3}[〕\])）】］﹞〉]第?\d{1,5}号[)）]?(?:签发人[:：]?[一-鿿]{0,30})?"
    r"|[(（]?(?:[一-鿿]{2,40}(?:令|公告|通告))?(?:\d{4}年)?第[\d一二三四五六七八九十百〇零]{1,6}号[)）]?"
)
_ORDER_HEAD = re.compile(r"[^关《》]{0,40}(?:令|公告|通告)")
_NUMBER_BEHIND = re.compile(r"[(（][^（）()]{2,30}号[)）]$")
_NOTICE = re.compile(
    r".*关于.+的?(?:通知|意见|决定|通告|公告|批复|函|通报|答复|命令|规定|办法)(?:[(（][^（）()]{1,12}[)）])?"
)
_NO_TITLE = re.compile("[。；：:！？]|号$")
_OF_ADOPTION = "(?:通过|公布|发布|批准|修订|修正|施行|印发)"
_NOTE = re.compile(rf"[(（].*{_OF_ADOPTION}.*[)）]|[12]\d{{3}}年\d{{1,2}}月\d{{1,2}}日.*{_OF_ADOPTION}", re.S)
_TO_SOMEBODY = re.compile(
    r"各.+|(?:.*(?:[,，、]|等))?[^，,、。]*(?:政府|办公[厅室]|办事处|委员会|[局厅部委院署处办会]|中心|单位|部门|企业|公司|学校|机关|银行|机构|团体|委员)"
    r"(?:[(（][^（）()]*[)）])?"
)
_NO_ADDRESSEE = re.compile(
    r"如下|以下|下列|包括|现将|根据|为了|通知$|规定$|意见$|事项$|要求$|说明$|[一二三四五六七八九十]、"
)
_DAY = re.compile(
    r"[12]\d{3}年\d{1,2}月\d{1,2}日|[一二][〇○零OoΟО０一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
_SENTENCE_END = re.compile(r"[。！？；”]$|特此(?:通知|公告|通告|批复|函复|复函|通报|报告|函告|函达)$")
_ANNEX_LIST = re.compile(
    r"附件\d{0,2}[:：.．]|附[:：]|\d{1,2}[.．、]|[(（]?联系(?:人|电话|方式)|.{0,12}(?:电话|邮箱|传真|邮编)[:：]"
)
_NUMBERED = re.compile(r"[1１][.．、]")
_NOTE_AT_END = re.compile(r"[(（](?:此件|主动公开|依申请公开|不予公开)")
_AFTER_DAY = re.compile(r"[(（]|抄送|附件")
_ANNEX_TITLE = re.compile(
    r"[^。；：:，,！？]{2,50}(?:表|名单|清单|目录|名录|标准|方案|办法|细则|规定|指南|要求|说明|计划|流程|制度|预案|样式|图)"
    r"(?:[(（][^（）()]{1,12}[)）])?"
)
_RULE_OF_NOTICE = re.compile(
    r"(?:印发|转发|批转|公布|发布|颁布|修订)(?P<rule>[^《》]{4,})的(?:通知|公告|通告|决定|令)$"
)


@dataclass(frozen=True)
class Block:
    """A part of a text: its words as they stand, its paragraphs with their anchors, the cells of a table's rows."""

    kind: BlockKind
    words: str
    paragraphs: tuple[Paragraph, ...]

    @property
    def lines(self) -> list[str]:
        return self.words.split("\n")

    @property
    def rows(self) -> list[tuple[Paragraph, list[str]]]:
        """The rows of a table: their paragraph, which may have an anchor, and their cells."""
        cells = ([cell.strip() for cell in line.split("\t")] for line in self.lines)
        return list(zip(self.paragraphs, cells, strict=True))


def blocks(text: str, title: str = "", issuers: Iterable[str] = ()) -> list[Block]:
    """The parts of a text in their order; `title` and `issuers` are what the register says of the document."""
    lines = [line.strip("\r\n\v\f ") for line in text.splitlines() if line.strip()]
    parts = paragraphs(text)
    _tell_lists(lines, parts)
    kinds = _plain_kinds(lines, parts)
    bare = [re.sub(r"\s", "", line) for line in lines]
    names = [re.sub(r"\s", "", name) for name in issuers]
    _tell_head(kinds, bare, title, names)
    _tell_rules(kinds, bare, title)
    _tell_annexes(kinds, bare)
    _tell_signatures(kinds, bare, names)
    return list(_joined(kinds, lines, parts))


def letterhead(doc_no: str, issuers: Sequence[str]) -> tuple[list[str], str]:
    """The names and the word of the red head that a document of this number has; no names for a number without one."""
    number = doc_numbers.parse(doc_no)
    organ = number.organ_code or ""
    if number.year is None or re.search("令|公告|通告", organ):
        return [], ""
    return list(issuers), "" if organ.endswith("函") else "文件"


def _tell_lists(lines: Sequence[str], parts: list[Paragraph]) -> None:
    """附件： above numbered lines is the list of the annexes: words like others, which mark no annex."""
    for place, following in enumerate(lines[1:]):
        if _plain_kind(parts[place]) is BlockKind.ANNEX and _NUMBERED.match(following.strip()):
            parts[place] = Paragraph(lines[place].strip(), start=parts[place].start)


def _plain_kinds(lines: Sequence[str], parts: Sequence[Paragraph]) -> list[BlockKind]:
    """What each line is by itself or with its neighbours of as many cells."""
    kinds = [_plain_kind(part) for part in parts]
    for n_tabs, run in groupby(range(len(lines)), key=lambda place: lines[place].count("\t")):
        places = list(run)
        if n_tabs and len(places) > 1 and any("\t" in lines[place].strip() for place in places):
            kinds[places[0] : places[-1] + 1] = [BlockKind.TABLE] * len(places)
    return kinds


def _plain_kind(part: Paragraph) -> BlockKind:
    if not part.is_heading:
        return BlockKind.PARAGRAPH
    return BlockKind.ANNEX if part.label.startswith("附") else BlockKind.HEADING


def _tell_head(kinds: list[BlockKind], bare: Sequence[str], title: str, issuers: Sequence[str]) -> None:
    """Finds title and number near the beginning, then the head above them and what follows them at once."""
    found = _title_at(bare, title_key(title)) or _notice_at(bare, 0)
    number = _number_at(bare, found, issuers)
    if number is not None and not found:
        found = _notice_at(bare, number + 1)
    places = {*(found or ()), *(() if number is None else (number,))}
    for place in places:
        kinds[place] = BlockKind.NUMBER if place == number else BlockKind.TITLE
    if places:
        _tell_letterhead(kinds, bare, min(places), issuers, is_numbered=min(places) == number)
    after = max(places, default=-1) + 1
    while places and after < len(bare) and _NOTE.fullmatch(bare[after]):
        kinds[after] = BlockKind.NOTE
        after += 1
    if after < len(bare) and kinds[after] is BlockKind.PARAGRAPH and _is_addressee(bare[after]):
        kinds[after] = BlockKind.ADDRESSEE


def _number_at(bare: Sequence[str], title: range | None, issuers: Sequence[str]) -> int | None:
    """The line of the document's own number: above its title or directly below, else below the head alone."""
    number = next((place for place, line in enumerate(bare[:_HEAD_LINES]) if _NUMBER.fullmatch(line)), None)
    if number is None:
        return None
    if title:
        return number if number <= title.stop else None
    is_below_head = all(
        _is_head(line, issuers) or _is_name(line, issuers) or _ORDER_HEAD.fullmatch(line)
        for line in bare[:number]
    )
    return number if is_below_head else None


def _title_at(bare: Sequence[str], key: str) -> range | None:
    """The lines near the beginning that are the title together."""
    if len(key) < _SHORTEST_TITLE:
        return None
    for start in range(min(_HEAD_LINES, len(bare))):
        for stop in range(start + 1, min(start + _MOST_TITLE_LINES, len(bare)) + 1):
            words = "".join(bare[start:stop])
            if len(words) > 2 * len(key) + _LONGEST_NUMBER:
                break
            if len(words) >= len(key) and key in (title_key(words), title_key(_NUMBER_BEHIND.sub("", words))):
                return range(start, stop)
    return None


def _notice_at(bare: Sequence[str], start: int) -> range | None:
    """The lines from a place on that are worded as the title of a notice, when more text follows."""
    for stop in range(start + 1, min(start + 3, len(bare) - 1) + 1):
        lines = bare[start:stop]
        if any(len(line) > _LONGEST_TITLE_LINE or _NO_TITLE.search(line) for line in lines):
            return None
        if _NOTICE.fullmatch("".join(lines)):
            return range(start, stop)
    return None


def _tell_letterhead(
    kinds: list[BlockKind], bare: Sequence[str], end: int, issuers: Sequence[str], *, is_numbered: bool
) -> None:
    """The lines of the head directly above a place; a name without 文件 counts only above a number or above 文件."""
    below_counts = is_numbered
    for place in reversed(range(end)):
        line = bare[place]
        is_whole = _is_head(line, issuers) or (is_numbered and _ORDER_HEAD.fullmatch(line) is not None)
        if not is_whole and not (below_counts and _is_name(line, issuers)):
            break
        kinds[place] = BlockKind.HEAD
        below_counts = True


def _is_head(line: str, issuers: Sequence[str]) -> bool:
    name = line.removesuffix("文件")
    return line.endswith("文件") and (not name or _is_name(name, issuers))


def _is_name(line: str, issuers: Sequence[str]) -> bool:
    return line in issuers or (
        len(line) <= _LONGEST_HEAD
        and not _PUNCTUATION.search(line)
        and "关于" not in line
        and _AUTHORITY.search(line) is not None
    )


def _is_addressee(line: str) -> bool:
    to = line[:-1]
    return (
        line.endswith(("：", ":"))
        and len(line) <= _LONGEST_ADDRESSEE
        and not re.search("[。；：:！？]", to)
        and not _NO_ADDRESSEE.search(to)
        and _TO_SOMEBODY.fullmatch(to) is not None
    )


def _tell_rules(kinds: list[BlockKind], bare: Sequence[str], title: str) -> None:
    """The title of the rule that a notice issues, where it stands alone below the notice."""
    wanted = _rules_of(title)
    longest = max(map(len, wanted), default=0)
    for start in range(len(bare)) if wanted else ():
        for stop in range(start + 1, min(start + 3, len(bare)) + 1):
            words = "".join(bare[start:stop])
            is_plain = all(kind is BlockKind.PARAGRAPH for kind in kinds[start:stop])
            if len(words) > 2 * longest:
                break
            if is_plain and title_key(words) in wanted:
                kinds[start:stop] = [BlockKind.TITLE] * (stop - start)
                if stop < len(bare) and _NOTE.fullmatch(bare[stop]):
                    kinds[stop] = BlockKind.NOTE


def _tell_annexes(kinds: list[BlockKind], bare: Sequence[str]) -> None:
    """The title of an annex, directly below its mark."""
    for place in range(1, len(kinds) - 1):
        is_below = kinds[place - 1] is BlockKind.ANNEX and kinds[place] is BlockKind.PARAGRAPH
        if is_below and _ANNEX_TITLE.fullmatch(bare[place]):
            kinds[place] = BlockKind.TITLE


def _rules_of(title: str) -> set[str]:
    """The keys of the rules that a title names: those in 《》, and what a notice without 《》 issues."""
    inner = title[title.find("《") + 1 : title.rfind("》")] if "《" in title else ""
    issued = _RULE_OF_NOTICE.search(title)
    names = [*re.split("》[^《》]{0,2}《", inner), issued["rule"] if issued else ""]
    return {key for key in map(title_key, names) if len(key) >= _SHORTEST_TITLE}


def _tell_signatures(kinds: list[BlockKind], bare: Sequence[str], issuers: Sequence[str]) -> None:
    """Dates below the lines of their signers, where the text above has ended. Many of them are a list, and so is what
    stands below the mark of an annex: loose cells of a table look the same."""
    end = kinds.index(BlockKind.ANNEX) if BlockKind.ANNEX in kinds else len(kinds)
    signatures = [found for place in range(1, end) if (found := _signature_at(kinds, bare, place, issuers))]
    if not signatures and (undated := _undated_at(kinds, bare, end, issuers)):
        signatures = [undated]
    for found in signatures if len(signatures) <= _MOST_SIGNATURES else ():
        for place in found:
            kinds[place] = BlockKind.DATE if _DAY.fullmatch(bare[place]) else BlockKind.SIGNATURE


def _signature_at(
    kinds: Sequence[BlockKind], bare: Sequence[str], last: int, issuers: Sequence[str]
) -> range | None:
    """The lines of a signature whose date stands in this line."""
    line = bare[last]
    if not line.endswith("日") or len(line) > _LONGEST_SIGNER:
        return None
    is_whole = _DAY.fullmatch(line) is not None
    day = _DAY.search(line)
    if not is_whole and not (day and day.end() == len(line) and _is_signer(line[: day.start()])):
        return None
    first = last
    while first > max(0, last - _MOST_SIGNERS) and _is_signer(bare[first - 1]):
        first -= 1
    if first == 0 or (is_whole and first == last):
        return None
    is_free = all(kind is BlockKind.PARAGRAPH for kind in kinds[first : last + 1])
    is_last = last + 1 == len(bare) or _AFTER_DAY.match(bare[last + 1])
    is_own = is_last and is_whole and all(line in issuers for line in bare[first:last])
    above = bare[first - 1]
    has_ended = _SENTENCE_END.search(above) or _ANNEX_LIST.match(above) or kinds[first - 1] is BlockKind.TABLE
    return range(first, last + 1) if is_free and (has_ended or is_own) else None


def _undated_at(
    kinds: Sequence[BlockKind], bare: Sequence[str], end: int, issuers: Sequence[str]
) -> range | None:
    """The registered issuers below the last sentence, where no date follows."""
    last = end - 1
    while last > 0 and _NOTE_AT_END.match(bare[last]):
        last -= 1
    first = last + 1
    while first > 1 and bare[first - 1] in issuers and kinds[first - 1] is BlockKind.PARAGRAPH:
        first -= 1
    return range(first, last + 1) if first <= last and _SENTENCE_END.search(bare[first - 1]) else None


def _is_signer(line: str) -> bool:
    is_short = 2 < len(line) <= _LONGEST_SIGNER and not _PUNCTUATION.search(line)
    return is_short and bool(_AUTHORITY.search(line) or _OFFICIAL.search(line))


def _joined(kinds: Sequence[BlockKind], lines: Sequence[str], parts: Sequence[Paragraph]) -> Iterator[Block]:
    for kind, run in groupby(range(len(kinds)), key=lambda place: kinds[place]):
        places = list(run)
        for of_block in [places] if kind in _JOINED else [[place] for place in places]:
            words = "\n".join(
                lines[place] if kind is BlockKind.TABLE else lines[place].strip() for place in of_block
            )
            yield Block(kind, words, tuple(parts[place] for place in of_block))
