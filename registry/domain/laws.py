"""Laws and other higher acts by their status: which are gone since when, and what took their place.

A law has the keys of `domain.citations`: 《中华人民共和国食品卫生法》 and 食品卫生法（2009年修正） are one law.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cached_property

from registry.domain.citations import NameKeys, citation, keys_of, keys_of_words, quoted
from registry.domain.normal import visible
from registry.domain.written_days import cn_date


class LawStatus(StrEnum):
    """The status of a law; a day belongs to each, the first on which it holds."""

    IN_FORCE = "in_force"
    NOT_YET_EFFECTIVE = "not_yet_effective"
    AMENDED = "amended"
    PARTLY_REPEALED = "partly_repealed"
    SUSPENDED = "suspended"
    REPEALED = "repealed"
    LAPSED = "lapsed"
    ANNULLED = "annulled"


LAW_WORDS: dict[LawStatus, str] = {
    LawStatus.IN_FORCE: "现行有效",
    LawStatus.NOT_YET_EFFECTIVE: "尚未施行",
    LawStatus.AMENDED: "已修改",
    LawStatus.PARTLY_REPEALED: "部分废止",
    LawStatus.SUSPENDED: "停止执行",
    LawStatus.REPEALED: "废止",
    LawStatus.LAPSED: "失效",
    LawStatus.ANNULLED: "撤销",
}
_SHOWN = 5  # successors that a sentence names
GONE = frozenset({LawStatus.REPEALED, LawStatus.LAPSED, LawStatus.ANNULLED})
"""Nothing may rest on a law with one of these from the first day of it."""
_OTHER_WORDS: dict[LawStatus, str] = {
    LawStatus.IN_FORCE: "有效 现行 继续有效 施行中 已施行 生效 in_force",
    LawStatus.NOT_YET_EFFECTIVE: "尚未生效 未生效 未施行 待施行 not_yet_effective",
    LawStatus.AMENDED: "修改 修订 修正 被修改 修改有效 amended",
    LawStatus.PARTLY_REPEALED: "部分失效 部分条款废止 部分条款失效 部分有效 partly_repealed",
    LawStatus.SUSPENDED: "暂停执行 暂停施行 停止施行 suspended",
    LawStatus.REPEALED: "作废 全文废止 宣布废止 被替代 被取代 repealed",
    LawStatus.LAPSED: "宣布失效 自行失效 全文失效 lapsed",
    LawStatus.ANNULLED: "annulled",
}
_STATUS_OF = {
    word: status for status in LawStatus for word in (LAW_WORDS[status], *_OTHER_WORDS[status].split(" "))
}


def law_status(words: str) -> LawStatus | None:
    """The status that the words of a table mean; None when they mean none, or several."""
    plain = visible(words).replace(" ", "").lower().strip("【】[]()")
    return _STATUS_OF.get(plain) or _STATUS_OF.get(
        plain.removeprefix("已").removeprefix("经").removeprefix("被")
    )


class Origin(StrEnum):
    """Where a row of the table of laws comes from."""

    SHIPPED = "shipped"
    LOADED = "loaded"
    BY_HAND = "by_hand"


ORIGIN_WORDS: dict[Origin, str] = {
    Origin.SHIPPED: "系统自带",
    Origin.LOADED: "表格导入",
    Origin.BY_HAND: "人工录入",
}


@dataclass(frozen=True)
class Law:
    """A law with its status since a day. `successor` is the title, with a number perhaps, of what replaced it."""

    title: str
    status: LawStatus
    since: date | None = None
    successor: str = ""
    doc_no: str = ""
    source: str = ""
    origin: Origin = Origin.LOADED

    @cached_property
    def keys(self) -> NameKeys:
        return keys_of(self.title, self.doc_no)

    @property
    def name(self) -> str:
        return citation(self.title, self.doc_no)

    @property
    def is_gone(self) -> bool:
        """Whether it is gone on some day, which may be still to come or unknown."""
        return self.status in GONE

    def is_gone_on(self, day: date) -> bool:
        """Whether it is gone on a day. A law that is gone since an unknown day counts as gone."""
        return self.is_gone and (self.since is None or self.since <= day)


class LawTable:
    """Laws, found by the keys of a citation; several may have one title if their numbers differ."""

    def __init__(self, laws: Iterable[Law] = ()) -> None:
        self._by_title: dict[str, list[Law]] = defaultdict(list)
        self._by_number: dict[str, list[Law]] = defaultdict(list)
        for law in laws:
            self._by_title[law.keys.title].append(law)
            if law.keys.doc_no:
                self._by_number[law.keys.doc_no].append(law)

    def find(self, keys: NameKeys, on: date | None = None) -> Law | None:
        """The law that a text made on a day cites; None when the table has none, or cannot tell.

        Of several with the title it is the one that ended first after the day, else the one that has not ended.
        """
        laws = self.called(keys)
        gone, lasting = [law for law in laws if law.is_gone], [law for law in laws if not law.is_gone]
        later = [
            (law.since, law) for law in gone if on is not None and law.since is not None and law.since > on
        ]
        if later:
            return min(later, key=lambda pair: pair[0])[1]
        if lasting:
            return lasting[0]
        return max(gone, key=lambda law: law.since or date.min, default=None)

    @property
    def gone_titles(self) -> frozenset[str]:
        """The keys of the titles of the laws that are gone."""
        return frozenset(title for title, laws in self._by_title.items() if any(law.is_gone for law in laws))

    def successor_of(self, law: Law) -> Law | None:
        """The law in the table that took the place of this one; None when it names none, or the table has none."""
        keys = keys_of_words(law.successor) if law.successor else None
        candidates = [other for other in self.called(keys) if other.keys != law.keys] if keys else []
        lasting = [other for other in candidates if not other.is_gone]
        return next(iter(lasting or candidates), None)

    def chain(self, law: Law) -> tuple[Law, ...]:
        """The law and its successors in the table, each the next one's predecessor; never a law twice."""
        links, seen = [law], {law.keys}
        while links[-1].is_gone and (after := self.successor_of(links[-1])) and after.keys not in seen:
            links.append(after)
            seen.add(after.keys)
        return tuple(links)

    def called(self, keys: NameKeys) -> list[Law]:
        """The laws that a citation may mean."""
        if not keys.title:
            return self._by_number.get(keys.doc_no or "", [])
        titled = self._by_title.get(keys.title, [])
        same = [law for law in titled if keys.doc_no and law.keys.doc_no == keys.doc_no]
        return same or [law for law in titled if not (keys.doc_no and law.keys.doc_no)]


