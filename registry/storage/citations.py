"""Finding the registered documents that other documents cite."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlmodel import Session, col, select

from registry.domain.citations import NameKeys, annex_of, title_of_notice
from registry.storage.authorities import AuthorityName
from registry.storage.batches import batches
from registry.storage.documents.tables import Document

_BATCH = 5_000  # keys asked for in one query
_NATIONAL = "中华人民共和国"  # national laws and decrees, which no authority of the register issues

Named = tuple[int, NameKeys]
"""A document id with keys: of a citation, the citing document (0 when it is not registered yet) and the cited keys."""


def targets_of(session: Session, citations: Collection[Named]) -> dict[Named, int]:
    """citation → id of the registered document that is meant, for citations that match exactly one document.

    A rule issued by a notice (关于印发《…》的通知) is cited by its own title: the notice is meant.
    """
    numbers = {keys.doc_no for _, keys in citations if keys.doc_no}
    titles = {keys.title for _, keys in citations if keys.title}
    by_number = _grouped(_documents(session, col(Document.doc_no_key), numbers), 1)
    by_title = _grouped(_documents(session, col(Document.title_key), titles), 0)
    targets = {
        citation: target for citation in citations if (target := _target(citation, by_number, by_title))
    }
    unmatched = [citation for citation in citations if citation not in targets]
    notices = _notices(session, {keys.title for _, keys in unmatched} - {""})
    return targets | {
        citation: target
        for citation in unmatched
        if citation[1].doc_no not in by_number and (target := _target(citation, {}, notices))
    }


def _notices(session: Session, annexes: Collection[str]) -> dict[str, list[Named]]:
    """Rule → the notices that issue it.

    A few rules are looked up with the present and former names of every authority; for many, as at an import, all
    notices are read.
    """
    rules = {annex for annex in annexes if not annex.startswith(_NATIONAL)}
    issuers = ["", *session.exec(select(AuthorityName.name_key).distinct()).all()] if rules else []
    if len(rules) * len(issuers) <= _BATCH:
        titles = [title_of_notice(annex, issuer) for annex in rules for issuer in issuers]
        notices = _documents(session, col(Document.title_key), titles)
    else:
        query = select(Document.id, Document.title_key, Document.doc_no_key)
        rows = session.exec(query.where(col(Document.title_key).like(f"%{title_of_notice('%', '')}")))
        notices = [(document_id or 0, NameKeys(title, number)) for document_id, title, number in rows]
    by_annex: dict[str, list[Named]] = defaultdict(list)
    for notice in notices:
        if (annex := annex_of(notice[1].title)) in rules:
            by_annex[annex].append(notice)
    return by_annex


def _documents(session: Session, column: Any, keys: Collection[str]) -> list[Named]:
    documents: list[Named] = []
    for batch in batches(keys, _BATCH):
        fields = select(Document.id, Document.title_key, Document.doc_no_key, Document.number_owner)
        documents += [
            (document_id or 0, NameKeys(title, None if owner else number))
            for document_id, title, number, owner in session.exec(fields.where(column.in_(batch)))
        ]
    return documents


def _grouped(documents: Iterable[Named], by: int) -> dict[str | None, list[Named]]:
    groups: dict[str | None, list[Named]] = defaultdict(list)
    for document in documents:
        groups[document[1][by]].append(document)
    return groups


def _target(
    citation: Named,
    by_number: Mapping[str | None, Sequence[Named]],
    by_title: Mapping[Any, Sequence[Named]],
) -> int | None:
    """The id of the only document with the cited number, else of the only one with the title and no other number.

    A document does not cite itself. None when no document matches, or several do.
    """
    citing_id, keys = citation
    numbered = by_number.get(keys.doc_no, ()) if keys.doc_no else ()
    matches = [document for document in numbered if document[0] != citing_id]
    if len(matches) > 1:
        matches = [document for document in matches if document[1].title == keys.title]
    elif not matches:
        titled = by_title.get(keys.title, ()) if keys.title else ()
        matches = [
            document
            for document in titled
            if document[0] != citing_id and not (keys.doc_no and document[1].doc_no)
        ]
    return matches[0][0] if len(matches) == 1 else None
