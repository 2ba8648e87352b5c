"""How near two documents are: by the subject of their titles, and by the phrases that their texts share."""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise

from registry.domain.normal import title_key

PHRASE = 8  # characters in searchable form
_STOCK_SUBJECTS = 4
_FEWEST = 4  # phrases; fewer are chance
LONGEST_READ = 60_000  # characters of a text that are compared
LIKE = 0.45  # likeness of titles from which they may speak of the same subject
VERY_LIKE = 0.6  # from which a second look is asked for
SAME_WORDS = 0.2  # share of what is telling in a text that another one has, too

_NATION = "中华人民共和国"
_PLACE = re.compile(
    r"^(?:[^省市县区州旗镇乡]{1,6}(?:省|自治区|自治州|自治县|市|县|区|州|旗|镇|乡)){1,3}(?=..)"
)
_GENERAL = re.compile(
    r"^.{2,20}?令第?\d+号|\d+年?|第[一二三四五六七八九十]+批?|[一二三四五六七八九十]+批|人民政府|办公[室厅]|"
    r"印发|转发|批转|公布|发布|重新|修订|修改|修正|解读|"
    r"办法|规定|细则|条例|意见|通知|通告|公告|决定|方案|规则|措施|指引|指南|计划|规划|暂行|试行|实施|若干|有关|"
    r"进一步|加强|做好|开展|推进|推动|加快|促进|完善|落实|贯彻|规范|管理|工作|年度|政策|申报|问题|事项|建设|发展|"
    r"的|和|与|及|等"
)
# Clauses that every notice begins with and every last chapter has, in searchable form.
_STOCK = re.compile(
    r"印发给你们|(?:认真|遵照|贯彻|参照)(?:贯彻|遵照|组织)?(?:执行|落实|实施)$|^现(?:将|印发|予)|经.{2,14}(?:研究|同意|审议)|"
    r"^各(?:乡|镇|街道|县|区|市|有关|直属|科室|部门)|^(?:本|该)(?:办法|规定|细则|意见|通知|通告|方案|规则|决定)|"
    r"自.{0,16}起(?:施行|实施|执行)|有效期|同时废止|负责解释|总则|^附件|不一致的|"
    r"^为了?(?:进一步)?(?:规范|加强|贯彻|落实|维护|保障|提高)|根据.{0,60}(?:法|条例|规定|办法|意见|通知)|结合.{0,8}实际|制定本|适用本"
)


_ACTS_ON_OTHERS = re.compile(r"关于(?:废止|宣布|修改|延长|公布.*清理)|清理结果|有效期的(?:通知|通告|决定)$")


class Nearness(IntEnum):
    """How near another document is, the nearest highest."""

    NONE = 0
    SAME_WORDS = 1
    SAME_BASIS = 2
    SAME_SUBJECT = 3
    PARTLY_SAME = 4
    MOSTLY_SAME = 5
    SAME_TEXT = 6


NEARNESS_WORDS: dict[Nearness, str] = {
    Nearness.SAME_TEXT: "正文几乎相同",
    Nearness.MOSTLY_SAME: "正文大部分相同",
    Nearness.PARTLY_SAME: "正文有整段相同",
    Nearness.SAME_SUBJECT: "标题相近",
    Nearness.SAME_BASIS: "依据相同",
    Nearness.SAME_WORDS: "内容相近",
}


@dataclass(frozen=True)
class Overlap:
    """The phrases that two texts share: `here` their share of the first text, `there` of the second.

    Both count without the clauses that every document has.
    """

    n_characters: int = 0
    here: float = 0.0
    there: float = 0.0

    @property
    def nearness(self) -> Nearness:
        least, most = sorted((self.here, self.there))
        if least >= 0.85:
            return Nearness.SAME_TEXT
        if most >= 0.6:
            return Nearness.MOSTLY_SAME
        is_passage = most >= 0.2 and self.n_characters >= 12 * PHRASE
        return Nearness.PARTLY_SAME if is_passage or self.n_characters >= 50 * PHRASE else Nearness.NONE