def ending_words(table: LawTable, law: Law) -> str:
    """How a law ended and what holds now: 《食品卫生法》已于2009-06-01废止，现为《食品安全法》."""
    first, *after = table.chain(law)
    words = f"{first.name}{_ended(first)}"
    for link in after if len(after) <= _SHOWN else after[:2]:
        words += _replaced(link)
    if len(after) > _SHOWN:
        words += f"，其后又经{len(after) - 3}次替代{_replaced(after[-1])}"
    last = after[-1] if after else first
    return f"{words}，由{bracketed(last.successor)}替代" if last.is_gone and last.successor else words


def _replaced(link: Law) -> str:
    """What a law that replaced another one is now."""
    if link.is_gone:
        return f"，由{link.name}替代，{link.name}又{_ended(link).removeprefix('已')}"
    if link.status is LawStatus.NOT_YET_EFFECTIVE:
        return f"，由{link.name}替代（尚未施行）"
    return f"，现为{link.name}"


def _ended(law: Law) -> str:
    word = LAW_WORDS[law.status]
    return f"已于{cn_date(law.since)}{word}" if law.since else f"已{word}（日期未载）"


def bracketed(title: str) -> str:
    """The title in 《》, which a person may have typed already."""
    return title if title.startswith("《") else quoted(title)


def laws_to_judge_by(laws: Iterable[Law], on: date) -> list[Law]:
    """The laws that are gone on a day, with those that have their titles or took their place.

    What is to end later is in force.
    """
    table = [_as_of(law, on) for law in laws]
    gone = [law for law in table if law.is_gone]
    wanted = {law.keys.title for law in gone}
    wanted |= {keys_of_words(law.successor).title for law in gone if law.successor}
    return [law for law in table if law.keys.title in wanted]


def _as_of(law: Law, on: date) -> Law:
    is_to_end = law.is_gone and not law.is_gone_on(on)
    return replace(law, status=LawStatus.IN_FORCE, since=None, successor="") if is_to_end else law
