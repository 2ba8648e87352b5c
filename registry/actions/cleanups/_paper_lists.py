"""The annexes of the papers of a round: counts by authority, its documents, both opinions, the lists by outcome."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from registry.actions.cleanups._rounds import Pair
from registry.domain import doc_numbers
from registry.domain.catalog import is_public
from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.documents import shown_title
from registry.domain.listed import Kind, ListedDocument, group_of
from registry.domain.papers.cleanups_wording import difference, opinion
from registry.domain.printed_reasons import printed_reason
from registry.exports.list_tables import Group
from registry.exports.papers.facts import ANNEX_TITLES
from registry.exports.papers.lists import ISSUER, ListLine, list_block
from registry.exports.papers.model import PaperAnnex, Table
from registry.exports.wording import in_table

_TITLE, _NUMBER, _PUBLISHED, _UNTIL = "文件名称", "发文字号", "公布日期", "有效期至"
_PROPOSED, _DECIDED, _DIFFERENCE, _OUTCOME, _REASON = "自查意见", "审查意见", "比对", "清理意见", "理由"
_SHORT = {**OUTCOME_WORDS, Outcome.RECLASSIFY: "不属于"}
COVERED = (
    (_TITLE, Kind.PROSE),
    (_NUMBER, Kind.NAME),
    (ISSUER, Kind.NAME),
    (_PUBLISHED, Kind.DAY),
    (_UNTIL, Kind.DAY),
)
OPINIONS = (
    (_TITLE, Kind.PROSE), (_NUMBER, Kind.NAME), (ISSUER, Kind.NAME), (_PROPOSED, Kind.PROSE),
    (_DECIDED, Kind.PROSE), (_DIFFERENCE, Kind.NAME),
)  # fmt: skip
DECIDED = (
    (_TITLE, Kind.PROSE),
    (_NUMBER, Kind.NAME),
    (ISSUER, Kind.NAME),
    (_PUBLISHED, Kind.DAY),
    (_REASON, Kind.PROSE),
)
DRAFT = (
    (_TITLE, Kind.PROSE), (_NUMBER, Kind.NAME), (ISSUER, Kind.NAME), (_PUBLISHED, Kind.DAY), (_OUTCOME, Kind.NAME),
    (_REASON, Kind.PROSE),
)  # fmt: skip


def counts_table(title: str, pairs: Sequence[Pair], names: Mapping[int, str]) -> Table:
    """How many documents each authority answers for, by what the office decided, with the sum of all."""
    counts: dict[int, Counter[Outcome | None]] = {}
    for item, _ in pairs:
        counts.setdefault(item.answering_id, Counter())[item.outcome] += 1
    shown = [outcome for outcome in (*Outcome, None) if any(row[outcome] for row in counts.values())]
    words = [_SHORT[outcome] if outcome else "未定" for outcome in shown]
    columns = (("机关", Kind.PROSE), ("合计", Kind.NAME), *((word, Kind.NAME) for word in words))
    rows = [
        (name, str(counts[key].total()), *(str(counts[key][outcome]) for outcome in shown))
        for key, name in names.items()
        if key in counts
    ]
    every = sum(counts.values(), Counter[Outcome | None]())
    total = ("", str(every.total()), *(str(every[outcome]) for outcome in shown))
    return Table(title, columns, (), groups=(Group(rows, total=total),))


def shares_annex(pairs: Sequence[Pair], names: Mapping[int, str]) -> PaperAnnex:
    """How many documents each authority has to answer for."""
    counts = Counter(item.answering_id for item, _ in pairs)
    rows = [(name, str(counts[key])) for key, name in names.items() if counts[key]]
    title = "各机关列入清理范围的文件件数"
    return PaperAnnex(title, (Table(title, (("机关", Kind.PROSE), ("件数", Kind.NAME)), rows),))


def covered_annex(documents: Iterable[ListedDocument]) -> PaperAnnex:
    """The public documents that a round covers."""
    title = "列入清理范围的行政规范性文件目录"
    lines = [_line(document, {}) for document in documents if _is_public(document)]
    return PaperAnnex(title, (list_block(title, COVERED, lines),))


def opinions_annex(pairs: Sequence[Pair], title: str) -> PaperAnnex:
    """What the authority proposes and the office decides of each document, side by side."""
    lines = [
        _line(
            document,
            {
                _PROPOSED: opinion(item.proposal),
                _DECIDED: opinion(item.decision),
                _DIFFERENCE: difference(
                    item.proposal,
                    item.decision,
                    is_answered=item.is_answered,
                    is_sent_back=bool(item.sent_back_because),
                ),
            },
        )
        for item, document in pairs
    ]
    return PaperAnnex(title, (list_block(title, OPINIONS, lines),))


def outcome_annexes(pairs: Sequence[Pair], order: Sequence[Outcome]) -> tuple[PaperAnnex, ...]:
    """A list of the documents of each outcome that has some, as the office decided."""
    annexes = []
    for outcome in order:
        lines = [
            _line(document, {_REASON: printed_reason(item.decision)})
            for item, document in pairs
            if item.outcome is outcome
        ]
        if lines:
            title = f"拟{ANNEX_TITLES[outcome].removeprefix('宣布').removeprefix('需要')}"
            annexes.append(PaperAnnex(title, (list_block(title, DECIDED, lines),)))
    return tuple(annexes)


def draft_annex(rows: Iterable[Mapping[str, Any]], title: str) -> PaperAnnex:
    """The draft list as it was announced (`Consultation.rows`)."""
    lines = [
        ListLine(
            row["authority"],
            row["authority_group"],
            {
                _TITLE: row["title"],
                _NUMBER: row["doc_no"],
                _PUBLISHED: in_table(
                    date.fromisoformat(row["published_on"]) if row["published_on"] else None
                ),
                _OUTCOME: OUTCOME_WORDS[Outcome(row["outcome"])],
                _REASON: row["reason"],
            },
        )
        for row in rows
    ]
    return PaperAnnex(title, (list_block(title, DRAFT, lines),))


def _is_public(document: ListedDocument) -> bool:
    return is_public(document.disclosure, document.is_published)


def _line(document: ListedDocument, words: dict[str, str]) -> ListLine:
    until = in_table(document.valid_until) if document.valid_until else document.valid_until_text
    return ListLine(
        document.authority,
        group_of(document.authority_kind),
        {
            _TITLE: shown_title(document),
            _NUMBER: doc_numbers.printed(document.doc_no),
            _PUBLISHED: in_table(document.published_on),
            _UNTIL: until,
            **words,
        },
    )
