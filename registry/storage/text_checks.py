"""The checks of documents' texts by rule: when each was checked, its hits, and what people hold of them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.articles import Places, passages
from registry.domain.checks.findings import CheckKind, Finding
from registry.domain.checks.verdicts import HitVerdict, matched, reopened
from registry.domain.levels import Level
from registry.storage.columns import Instant, unchecked_word, word
from registry.storage.worksheets import ReviewFinding


class TextCheck(SQLModel, table=True):
    """The last check of a document's text; `problem` is what was not checked and why, "" for nothing.

    `document_version` and `book_version` are those it was checked with: it is due again when either has grown.
    """

    __tablename__ = "text_check"
    document_id: int = Field(primary_key=True, foreign_key="document.id")
    document_version: int
    text_sha256: str = Field(max_length=64)
    book_version: int
    checked_at: datetime = Field(sa_type=Instant)
    problem: str = Field(default="", max_length=1000)
    n_hits: int = 0


class TextHit(SQLModel, table=True):
    """A hit of the checks, in the order of the text, and what a person holds of it.

    `article` is where it stands, "" for the whole text. A hit keeps its id in the next check that finds it again. One
    that was judged, and that the last check does not find, `is_gone`: it is kept for its verdict.
    """

    __tablename__ = "text_hit"
    __table_args__ = (sa.Index("ix_text_hit_place", "document_id", "is_gone", "position"),)
    id: int | None = Field(default=None, primary_key=True)
    document_id: int = Field(foreign_key="document.id")
    position: int
    rule: str = Field(max_length=100)
    kind: CheckKind = Field(sa_type=unchecked_word(CheckKind, 32))
    level: Level = Field(sa_type=word(Level, "level"))
    quote: str = Field(sa_type=sa.Text)
    start: int
    end: int
    says: str = Field(sa_type=sa.Text)
    source: str = Field(sa_type=sa.Text)
    verdict: HitVerdict = Field(sa_type=word(HitVerdict, "verdict"))
    reason: str = Field(default="", max_length=500)
    judged_by: str = Field(default="", max_length=100)
    judged_at: datetime | None = Field(default=None, sa_type=Instant)
    is_gone: bool = False
    version: int = 1
    article_key: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})
    article: str = Field(default="", max_length=60, sa_column_kwargs={"server_default": ""})


IS_RAISED = sa.exists().where(col(ReviewFinding.hit_id) == col(TextHit.id))
"""Whether a worksheet has the hit as a finding, in SQL."""
_FOUND = ("kind", "level", "quote", "start", "end", "says", "source")


def check_of(session: Session, document_id: int) -> TextCheck | None:
    """The last check of a document's text; None for one that was never checked."""
    return session.get(TextCheck, document_id)


def hits_of(session: Session, document_id: int) -> list[TextHit]:
    """What the last check of a document found, those about the whole text first, then in the order of the text."""
    query = select(TextHit).where(TextHit.document_id == document_id, col(TextHit.is_gone).is_(False))
    return list(session.exec(query.order_by(col(TextHit.position))).all())


def hits_by_id(session: Session, document_id: int, ids: Iterable[int]) -> list[TextHit]:
    """Those of these hits that the last check of the document found, in their order."""
    query = select(TextHit).where(
        TextHit.document_id == document_id, col(TextHit.is_gone).is_(False), col(TextHit.id).in_(set(ids))
    )
    return list(session.exec(query.order_by(col(TextHit.position))).all())


def open_hits(session: Session, document_id: int, rule: str) -> list[TextHit]:
    """The hits of a rule that wait for a verdict and are no finding of a worksheet."""
    query = select(TextHit).where(
        TextHit.document_id == document_id,
        col(TextHit.is_gone).is_(False),
        TextHit.rule == rule,
        TextHit.verdict == HitVerdict.OPEN,
        ~IS_RAISED,
    )
    return list(session.exec(query.order_by(col(TextHit.position))).all())


def standing_kinds(session: Session, document_id: int) -> set[CheckKind]:
    """The kinds of the hits that nobody has dismissed."""
    query = sa.select(col(TextHit.kind)).where(
        col(TextHit.document_id) == document_id,
        col(TextHit.is_gone).is_(False),
        col(TextHit.verdict) != HitVerdict.DISMISSED,
    )
    return set(session.execute(query.distinct()).scalars())


