"""Writing what an intake adds and changes: a few statements for many documents, inside one transaction."""

import mimetypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from registry.actions.authorities.add_authority import insert_authority
from registry.actions.documents.writing import write_text
from registry.actions.filings.owing import missing_filings, owe_filings, recompute_filings
from registry.actions.intakes._candidates import Known, Lead
from registry.actions.intakes._matching import Register
from registry.actions.intakes._values import columns_of, day_of_value, life_of, stated_event
from registry.actions.intakes.entries import Entry
from registry.domain import doc_numbers
from registry.domain.authorities import AuthorityKind, kind_from_name
from registry.domain.documents import DATE_WORDS, kind_from_title
from registry.domain.filings import Direction, FilingState, Track
from registry.domain.intakes import PERMANENT, TAKE
from registry.domain.normal import normalise
from registry.domain.read_values import READ_WORDS, ReadValue
from registry.domain.roles import Actor
from registry.domain.validity import Event, spans
from registry.storage import counters
from registry.storage.authorities import UNKNOWN_CODE, UNKNOWN_NAME, Authority
from registry.storage.batches import batches
from registry.storage.documents.locks import lock_documents
from registry.storage.documents.tables import (
    Document,
    DocumentAuthority,
    DocumentEvent,
    DocumentSpan,
    DocumentText,
)
from registry.storage.documents.timelines import refresh_spans
from registry.storage.documents.unlooked import forget_among, remember_among
from registry.storage.files import Attachment
from registry.storage.filings import Filing
from registry.storage.rulebook import Rulebook

_REASON = "导入台账更正公布日期"


