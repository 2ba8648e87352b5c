"""Grounds: the facts that a doubt rests on, so that it is told when a doubt once settled rests on others."""

import hashlib
from collections.abc import Sequence
from typing import Any

from registry.domain.documents import RelationKind, missing_steps
from registry.domain.doubts import Doubt, Doubtful, Tie, is_carried_out


def digest_of(doubt: Doubt, one: Doubtful, twins: Sequence[int] = ()) -> str:
    """32 hexadecimal digits that change when the doubt rests on other facts; `twins` are the ids of its twins."""
    words = repr([str(each) for each in _grounds(doubt, one, twins)])
    return hashlib.sha256(words.encode()).hexdigest()[:32]


def _grounds(doubt: Doubt, one: Doubtful, twins: Sequence[int]) -> Sequence[Any]:
    match doubt:
        case Doubt.SAME_NUMBER | Doubt.ODD_NUMBER:
            return [one.doc_no, *twins]
        case Doubt.SAME_TITLE:
            return [one.title, *twins]
        case Doubt.PUBLISHED_BEFORE_SIGNED:
            return [one.published_on, one.signed_on]
        case Doubt.NOT_AN_ISSUER | Doubt.UNREVIEWED_AUTHORITY:
            return [one.issued_by]
        case Doubt.LONG_TRIAL:
            return [one.title, one.effective_on or one.published_on, one.valid_until, one.has_no_expiry]
        case Doubt.MISSING_STEPS:
            return [one.kind, one.published_on, *missing_steps(one.kind, one.steps)]
        case Doubt.PRESUMED_START:
            return [one.published_on]
        case Doubt.UNDATED_END:
            return [one.ends_as]
        case _:  # of what is not there, only relations say more than that
            return sorted(_named(tie) for tie in one.ties if _is_at_stake(doubt, tie, one))


def _is_at_stake(doubt: Doubt, tie: Tie, one: Doubtful) -> bool:
    match doubt:
        case Doubt.UNCONFIRMED_RELATION:
            return not tie.is_confirmed
        case Doubt.REPEALS_UNKNOWN:
            return tie.kind is RelationKind.REPEALS and tie.other_ends_as is None
        case Doubt.REPEAL_NOT_RECORDED:
            return not is_carried_out(tie, one)
        case _:
            return False


def _named(tie: Tie) -> str:
    return f"{tie.kind} {tie.other_id or tie.other_text}"
