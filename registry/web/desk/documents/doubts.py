"""The queue of doubts: the number of each kind, each doubt with its reason and what to do, and the queue as a file."""

from collections.abc import Iterator, Mapping, Sequence

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.clock import now
from registry.domain.document_fields import LABELS
from registry.domain.documents import shown_title
from registry.domain.doubts import DOUBT_WORDS, MEANINGS, PRESSING, Doubt
from registry.domain.roles import Permission
from registry.exports.listing import MOST_PRINTED, ListColumn, Listing
from registry.exports.tables import Cell
from registry.storage.authorities import all_authorities, authority_names
from registry.storage.batches import batches
from registry.storage.doubts.queue import QueueFilter, QueueRow, count_doubts, queue_keys, queue_rows
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_word, record_id
from registry.web.desk.documents.fill_doubts import FORMS
from registry.web.desk.documents.mending import in_particular, mending, told_twins, twins_in_words
from registry.web.downloads import download_list
from registry.web.paging import Page, export_links, has_filters, kept_query, place, with_query

_COLUMNS = (
    ListColumn("疑点"),
    ListColumn("文件名称", 11),
    ListColumn(LABELS["doc_no"], 7),
    ListColumn(LABELS["lead_authority"], 7),
    ListColumn(LABELS["published_on"]),
    ListColumn("具体情况", 6),
    ListColumn("不处理的后果", 12),
)


@needs(Permission.READ_OWN)
def doubts() -> ResponseReturnValue:
    wanted = _wanted()
    with reading(current_store()) as session:
        counts = count_doubts(session, wanted)
        total = counts.get(wanted.doubt, 0) if wanted.doubt else sum(counts.values())
        number, size = place(total)
        keys = queue_keys(session, wanted, counts, (number - 1) * size, size)
        page = Page(queue_rows(session, keys), total, number, size)
        told = told_twins(session, page.items)
        authorities = [(str(authority.id), authority.name) for authority in all_authorities(session)]
    here = with_query(url_for(".doubts"), request.args.to_dict(flat=False))
    return render_template(
        "desk/documents/doubts.html",
        page=page,
        wanted=wanted,
        counts=counts,
        meanings=MEANINGS,
        pressing=PRESSING,
        gaps=[doubt for doubt in Doubt if doubt not in PRESSING],
        authorities=authorities,
        is_own=wanted.own_authority_id is not None,
        is_filtered=has_filters(),
        mending=mending,
        back=here,
        in_particular=in_particular,
        told=told,
        may_fill=wanted.doubt in FORMS and current_actor().may(Permission.PUBLISH_DOCUMENT),
        fill_all=with_query(url_for(".fill_doubts"), {**kept_query("size"), "document": "all", "back": here}),
        exports=export_links(lambda kind: url_for(".export_doubts", suffix=kind), page.total, MOST_PRINTED),
    )


@needs(Permission.READ_OWN)
def export_doubts(suffix: str) -> ResponseReturnValue:
    """All pages of the queue under the same filters, as a file."""
    wanted = _wanted()
    with reading(current_store()) as session:
        counts = count_doubts(session, wanted)
        limit = MOST_PRINTED + 1 if suffix == "docx" else sum(counts.values())
        keys = queue_keys(session, wanted, counts, 0, limit)
        listing = Listing("疑点清单", _COLUMNS, _lines(session, keys), _conditions(session, wanted))
        return download_list(suffix, listing, now())


def _wanted() -> QueueFilter:
    """The filters in the address."""
    actor = current_actor()
    return QueueFilter(
        q=request.args.get("q", "").strip()[:200],
        doubt=asked_word("doubt", Doubt),
        authority_id=request.args.get("authority", type=record_id),
        own_authority_id=None if actor.may(Permission.READ_ALL) else actor.authority_id or 0,
    )


def _lines(session: Session, keys: Sequence[tuple[Doubt, int]]) -> Iterator[list[Cell]]:
    for batch in batches(keys):
        rows = queue_rows(session, batch)
        told = told_twins(session, rows)
        for row in rows:
            yield _line(row, told)
        session.expunge_all()


def _line(row: QueueRow, told: Mapping[int, bool]) -> list[Cell]:
    document = row.document
    return [
        DOUBT_WORDS[row.doubt],
        shown_title(document),
        document.doc_no,
        row.authority,
        document.published_on,
        in_particular(row.doubt, document) or twins_in_words(row, told),
        MEANINGS[row.doubt].why,
    ]


def _conditions(session: Session, wanted: QueueFilter) -> list[str]:
    conditions = []
    if wanted.doubt:
        conditions.append(DOUBT_WORDS[wanted.doubt])
    if wanted.authority_id:
        conditions += authority_names(session, [wanted.authority_id]).values()
    if wanted.q:
        conditions.append(f"标题或文号含“{wanted.q}”")
    return conditions
