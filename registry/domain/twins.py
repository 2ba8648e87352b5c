"""The documents of a list that may be one and the same: by number, by title, or by a title that is nearly the same."""

import re
from collections.abc import Sequence

from registry.domain.cleanups import Outcome
from registry.domain.findings import Finding, FindingRow, Item, groups, row_of

_SMALL_WORDS = re.compile("的|试行|暂行")
_KEPT = frozenset({Outcome.RETAIN, Outcome.TO_AMEND})


def duplicates(items: Sequence[Item]) -> Finding | None:
    """Items with the same number and no recorded reason, or with the same number and title (as in Yueyang 2025);
    and without a number those of the same title, authority and day."""
    rows: list[FindingRow] = []
    for group in groups(items, lambda item: item.doc_no_key):
        titles = [item.title_key or item.title for item in group]
        n_silent = sum(1 for item in group if not item.duplicate_reason.strip())
        for item, title in zip(group, titles, strict=True):
            if titles.count(title) > 1 or n_silent > 1:
                rows.append(_twin(item, group, "重号"))
    numberless = [item for item in items if _name(item) and not item.doc_no and item.day]
    for group in groups(numberless, lambda item: (_name(item), item.authority_id, item.day)):
        if sum(1 for item in group if not item.duplicate_reason.strip()) > 1:
            rows += [_twin(item, group, "同名") for item in group]
    if not rows:
        return None
    sentence = (
        f"{len(rows)}件文件的发文字号重复（没有文号的，标题、机关和日期都相同），请合并或写明重号说明。"
    )
    return Finding("duplicate", True, sentence, tuple(rows))


def same_titles(items: Sequence[Item], numbered: Finding | None) -> Finding | None:
    """Items of one title and one authority or day, of which one has no number: a reader could not tell them apart."""
    known = {row.id for row in numbered.rows} if numbered else set()
    rows: dict[int, FindingRow] = {}
    silent = [item for item in items if _name(item) and not item.duplicate_reason.strip()]
    by_authority = groups(silent, lambda item: (_name(item), item.authority_id))
    by_day = groups(silent, lambda item: (_name(item), item.day) if item.day else None)
    for group in (*by_authority, *by_day):
        if any(not item.doc_no for item in group):
            rows |= {item.id: _twin(item, group, "同名") for item in group if item.id not in known}
    if not rows:
        return None
    sentence = f"{len(rows)}件文件标题相同而没有文号可以区分，可能是同一件。"
    return Finding("duplicate_title", False, sentence, tuple(rows[row_id] for row_id in sorted(rows)))


def near_titles(items: Sequence[Item]) -> Finding | None:
    """Kept items of one authority whose titles differ by 的, 试行 or 暂行 alone: one may have replaced the other."""
    kept = [
        item for item in items if item.outcome in _KEPT and _name(item) and not item.duplicate_reason.strip()
    ]
    rows = [
        _twin(item, group, "标题相近")
        for group in groups(kept, lambda item: (_SMALL_WORDS.sub("", _name(item) or ""), item.authority_id))
        if len({_name(item) for item in group}) > 1
        for item in group
    ]
    if not rows:
        return None
    sentence = (
        f"{len(rows)}件文件的标题只差“的”“试行”等字，却都列为继续有效或修改，可能是同一件或者前后替代。"
    )
    return Finding("near_title", False, sentence, tuple(rows))


def _twin(item: Item, group: Sequence[Item], how: str) -> FindingRow:
    """The row of an item that is like others of the group, which it names."""
    others = "、".join(other.label for other in group if other.id != item.id)
    return row_of(item, f"与{others}{how}")


def _name(item: Item) -> str | None:
    return (item.title_key or item.title) or None
