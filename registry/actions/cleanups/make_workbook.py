"""Make the workbook of a round: its documents with what stands, to be filled in and sent back. Reads only."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from sqlmodel import Session

from registry.domain.cleanups import ANSWER_WORDS, OUTCOME_WORDS
from registry.domain.documents import Disclosure
from registry.domain.returned_rows import MARK_HEADING, Mark
from registry.exports.round_workbook import (
    HEADERS,
    FillInFacts,
    FillInRow,
    render_refused_rows,
    render_round_workbook,
    render_zip,
)
from registry.readers.ledgers.outcomes import OutcomeLine
from registry.storage import office
from registry.storage.authorities import Authority
from registry.storage.cleanups.clashes import standing_of
from registry.storage.cleanups.items import items_query
from registry.storage.cleanups.tables import CleanupItem, CleanupRound
from registry.storage.documents.tables import Document
from registry.storage.documents.timelines import changed_validities

Listed = tuple[CleanupItem, Document, Authority]
_FIELDS_OF_HEADERS = {
    "标题": "title",
    "发文字号": "doc_no",
    "制定机关": "authority",
    "公布日期": "published_on",
    **{word: name.removesuffix("_on") for name, word in ANSWER_WORDS.items()},
    MARK_HEADING: "mark",
}
"""heading → the field of a row that was read."""


def make_workbook(
    session: Session,
    cleanup: CleanupRound,
    today: date,
    *,
    authority_id: int | None = None,
    outcome: str = "",
    words: str = "",
    for_contact: bool = False,
) -> bytes:
    """The documents of a round, narrowed as a list is; a contact can fill in only what the office has not decided."""
    query = items_query(cleanup.id or 0, authority_id=authority_id, outcome=outcome, words=words)
    listed = [(row[0], row[1], row[2]) for row in session.execute(query)]
    return render_round_workbook(
        _facts(session, cleanup), _rows(session, listed, today, for_contact=for_contact)
    )


def make_workbooks(session: Session, cleanup: CleanupRound, today: date) -> bytes:
    """A .zip of one workbook for each authority that has to answer."""
    listed = [(row[0], row[1], row[2]) for row in session.execute(items_query(cleanup.id or 0))]
    facts = _facts(session, cleanup)
    files: list[tuple[str, bytes]] = []
    for authority, own in groupby(listed, key=lambda row: row[2]):
        content = render_round_workbook(facts, _rows(session, list(own), today, for_contact=True))
        files.append((f"{len(files) + 1:03}-{authority.name}.xlsx", content))
    return render_zip(files)


def refused_workbook(refused: Iterable[tuple[OutcomeLine, str]], office_name: str) -> bytes:
    """The refused rows of a workbook that came back, each with the reason."""
    fields = [_FIELDS_OF_HEADERS.get(header) for header in HEADERS]
    rows = (
        ([str(getattr(line, field)) if field else "" for field in fields], sentence)
        for line, sentence in refused
    )
    return render_refused_rows(rows, office_name)


def _facts(session: Session, cleanup: CleanupRound) -> FillInFacts:
    office_name = office.setting(session, "office_name")
    return FillInFacts(cleanup.name, cleanup.cut_off_on, cleanup.answers_due_on, office_name)


def _rows(session: Session, listed: Sequence[Listed], today: date, *, for_contact: bool) -> list[FillInRow]:
    periods = changed_validities(session, [document for _, document, _ in listed], today)
    return [
        FillInRow(
            title=document.title,
            doc_no=document.local_serial if document.disclosure is Disclosure.SECRET else document.doc_no,
            authority=authority.name,
            published_on=document.published_on,
            valid_until=periods.get(document.id or 0, document).valid_until,
            progress=_progress(item),
            answer=standing_of(item).answer,
            mark=str(Mark(item.round_id, item.id or 0, item.version)),
            is_closed=for_contact and item.outcome is not None,
        )
        for item, document, authority in listed
    ]


def _progress(item: CleanupItem) -> str:
    """How far the item is, in words."""
    if item.sent_back_because:
        return f"退回：{item.sent_back_because}"
    if item.outcome:
        proposed = f"，自查意见：{OUTCOME_WORDS[item.proposed_outcome]}" if item.proposed_outcome else ""
        return f"已确定{proposed}"
    if item.proposed_outcome:
        return "已报送" if item.is_answered else "已填，未填全"
    return "未报送"
