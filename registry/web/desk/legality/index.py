"""The list of reviews of drafts: filters, order and pages, and the same list as a file."""

from dataclasses import replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session, col

from registry.clock import now, today
from registry.domain.documents import shown_title
from registry.domain.filings import Party
from registry.domain.legality_reviews import ReviewState, party_of
from registry.domain.roles import Permission
from registry.exports.listing import MOST_PRINTED, ListColumn, Listing
from registry.exports.tables import Cell
from registry.storage.authorities import all_authorities, authority_names
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.storage.legality_lists import (
    SORTS,
    ReviewFilter,
    ReviewScope,
    ReviewTiming,
    review_ids,
    review_rows,
)
from registry.storage.legality_reviews import LegalityReview
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_word, record_id
from registry.web.downloads import download_list
from registry.web.paging import Sort, export_links, kept_query, page_of

COLUMNS = (
    ListColumn("文件名称", 9), ListColumn("起草单位"), ListColumn("审核机构"), ListColumn("状态", 5),
    ListColumn("收到日期"), ListColumn("审核期限"), ListColumn("等谁办理"), ListColumn("意见日期"),
    ListColumn("审核意见", 9),
)  # fmt: skip


@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    wanted = _asked()
    with reading(current_store()) as session:
        page = page_of(session, review_ids(wanted, today()), _sort(wanted.scope))
        rows = list(review_rows(session, page.items))
        authorities = all_authorities(session) if current_actor().may(Permission.READ_ALL) else []
    return render_template(
        "desk/legality/index.html",
        page=replace(page, items=rows),
        wanted=wanted,
        today=today(),
        scopes=list(ReviewScope),
        states=[(state.value, state.word) for state in ReviewState],
        timings=[(timing.value, timing.word) for timing in ReviewTiming],
        parties=[(party.value, party.word) for party in Party],
        authorities=[(authority.id, authority.name) for authority in authorities],
        waits_for=_waits_for,
        exports=export_links(lambda kind: url_for(".export", kind=kind), page.total, MOST_PRINTED),
        has_filters=bool(kept_query("scope", "sort", "size")),
    )


@needs(Permission.READ_OWN)
def export(kind: str) -> ResponseReturnValue:
    """The whole filtered list as a file, in the order of the page."""
    wanted = _asked()
    with reading(current_store()) as session:
        query = review_ids(wanted, today()).order_by(*_sort(wanted.scope).order())
        ids = list(session.execute(query.limit(MOST_PRINTED + 1 if kind == "docx" else None)).scalars())
        rows = (_row(*row) for row in review_rows(session, ids))
        listing = Listing("合法性审核清单", COLUMNS, rows, _in_words(session, wanted))
        return download_list(kind, listing, now())


def _asked() -> ReviewFilter:
    """The filter that the address asks for, without values it does not know; a contact's is its own authority's."""
    actor = current_actor()
    sees_all = actor.may(Permission.READ_ALL)
    return ReviewFilter(
        scope=asked_word("scope", ReviewScope) or ReviewScope.OPEN,
        state=asked_word("state", ReviewState),
        timing=asked_word("timing", ReviewTiming),
        party=asked_word("party", Party),
        authority_id=request.args.get("authority", type=record_id) if sees_all else None,
        own_authority_id=None if sees_all else actor.authority_id or 0,
        words=request.args.get("q", "").strip()[:100],
    )


def _sort(scope: ReviewScope) -> Sort:
    return Sort(SORTS, col(LegalityReview.id), "due" if scope is ReviewScope.OPEN else "-opinion")


def _in_words(session: Session, wanted: ReviewFilter) -> list[str]:
    """The conditions of the filter in Chinese words, for the head of the printed list."""
    words = [wanted.scope.word] if wanted.scope is not ReviewScope.ALL else []
    words += [asked.word for asked in (wanted.state, wanted.timing) if asked]
    if wanted.party:
        words.append(f"等{wanted.party.word}办理")
    if authority_id := wanted.own_authority_id or wanted.authority_id:
        words.append(authority_names(session, [authority_id]).get(authority_id, "所选机关"))
    return [*words, f"含“{wanted.words}”"] if wanted.words else words


def _waits_for(review: LegalityReview, document: Document) -> str:
    party = None if document.is_published else party_of(review.state, review.proposed)
    return party.word if party else ""


def _row(review: LegalityReview, document: Document, authority: str) -> tuple[Cell, ...]:
    return (
        shown_title(document),
        authority,
        review.body or review.reviewer.word,
        review.state.word,
        review.received_on,
        review.due_on,
        _waits_for(review, document),
        review.opinion_on,
        review.opinion,
    )
