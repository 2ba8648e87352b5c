"""Which registered document is meant by what another one calls it."""

from collections import defaultdict
from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.citations import NameKeys
from registry.storage.documents import Document

Named = tuple[int, NameKeys]
"""The id of the document that names another one (0 for one not registered yet), and what it calls it by."""


def targets_of(session: Session, named: Collection[Named]) -> dict[Named, int]:
    """The id of the registered document that is meant, where exactly one can be."""
    numbers = {keys.doc_no for _, keys in named if keys.doc_no}
    titles = {keys.title for _, keys in named if keys.title}
    if not numbers and not titles:
        return {}
    query = select(Document.id, Document.title_key, Document.doc_no_key).where(
        sa.or_(col(Document.doc_no_key).in_(numbers), col(Document.title_key).in_(titles))
    )
    by_number: dict[str, list[Named]] = defaultdict(list)
    by_title: dict[str, list[Named]] = defaultdict(list)
    for document_id, title, number in session.exec(query):
        candidate = (document_id or 0, NameKeys(title, number))
        by_number[number or ""].append(candidate)
        by_title[title].append(candidate)
    found = {}
    for one in named:
        document_id, keys = one
        numbered = by_number.get(keys.doc_no or "", []) if keys.doc_no else []
        titled = by_title.get(keys.title, []) if keys.title else []
        if target := _target(document_id, keys, numbered, titled):
            found[one] = target
    return found


def _target(
    document_id: int, keys: NameKeys, numbered: Sequence[Named], titled: Sequence[Named]
) -> int | None:
    """The only other document of this number, else the only one of this title whose number does not differ."""
    numbered = [one for one in numbered if one[0] != document_id]
    if len(numbered) > 1:
        numbered = [one for one in numbered if one[1].title == keys.title]
    elif not numbered:
        is_other = [bool(keys.doc_no and one[1].doc_no) or one[0] == document_id for one in titled]
        numbered = [one for one, other in zip(titled, is_other, strict=True) if not other]
    return numbered[0][0] if len(numbered) == 1 else None
