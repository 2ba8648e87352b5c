"""Check the text of a document by the book of rules, and keep what was found."""

from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sqlmodel import Session

from registry.domain.checks.book import CheckBook
from registry.domain.checks.findings import Checked
from registry.domain.checks.whole import TextFacts
from registry.domain.documents import Disclosure, judged_on
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.normal import shortened
from registry.domain.roles import Actor, Permission, require
from registry.domain.rules import RuleProfile
from registry.readers.checking import check_with
from registry.readers.sandbox import Worker
from registry.storage.check_book import load_check_book
from registry.storage.documents.locks import issuer_ids, lock_document
from registry.storage.documents.tables import Document, text_of
from registry.storage.engine import Store, reading, transaction
from registry.storage.rulebook import Rulebook, load_rulebook
from registry.storage.text_checks import TextCheck, TextHit, keep_check

NO_TEXT = (
    "这份文件没有正文，没有检查。扫描件读不出文字的，请在“修改登记”里粘贴正文，或者上传有文字的正文文件。"
)
_LONGEST_PROBLEM = 1000


@dataclass(frozen=True)
class CheckBasis:
    """The rules that documents are checked by, read once for all that one run checks."""

    rulebook: Rulebook
    book: CheckBook


@dataclass(frozen=True)
class _Question:
    """What a check is made of, read at one moment."""

    version: int
    text: str
    facts: TextFacts
    profile: RuleProfile
    book: CheckBook


def check_document(store: Store, actor: Actor, document_id: int, *, now: datetime) -> TextCheck:
    """The check, kept with its hits; a draft is checked for its own authority too. Raises Refusal."""
    with reading(store) as session:
        basis = check_basis(session)
    with Worker() as worker:
        return check_by(worker, store, actor, document_id, basis, now=now)


def check_basis(session: Session) -> CheckBasis:
    """The rules of now."""
    return CheckBasis(load_rulebook(session), load_check_book(session))


def check_by(
    worker: Worker, store: Store, actor: Actor, document_id: int, basis: CheckBasis, *, now: datetime
) -> TextCheck:
    """The same with a worker and rules that the caller keeps. Raises Refusal when the document was changed meanwhile.

    A check by rules that have changed since they were read keeps their version, and is due again.
    """
    with reading(store) as session:
        question = _question(session, actor, document_id, basis, day_of(now))
    checked = _checked(worker, question)
    with transaction(store) as session:
        if lock_document(session, document_id).version != question.version:
            raise Refusal("检查的时候文件刚被修改，这次的结果没有保存。请再检查一次。")
        check = TextCheck(
            document_id=document_id,
            document_version=question.version,
            text_sha256=sha256(question.text.encode()).hexdigest(),
            book_version=question.book.version,
            checked_at=now,
            problem=shortened(checked.problem, _LONGEST_PROBLEM),
        )
        keep_check(
            session,
            check,
            checked.findings,
            question.text,
            lambda hit: _may_stand(hit, checked, question.text),
        )
        return check


def _question(session: Session, actor: Actor, document_id: int, basis: CheckBasis, today: date) -> _Question:
    document = session.get(Document, document_id)
    if document is None:
        raise Refusal("该文件不存在或已被移除。")
    require(actor, Permission.WRITE_DOCUMENT, issuer_ids(session, document_id))
    if document.disclosure is Disclosure.SECRET:
        raise Refusal("涉密文件不登记正文，没有可检查的内容。请按保密规定线下审查。")
    if document.is_published:
        require(actor, Permission.EXAMINE_FILING)
    return _Question(
        document.version,
        text_of(session, document_id),
        TextFacts(
            document.title,
            document.signed_on,
            document.published_on,
            document.effective_on,
            document.valid_until,
            judged_on(document.is_published, document.published_on, document.signed_on, today),
        ),
        basis.rulebook.profile_for(document.published_on or today),
        basis.book,
    )


def _checked(worker: Worker, question: _Question) -> Checked:
    if not question.text.strip():
        return Checked((), NO_TEXT)
    return check_with(worker, question.text, question.facts, question.profile, question.book)


def _may_stand(hit: TextHit, checked: Checked, text: str) -> bool:
    """Whether a hit that was not found again may still be right, because the check did not come to its end."""
    if not checked.problem or not text.strip():
        return False
    return not checked.findings or text[hit.start : hit.end] == hit.quote