class Writing:
    """One intake being written: the ids of its authorities, and the rules its filings fall under."""

    def __init__(
        self, session: Session, register: Register, book: Rulebook, actor: Actor, now: datetime
    ) -> None:
        self.session, self.register, self.book, self.actor, self.now = session, register, book, actor, now
        self.authorities: dict[Lead, Authority] = {}

    def write(self, documents: Iterable[Known]) -> list[int]:
        """Adds the new documents, changes the old ones, and returns the ids of both."""
        touched = list({id(known): known for known in documents}.values())
        new = [known for known in touched if known.id is None]
        old = [known for known in touched if known.id is not None and known.changed]
        for known in new:
            self.authority(known.lead)
        if new:
            self._add(new)
        for ids in batches(sorted(known.id or 0 for known in old)):
            self._change({known.id or 0: known for known in old}, ids)
        remember_read(self.session, (*new, *old))
        return [known.id for known in (*new, *old) if known.id is not None]

    def authority(self, lead: Lead) -> Authority:
        """The row of an authority, added for review when nobody ever had the name."""
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
        return insert_authority(self.session, name=name, kind=kind_from_name(name), needs_review=True)

    def _add(self, new: Sequence[Known]) -> None:
        rows = [self._document_row(known) for known in new]
        table = _table(Document)
        insert = sa.insert(table).returning(table.c.id, sort_by_parameter_order=True)
        ids = self.session.execute(insert, rows).scalars()
        for known, document_id in zip(new, ids, strict=True):
            known.id = document_id
        self._insert(DocumentText, [self._text_row(known) for known in new])
        self._insert(DocumentAuthority, [row for known in new for row in self._issuer_rows(known)])
        self._insert(DocumentEvent, [row for known in new if (row := self._event_row(known))])
        self._insert(DocumentSpan, [row for known in new for row in self._span_rows(known)])
        self._insert(Attachment, [row for known in new if (row := self._attachment_row(known))])
        historic = {known.id: row for known in new if (row := self._historic_row(known))}
        self._insert(Filing, list(historic.values()))
        tracked = [(known, row) for known, row in zip(new, rows, strict=True) if self._is_tracked(row)]
        self._insert(
            Filing, [owed for known, row in tracked for owed in self._owed_rows(known, row, historic)]
        )

    def _change(self, known_by_id: dict[int, Known], ids: list[int]) -> None:
        documents = lock_documents(self.session, ids)
        for document in documents:
            known = known_by_id[document.id or 0]
            for name, value in columns_of(known.values).items():
                setattr(document, name, value)
            document.version += 1
            document.updated_at = self.now
            self.session.add(document)
            if "text" in known.changed:
                write_text(self.session, document, known.changed["text"].text)
                self._insert(Attachment, [self._attachment_row(known) or {}])
            if known.changed.keys() & {"stated", "ended_on"} and (row := self._event_row(known)):
                self._insert(DocumentEvent, [row])
            self._write_filings(document, known)
        refresh_spans(self.session, documents)

    def _write_filings(self, document: Document, known: Known) -> None:
        if known.changed.keys() & {"filed_on", "filing_no"}:
            self._write_historic(known)
        if "published_on" in known.changed:
            recompute_filings(self.session, self.book, document, self.actor, _REASON, self.now)
            self._owe(document, known.lead)

    def _write_historic(self, known: Known) -> None:
        row = self._historic_row(known) or {}
        query = select(Filing).where(Filing.document_id == known.id, Filing.track == Track.GOVERNMENT)
        filing = self.session.exec(query.where(col(Filing.is_historic))).first()
        if filing is None:
            self._insert(Filing, [row])
            return
        for name in ("submitted_on", "first_submitted_on", "registered_on", "concluded_on", "filing_no"):
            setattr(filing, name, row[name])
        self.session.add(filing)

    def _owed_rows(
        self, known: Known, row: dict[str, Any], historic: Mapping[int | None, object]
    ) -> list[dict[str, Any]]:
        """The filings that a new document owes, beside the one that was concluded on paper."""
        authority = self.authority(known.lead)
        if authority.kind is AuthorityKind.OUTSIDE:
            return []
        have = {Track.GOVERNMENT} if known.id in historic else set()
        owed = missing_filings(self.book, Document(id=known.id, **row), authority, have)
        return [filing.model_dump(exclude={"id"}) for filing in owed]

    def _owe(self, document: Document, lead: Lead) -> None:
        """Only documents of the government's own authorities owe a filing."""
        authority = self.authority(lead)
        if authority.kind is not AuthorityKind.OUTSIDE:
            owe_filings(self.session, self.book, document, authority)

    def _is_tracked(self, row: dict[str, Any]) -> bool:
        days = [row[name] for name in DATE_WORDS if name != "valid_until" and row[name]]
        return max(days, default=date.min) >= self.book.tracked_from

    def _insert(self, table: type[SQLModel], rows: list[dict[str, Any]]) -> None:
        if rows:
            self.session.execute(sa.insert(_table(table)), rows)

    def _document_row(self, known: Known) -> dict[str, Any]:
        assert known.entry is not None
        return columns_of(known.values) | {
            "title": known.title,
            "title_key": known.key,
            "kind": kind_from_title(known.title),
            "lead_authority_id": self.authority(known.lead).id,
            "is_published": True,
            "source": known.entry.source[:300],
            "local_serial": "",
            "version": 1,
            "created_at": self.now,
            "updated_at": self.now,
        }

    def _text_row(self, known: Known) -> dict[str, Any]:
        file = _file_of(known)
        text = file.text if file else ""
        return {"document_id": known.id, "text": text, "normal": normalise(f"{known.title}\n{text}")}

    def _issuer_rows(self, known: Known) -> list[dict[str, Any]]:
        assert known.entry is not None
        entry = known.entry
        names = [self.register.full_name(entry, name) for name in entry.authorities] or [UNKNOWN_NAME]
        leads = [known.lead, *(self.register.authority(name) for name in names[1:])]
        rows: dict[int, dict[str, Any]] = {}
        for lead, name in zip(leads, names, strict=True):
            authority_id = self.authority(lead).id or 0
            row = {
                "document_id": known.id,
                "authority_id": authority_id,
                "position": len(rows),
                "name_as_issued": name,
            }
            rows.setdefault(authority_id, row)
        return list(rows.values())

    def _event_row(self, known: Known) -> dict[str, Any] | None:
        event = self._stated_event(known)
        if event is None:
            return None
        return {
            "document_id": known.id or 0, "kind": event.kind, "stated": event.stated,
            "effective_on": event.effective_on, "recorded_at": event.recorded_at,
            "recorded_by": self.actor.name, "source": event.source,
        }  # fmt: skip

    def _stated_event(self, known: Known) -> Event | None:
        """What the ledger says of the status, and in which of its rows."""
        event = stated_event(known.values, self.now)
        entry = known.changed.get("stated") or known.changed.get("ended_on") or known.entry
        return replace(event, source=entry.source[:500]) if event and entry else None

    def _span_rows(self, known: Known) -> list[dict[str, Any]]:
        event = self._stated_event(known)
        found = spans(life_of(known.values), [event] if event else [])
        return [{"document_id": known.id, **vars(span)} for span in found]

    def _attachment_row(self, known: Known) -> dict[str, Any] | None:
        file = _file_of(known)
        if file is None:
            return None
        return {
            "document_id": known.id, "role": "internal" if file.has_macros else "text",
            "name": file.file.rpartition("/")[2][-200:], "size": file.size,
            "media_type": mimetypes.guess_type(file.file)[0] or "application/octet-stream", "sha256": file.sha256,
            "uploaded_at": self.now, "uploaded_by": self.actor.name,
        }  # fmt: skip

    def _historic_row(self, known: Known) -> dict[str, Any] | None:
        """A filing that was concluded on paper: the ledger's 备案日期 and 备案登记号."""
        filed_on, number = known.values.get("filed_on"), known.values.get("filing_no")
        if not filed_on and not number:
            return None
        authority = self.authority(known.lead)
        is_ours = authority.kind in (AuthorityKind.GOVERNMENT, AuthorityKind.OFFICE)
        day = date.fromisoformat(filed_on) if filed_on else None
        if number and not is_ours:
            self._keep_number(number)
        return {
            "document_id": known.id, "authority_id": authority.id, "track": Track.GOVERNMENT, "passage": 1,
            "direction": Direction.OUTGOING if is_ours else Direction.INCOMING, "state": FilingState.PASSED,
            "start_on": day_of_value(known.values, "published_on"), "working": "台账载明的历史备案，不计算期限。",
            "submitted_on": day, "first_submitted_on": day, "registered_on": day, "concluded_on": day,
            "filing_no": number or None, "calendar_versions": {}, "is_historic": True,
        }  # fmt: skip

    def _keep_number(self, number: str) -> None:
        """A number of our own series in a ledger is not given again."""
        parsed = doc_numbers.parse(number)
        if parsed.organ_code == "备" and parsed.year and parsed.serial:
            counters.set_at_least(self.session, f"registration-{parsed.year}", parsed.serial)


