"""Recompute everything derived and name every difference: spans, due dates, numbers, audit chain, files, index."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.actions.cleanups.rederiving import wrong_cleanups
from registry.actions.filings.deadlines import StepRules, set_due, write_step
from registry.actions.papers.rederiving import wrong_papers
from registry.actions.proposals.rederiving import wrong_proposals
from registry.domain import doc_numbers
from registry.domain.amendments import AMENDING
from registry.domain.citations import quoted
from registry.domain.filings import Direction
from registry.domain.intakes import IntakeState
from registry.domain.normal import search_text, title_key
from registry.search.reader import current_reader
from registry.storage import audit, changes, counters
from registry.storage.batches import batches
from registry.storage.check_book import version_counts
from registry.storage.cleanups.returns import hashes_of_scans
from registry.storage.deliveries import misstated_notices
from registry.storage.documents.tables import Document, DocumentSpan, DocumentText
from registry.storage.documents.timelines import compute_spans, events_by_document
from registry.storage.documents.versions import documents_with_versions, versions_and_events
from registry.storage.doubts import deriving as doubts
from registry.storage.engine import Store, reading
from registry.storage.files import Attachment, kept_before, path_of
from registry.storage.filings import Filing, FilingMove
from registry.storage.intakes import Intake
from registry.storage.releases import Release, ReleasePdf, rows_of, rows_sha256
from registry.storage.review_proposals import hashes_of_files
from registry.storage.rulebook import Rulebook, rulebook_of

_BATCH = 500


@dataclass(frozen=True)
class Difference:
    """A derived value that differs from what recomputing gives; `what` is its kind."""

    what: str
    subject: str
    sentence: str


def verify_register(store: Store) -> list[Difference]:
    """Every difference; empty when everything derived is as it should be."""
    with reading(store) as session:
        return [
            *_documents(session),
            *_filings(session),
            *_steps(session),
            *_filing_numbers(session),
            *_audit_chain(session),
            *_notices(session),
            *_releases(session),
            *_check_rules(session),
            *_versions(session),
            *_files(store, session),
            *(Difference(*wrong) for wrong in wrong_proposals(store, session)),
            *(Difference(*wrong) for wrong in wrong_papers(session)),
            *(Difference(*wrong) for wrong in wrong_cleanups(store, session)),
            *_feed(store, session),
        ]


def orphaned_files(store: Store, *, before: datetime) -> list[Difference]:
    """A difference for each file kept before that instant that no attachment, no proposal and no intake names.

    Abandoned forms, removed attachments and interrupted writes leave such files. The register is not wrong, and
    nothing is deleted.
    """
    with reading(store) as session:
        named = {*session.exec(select(Attachment.sha256).distinct()), *hashes_of_files(session)}
        named |= hashes_of_scans(session)
        for options in session.exec(select(col(Intake.options)).where(Intake.state != IntakeState.DISCARDED)):
            named.update(file.sha256 for file in options.files)
    return [
        Difference(
            "orphan",
            name,
            f"文件 {name} 没有任何附件或导入引用（可能是没有登记完的上传），确认无用后可移走。",
        )
        for name in sorted(kept_before(store, before))
        if name not in named
    ]


def _documents(session: Session) -> Iterator[Difference]:
    last, rules = 0, doubts.doubt_rules(session)
    while True:
        query = select(Document).where(col(Document.id) > last).order_by(col(Document.id)).limit(_BATCH)
        documents = list(session.exec(query).all())
        if not documents:
            return
        yield from _spans_and_keys(session, documents)
        yield from _doubts(session, [document.id or 0 for document in documents], rules)
        last = documents[-1].id or 0
        session.expunge_all()


def _spans_and_keys(session: Session, documents: list[Document]) -> Iterator[Difference]:
    ids = [document.id for document in documents if document.id is not None]
    events = events_by_document(session, ids)
    kept: dict[int, list[tuple[object, ...]]] = {}
    for row in session.exec(select(DocumentSpan).where(col(DocumentSpan.document_id).in_(ids))):
        kept.setdefault(row.document_id, []).append((row.from_on, row.until_on, row.status, row.why))
    texts = {
        row.document_id: row
        for row in session.exec(select(DocumentText).where(col(DocumentText.document_id).in_(ids)))
    }
    for document in documents:
        assert document.id is not None
        subject = f"document:{document.id}"
        computed = compute_spans(document, events.get(document.id, []))
        spans = [(span.from_on, span.until_on, span.status, span.why) for span in computed]
        if sorted(kept.get(document.id, []), key=str) != sorted(spans, key=str):
            yield Difference("spans", subject, f"文件{document.id}的效力区间与重新计算的结果不一致。")
        number = doc_numbers.parse(document.doc_no).key if document.doc_no else None
        if document.doc_no_key != number or document.title_key != title_key(document.title):
            yield Difference("keys", subject, f"文件{document.id}的文号或标题比对键与重新计算的结果不一致。")
        text = texts.get(document.id)
        if text is None or text.normal != search_text(
            document.title, document.doc_no, text.in_force or text.text
        ):
            yield Difference("text", subject, f"文件{document.id}的检索文本与重新计算的结果不一致。")


def _doubts(session: Session, ids: list[int], rules: doubts.Rules) -> Iterator[Difference]:
    differing = doubts.kept_doubts(session, ids) ^ doubts.derived_doubts(session, ids, rules)
    for document_id in sorted({document_id for document_id, _ in differing}):
        yield Difference(
            "doubts", f"document:{document_id}", f"文件{document_id}的疑点与重新计算的结果不一致。"
        )


class _Books:
    """The rules that deadlines were computed with, each read once."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._read: dict[tuple[object, ...], Rulebook] = {}

    def of(self, profile_id: int, versions: Mapping[str, int]) -> Rulebook:
        key = (profile_id, *sorted(versions.items()))
        if key not in self._read:
            self._read[key] = rulebook_of(self._session, profile_id, versions)
        return self._read[key]


