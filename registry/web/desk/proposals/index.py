"""The register of 审查建议: filters, saved views and the year's figures, and the same list as a file."""

from dataclasses import replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from registry.clock import now, today
from registry.domain.review_proposals import CONCLUDED, Channel, ProposalState
from registry.domain.roles import Permission
from registry.exports.listing import MOST_PRINTED, ListColumn, Listing
from registry.exports.tables import Cell
from registry.storage.engine import reading
from registry.storage.proposal_lists import (
    SORTS,
    ProposalFilter,
    ProposalScope,
    ReplyTiming,
    proposal_counts,
    proposal_ids,
    proposal_rows,
    years_of_proposals,
)
from registry.storage.review_proposals import ReviewProposal
from registry.web.access import current_store, needs
from registry.web.addresses import asked_number, asked_word
from registry.web.downloads import download_list
from registry.web.paging import Sort, export_links, kept_query, page_of
from registry.web.saved_views import own_views

COLUMNS = (
    ListColumn("登记号", 6), ListColumn("文件名称", 9), ListColumn("发文字号", 6), ListColumn("条款", 4),
    ListColumn("收到之日"), ListColumn("收到方式", 4), ListColumn("状态", 4), ListColumn("答复期限"),
    ListColumn("办结之日"), ListColumn("审查结果", 5),
)  # fmt: skip


@needs(Permission.HANDLE_PROPOSAL)
def index() -> ResponseReturnValue:
    wanted = _asked()
    with reading(current_store()) as session:
        page = page_of(session, proposal_ids(wanted, today()), _sort(wanted.scope))
        rows = list(proposal_rows(session, page.items))
        years = years_of_proposals(session) or [today().year]
        year = wanted.year or today().year
        counts = proposal_counts(session, year, today())
        views = own_views(session)
    return render_template(
        "desk/proposals/index.html",
        page=replace(page, items=rows),
        wanted=wanted,
        today=today(),
        year=year,
        years=years,
        figures=counts.figures(),
        scopes=ProposalScope,
        states=ProposalState,
        channels=Channel,
        timings=ReplyTiming,
        concluded=CONCLUDED,
        views=views,
        exports=export_links(lambda kind: url_for(".export", kind=kind), page.total, MOST_PRINTED),
        has_filters=bool(kept_query("scope", "sort", "size")),
    )


@needs(Permission.HANDLE_PROPOSAL)
def export(kind: str) -> ResponseReturnValue:
    """The whole filtered list as a file, in the order of the page; no list names a proposer."""
    wanted = _asked()
    with reading(current_store()) as session:
        query = proposal_ids(wanted, today()).order_by(*_sort(wanted.scope).order())
        ids = list(session.execute(query.limit(MOST_PRINTED + 1 if kind == "docx" else None)).scalars())
        rows = (_row(*row) for row in proposal_rows(session, ids))
        return download_list(kind, Listing("审查建议登记簿", COLUMNS, rows, _in_words(wanted)), now())


def _asked() -> ProposalFilter:
    """The filter that the address asks for, without values it does not know."""
    year = asked_number("year")
    return ProposalFilter(
        scope=asked_word("scope", ProposalScope) or ProposalScope.OPEN,
        state=asked_word("state", ProposalState),
        channel=asked_word("channel", Channel),
        timing=asked_word("timing", ReplyTiming),
        year=year if year and 1949 <= year <= 2199 else None,
        is_unlinked=request.args.get("unlinked") == "1",
        words=request.args.get("q", "").strip()[:100],
    )


def _in_words(wanted: ProposalFilter) -> list[str]:
    """The conditions of the filter in Chinese words, for the head of the printed list."""
    words = [wanted.scope.word] if wanted.scope is not ProposalScope.ALL else []
    words += [part.word for part in (wanted.state, wanted.channel, wanted.timing) if part]
    words += [f"{wanted.year}年收到"] if wanted.year else []
    words += ["尚未对应文件"] if wanted.is_unlinked else []
    return [*words, f"含“{wanted.words}”"] if wanted.words else words


def _sort(scope: ProposalScope) -> Sort:
    return Sort(SORTS, col(ReviewProposal.id), "due" if scope is ProposalScope.OPEN else "-number")


def _row(proposal: ReviewProposal, title: str, doc_no: str) -> tuple[Cell, ...]:
    """The cells of a row: the names of the register's document, else those that the proposer wrote."""
    return (
        proposal.number,
        title or proposal.title,
        doc_no if title else proposal.doc_no,
        proposal.clause,
        proposal.received_on,
        proposal.channel.word,
        proposal.state.word,
        proposal.due_on,
        proposal.concluded_on,
        proposal.result.word if proposal.result else "",
    )