class Phrases:
    """The phrases of a text in searchable form, without the clauses that every document has.

    `stock` are phrases of such clauses in this register; see `stock_phrases`.
    """

    def __init__(self, text: str, stock: Collection[str] = frozenset()) -> None:
        self._stock = stock
        clauses = [clause for clause in _clauses(text) if self._tells(clause)]
        self.n_characters = sum(map(len, clauses))
        self._windows = frozenset(
            clause[at : at + PHRASE] for clause in clauses for at in range(len(clause) - PHRASE + 1)
        )

    def overlap(self, text: str) -> Overlap:
        """What another text in searchable form shares with this one.

        Most share nothing: these are known by looking up every eighth phrase.
        """
        if len(self.shared(text)) < _FEWEST:
            return Overlap()
        telling = [clause for clause in _clauses(text) if self._tells(clause)]
        n, n_telling = sum(map(self._count_shared, telling)), sum(map(len, telling))
        return Overlap(n, _share(n, self.n_characters), _share(n, n_telling))

    def shared(self, text: str) -> set[str]:
        """Of every eighth phrase of the other text those that stand in this one, too."""
        return {phrase for clause in _clauses(text) for phrase in _cut(clause)} & self._windows

    def _tells(self, clause: str) -> bool:
        if len(clause) < PHRASE or _STOCK.search(clause):
            return False
        phrases = list(_cut(clause)) if self._stock else []
        return 2 * sum(phrase in self._stock for phrase in phrases) <= len(phrases)

    def _count_shared(self, clause: str) -> int:
        """How many characters of a clause of the other text stand in shared phrases."""
        n = end = 0
        for at in range(len(clause) - PHRASE + 1):
            if clause[at : at + PHRASE] in self._windows:
                n, end = n + at + PHRASE - max(at, end), at + PHRASE
        return n

    def longest_shared(self, text: str) -> str:
        """The longest run of phrases within a telling clause of the other text that stands in this one, too."""
        telling = filter(self._tells, _clauses(text))
        return max(map(self._longest_run, telling), key=len, default="")

    def _longest_run(self, clause: str) -> str:
        runs = "".join(phrase if phrase in self._windows else "," for phrase in _cut(clause)).split(",")
        return max(runs, key=len)


def stock_phrases(shared: Iterable[tuple[str, set[str]]]) -> frozenset[str]:
    """Phrases that documents on several other subjects have, too; `shared` are (subject, phrases) of each.

    The yearly versions of one document count once: what they share tells.
    """
    subjects: dict[str, set[str]] = defaultdict(set)
    for subject, phrases in shared:
        for phrase in phrases:
            subjects[phrase].add(subject)
    return frozenset(phrase for phrase, of in subjects.items() if len(of) >= _STOCK_SUBJECTS)


def subject_of(title: str) -> str:
    """What a title is about: without its issuer, its place, its kind and the words that most titles have."""
    key = title_key(title).rsplit("关于", 1)[-1].replace(_NATION, "")
    return _GENERAL.sub("", _PLACE.sub("", key))


def acts_on_others(title: str) -> bool:
    """Whether a document repeals, amends, extends or lists others: it has their names and words, and no subject."""
    return bool(_ACTS_ON_OTHERS.search(title))


def likeness(subject: str, other: str, weight: Callable[[str], float] = lambda _pair: 1.0) -> float:
    """0 to 1: how much of the pairs of characters two subjects share, each pair with its weight."""
    if not subject or not other:
        return 0.0
    pairs, others = _pairs(subject), _pairs(other)
    shared, every = sum(map(weight, pairs & others)), sum(map(weight, pairs)) + sum(map(weight, others))
    return 2 * shared / every if every else 0.0


def _pairs(subject: str) -> set[str]:
    return set(map("".join, pairwise(subject))) or {subject}


def _clauses(text: str) -> list[str]:
    """The clauses of a text in searchable form, each of them once."""
    return list(dict.fromkeys(text[:LONGEST_READ].split(",")))


def _cut(clause: str) -> Iterator[str]:
    """The phrases of a clause one after the other, without the rest at its end."""
    for at in range(0, len(clause) - PHRASE + 1, PHRASE):
        yield clause[at : at + PHRASE]


def _share(n: int, of: int) -> float:
    return min(1.0, n / of) if of else 0.0