def _filings(session: Session) -> Iterator[Difference]:
    """Due dates, recomputed with the profile and the holiday versions that each filing was computed with."""
    books = _Books(session)
    rows = session.exec(
        select(Filing, col(Document.published_on))
        .join(Document, col(Filing.document_id) == Document.id)
        .where(col(Filing.is_historic).is_(False), col(Filing.profile_id).is_not(None))
    ).all()
    for filing, published_on in rows:
        assert filing.profile_id is not None
        book = books.of(filing.profile_id, filing.calendar_versions)
        recomputed = Filing.model_validate(filing.model_dump(exclude={"id"}))
        set_due(book, recomputed, published_on)
        if (recomputed.raw_due_on, recomputed.due_on, recomputed.working) != (
            filing.raw_due_on,
            filing.due_on,
            filing.working,
        ):
            yield Difference(
                "due", f"filing:{filing.id}", f"备案{filing.id}的期限与按当时规则重新计算的结果不一致。"
            )


_STEP = (
    "step_due_on",
    "step_working",
    "clock_stopped_since",
    "review_days_left",
    "clock_working",
    "is_extended",
)


def _steps(session: Session) -> Iterator[Difference]:
    """Deadlines of the present steps and review clocks, recomputed like due dates; steps begun before their rules
    were kept are left."""
    filings = session.exec(
        select(Filing).where(col(Filing.step_due_on).is_not(None), col(Filing.step_profile_id).is_not(None))
    ).all()
    moves: dict[int, list[FilingMove]] = {}
    for ids in batches([filing.id or 0 for filing in filings]):
        query = select(FilingMove).where(col(FilingMove.filing_id).in_(ids)).order_by(col(FilingMove.id))
        for move in session.exec(query):
            moves.setdefault(move.filing_id, []).append(move)
    books = _Books(session)
    for filing in filings:
        recomputed = Filing.model_validate(filing.model_dump())
        write_step(recomputed, moves.get(filing.id or 0, []), _step_rules(books, filing))
        if any(getattr(recomputed, name) != getattr(filing, name) for name in _STEP):
            yield Difference(
                "due", f"filing:{filing.id}", f"备案{filing.id}的本步期限与按当时规则重新计算的结果不一致。"
            )


def _step_rules(books: _Books, filing: Filing) -> StepRules:
    """The rules that a filing keeps of its step and of its review."""
    ids = filing.step_profile_id or 0, filing.review_profile_id or filing.step_profile_id or 0
    step, review = (books.of(key, filing.step_calendar_versions) for key in ids)
    return StepRules(step.profiles[0], review.profiles[0], step)


