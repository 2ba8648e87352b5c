"""Writing an intake: what it adds and changes, in a few statements for many documents, in one transaction."""

import mimetypes
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from registry.actions.authorities.add_authority import insert_authority
from registry.actions.documents.writing import write_text
from registry.actions.filings.owing import missing_filings
from registry.actions.filings.recomputing import Recomputing, recompute_filings
from registry.actions.filings.settling import settle_filings
from registry.actions.intakes._documents import IntakeDocument, Lead
from registry.actions.intakes._entries import Entry
from registry.actions.intakes._matching import Register
from registry.actions.intakes._values import columns_of, day_of_value, life_of, stated_events
from registry.domain import doc_numbers
from registry.domain.authorities import AuthorityKind, kind_from_name
from registry.domain.conditions import condition_of
from registry.domain.documents import DATE_WORDS, kind_from_title
from registry.domain.filings import Direction, FilingState, Track
from registry.domain.intakes import PERMANENT, Choice
from registry.domain.normal import search_text
from registry.domain.read_values import READ_WORDS, ReadValue
from registry.domain.roles import Actor
from registry.domain.validity import Event, EventKind, spans
from registry.storage import counters
from registry.storage.authorities import UNKNOWN_CODE, UNKNOWN_NAME, Authority
from registry.storage.batches import batches
from registry.storage.check_book import raise_book_version
from registry.storage.documents.locks import lock_documents
from registry.storage.documents.tables import (
    Document,
    DocumentAuthority,
    DocumentEvent,
    DocumentSpan,
    DocumentText,
    text_of,
)
from registry.storage.documents.timelines import refresh_spans
from registry.storage.documents.unlooked import forget_among, remember_among
from registry.storage.files import Attachment
from registry.storage.filings import Filing
from registry.storage.rulebook import Rulebook

_REASON = "导入台账更正公布日期"
_STATED = ("stated", "ended_on", "extended_to")


