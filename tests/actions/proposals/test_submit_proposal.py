"""Submitting: once a form, numbers without gaps also at once, and nothing personal where it does not belong."""

from dataclasses import replace
from functools import partial

import pytest
from sqlmodel import select

from registry.actions.proposals.submit_proposal import (
    AlreadySubmitted,
    KeptAttachment,
    Submission,
    submit_proposal,
)
from registry.domain.errors import Refusal
from registry.storage.engine import Store, reading
from registry.storage.files import keep_bytes
from registry.storage.review_proposals import ReviewProposal
from tests.building.concurrent_acts import check_sound, perform_at_once
from tests.building.documents import register_old
from tests.building.proposals import PERSON, PROPOSED
from tests.cast import NOW

SUBMISSION = Submission(PERSON, PROPOSED)


def submit(store: Store, n: int, submission: Submission = SUBMISSION) -> ReviewProposal:
    return submit_proposal(store, submission, once=f"once-{n}", code=f"CODE{n:016}", now=NOW)


def test_numbers_have_no_gaps_when_many_submit_at_once(store: Store) -> None:
    acts = [partial(submit, store, n % 20) for n in range(40)]  # each form is sent twice
    answers = perform_at_once(acts)
    assert all(isinstance(answer, ReviewProposal) for answer in answers)
    with reading(store) as session:
        numbers = sorted(session.exec(select(ReviewProposal.serial)).all())
    assert numbers == list(range(1, 21))
    check_sound(store)


def test_a_form_with_other_content_is_refused(store: Store) -> None:
    submit(store, 1)
    others = (
        replace(SUBMISSION, person=replace(PERSON, phone="1")),
        replace(SUBMISSION, proposed=replace(PROPOSED, clause="第九条")),
        replace(SUBMISSION, files=(KeptAttachment("pdf", 3, keep_bytes(store, b"abc")),)),
    )
    for other in others:
        with pytest.raises(AlreadySubmitted, match="审建〔2026〕1号"):
            submit(store, 1, other)
    submit(store, 1, replace(SUBMISSION, proposed=replace(PROPOSED, clause=" 第三条\u200b")))
    check_sound(store)


def test_a_document_that_is_not_public_is_not_linked(store: Store) -> None:
    hidden = register_old(store, "示范区未公布的办法", is_published=False)
    public = register_old(store, "示范区公布的办法")
    linked = [
        submit(store, n, replace(SUBMISSION, document_id=document_id)).document_id
        for n, document_id in enumerate((hidden, public, 9_999))
    ]
    assert linked == [None, public, None]


def test_four_files_are_refused(store: Store) -> None:
    file = KeptAttachment("pdf", 3, "0" * 64)
    with pytest.raises(Refusal, match="最多3个"):
        submit(store, 1, replace(SUBMISSION, files=(file,) * 4))
