"""The list of filings: filters, saved views and rates, and the same list as a file."""

from dataclasses import replace

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session, col

from registry.clock import now, today
from registry.domain.day_ranges import year as days_of_year
from registry.domain.filings import (
    DIRECTION_WORDS,
    STATE_WORDS,
    TRACK_WORDS,
    Direction,
    FilingState,
    Track,
)
from registry.domain.owed_filings import timeliness
from registry.domain.roles import Permission
from registry.domain.turns import WHOSE_WORDS, Turn, Whose, turns_asked
from registry.exports.listing import MOST_PRINTED, ListColumn, Listing
from registry.exports.tables import Cell
from registry.storage.authorities import all_authorities, authority_names
from registry.storage.documents.tables import Document
from registry.storage.engine import reading
from registry.storage.figures import Asked, count
from registry.storage.filing_lists import (
    SCOPE_WORDS,
    SORTS,
    TIMING_WORDS,
    FilingFilter,
    Scope,
    Timing,
    filing_ids,
    filing_rows,
    years_of_filings,
)
from registry.storage.filing_urges import last_urges
from registry.storage.filings import Filing, deadline_of
from registry.storage.recipients import acts_as_clerk
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_word, record_id
from registry.web.downloads import download_list
from registry.web.paging import Sort, export_links, kept_query, page_of, with_query
from registry.web.saved_views import own_views

COLUMNS = (
    ListColumn("文件名称", 9), ListColumn("发文字号", 6), ListColumn("制定机关"), ListColumn("备案渠道"),
    ListColumn("报送方向"), ListColumn("状态", 4), ListColumn("公布日期"), ListColumn("报送期限"),
    ListColumn("首次报送"), ListColumn("时限", 4), ListColumn("备案登记号"), ListColumn("登记日期"),
    ListColumn("本步期限"), ListColumn("办结日期"),
)  # fmt: skip
PRINTED = (
    "文件名称",
    "发文字号",
    "制定机关",
    "状态",
    "公布日期",
    "报送期限",
    "时限",
    "备案登记号",
)


@needs(Permission.READ_OWN)
def index() -> ResponseReturnValue:
    wanted = asked_filter()
    with reading(current_store()) as session:
        page = page_of(session, filing_ids(wanted, today()), _sort(wanted.scope))
        rows = list(filing_rows(session, page.items))
        years = years_of_filings(session) or [today().year]
        year = wanted.year or today().year
        counted = count(session, Asked(days_of_year(year), _authority_counted(wanted)))
        authorities = all_authorities(session) if current_actor().may(Permission.READ_ALL) else []
        views = own_views(session)
        may_urge = _may_urge(wanted)
        urged = last_urges(session, page.items) if may_urge else {}
    return render_template(
        "desk/filings/index.html",
        page=replace(page, items=rows),
        wanted=wanted,
        today=today(),
        year=year,
        years=years,
        counted=counted,
        authorities=authorities,
        scopes=SCOPE_WORDS,
        timings=TIMING_WORDS,
        whose=_whose(),
        whose_words=WHOSE_WORDS,
        deadline_of=deadline_of,
        timeliness=timeliness,
        views=views,
        may_urge=may_urge,
        urged=urged,
        urge_all=with_query(url_for(".urge"), kept_query("sort", "size")),
        exports=export_links(lambda kind: url_for(".export", kind=kind), page.total, MOST_PRINTED),
        has_filters=bool(kept_query("scope", "sort", "size")),
    )