def _filing_numbers(session: Session) -> Iterator[Difference]:
    """Gaps in the 备案登记号 of a year (DOMAIN §6); a number that came with a ledger closes one."""
    query = select(Filing.filing_no, Filing.is_historic).where(
        Filing.direction == Direction.INCOMING, col(Filing.filing_no).is_not(None)
    )
    serials: dict[int, set[int]] = {}
    historic: set[tuple[int, int]] = set()
    for number, is_historic in session.exec(query):
        parsed = doc_numbers.parse(number or "")
        if parsed.year and parsed.serial and is_historic:
            historic.add((parsed.year, parsed.serial))
        elif parsed.year and parsed.serial:
            serials.setdefault(parsed.year, set()).add(parsed.serial)
    for year, given in sorted(serials.items()):
        last = counters.read(session, f"registration-{year}")
        expected = range(last - len(given) + 1, last + 1)
        missing = [serial for serial in expected if serial not in given and (year, serial) not in historic]
        if missing:
            yield Difference(
                "filing_no", str(year), f"{year}年备案登记号缺号：{'、'.join(map(str, missing))}。"
            )


def _audit_chain(session: Session) -> Iterator[Difference]:
    for seq in audit.broken_links(session):
        yield Difference("audit", f"audit:{seq}", f"操作记录第{seq}条与其校验值不符，可能被改动过。")


def _notices(session: Session) -> Iterator[Difference]:
    for notice_id, _ in misstated_notices(session):
        yield Difference(
            "notice", f"notice:{notice_id}", f"通知{notice_id}的状态与它各种方式的发送结果不一致。"
        )


def _releases(session: Session) -> Iterator[Difference]:
    for release in session.exec(select(Release)):
        if hashlib.sha256(release.docx).hexdigest() != release.docx_sha256:
            yield Difference(
                "release", f"release:{release.id}", f"{quoted(release.title)}的文件与发布时的校验值不符。"
            )
        printed = session.get(ReleasePdf, release.id)
        kept = hashlib.sha256(printed.pdf).hexdigest() if printed and printed.pdf else ""
        if printed is None or kept != printed.pdf_sha256:
            yield Difference(
                "release", f"release:{release.id}", f"{quoted(release.title)}的 PDF 与生成时的校验值不符。"
            )
        rows = rows_of(session, release.id or 0)
        if rows_sha256(rows, release.frozen_fields) != release.rows_sha256:
            yield Difference(
                "release", f"release:{release.id}", f"{quoted(release.title)}的目录与发布时的校验值不符。"
            )


def _check_rules(session: Session) -> Iterator[Difference]:
    """The versions of each rule of the checks are counted from 1 without a gap."""
    for code, n, newest in version_counts(session):
        if n != newest:
            sentence = f"检查规则{code}最新为第{newest}版，只存有{n}版。"
            yield Difference("check_rules", f"check_rule:{code}", sentence)


def _versions(session: Session) -> Iterator[Difference]:
    """Amended texts that changed since or belong to no amendment of their document; a searched text that is none."""
    for document_id in documents_with_versions(session):
        subject, texts = f"document:{document_id}", [""]
        for version, event in versions_and_events(session, document_id):
            texts.append(version.text)
            if hashlib.sha256(version.text.encode()).hexdigest() != version.text_sha256:
                yield Difference("version", subject, f"文件{document_id}修改后的正文与上传时的校验值不符。")
            if event.document_id != document_id or event.kind not in AMENDING:
                yield Difference("version", subject, f"文件{document_id}修改后的正文没有对应的修改记录。")
        row = session.get(DocumentText, document_id)
        if row is not None and row.in_force not in texts:
            yield Difference("version", subject, f"文件{document_id}检索的正文不是它的任何一个版本。")


def _files(store: Store, session: Session) -> Iterator[Difference]:
    for sha256 in session.exec(select(Attachment.sha256).distinct()):
        path = path_of(store, sha256)
        if not path.exists():
            yield Difference("file", sha256, f"附件文件缺失：{sha256}。请从备份恢复。")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
            yield Difference("file", sha256, f"附件文件内容与校验值不符：{sha256}。请从备份恢复。")


def _feed(store: Store, session: Session) -> Iterator[Difference]:
    n_rows, highest = session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.max(changes.Change.seq), 0))
    ).one()
    last = changes.last_change(session)
    if not n_rows == highest == last:
        yield Difference("changes", "changes", f"变更序列不连续：{n_rows}条，最大{highest}，计数器{last}。")
    index = current_reader(store)
    if index is not None and index.applied_seq > last:
        yield Difference("index", "index", "检索索引超前于数据库，请运行 registry reindex。")