def keep_check(
    session: Session,
    check: TextCheck,
    findings: Sequence[Finding],
    text: str,
    stays: Callable[[TextHit], bool] = lambda hit: False,
) -> None:
    """Keeps a check of a text and its hits; verdicts follow their hits.

    What it did not find again comes last where it `stays`; else it is gone. The caller holds the document, so that
    nobody judges its hits meanwhile, and no two checks are kept at once.
    """
    _replace_hits(session, check.document_id, findings, Places(passages(text)), stays)
    check.n_hits = _count(session, check.document_id)
    session.merge(check)
    session.flush()


def _replace_hits(
    session: Session,
    document_id: int,
    findings: Sequence[Finding],
    places: Places,
    stays: Callable[[TextHit], bool],
) -> None:
    before = session.exec(
        select(TextHit).where(TextHit.document_id == document_id).order_by(col(TextHit.position))
    ).all()
    added, changed, left = [], [], {hit.id or 0: hit for hit in before}
    after = [_values(finding, position, places) for position, finding in enumerate(findings, 1)]
    pairs = matched(before, findings, [values["article_key"] for values in after])
    for values, hit in zip(after, pairs, strict=True):
        if hit is None:
            added.append({**_OPEN, **values, "document_id": document_id})
            continue
        del left[hit.id or 0]
        if any(getattr(hit, name) != value for name, value in values.items()):
            changed.append({"id": hit.id, **values, **_turned(hit, values)})
    staying = [key for key, hit in left.items() if not hit.is_gone and stays(hit)]
    changed += [
        {"id": key, **_values(left.pop(key), position, places)}
        for position, key in enumerate(staying, len(findings) + 1)
    ]
    _forget(session, left)
    for hit in before:
        session.expunge(hit)
    if changed:
        session.execute(sa.update(TextHit), changed)
    if added:
        session.execute(sa.insert(TextHit), added)


_OPEN: Mapping[str, Any] = {
    "verdict": HitVerdict.OPEN,
    "reason": "",
    "judged_by": "",
    "version": 1,
}


def _values(finding: Finding | TextHit, position: int, places: Places) -> dict[str, Any]:
    part = places.passage_at(finding.start) if finding.quote else None
    return {
        **{name: getattr(finding, name) for name in _FOUND},
        "rule": finding.rule,
        "position": position,
        "is_gone": False,
        "article_key": part.key if part else "",
        "article": part.label if part else "",
    }


def _turned(hit: TextHit, values: Mapping[str, Any]) -> dict[str, Any]:
    """What becomes of a verdict when the rule says something else of the same words: it is open again, and says so."""
    is_same = (hit.level, hit.says) == (values["level"], values["says"])
    judged = not is_same and hit.verdict is not HitVerdict.OPEN
    return {
        "version": hit.version + (not is_same),
        "verdict": HitVerdict.OPEN if judged else hit.verdict,
        "reason": reopened(hit.verdict, hit.reason) if judged else hit.reason,
    }


def _forget(session: Session, hits: Mapping[int, TextHit]) -> None:
    """Drops the hits that are found no more; those that were judged or raised as a finding are kept as gone."""
    raised = raised_hits(session, hits)
    kept = [key for key, hit in hits.items() if hit.verdict is not HitVerdict.OPEN or key in raised]
    for statement in (
        sa.update(TextHit).where(col(TextHit.id).in_(kept)).values(is_gone=True),
        sa.delete(TextHit).where(col(TextHit.id).in_(hits.keys() - set(kept))),
    ):
        session.execute(statement, execution_options={"synchronize_session": False})


def raised_hits(session: Session, hit_ids: Iterable[int]) -> set[int]:
    """Those of these hits that a worksheet has as a finding."""
    query = select(ReviewFinding.hit_id).where(col(ReviewFinding.hit_id).in_(set(hit_ids)))
    return {hit_id for hit_id in session.exec(query) if hit_id is not None}


def _count(session: Session, document_id: int) -> int:
    query = sa.select(sa.func.count(col(TextHit.id))).where(
        col(TextHit.document_id) == document_id, col(TextHit.is_gone).is_(False)
    )
    count: int = session.execute(query).scalar_one()
    return count
