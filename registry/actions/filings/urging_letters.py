"""What 督促报备函 says: the documents that an authority has not filed in time."""

from datetime import date

from sqlmodel import Session, col, func, select

from registry.actions.papers.keep_paper import PaperFacts
from registry.domain import doc_numbers
from registry.domain.documents import shown_title
from registry.domain.errors import Refusal
from registry.domain.filings import TO_BE_SUBMITTED, Direction, FilingState
from registry.domain.listed import Kind
from registry.domain.written_days import cn_date
from registry.exports.papers.model import PaperAnnex, Table
from registry.exports.wording import in_table
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.filing_lists import is_within, late
from registry.storage.filings import DEADLINE, Filing, FilingMove, deadline_of

MOST_ROWS_IN_LETTER = 10
_TITLE = "逾期未报送备案的行政规范性文件清单"
_COLUMNS = (
    ("文件名称", Kind.PROSE),
    ("发文字号", Kind.NAME),
    ("公布日期", Kind.DAY),
    ("报送期限", Kind.DAY),
    ("逾期日数", Kind.NAME),
)

Overdue = tuple[Filing, Document]


def urging_source(session: Session, subject: str, on: date) -> PaperFacts:
    """The letter of a day to an authority. Raises Refusal where nothing is overdue on that day."""
    authority = session.get(Authority, int(subject))
    if authority is None or authority.is_unknown:
        raise Refusal(f"没有编号为{subject}的制定机关，请核对。")
    if authority.abolished_on:
        raise Refusal(f"{authority.name}已经撤销，请先在机构改革里明确由谁承接，再向承接机关出具。")
    rows = _overdue(session, authority, on)
    if not rows:
        raise Refusal(f"截至{cn_date(on)}，{authority.name}没有逾期未报送备案的文件。")
    n_deferred = sum(filing.state is FilingState.DEFERRED for filing, _ in rows)
    is_annexed = len(rows) > MOST_ROWS_IN_LETTER
    table = Table(_TITLE, _COLUMNS, [_cells(filing, document, on) for filing, document in rows])
    return PaperFacts(
        subject=authority.id or 0,
        about=authority.name,
        authority_id=authority.id,
        since=_last_moved(session, [filing.id or 0 for filing, _ in rows]),
        values={
            "制定机关": authority.name,
            "统计日期": cn_date(on),
            "件数": str(len(rows)),
            "待补正件数": str(n_deferred) if n_deferred else "",
            "清单": "" if is_annexed else table,
        },
        annexes=(PaperAnnex(_TITLE, (table,)),) if is_annexed else (),
    )


def _overdue(session: Session, authority: Authority, on: date) -> list[Overdue]:
    """The filings that the authority has to submit, or submit again, and has not in time; the oldest first."""
    query = (
        select(Filing, Document)
        .join(Document, col(Document.id) == col(Filing.document_id))
        .where(
            Filing.authority_id == authority.id,
            Filing.direction == Direction.INCOMING,
            col(Filing.state).in_(sorted(TO_BE_SUBMITTED)),
            is_within(late(on)),
        )
        .order_by(DEADLINE, col(Filing.id))
    )
    return list(session.exec(query).all())


def _cells(filing: Filing, document: Document, on: date) -> tuple[str, ...]:
    due_on, _ = deadline_of(filing)
    again = "（待补正）" if filing.state is FilingState.DEFERRED else ""
    return (
        f"{shown_title(document)}{again}",
        doc_numbers.printed(document.doc_no),
        in_table(document.published_on),
        in_table(due_on),
        str((on - due_on).days) if due_on else "",
    )


def _last_moved(session: Session, filing_ids: list[int]) -> date | None:
    """The day of the newest move of these filings."""
    query = select(func.max(FilingMove.on)).where(col(FilingMove.filing_id).in_(filing_ids))
    return session.exec(query).one()
