"""The documents of a round, as the rows of a table name them: by the system's mark, by number or by title."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import Session, col, select

from registry.domain import doc_numbers
from registry.domain.citations import quoted
from registry.domain.errors import Refusal
from registry.domain.normal import title_key, visible
from registry.readers.documents.dates import parse_date
from registry.readers.ledgers.outcomes import OutcomeLine
from registry.storage.authorities import Authority
from registry.storage.cleanups.tables import CleanupItem
from registry.storage.documents.tables import Document

_MARKED_OTHERWISE = "的系统标记与标题、文号指的不是同一件文件，请重新下载表格填写，不要复制、移动带标记的行。"


@dataclass(frozen=True)
class Candidate:
    """A document of the round with its item, as a row of a table may name it."""

    item: CleanupItem
    document: Document
    authority: str


@dataclass
class Candidates:
    """The documents of the round that the sender answers for, by item, number and title; `whose` begins a refusal."""

    round_id: int
    whose: str = "本轮清理中"
    by_item: dict[int, Candidate] = field(default_factory=dict)
    by_number: dict[str, list[Candidate]] = field(default_factory=dict)
    by_title: dict[str, list[Candidate]] = field(default_factory=dict)

    def find(self, line: OutcomeLine) -> list[int]:
        """The ids of the items a row may mean, several where it does not tell them apart. Raises Refusal for none."""
        mark = line.known_by
        if mark is None:
            return self._named(line)
        if mark.round_id != self.round_id:
            raise Refusal("这一行是另一轮清理的表格里的，请在那一轮办理，或者下载本轮的表格填写。")
        if mark.item_id not in self.by_item:
            raise Refusal(f"{self.whose}没有这一行的文件（可能已移出本轮，或者由其他机关答复），请核对。")
        try:
            named = self._named(line)
        except Refusal:
            named = []
        if named and mark.item_id not in named:
            raise Refusal(f"这一行{_MARKED_OTHERWISE}")
        return [mark.item_id]

    def _named(self, line: OutcomeLine) -> list[int]:
        """The same by number and title alone."""
        number = number_key(line.doc_no)
        same_title = self.by_title.get(title_key(line.title), []) if line.title else []
        if not number:
            return self._told_apart(same_title, line, f"标题为{quoted(line.title)}")
        same_number = self.by_number.get(number, [])
        if not same_number:
            unnumbered = [candidate for candidate in same_title if not candidate.document.doc_no]
            return self._told_apart(unnumbered, line, f"发文字号为“{line.doc_no}”")
        matching = [
            candidate
            for candidate in same_number
            if candidate in same_title or not (line.title and candidate.document.title)
        ]
        if not matching:
            title = same_number[0].document.title
            raise Refusal(f"发文字号“{line.doc_no}”登记的是{quoted(title)}，与表中标题不一致，请核对。")
        return self._told_apart(matching, line, f"发文字号为“{line.doc_no}”")

    def _told_apart(self, candidates: Sequence[Candidate], line: OutcomeLine, description: str) -> list[int]:
        """The ids of the items left after comparing the row's authority and date, where it gives them and they
        matter."""
        if not candidates:
            raise Refusal(f"{self.whose}没有{description}的文件，请核对。")
        tests: list[Callable[[Candidate], bool]] = []
        if len(candidates) > 1 and line.authority:
            tests.append(lambda candidate: candidate.authority == title_key(line.authority))
        if len(candidates) > 1 and line.published_on:
            tests.append(lambda candidate: candidate.document.published_on == parse_date(line.published_on))
        narrowed = [candidate for candidate in candidates if all(test(candidate) for test in tests)]
        return [candidate.item.id or 0 for candidate in narrowed or candidates]


def candidates_of(session: Session, round_id: int, authority_id: int | None) -> Candidates:
    """The documents of a round; with `authority_id` only those that it answers for."""
    query = (
        select(CleanupItem, Document, Authority.name)
        .join(Document, col(Document.id) == CleanupItem.document_id)
        .join(Authority, col(Authority.id) == Document.lead_authority_id)
        .where(CleanupItem.round_id == round_id)
        .order_by(col(CleanupItem.id))
    )
    if authority_id is not None:
        query = query.where(CleanupItem.answering_id == authority_id)
    candidates = Candidates(round_id, "本轮清理中" if authority_id is None else "本机关在本轮清理中")
    for item, document, authority in session.exec(query):
        candidate = Candidate(item, document, title_key(authority))
        candidates.by_item[item.id or 0] = candidate
        number = document.doc_no_key or number_key(document.doc_no or document.local_serial)
        candidates.by_number.setdefault(number, []).append(candidate)
        candidates.by_title.setdefault(document.title_key, []).append(candidate)
    return candidates


class Named:
    """Gives each row of a file its item, none of them to two rows."""

    def __init__(self, candidates: Candidates, lines: Sequence[OutcomeLine]) -> None:
        self._candidates = candidates
        self._alike = Counter(map(_without_place, lines))
        self.taken: dict[int, OutcomeLine] = {}

    def take(self, line: OutcomeLine) -> Candidate:
        """The item that a row means. Raises Refusal when it means none, several, or one that another row has."""
        item_ids = self._candidates.find(line)
        if len(item_ids) > 1 and self._alike[_without_place(line)] != len(item_ids):
            raise Refusal(
                f"本轮清理中有{len(item_ids)}件文件与此行相符，请加上发文字号、制定机关或公布日期以区分。"
            )
        free = [item_id for item_id in item_ids if item_id not in self.taken]
        if not free:
            place = self.taken[item_ids[0]].place
            raise Refusal(f"与{place}是同一件文件，一件文件只能有一个清理意见。")
        self.taken[free[0]] = line
        return self._candidates.by_item[free[0]]


def number_key(written: str) -> str:
    """The key of a number, or of a secret stub's local serial; "" where there is none."""
    return doc_numbers.key(written) or visible(written).lower() if written.strip() else ""


def _without_place(line: OutcomeLine) -> OutcomeLine:
    """The row without its place: equal rows give the same outcome to documents that they do not tell apart."""
    return replace(line, row=0, sheet="")