def _file_of(known: Known) -> Entry | None:
    """The document file that came with this intake, if any."""
    return known.changed.get("text") or (known.entry if known.entry and known.entry.sha256 else None)


def _table(model: type[SQLModel]) -> sa.Table:
    """The bare table: rows of plain values need no entities, which take as long as the database itself."""
    table: sa.Table = model.__table__  # type: ignore[attr-defined]
    return table


def remember_read(session: Session, documents: Iterable[Known]) -> None:
    """Of documents that an intake has just written; a value that the ledger or a person gave instead is forgotten."""
    written = {known.id: known for known in documents if known.id is not None}
    old = {
        one: dict(_fields(known)) for one, known in written.items() if known.entry is None and known.changed
    }
    forget_among(session, old)
    remember_among(session, {one: list(_read(known)) for one, known in written.items()})


def _read(known: Known) -> Iterator[ReadValue]:
    """The values that a file gave: all of a document that it added, and those that it changed in another."""
    taken = dict(_fields(known))
    first = known.entry
    for field in READ_WORDS:
        entry = taken.get(field, first)
        if entry is not None and field in entry.quotes:
            quote, place = entry.quotes[field]
            yield ReadValue(field, quote, place, is_looked=False)


def _fields(known: Known) -> Iterator[tuple[str, Entry | None]]:
    """(field of the form, the entry that gave it), None where a person took it."""
    for name, entry in known.changed.items():
        is_permanent = name == "validity" and known.values.get(name) == PERMANENT
        field = {"validity": "has_no_expiry" if is_permanent else "valid_until"}.get(name, name)
        yield field, None if entry.choices.get(name) == TAKE else entry
