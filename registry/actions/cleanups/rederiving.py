"""What is wrong with the items of open rounds: whether each counts as answered or as sent back, by its steps."""

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.citations import quoted
from registry.domain.cleanups import Answer, Stage, lacking
from registry.domain.documents import shown_title
from registry.domain.instants import day_of
from registry.storage.cleanups.items import items_of
from registry.storage.cleanups.returns import hashes_of_scans
from registry.storage.cleanups.tables import CleanupItem, CleanupRound, CleanupStep
from registry.storage.documents.tables import Document
from registry.storage.engine import Store
from registry.storage.files import path_of


def wrong_cleanups(store: Store, session: Session) -> Iterator[tuple[str, str, str]]:
    """(kind, subject, sentence) for what is not as it should be: answers, what was sent back, scans of returns."""
    query = (
        select(CleanupRound.id).where(col(CleanupRound.released_at).is_(None)).order_by(col(CleanupRound.id))
    )
    for round_id in session.exec(query).all():
        yield from _wrong_items(session, round_id or 0)
    for sha256 in sorted(hashes_of_scans(session)):
        path = path_of(store, sha256)
        if not path.exists():
            yield "file", sha256, f"签字报送的扫描件缺失：{sha256}。请从备份恢复。"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield "file", sha256, f"签字报送的扫描件内容与校验值不符：{sha256}。请从备份恢复。"


def _wrong_items(session: Session, round_id: int) -> Iterator[tuple[str, str, str]]:
    last_days = dict(
        session.execute(
            sa.select(col(Document.id), col(Document.valid_until))
            .join(CleanupItem, col(CleanupItem.document_id) == Document.id)
            .where(col(CleanupItem.round_id) == round_id)
        ).all()
    )
    expected = _expected(session, round_id, last_days)
    for item in items_of(session, round_id):
        if item.document_id in expected and (
            (item.is_answered, item.sent_back_because) not in expected[item.document_id]
        ):
            title = quoted(shown_title(session.get_one(Document, item.document_id)))
            yield (
                "cleanup_item",
                f"cleanup:{round_id}",
                f"清理中{title}是否已报送、是否已退回，与逐步记录重新计算的结果不一致。",
            )


def _expected(
    session: Session, round_id: int, last_days: Mapping[int, date | None]
) -> dict[int, set[tuple[bool, str]]]:
    """document → what (is answered, was sent back because) may be by its steps; those without a step are left out.

    An answer that is whole or not by a last valid day may be either: the day may have changed since.
    """
    expected: dict[int, set[tuple[bool, str]]] = {}
    steps = select(CleanupStep).where(CleanupStep.round_id == round_id).order_by(col(CleanupStep.id))
    for step in session.exec(steps):
        document_id = step.document_id
        before = expected.get(document_id)
        match step.stage:
            case Stage.PROPOSED:
                answer, on = Answer.from_kept(step.answer), day_of(step.at)
                reasons = {reason for _, reason in before or {(False, "")}}
                expected[document_id] = set()
                for last_day in (None, last_days.get(document_id)):
                    is_whole = not lacking(answer, last_day, on)
                    expected[document_id] |= {(True, "")} if is_whole else {(False, why) for why in reasons}
            case Stage.SENT_BACK:
                expected[document_id] = {(False, step.words)}
            case Stage.DECIDED | Stage.MET if before and step.outcome is not None:
                expected[document_id] = {(is_answered, "") for is_answered, _ in before}
    return expected
