"""The hits of a document as its own page and the worksheet show them: the check, the numbers, a page of the list."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from flask import request
from sqlmodel import Session

from registry.domain.checks.findings import CHECK_WORDS, CheckKind
from registry.domain.checks.verdicts import HIT_STATE_WORDS, HitState, may_read_hits
from registry.domain.instants import iso_time
from registry.domain.levels import LEVEL_WORDS, Level
from registry.domain.roles import Permission
from registry.exports.tables import Cell
from registry.storage.documents.tables import Document, issuers_of
from registry.storage.hit_lists import (
    HitCounts,
    HitFilter,
    count_hits,
    count_open_by_rule,
    filings_raising,
    hits_matching,
    place_of,
)
from registry.storage.people import person_of
from registry.storage.text_checks import TextCheck, TextHit, check_of
from registry.web.access import current_actor
from registry.web.addresses import asked_number, asked_word
from registry.web.paging import Page, place, with_query

_KEPT = ("hit_kind", "hit_level", "hit_state", "size")
_BATCH = 1_000


@dataclass(frozen=True)
class HitRow:
    """A hit of the list, how it stands, and the filing whose worksheet has it as a finding, if any."""

    hit: TextHit
    state: HitState
    filing_id: int | None


@dataclass(frozen=True)
class HitPage(Page):
    """A page of hits; its links lead to `home`, whichever address shows it."""

    home: str = ""

    def url(self, **changes: Any) -> str:
        query: dict[str, Any] = {name: request.args[name] for name in _KEPT if request.args.get(name)}
        query |= {"page" if name == "number" else name: value for name, value in changes.items()}
        kept = {name: value for name, value in query.items() if value is not None}
        return f"{with_query(self.home, kept)}#checks"


@dataclass(frozen=True)
class ShownHits:
    """The check of a document and the hits that the address asks for; `n_of_rule` are those that wait for a verdict."""

    document_id: int
    check: TextCheck | None
    counts: HitCounts
    page: HitPage
    wanted: HitFilter
    n_of_rule: dict[str, int]
    may_judge: bool
    may_check: bool

    @cached_property
    def ids(self) -> set[int]:
        """The hits on this page of the list."""
        return {row.hit.id for row in self.page.items}

    @property
    def kinds(self) -> list[tuple[CheckKind, str]]:
        """The kinds that the text has hits of, for the filter."""
        return [(kind, CHECK_WORDS[kind]) for kind in self.counts.by_kind]


def may_read(session: Session, document: Document) -> bool:
    """Whether this person may read the hits of a document."""
    issuers = [row.authority_id for row in issuers_of(session, document.id or 0)]
    return may_read_hits(current_actor(), issuers, is_published=document.is_published)


def asked_hits() -> HitFilter:
    """The filters in the address."""
    return HitFilter(
        asked_word("hit_kind", CheckKind), asked_word("hit_level", Level), asked_word("hit_state", HitState)
    )


def shown_hits(session: Session, document: Document, home: str) -> ShownHits:
    """The page of hits that the address asks for; `hit` asks for the page with this one, without filters."""
    document_id, actor = document.id or 0, current_actor()
    counts, wanted = count_hits(session, document_id), asked_hits()
    hit_id = asked_number("hit")
    before = place_of(session, document_id, hit_id) if hit_id else None
    wanted = HitFilter() if before is not None else wanted
    query = hits_matching(document_id, wanted)
    total = counts.total if wanted == HitFilter() else _count(session, query)
    number, size = place(total)
    if before is not None:
        number = before // size + 1
    found = session.execute(query.limit(size).offset((number - 1) * size)).all()
    raising = filings_raising(session, [hit.id for hit, state in found if state == HitState.RAISED])
    rows = [HitRow(hit, HitState(state), raising.get(hit.id)) for hit, state in found]
    return ShownHits(
        document_id,
        check_of(session, document_id),
        counts,
        HitPage(rows, total, number, size, home=home),
        wanted,
        count_open_by_rule(session, document_id) if rows else {},
        actor.may(Permission.EXAMINE_FILING),
        actor.may(Permission.EXAMINE_FILING if document.is_published else Permission.WRITE_DOCUMENT),
    )


def hit_lines(
    session: Session, document_id: int, wanted: HitFilter, with_verdicts: bool
) -> Iterator[list[Cell]]:
    """The hits under the filters as rows of a file."""
    rows = session.execute(hits_matching(document_id, wanted).execution_options(yield_per=_BATCH))
    for hit, state in rows:
        line: list[Cell] = [
            hit.position,
            CHECK_WORDS[hit.kind],
            LEVEL_WORDS[hit.level],
            hit.article or "全文",
            hit.quote,
            hit.says,
            hit.source,
            HIT_STATE_WORDS[HitState(state)],
        ]
        if with_verdicts:
            line += [hit.reason, person_of(hit.judged_by), iso_time(hit.judged_at) if hit.judged_at else ""]
        yield line


def _count(session: Session, query: sa.Select[Any]) -> int:
    counted = sa.select(sa.func.count()).select_from(query.order_by(None).subquery())
    n: int = session.execute(counted).scalar_one()
    return n
