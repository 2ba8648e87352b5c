"""What 备案目录 of a quarter and 年度规范性文件目录 say. A document that is not public is only counted."""

from datetime import date

from sqlmodel import Session

from registry.actions.figures.periods import begun, counted_on, whole_year
from registry.actions.papers.keep_paper import PaperFacts
from registry.domain import doc_numbers
from registry.domain.listed import Kind, ListedDocument, group_of, list_row
from registry.domain.validity import STATUS_WORDS
from registry.domain.written_days import cn_date
from registry.exports.papers.lists import ISSUER, ListLine, list_block
from registry.exports.papers.model import PaperAnnex
from registry.exports.wording import in_table
from registry.storage import office
from registry.storage.documents.printed import public_documents_of
from registry.storage.figure_lists import Passage, count_registered, count_unlisted, registered_in

_NOTE = "备注"
REGISTERED = (
    ("文件名称", Kind.PROSE), ("发文字号", Kind.NAME), (ISSUER, Kind.NAME), ("公布日期", Kind.DAY),
    ("报送日期", Kind.DAY), ("备案登记号", Kind.NAME), ("登记日期", Kind.DAY),
)  # fmt: skip
PUBLISHED = (
    ("文件名称", Kind.PROSE), ("发文字号", Kind.NAME), (ISSUER, Kind.NAME), ("公布日期", Kind.DAY),
    ("施行日期", Kind.DAY), ("有效期至", Kind.DAY), ("时效性", Kind.NAME), (_NOTE, Kind.PROSE),
)  # fmt: skip


def quarterly_list_facts(session: Session, subject: str, on: date) -> PaperFacts:
    """备案目录: what we registered on the days of the subject, whenever it was published."""
    days = begun(subject, on)
    rows = registered_in(session, days)
    n_unlisted = count_registered(session, days) - len(rows)
    unlisted = f"另有依法不予公开或者尚未公开的{n_unlisted}件，不列入本目录。" if n_unlisted else ""
    title = f"{days.words}行政规范性文件备案目录"
    return PaperFacts(
        subject=days.code,
        about=days.words,
        since=counted_on(session),
        values={
            "期间": days.words,
            "统计日期": cn_date(min(days.last, on)),
            "件数": str(len(rows)),
            "机关数": _n_authorities([row.authority.name for row in rows]),
            "未列说明": unlisted,
        },
        annexes=(PaperAnnex(title, (list_block(title, REGISTERED, [_registered(row) for row in rows]),)),),
    )


def annual_list_facts(session: Session, subject: str, on: date) -> PaperFacts:
    """年度规范性文件目录: what was published in the year, with its status on the day of signing."""
    days = whole_year(subject, on)
    documents = public_documents_of(session, days, on)
    lines = [*map(_published, documents)]
    columns = [
        column for column in PUBLISHED if column[0] != _NOTE or any(line.words[_NOTE] for line in lines)
    ]
    n_unlisted = count_unlisted(session, days)
    unlisted = f"另有依法不予公开或者尚未公开的{n_unlisted}件，不列入本目录。" if n_unlisted else ""
    title = f"{days.words}行政规范性文件目录"
    return PaperFacts(
        subject=days.code,
        about=days.words,
        since=counted_on(session),
        values={
            "期间": days.words,
            "统计日期": cn_date(on),
            "件数": str(len(documents)),
            "机关数": _n_authorities([document.authority for document in documents]),
            "未列说明": unlisted,
            "报送机关": office.setting(session, "review_authority"),
        },
        annexes=(PaperAnnex(title, (list_block(title, columns, lines),)),),
    )


def _n_authorities(names: list[str]) -> str:
    return str(len(set(names))) if names else ""


def _registered(row: Passage) -> ListLine:
    filing, document, authority = row
    return ListLine(
        authority.name,
        group_of(authority.kind),
        {
            "文件名称": document.title,
            "发文字号": doc_numbers.printed(document.doc_no),
            "公布日期": in_table(document.published_on),
            "报送日期": in_table(filing.first_submitted_on),
            "备案登记号": filing.filing_no or "",
            "登记日期": in_table(filing.registered_on),
        },
    )


def _published(document: ListedDocument) -> ListLine:
    row = list_row(document)
    ended = f"{in_table(document.status_from)}起{STATUS_WORDS[document.status]}" if document.has_ended else ""
    amended = f"已于{document.amended}" if document.amended else ""
    return ListLine(
        row.authority,
        row.authority_group,
        {
            "文件名称": row.title,
            "发文字号": row.doc_no,
            "公布日期": in_table(row.published_on),
            "施行日期": in_table(row.effective_on),
            "有效期至": in_table(row.valid_until) if row.valid_until else row.valid_until_text,
            "时效性": STATUS_WORDS[document.status],
            _NOTE: "；".join(filter(None, (ended, row.reason, amended))),
        },
    )