class Writing:
    """One intake being written: its authorities, and the rules for its filings."""

    def __init__(
        self, session: Session, register: Register, book: Rulebook, actor: Actor, now: datetime
    ) -> None:
        self.session, self.register, self.book, self.actor, self.now = session, register, book, actor, now
        self.authorities: dict[Lead, Authority] = {}

    def write(self, documents: Iterable[IntakeDocument]) -> list[int]:
        """Adds the new documents, changes the old ones, and returns the ids of both."""
        distinct = list({id(document): document for document in documents}.values())
        new = [document for document in distinct if document.id is None]
        old = [document for document in distinct if document.id is not None and document.changed_by]
        for document in new:
            self.authority(document.lead)
        if new:
            self._add(new)
        for ids in batches(sorted(document.id or 0 for document in old)):
            self._change({document.id or 0: document for document in old}, ids)
        remember_read_values(self.session, (*new, *old))
        return [document.id for document in (*new, *old) if document.id is not None]

    def authority(self, lead: Lead) -> Authority:
        """The authority, added for review when its name is not registered."""
        if lead not in self.authorities:
            self.authorities[lead] = self._authority(lead)
        return self.authorities[lead]

    def _authority(self, lead: Lead) -> Authority:
        if isinstance(lead, int):
            return self.session.get_one(Authority, lead)
        if lead == UNKNOWN_CODE:
            return insert_authority(
                self.session,
                name=UNKNOWN_NAME,
                kind=AuthorityKind.DEPARTMENT,
                code=UNKNOWN_CODE,
                needs_review=True,
            )
        name = self.register.names[lead]
        raise_book_version(self.session)
        return insert_authority(self.session, name=name, kind=kind_from_name(name), needs_review=True)

    def _add(self, new: Sequence[IntakeDocument]) -> None:
        rows = [self._document_row(document) for document in new]
        table = _table(Document)
        insert = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
        ids = self.session.execute(insert, rows).scalars()
        for document, document_id in zip(new, ids, strict=True):
            document.id = document_id
        self._insert(DocumentText, [self._text_row(document) for document in new])
        self._insert(DocumentAuthority, [row for document in new for row in self._issuer_rows(document)])
        self._insert(DocumentEvent, [row for document in new for row in self._event_rows(document, _STATED)])
        self._insert(DocumentSpan, [row for document in new for row in self._span_rows(document)])
        self._insert(Attachment, [row for document in new if (row := self._attachment_row(document))])
        historic = {document.id: row for document in new if (row := self._historic_row(document))}
        self._insert(Filing, list(historic.values()))
        tracked = [(document, row) for document, row in zip(new, rows, strict=True) if self._is_tracked(row)]
        self._insert(
            Filing, [owed for document, row in tracked for owed in self._owed_rows(document, row, historic)]
        )

    def _change(self, by_id: Mapping[int, IntakeDocument], ids: list[int]) -> None:
        rows = lock_documents(self.session, ids)
        for row in rows:
            document = by_id[row.id or 0]
            for name, value in columns_of(document.values).items():
                setattr(row, name, value)
            row.version += 1
            row.updated_at = self.now
            self.session.add(row)
            if file := document.changed_by.get("text"):
                self._insert(Attachment, [self._attachment_row(document) or {}])
            if document.changed_by.keys() & {"text", "doc_no"}:
                write_text(self.session, row, file.text if file else text_of(self.session, row.id or 0))
            self._insert(DocumentEvent, self._event_rows(document, document.changed_by))
            self._write_filings(row, document)
        refresh_spans(self.session, rows)

    def _write_filings(self, row: Document, document: IntakeDocument) -> None:
        if document.changed_by.keys() & {"filed_on", "filing_no"}:
            self._write_historic(document)
        if "published_on" in document.changed_by:
            recompute_filings(self.session, self.book, row, Recomputing(self.actor, _REASON, self.now))
            authority = self.authority(document.lead)
            settle_filings(self.session, self.book, row, authority, self.actor, _REASON, self.now)

    def _write_historic(self, document: IntakeDocument) -> None:
        row = self._historic_row(document) or {}
        query = select(Filing).where(Filing.document_id == document.id, Filing.track == Track.GOVERNMENT)
        filing = self.session.exec(query.where(col(Filing.is_historic))).first()
        if filing is None:
            self._insert(Filing, [row])
            return
        for name in ("submitted_on", "first_submitted_on", "registered_on", "concluded_on", "filing_no"):
            setattr(filing, name, row[name])
        self.session.add(filing)

    def _owed_rows(
        self, document: IntakeDocument, row: dict[str, Any], historic: Mapping[int | None, object]
    ) -> list[dict[str, Any]]:
        """The filings that a new document owes, apart from one that was concluded on paper."""
        authority = self.authority(document.lead)
        if authority.kind is AuthorityKind.OUTSIDE:
            return []
        filed = {Track.GOVERNMENT} if document.id in historic else set()
        owed = missing_filings(self.book, Document(id=document.id, **row), authority, filed)
        return [filing.model_dump(exclude={"id"}) for filing in owed]

    def _is_tracked(self, row: dict[str, Any]) -> bool:
        """Whether the last day of a document is not before the office began to track filings."""
        days = [row[name] for name in DATE_WORDS if name != "valid_until" and row[name]]
        return max(days, default=date.min) >= self.book.tracked_from

    def _insert(self, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
        if rows:
            self.session.execute(sa.insert(_table(table)), rows)

    def _document_row(self, document: IntakeDocument) -> dict[str, Any]:
        assert document.added_by is not None
        return columns_of(document.values) | {
            "title": document.title,
            "title_key": document.title_key,
            "kind": kind_from_title(document.title),
            "lead_authority_id": self.authority(document.lead).id,
            "is_published": True,
            "source": document.added_by.source[:300],
            "local_serial": "",
            "version": 1,
            "created_at": self.now,
            "updated_at": self.now,
        }

    def _text_row(self, document: IntakeDocument) -> dict[str, Any]:
        file = _file_of(document)
        text = file.text if file else ""
        return {
            "document_id": document.id,
            "text": text,
            "normal": search_text(document.title, str(document.values.get("doc_no") or ""), text),
        }

    def _issuer_rows(self, document: IntakeDocument) -> list[dict[str, Any]]:
        assert document.added_by is not None
        entry = document.added_by
        names = [self.register.full_name(entry, name) for name in entry.authorities] or [UNKNOWN_NAME]
        leads = [document.lead, *(self.register.authority(name) for name in names[1:])]
        rows: dict[int, dict[str, Any]] = {}
        for lead, name in zip(leads, names, strict=True):
            authority_id = self.authority(lead).id or 0
            row = {
                "document_id": document.id,
                "authority_id": authority_id,
                "position": len(rows),
                "name_as_issued": name,
            }
            rows.setdefault(authority_id, row)
        return list(rows.values())

    def _event_rows(self, document: IntakeDocument, fields: Container[str]) -> list[dict[str, Any]]:
        """The rows for what the ledger states in these fields."""
        return [
            {
                "document_id": document.id or 0, "kind": event.kind, "stated": event.stated,
                "effective_on": event.effective_on, "recorded_at": event.recorded_at,
                "recorded_by": self.actor.name, "source": event.source, "new_valid_until": event.new_valid_until,
            }
            for event in self._stated_events(document)
            if any(name in fields for name in _fields_of(event))
        ]  # fmt: skip

    def _stated_events(self, document: IntakeDocument) -> list[Event]:
        """The events for what the ledger states, with the row of the ledger as their source."""
        return [
            replace(event, source=_source(document, _fields_of(event)))
            for event in stated_events(document.values, self.now)
        ]

    def _span_rows(self, document: IntakeDocument) -> list[dict[str, Any]]:
        life, events = life_of(document.values), self._stated_events(document)
        return [{"document_id": document.id, **vars(span)} for span in spans(life, events)]

    def _attachment_row(self, document: IntakeDocument) -> dict[str, Any] | None:
        file = _file_of(document)
        if file is None:
            return None
        return {
            "document_id": document.id, "role": "internal" if file.has_macros else "text",
            "name": file.file.rpartition("/")[2][-200:], "size": file.size,
            "media_type": mimetypes.guess_type(file.file)[0] or "application/octet-stream", "sha256": file.sha256,
            "uploaded_at": self.now, "uploaded_by": self.actor.name,
        }  # fmt: skip

    def _historic_row(self, document: IntakeDocument) -> dict[str, Any] | None:
        """The filing that was concluded on paper, by the ledger's 备案日期 and 备案登记号; None without either."""
        filed_on, number = document.values.get("filed_on"), document.values.get("filing_no")
        if not filed_on and not number:
            return None
        authority = self.authority(document.lead)
        is_ours = authority.kind in (AuthorityKind.GOVERNMENT, AuthorityKind.OFFICE)
        day = date.fromisoformat(filed_on) if filed_on else None
        if number and not is_ours:
            self._reserve_number(number)
        return {
            "document_id": document.id, "authority_id": authority.id, "track": Track.GOVERNMENT, "passage": 1,
            "direction": Direction.OUTGOING if is_ours else Direction.INCOMING, "state": FilingState.PASSED,
            "start_on": day_of_value(document.values, "published_on"), "working": "台账载明的历史备案，不计算期限。",
            "submitted_on": day, "first_submitted_on": day, "registered_on": day, "concluded_on": day,
            "filing_no": number or None, "calendar_versions": {}, "is_historic": True,
        }  # fmt: skip

    def _reserve_number(self, number: str) -> None:
        """Makes sure that a number of the office's own series is not given again."""
        parsed = doc_numbers.parse(number)
        if parsed.organ_code == "备" and parsed.year and parsed.serial:
            counters.set_at_least(self.session, f"registration-{parsed.year}", parsed.serial)


def _file_of(document: IntakeDocument) -> Entry | None:
    """The document file of this intake for the document, None without one."""
    if file := document.changed_by.get("text"):
        return file
    return document.added_by if document.added_by and document.added_by.sha256 else None


def _fields_of(event: Event) -> tuple[str, ...]:
    """The fields of a ledger that an event is written for."""
    return ("extended_to",) if event.kind is EventKind.EXTENDED else ("stated", "ended_on")


def _source(document: IntakeDocument, fields: Iterable[str]) -> str:
    """The row of the ledger that gave these fields, with its words."""
    changed_by = (document.changed_by[name] for name in fields if name in document.changed_by)
    entry = next(changed_by, document.added_by)
    words = entry.quotes.get("stated", [""])[0] if entry else ""
    return f"{entry.source if entry else ''}{f'：“{words}”' if words else ''}"[:500]


def _table(model: type[SQLModel]) -> sa.Table:
    """The table of a model: inserting plain rows takes half the time of inserting entities."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    return table


def remember_read_values(session: Session, documents: Iterable[IntakeDocument]) -> None:
    """Remembers the values that were read from document files, which nobody has looked at yet.

    `documents` were just written. A remembered value is forgotten when the ledger or a person gave another.
    """
    written = {document.id: document for document in documents if document.id is not None}
    replaced = {
        document_id: dict(_sources(document))
        for document_id, document in written.items()
        if document.added_by is None and document.changed_by
    }
    forget_among(session, replaced)
    remember_among(
        session, {document_id: list(_read_values(document)) for document_id, document in written.items()}
    )


def _read_values(document: IntakeDocument) -> Iterator[ReadValue]:
    """The values that a document file gave: all of a document that it added, and those that it changed in another."""
    sources = dict(_sources(document))
    for field in READ_WORDS:
        entry = sources.get(field, document.added_by)
        if entry is not None and field in entry.quotes:
            quote, place = entry.quotes[field]
            yield ReadValue(field, quote, place, is_looked=False)


def _read_as(validity: str) -> str:
    """The field, as READ_WORDS names it, that a validity fills."""
    if validity == PERMANENT:
        return "has_no_expiry"
    return "ends_when" if condition_of(validity) else "valid_until"


def _sources(document: IntakeDocument) -> Iterator[tuple[str, Entry | None]]:
    """Each changed field, as READ_WORDS names it, with the entry that gave its value; None if a person chose it."""
    for name, entry in document.changed_by.items():
        field = _read_as(document.values.get(name, "")) if name == "validity" else name
        yield field, None if entry.choices.get(name) is Choice.TAKE else entry
