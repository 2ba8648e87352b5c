"""A cleanup round: outcomes, the events they become, and the gate that no incomplete list passes.

Sources: DOMAIN §7 (the invariant), §9 (errors in published lists); 国发〔2010〕33号 (every two years, published).
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from registry.domain.documents import Disclosure
from registry.domain.normal import shortened
from registry.domain.validity import ALIVE, EventKind, Status


class Outcome(StrEnum):
    RETAIN = "retain"
    TO_AMEND = "to_amend"
    LAPSE = "lapse"
    REPEAL = "repeal"
    RECLASSIFY = "reclassify"


OUTCOME_WORDS: dict[Outcome, str] = {
    Outcome.RETAIN: "继续有效",
    Outcome.TO_AMEND: "修改",
    Outcome.LAPSE: "失效",
    Outcome.REPEAL: "废止",
    Outcome.RECLASSIFY: "不属于规范性文件",
}

_OUTCOME_SPELLINGS: dict[str, Outcome] = {
    "继续有效": Outcome.RETAIN,
    "保留": Outcome.RETAIN,
    "有效": Outcome.RETAIN,
    "继续执行": Outcome.RETAIN,
    "修改": Outcome.TO_AMEND,
    "拟修改": Outcome.TO_AMEND,
    "修订": Outcome.TO_AMEND,
    "失效": Outcome.LAPSE,
    "宣布失效": Outcome.LAPSE,
    "废止": Outcome.REPEAL,
    "不属于规范性文件": Outcome.RECLASSIFY,
    "不属于行政规范性文件": Outcome.RECLASSIFY,
    "重新认定不属于": Outcome.RECLASSIFY,
}

OUTCOME_EVENTS: dict[Outcome, EventKind] = {
    Outcome.RETAIN: EventKind.CONFIRMED,
    Outcome.TO_AMEND: EventKind.TO_AMEND,
    Outcome.LAPSE: EventKind.DECLARED_LAPSED,
    Outcome.REPEAL: EventKind.REPEALED,
    Outcome.RECLASSIFY: EventKind.RECLASSIFIED,
}


class RoundKind(StrEnum):
    PERIODIC = "periodic"
    SPECIAL = "special"
    IMMEDIATE = "immediate"


ROUND_KIND_WORDS: dict[RoundKind, str] = {
    RoundKind.PERIODIC: "定期清理",
    RoundKind.SPECIAL: "专项清理",
    RoundKind.IMMEDIATE: "即时清理",
}


class BasisChange(StrEnum):
    """What happened to a law or document that other documents cite as their basis."""

    AMENDED = "amended"
    REPEALED = "repealed"


BASIS_CHANGE_WORDS: dict[BasisChange, str] = {BasisChange.AMENDED: "修改", BasisChange.REPEALED: "废止"}
_BASIS_NAME_LENGTH = 200


def basis_words(name: str, change: BasisChange, on: date, source: str) -> str:
    """The sentence that a round over this basis keeps and prints: 《…》自2026年3月1日起废止（…）."""
    day = f"{on.year}年{on.month}月{on.day}日"
    return f"{shortened(name, _BASIS_NAME_LENGTH)}自{day}起{BASIS_CHANGE_WORDS[change]}（{source.strip()}）"


def outcome_from(words: str) -> Outcome | None:
    """The outcome of a word that offices write, or of its English code; None for an unknown word."""
    bare = words.strip().strip("。；;拟予以").replace("（废止）", "")
    if bare in set(Outcome):
        return Outcome(bare)
    return _OUTCOME_SPELLINGS.get(bare)


@dataclass(frozen=True)
class Item:
    """One document of a round, as the gate sees it. A secret one is counted and has no title or number."""

    id: int
    title: str
    doc_no: str | None
    doc_no_key: str | None
    authority_id: int
    authority: str
    disclosure: Disclosure
    outcome: Outcome | None
    reason: str = ""
    published_on: date | None = None
    status: Status = Status.IN_FORCE
    duplicate_reason: str = ""
    title_key: str = ""

    @property
    def label(self) -> str:
        if self.disclosure is Disclosure.SECRET:
            return f"涉密文件（{self.authority}）"
        return f"{self.title}（{self.doc_no or '无文号'}）"


@dataclass(frozen=True)
class Finding:
    """A reason why a list may not be released, with its rows. A hard finding must be mended and cannot be accepted."""

    code: str
    is_hard: bool
    sentence: str
    rows: tuple[tuple[int, str], ...]

    @property
    def id(self) -> str:
        """A name that changes with the rows: an accepted finding that gains a row is open again."""
        rows = ",".join(str(row) for row, _ in self.rows)
        return f"{self.code}-{hashlib.sha256(rows.encode()).hexdigest()[:8]}"


def release_findings(
    items: Sequence[Item],
    n_in_scope: int,
    late: Sequence[tuple[int, str]] = (),
    gone: Sequence[tuple[int, str]] = (),
) -> list[Finding]:
    """Every reason why this round's list may not be released; empty means it may.

    `n_in_scope` counts the documents that the scope covers in the register now, secret ones included;
    `late` are documents of the scope that entered the register after the round was opened, `gone` those of
    the round that the scope no longer covers.
    """
    findings = [
        _totals(items, n_in_scope, late, gone),
        _rows_finding(items, "undecided", True, _is_undecided, "尚未确定清理意见，请逐件确定。"),
        _duplicates(items),
        _rows_finding(
            items,
            "secret_in_public",
            True,
            lambda item: item.disclosure is Disclosure.SECRET and bool(item.title or item.doc_no),
            "涉密文件带有标题或文号，公布时会泄露，请只保留本地序号。",
        ),
        _unanswered(items),
        _rows_finding(
            items,
            "unknown_dates",
            False,
            lambda item: (
                item.disclosure is not Disclosure.SECRET
                and (item.published_on is None or item.status is Status.UNKNOWN)
            ),
            "缺少公布日期或效力无法计算，请补录，或由负责人说明理由后接受。",
        ),
        _rows_finding(
            items,
            "reason_missing",
            False,
            lambda item: item.outcome not in {None, Outcome.RETAIN} and not item.reason.strip(),
            "列为修改、失效、废止或不属于的，没有写明理由。",
        ),
        _rows_finding(
            items,
            "already_ended",
            False,
            lambda item: item.outcome in {Outcome.RETAIN, Outcome.TO_AMEND} and item.status not in ALIVE,
            "已经失效或废止，却列为继续有效或修改；列入目录不会使其恢复效力。",
        ),
    ]
    return [finding for finding in findings if finding is not None]


def open_findings(findings: Iterable[Finding], accepted: Iterable[str]) -> list[Finding]:
    """The findings that still bar the release: the hard ones, and the others that nobody accepted with a reason."""
    accepted_ids = set(accepted)
    return [finding for finding in findings if finding.is_hard or finding.id not in accepted_ids]


def outcome_counts(items: Iterable[Item]) -> dict[Outcome, int]:
    """How many documents have each outcome, secret ones included (DOMAIN §2.9)."""
    counts = dict.fromkeys(Outcome, 0)
    for item in items:
        if item.outcome is not None:
            counts[item.outcome] += 1
    return counts


def _is_undecided(item: Item) -> bool:
    return item.outcome is None


def _rows_finding(
    items: Sequence[Item], code: str, is_hard: bool, test: Callable[[Item], bool], sentence: str
) -> Finding | None:
    rows = tuple((item.id, item.label) for item in items if test(item))
    return Finding(code, is_hard, f"{len(rows)}件文件{sentence}", rows) if rows else None


def _totals(
    items: Sequence[Item],
    n_in_scope: int,
    late: Sequence[tuple[int, str]],
    gone: Sequence[tuple[int, str]],
) -> Finding | None:
    n_decided = sum(1 for item in items if item.outcome is not None)
    if n_in_scope == n_decided == len(items) and not late and not gone:
        return None
    counts = outcome_counts(items)
    total = "＋".join(f"{OUTCOME_WORDS[outcome]}{n}" for outcome, n in counts.items())
    sentence = f"清理范围内应有{n_in_scope}件，清理意见合计{n_decided}件（{total}），两数不符。"
    if late:
        sentence += f"其中{len(late)}件是开展清理后才登记的，请补入本轮。"
    if gone:
        sentence += f"另有{len(gone)}件已不在清理范围内，请移出本轮。"
    return Finding("totals", True, sentence, (*late, *gone))


def _duplicates(items: Sequence[Item]) -> Finding | None:
    """Items with the same number and no recorded reason, or with the same number and title (as in Yueyang 2025)."""
    rows: list[tuple[int, str]] = []
    for group in _groups(items, lambda item: item.doc_no_key):
        titles = [item.title_key or item.title for item in group]
        n_silent = sum(1 for item in group if not item.duplicate_reason.strip())
        for item, title in zip(group, titles, strict=True):
            if titles.count(title) > 1 or n_silent > 1:
                rows.append((item.id, item.label))
    if not rows:
        return None
    return Finding("duplicate", True, f"{len(rows)}件文件的发文字号重复，请合并或写明重号说明。", tuple(rows))


def _unanswered(items: Sequence[Item]) -> Finding | None:
    rows = []
    for group in _groups(items, lambda item: item.authority_id, at_least=1):
        if all(item.outcome is None for item in group):
            rows.append((group[0].authority_id, f"{group[0].authority}（{len(group)}件）"))
    if not rows:
        return None
    return Finding(
        "unanswered_authority", False, f"{len(rows)}个制定机关的文件，清理意见一件也没有确定。", tuple(rows)
    )


def _groups(items: Sequence[Item], key: Callable[[Item], Hashable], at_least: int = 2) -> list[list[Item]]:
    """The items that share a key, where at least so many do; items without the key are left out."""
    groups: dict[Hashable, list[Item]] = defaultdict(list)
    for item in items:
        if key(item) is not None:
            groups[key(item)].append(item)
    return [group for group in groups.values() if len(group) >= at_least]
