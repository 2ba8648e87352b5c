"""The register as the desk lists it: who sees what, the filters, and the doubts a document stands in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.doc_numbers import parse
from registry.domain.documents import Disclosure, DocumentKind, StepKind, required_steps
from registry.domain.normal import title_key
from registry.domain.validity import Status
from registry.storage.authorities import Authority, authority_names
from registry.storage.documents import Document, DocumentAuthority, DocumentSpan, FormationStep


class Doubt(StrEnum):
    """Why a document waits in the queue 待核."""

    ANY = "any"
    NO_PUBLISHED_ON = "no_published_on"
    ODD_NUMBER = "odd_number"
    UNKNOWN_STATUS = "unknown_status"
    PUBLISHED_BEFORE_SIGNED = "published_before_signed"
    MISSING_STEPS = "missing_steps"
    UNREVIEWED_AUTHORITY = "unreviewed_authority"


DOUBT_WORDS: dict[Doubt, str] = {
    Doubt.ANY: "有待核事项",
    Doubt.NO_PUBLISHED_ON: "缺公布日期",
    Doubt.ODD_NUMBER: "文号无法识别",
    Doubt.UNKNOWN_STATUS: "效力待核",
    Doubt.PUBLISHED_BEFORE_SIGNED: "公布早于成文",
    Doubt.MISSING_STEPS: "缺制定程序记录",
    Doubt.UNREVIEWED_AUTHORITY: "制定机关待核",
}


@dataclass(frozen=True)
class Wanted:
    """What a list asks for. `on` decides the status; `own_authority_id` narrows to what one authority issued."""

    on: date
    q: str = ""
    status: Status | None = None
    authority_id: int | None = None
    year: int | None = None
    kind: DocumentKind | None = None
    disclosure: Disclosure | None = None
    doubt: Doubt | None = None
    is_draft: bool = False
    own_authority_id: int | None = None


@dataclass(frozen=True)
class Row:
    """One line of the register. `doubts` are the reasons why somebody should look at it."""

    document: Document
    authority: str
    status: Status
    is_presumed: bool
    doubts: tuple[str, ...] = ()


SORTS = {
    "title": col(Document.title_key),
    "doc_no": col(Document.doc_no_key),
    "published_on": col(Document.published_on),
    "valid_until": col(Document.valid_until),
    "updated_at": col(Document.updated_at),
}


def wanted_ids(wanted: Wanted, tracked_from: date) -> sa.Select[Any]:
    """The ids of the documents asked for, without an order."""
    query = sa.select(col(Document.id))
    if wanted.own_authority_id is not None:
        issued = sa.select(col(DocumentAuthority.document_id)).where(
            col(DocumentAuthority.authority_id) == wanted.own_authority_id
        )
        query = query.where(col(Document.id).in_(issued))
    if wanted.q:
        query = query.where(_named(wanted.q))
    if wanted.status is not None:
        query = query.where(col(Document.id).in_(_with_status(wanted.status, wanted.on)))
    if wanted.authority_id is not None:
        query = query.where(col(Document.lead_authority_id) == wanted.authority_id)
    if wanted.year is not None:
        first, last = date(wanted.year, 1, 1), date(wanted.year, 12, 31)
        query = query.where(col(Document.published_on).between(first, last))
    if wanted.kind is not None:
        query = query.where(col(Document.kind) == wanted.kind)
    if wanted.disclosure is not None:
        query = query.where(col(Document.disclosure) == wanted.disclosure)
    if wanted.is_draft:
        query = query.where(col(Document.is_published).is_(False))
    if wanted.doubt is not None:
        query = query.where(_doubtful(wanted.doubt, wanted.on, tracked_from))
    return query


def register_rows(session: Session, ids: list[int], on: date, tracked_from: date) -> list[Row]:
    """The lines of these documents in this order, with four queries however many they are."""
    documents = {one.id: one for one in session.exec(select(Document).where(col(Document.id).in_(ids)))}
    names = authority_names(session, list({one.lead_authority_id for one in documents.values()}))
    spans = {
        span.document_id: span
        for span in session.exec(
            select(DocumentSpan).where(
                col(DocumentSpan.document_id).in_(ids), DocumentSpan.from_on <= on, DocumentSpan.until_on > on
            )
        )
    }
    doubts = _doubts(session, ids, on, tracked_from)
    rows = []
    for one in ids:
        document, span = documents[one], spans.get(one)
        rows.append(
            Row(
                document,
                names[document.lead_authority_id],
                span.status if span else Status.UNKNOWN,
                bool(span and span.is_presumed),
                doubts.get(one, ()),
            )
        )
    return rows


def published_years(session: Session) -> list[int]:
    """The years in which something was published, the newest first."""
    day = col(Document.published_on)
    ends = (sa.select(end(day)).scalar_subquery() for end in (sa.func.min, sa.func.max))
    first, last = session.execute(sa.select(*ends)).one()  # one look into the index for each
    return list(range(last.year, first.year - 1, -1)) if first else []


def count_by_authority(session: Session) -> dict[int, int]:
    """authority id → how many documents it leads."""
    lead = col(Document.lead_authority_id)
    return dict(session.execute(sa.select(lead, sa.func.count()).group_by(lead)).all())


def _named(q: str) -> sa.ColumnElement[bool]:
    """Title contains it, or the number begins with it."""
    key = parse(q).key
    matches = [col(Document.title_key).contains(title_key(q), autoescape=True)]
    if key is not None:
        matches.append(col(Document.doc_no_key) == key)
    matches.append(col(Document.doc_no).startswith(q, autoescape=True))
    return sa.or_(*matches)


def _with_status(status: Status, on: date) -> sa.Select[Any]:
    return sa.select(col(DocumentSpan.document_id)).where(
        col(DocumentSpan.status) == status, col(DocumentSpan.from_on) <= on, col(DocumentSpan.until_on) > on
    )


def _doubts(session: Session, ids: list[int], on: date, tracked_from: date) -> dict[int, tuple[str, ...]]:
    """document id → its doubts in words, in one query."""
    kinds = [doubt for doubt in Doubt if doubt is not Doubt.ANY]
    columns = [_doubtful(doubt, on, tracked_from).label(doubt.value) for doubt in kinds]
    query = sa.select(col(Document.id), *columns).where(col(Document.id).in_(ids))
    found = {}
    for one, *marks in session.execute(query):
        found[one] = tuple(DOUBT_WORDS[doubt] for doubt, is_so in zip(kinds, marks, strict=True) if is_so)
    return found


def _doubtful(doubt: Doubt, on: date, tracked_from: date) -> sa.ColumnElement[bool]:
    """Whether a document stands in this doubt; a draft and a secret stub stand in none but the authority's."""
    known = sa.and_(col(Document.is_published), col(Document.disclosure) != Disclosure.SECRET)
    match doubt:
        case Doubt.NO_PUBLISHED_ON:
            return sa.and_(known, col(Document.published_on).is_(None))
        case Doubt.ODD_NUMBER:
            return sa.and_(known, col(Document.doc_no) != "", col(Document.doc_no_key).is_(None))
        case Doubt.UNKNOWN_STATUS:
            return sa.and_(known, col(Document.id).in_(_with_status(Status.UNKNOWN, on)))
        case Doubt.PUBLISHED_BEFORE_SIGNED:
            return sa.and_(known, col(Document.published_on) < col(Document.signed_on))
        case Doubt.MISSING_STEPS:
            recent = col(Document.published_on) >= tracked_from
            return sa.and_(known, recent, sa.or_(*_missing_steps()))
        case Doubt.UNREVIEWED_AUTHORITY:
            unreviewed = sa.select(col(Authority.id)).where(col(Authority.needs_review))
            return col(Document.lead_authority_id).in_(unreviewed)
        case _:
            each = [one for one in Doubt if one is not Doubt.ANY]
            return sa.or_(*(_doubtful(one, on, tracked_from) for one in each))


def _missing_steps() -> list[sa.ColumnElement[bool]]:
    """One condition per required choice of steps; a cleanup decision answers only its own (DOMAIN §5)."""
    is_decision = col(Document.kind) == DocumentKind.CLEANUP_DECISION
    lean = required_steps(DocumentKind.CLEANUP_DECISION)
    return [
        ~_answered(choice) if choice in lean else sa.and_(~is_decision, ~_answered(choice))
        for choice in required_steps(DocumentKind.OTHER)
    ]


def _answered(choice: tuple[StepKind, ...]) -> sa.ColumnElement[bool]:
    """Some step of the choice says when and by whom, or why not (domain.documents.Step.is_answered)."""
    is_done = sa.and_(col(FormationStep.done_on).is_not(None), col(FormationStep.body) != "")
    return sa.exists().where(
        col(FormationStep.document_id) == col(Document.id),
        col(FormationStep.kind).in_(choice),
        sa.or_(is_done, col(FormationStep.not_applicable_because) != ""),
    )
