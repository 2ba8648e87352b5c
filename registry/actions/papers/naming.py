"""What the words of a person name as the subject of a paper: a number, a title, or an id of the register."""

from sqlmodel import Session, col, select

from registry.domain import doc_numbers
from registry.domain.errors import Refusal
from registry.domain.normal import title_key
from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.domain.papers.rules import RULES
from registry.storage.authorities import authorities_by_name_key, authority_by_code
from registry.storage.cleanups.rounds import round_named
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing
from registry.storage.papers import Paper
from registry.storage.review_proposals import proposal_with_number

_MOST_NAMED = 9


def named_subject(session: Session, kind: PaperKind, words: str) -> str:
    """The subject with this id, number (发文字号, 备案登记号, that of its paper) or title. Raises Refusal.

    A period is left as it is written.
    """
    words, about = words.strip().removeprefix("#"), RULES[kind].subject
    if about is SubjectKind.AUTHORITY and (coded := authority_by_code(session, words)):
        return str(coded.id)
    if about is SubjectKind.FIGURES or not words or (words.isascii() and words.isdecimal()):
        return words
    of_paper = select(Paper.subject).where(Paper.subject_kind == about, Paper.number == words).distinct()
    ids = list(session.exec(of_paper.limit(_MOST_NAMED)).all())
    if not ids and about is SubjectKind.PROPOSAL:
        return str(proposal_with_number(session, words).id)
    ids = ids or list(map(str, _ids(session, about, words)))
    if not ids and about is SubjectKind.AUTHORITY:
        raise Refusal(f"没有代码或名称为“{words[:40]}”的制定机关，请核对。", "subject")
    if not ids:
        raise Refusal(
            f"没有编号、文号、登记号或者标题为“{words[:40]}”的事项，请核对，或者填写它的编号。", "subject"
        )
    if len(ids) > 1:
        raise Refusal(f"“{words[:40]}”不止一件（编号{'、'.join(ids)}），请填写其中一个编号。", "subject")
    return ids[0]


def _ids(session: Session, about: SubjectKind, words: str) -> list[int | None]:
    if about is SubjectKind.AUTHORITY:
        key_of_name = title_key(words)
        return list(filter(None, [authorities_by_name_key(session, [key_of_name]).get(key_of_name)]))
    if about is SubjectKind.CLEANUP:
        cleanup = round_named(session, words)
        return [cleanup.id] if cleanup else []
    key = doc_numbers.key(words)
    named = Document.doc_no_key == key if key else Document.title_key == title_key(words)
    documents = select(Document.id).where(named)
    if about is SubjectKind.DOCUMENT:
        return list(session.exec(documents.order_by(col(Document.id)).limit(_MOST_NAMED)).all())
    by_number = select(Filing.id).where(Filing.filing_no == words)
    by_document = select(Filing.id).where(col(Filing.document_id).in_(documents))
    return list(session.exec(by_number.limit(_MOST_NAMED)).all()) or list(
        session.exec(by_document.order_by(col(Filing.id)).limit(_MOST_NAMED)).all()
    )