@needs(Permission.READ_OWN)
def export(kind: str) -> ResponseReturnValue:
    """The whole filtered list as a file, in the order of the page; a paper has room for the PRINTED columns only."""
    wanted = asked_filter()
    places = [n for n, column in enumerate(COLUMNS) if kind != "docx" or column.label in PRINTED]
    with reading(current_store()) as session:
        query = filing_ids(wanted, today()).order_by(*_sort(wanted.scope).order())
        ids = list(session.execute(query.limit(MOST_PRINTED + 1 if kind == "docx" else None)).scalars())
        rows = ([cells[n] for n in places] for cells in (_row(*row) for row in filing_rows(session, ids)))
        columns = [COLUMNS[n] for n in places]
        listing = Listing("备案清单", columns, rows, _conditions_in_words(session, wanted))
        return download_list(kind, listing, now())


def asked_filter() -> FilingFilter:
    """The filter that the address asks for, without values it does not know; a contact's is its own authority's."""
    actor = current_actor()
    asked = request.args.get("authority", type=record_id)
    return FilingFilter(
        scope=asked_word("scope", Scope) or Scope.OPEN,
        state=asked_word("state", FilingState),
        track=asked_word("track", Track),
        direction=asked_word("direction", Direction),
        authority_id=asked if actor.may(Permission.READ_ALL) else None,
        own_authority_id=None if actor.may(Permission.READ_ALL) else actor.authority_id or 0,
        year=_year(),
        timing=asked_word("timing", Timing),
        turns=_turns_asked(whose) if (whose := _whose()) else None,
        words=request.args.get("q", "").strip()[:100],
    )


def _authority_counted(wanted: FilingFilter) -> int | None:
    """The authority that the rates are of; None for all of them."""
    return wanted.authority_id if wanted.own_authority_id is None else wanted.own_authority_id


def _may_urge(wanted: FilingFilter) -> bool:
    """Whether the list is of what is overdue and the person may urge about it."""
    return wanted.timing in (Timing.OVERDUE, Timing.STEP_LATE) and current_actor().may(
        Permission.EXAMINE_FILING
    )


def _turns_asked(whose: Whose) -> frozenset[Turn]:
    actor = current_actor()
    with reading(current_store()) as session:
        return turns_asked(whose, actor, acts_as_clerk=acts_as_clerk(session, actor))


def _whose() -> Whose | None:
    return asked_word("whose", Whose)


def _year() -> int | None:
    year = request.args.get("year", type=int)
    return year if year is not None and 1949 <= year <= 9998 else None


def _conditions_in_words(session: Session, wanted: FilingFilter) -> list[str]:
    """The conditions of the filter in Chinese words, for the head of the printed list."""
    words = [SCOPE_WORDS[wanted.scope]] if wanted.scope is not Scope.ALL else []
    if wanted.state:
        words.append(STATE_WORDS[wanted.state])
    if wanted.timing:
        words.append(TIMING_WORDS[wanted.timing])
    if whose := _whose():
        words.append(f"等{WHOSE_WORDS[whose]}办理")
    if authority_id := wanted.own_authority_id or wanted.authority_id:
        words.append(authority_names(session, [authority_id]).get(authority_id, "所选机关"))
    if wanted.track:
        words.append(TRACK_WORDS[wanted.track])
    if wanted.direction:
        words.append(DIRECTION_WORDS[wanted.direction])
    if wanted.year:
        words.append(f"{wanted.year}年公布")
    return [*words, f"含“{wanted.words}”"] if wanted.words else words


def _sort(scope: Scope) -> Sort:
    return Sort(SORTS, col(Filing.id), "due" if scope is Scope.OPEN else "-published")


def _row(filing: Filing, document: Document, authority: str) -> tuple[Cell, ...]:
    in_time = timeliness(filing.due_on, filing.first_submitted_on, today())
    return (
        document.title,
        document.doc_no,
        authority,
        TRACK_WORDS[filing.track],
        DIRECTION_WORDS[filing.direction],
        STATE_WORDS[filing.state],
        filing.start_on,
        filing.due_on,
        filing.first_submitted_on,
        in_time.words(filing.first_submitted_on is not None),
        filing.filing_no or "",
        filing.registered_on,
        filing.step_due_on,
        filing.concluded_on,
    )
