"""The documents that the address asks for, in order, and its filters in words, for the page and its files."""

from collections.abc import Sequence
from dataclasses import replace

import sqlalchemy as sa
from flask import request
from sqlmodel import Session, col

from registry.clock import today
from registry.domain.documents import DISCLOSURE_WORDS, KIND_WORDS, Disclosure, DocumentKind
from registry.domain.doubts import DOUBT_WORDS, Doubt
from registry.domain.roles import Permission
from registry.domain.validity import STATUS_WORDS, Status
from registry.search.walk import MOST_FOUND, Matches
from registry.search.within import find_within
from registry.storage.authorities import authority_names
from registry.storage.batches import among
from registry.storage.documents.listed import SORTS, Wanted, counted_ids, wanted_ids
from registry.storage.documents.tables import Document
from registry.web.access import current_actor, current_store
from registry.web.addresses import asked_date, asked_number, asked_word
from registry.web.paging import Page, Sort, page_of, page_of_list

FEW = 5_000
ANY_DOUBT = "any"


def asked() -> Wanted:
    """The filters in the address; invalid values are ignored."""
    actor = current_actor()
    return Wanted(
        on=asked_date("on") or today(),
        q=request.args.get("q", "").strip()[:200],
        status=asked_word("status", Status),
        authority_id=asked_number("authority"),
        year=year if (year := asked_number("year")) and 1949 <= year <= 2199 else None,
        kind=asked_word("kind", DocumentKind),
        disclosure=asked_word("disclosure", Disclosure),
        doubt=asked_word("doubt", Doubt),
        is_doubtful=request.args.get("doubt") == ANY_DOUBT,
        is_draft=request.args.get("draft") == "1",
        own_authority_id=None if actor.may(Permission.READ_ALL) else actor.authority_id or 0,
    )


def is_in_texts(wanted: Wanted) -> bool:
    """Whether the full texts are searched too."""
    return bool(wanted.q) and request.args.get("full") == "1"


def page_of_ids(session: Session, wanted: Wanted) -> Page:
    """The ids on the requested page; of a search in the texts, the first 5,000.

    Few matches are collected and sorted; with many, it is cheaper to follow the order until the page is full.
    """
    if is_in_texts(wanted):
        matches = _find_in_texts(wanted, MOST_FOUND)
        return page_of_list(
            matches.ids, _sort().asked if _sort().is_asked else "", is_more=not matches.is_all
        )
    few = session.execute(counted_ids(wanted).limit(FEW + 1)).scalars().all()
    if len(few) <= FEW:
        return page_of(session, _with_ids(session, few), _sort(), total=len(few))
    total = session.execute(sa.select(sa.func.count()).select_from(counted_ids(wanted).subquery()))
    return page_of(session, wanted_ids(wanted), _sort(), total=total.scalar_one())


def ids_of_all_pages(session: Session, wanted: Wanted) -> list[int]:
    """The ids of all pages in order."""
    if is_in_texts(wanted):
        return _find_in_texts(wanted, None).ids
    return list(session.execute(wanted_ids(wanted).order_by(*_sort().order())).scalars())


def conditions_in_words(session: Session, wanted: Wanted) -> list[str]:
    """The filters in words, without the day of the status."""
    words = []
    if wanted.q:
        words.append(f"{'正文' if is_in_texts(wanted) else '名称或文号'}含“{wanted.q}”")
    if wanted.status:
        words.append(STATUS_WORDS[wanted.status])
    if authority_id := wanted.own_authority_id or wanted.authority_id:
        words.append(authority_names(session, [authority_id]).get(authority_id, "所选机关"))
    if wanted.year:
        words.append(f"{wanted.year}年公布")
    if wanted.kind:
        words.append(f"种类为{KIND_WORDS[wanted.kind]}")
    if wanted.disclosure:
        words.append(DISCLOSURE_WORDS[wanted.disclosure])
    if wanted.doubt or wanted.is_doubtful:
        words.append(f"待核：{DOUBT_WORDS[wanted.doubt]}" if wanted.doubt else "有待核事项")
    return [*words, "草稿"] if wanted.is_draft else words


def _find_in_texts(wanted: Wanted, most: int | None) -> Matches:
    order = _sort().order() if _sort().is_asked else None
    return find_within(current_store(), wanted.q, wanted_ids(replace(wanted, q="")), order, most)


def _with_ids(session: Session, ids: Sequence[int]) -> sa.Select:
    return sa.select(col(Document.id)).where(among(session, Document.id, ids))


def _sort() -> Sort:
    return Sort(SORTS, col(Document.id), "-published_on")
