"""Grounds: the facts that a doubt rests on. When they change, a settled doubt is opened again."""

import hashlib
from collections.abc import Sequence
from typing import Any

from registry.domain.documents import RelationKind, missing_steps
from registry.domain.doubts import DocumentFacts, Doubt, Tie, is_carried_out, unrecorded_conclusions


def digest_of(doubt: Doubt, document: DocumentFacts, twins: Sequence[int] = ()) -> str:
    """32 hexadecimal digits that change with the facts the doubt rests on; `twins` are the ids of its twins."""
    words = repr([str(fact) for fact in _grounds(doubt, document, twins)])
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def _grounds(doubt: Doubt, document: DocumentFacts, twins: Sequence[int]) -> Sequence[Any]:
    match doubt:
        case Doubt.SAME_NUMBER | Doubt.ODD_NUMBER:
            return [document.doc_no, *twins]
        case Doubt.FOREIGN_NUMBER:
            return [document.doc_no, document.number_owner, document.issued_by]
        case Doubt.SAME_TITLE:
            return [document.title, *twins]
        case Doubt.PUBLISHED_BEFORE_SIGNED:
            return [document.published_on, document.signed_on]
        case Doubt.NOT_AN_ISSUER | Doubt.UNREVIEWED_AUTHORITY:
            return [document.issued_by]
        case Doubt.LONG_TRIAL:
            return [
                document.title,
                document.effective_on or document.published_on,
                document.valid_until,
                document.has_no_expiry,
            ]
        case Doubt.SHORT_VALIDITY:
            return [document.effective_on or document.published_on, document.valid_until]
        case Doubt.MISSING_STEPS:
            missing = missing_steps(document.kind, document.steps, document.needs_fair_review)
            return [document.kind, document.published_on, *missing]
        case Doubt.PRESUMED_START:
            return [document.published_on]
        case Doubt.BASIS_GONE:
            return sorted(document.gone_bases)
        case Doubt.UNDATED_END:
            return [document.ends_as]
        case Doubt.CONCLUSION_NOT_RECORDED:
            return unrecorded_conclusions(document)
        case _:  # a missing value has no facts; only doubts about relations have some
            return sorted(_tie_words(tie) for tie in document.ties if _is_doubted(doubt, tie, document))


def _is_doubted(doubt: Doubt, tie: Tie, document: DocumentFacts) -> bool:
    match doubt:
        case Doubt.UNCONFIRMED_RELATION:
            return not tie.is_confirmed
        case Doubt.REPEALS_UNKNOWN:
            return tie.kind is RelationKind.REPEALS and tie.other_ends_as is None
        case Doubt.REPEAL_NOT_RECORDED:
            return not is_carried_out(tie, document)
        case _:
            return False


def _tie_words(tie: Tie) -> str:
    return f"{tie.kind} {tie.other_id or tie.other_text}"
