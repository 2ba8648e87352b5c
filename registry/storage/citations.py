"""Which registered document is meant by what another one calls it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from registry.domain.citations import NameKeys, annex_of, title_of_notice
from registry.storage.authorities import AuthorityName
from registry.storage.batches import batches
from registry.storage.documents.tables import Document

_BATCH = 5_000  # keys asked for in one query
_NATIONAL = "中华人民共和国"  # laws and decrees, which no authority of ours gives out

Named = tuple[int, NameKeys]
"""The id of the document that names another one (0 for one not registered yet), and what it calls it by."""


def targets_of(session: Session, named: Collection[Named]) -> dict[Named, int]:
    """The id of the registered document that is meant, where exactly one can be.

    A rule that a notice gives out (关于印发《…》的通知) is cited by its own title: it means the notice.
    """
    numbers = {keys.doc_no for _, keys in named if keys.doc_no}
    titles = {keys.title for _, keys in named if keys.title}
    known = _documents(session, col(Document.doc_no_key), numbers)
    titled = _documents(session, col(Document.title_key), titles)
    by_number, by_title = _grouped(known, 1), _grouped(titled, 0)
    found = {one: target for one in named if (target := _target(one, by_number, by_title))}
    notices = _notices(session, {one[1].title for one in named if one not in found} - {""})
    return found | {
        one: target
        for one in named
        if one not in found and one[1].doc_no not in by_number and (target := _target(one, {}, notices))
    }


def _notices(session: Session, annexes: Collection[str]) -> dict[str, list[Named]]:
    """annex → the notices that give it out.

    A few are looked up by the names that any authority has or had; for many, as an import asks, all notices are read.
    """
    rules = {annex for annex in annexes if not annex.startswith(_NATIONAL)}
    issuers = ["", *session.exec(select(AuthorityName.name_key).distinct()).all()] if rules else []
    if len(rules) * len(issuers) <= _BATCH:
        titles = [title_of_notice(annex, issuer) for annex in rules for issuer in issuers]
        notices = _documents(session, col(Document.title_key), titles)
    else:
        query = select(Document.id, Document.title_key, Document.doc_no_key)
        rows = session.exec(query.where(col(Document.title_key).like(f"%{title_of_notice('%', '')}")))
        notices = [(one or 0, NameKeys(title, number)) for one, title, number in rows]
    found: dict[str, list[Named]] = defaultdict(list)
    for notice in notices:
        if (annex := annex_of(notice[1].title)) in rules:
            found[annex].append(notice)
    return found


def _documents(session: Session, column: Any, keys: Collection[str]) -> list[Named]:
    found: list[Named] = []
    for batch in batches(keys, _BATCH):
        query = select(Document.id, Document.title_key, Document.doc_no_key).where(column.in_(batch))
        found += [(one or 0, NameKeys(title, number)) for one, title, number in session.exec(query)]
    return found


def _grouped(documents: Iterable[Named], by: int) -> dict[str | None, list[Named]]:
    groups: dict[str | None, list[Named]] = defaultdict(list)
    for one in documents:
        groups[one[1][by]].append(one)
    return groups


def _target(
    one: Named,
    by_number: Mapping[str | None, Sequence[Named]],
    by_title: Mapping[Any, Sequence[Named]],
) -> int | None:
    """The only other document of this number, else the only one of this title whose number does not differ."""
    document_id, keys = one
    numbered = [other for other in by_number.get(keys.doc_no, ()) if keys.doc_no and other[0] != document_id]
    if len(numbered) > 1:
        numbered = [other for other in numbered if other[1].title == keys.title]
    elif not numbered:
        titled = by_title.get(keys.title, ()) if keys.title else ()
        numbered = [
            other for other in titled if other[0] != document_id and not (keys.doc_no and other[1].doc_no)
        ]
    return numbered[0][0] if len(numbered) == 1 else None
