"""Matching the entries of an intake to documents: the rules of identity at import (DESIGN)."""

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sqlmodel import Session, col, select

from registry.actions.intakes._codes import Codes, load_codes
from registry.actions.intakes._documents import IntakeDocument, Lead, load_documents, number_key
from registry.actions.intakes._entries import DOCUMENT_KEY, Entry, document_key
from registry.domain.citations import quoted
from registry.domain.errors import Refusal
from registry.domain.intakes import Placement
from registry.domain.normal import title_key
from registry.readers.documents.authorities import is_authority, names_in_title
from registry.storage.authorities import (
    UNKNOWN_CODE,
    UNKNOWN_NAME,
    Authority,
    authorities_by_name_key,
    authority_by_code,
)
from registry.storage.batches import batches
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing

_SHORTEST_NAME, _NAMES_SHOWN = 3, 3

_names_in_title = lru_cache(maxsize=1 << 12)(names_in_title)


@dataclass
class Register:
    """The part of the register that the entries of an intake may be about, and what the intake adds to it.

    `authorities`: key of a name → authority. `names`: authority → name. `new_names`: key of a name that the intake
    adds → the warning about registered names that end in it, or "". `by_owner`: key of an entry or a document, as
    `Entry.belongs` has it → document.
    """

    authorities: dict[str, Lead] = field(default_factory=dict)
    names: dict[Lead, str] = field(default_factory=dict)
    new_names: dict[str, str] = field(default_factory=dict)
    unknown: Lead = UNKNOWN_CODE
    by_number: dict[str, list[IntakeDocument]] = field(default_factory=dict)
    by_title: dict[str, list[IntakeDocument]] = field(default_factory=dict)
    by_owner: dict[str, IntakeDocument] = field(default_factory=dict)
    codes: Codes = field(default_factory=Codes)
    filing_nos: set[str] = field(default_factory=set)

    def add(self, document: IntakeDocument) -> None:
        self.by_title.setdefault(document.title_key, []).append(document)
        if document.id:
            self.by_owner[document_key(document.id)] = document
        number = number_key(document.values.get("doc_no", ""))
        if number:
            self.by_number.setdefault(number, []).append(document)

    def lead_of(self, entry: Entry) -> Lead:
        """The lead authority of an entry; the unknown authority when the entry names none."""
        if not entry.authorities:
            return self.unknown
        return self.authority(self.full_name(entry, entry.authorities[0]))

    def full_name(self, entry: Entry, name: str) -> str:
        """The full name of an authority, where the title of the entry gives it and the entry a short one."""
        return full_name(name, entry.values.get("title", ""), self.authorities)

    def authority(self, name: str) -> Lead:
        """The registered authority that has or had this name, else the key of the name."""
        key = title_key(name)
        lead = self.authorities.get(key, key)
        self.names.setdefault(lead, name)
        return lead

    def find(self, entry: Entry) -> IntakeDocument | None:
        """The document that an entry is about, None for a new one.

        Raises Refusal when a file's number belongs to another title, when the entry fits several documents, and when
        the document it was placed with is gone.
        """
        if entry.belongs not in ("", Placement.NEW_DOCUMENT):
            if entry.belongs not in self.by_owner:
                raise Refusal("选定要配给的文件或行没有登记成，请另选")
            return self.by_owner[entry.belongs]
        number = number_key(entry.values.get("doc_no", ""))
        with_same_file = (
            document
            for document in self._of_number_or_title(entry, number)
            if entry.sha256 in document.sha256s
        )
        if document := next(with_same_file, None):
            return document
        if number and number in self.by_number:
            return self._of_number(entry, self.by_number[number])
        if entry.sha256:
            return self._of_file(entry)
        return None if number else self._of_title(entry)

    def _of_number_or_title(self, entry: Entry, number: str | None) -> list[IntakeDocument]:
        """The documents of the same number, then those of the same title."""
        return [
            *self.by_number.get(number or "", []),
            *self.by_title.get(title_key(entry.values["title"]), []),
        ]

    def _of_number(self, entry: Entry, documents: Sequence[IntakeDocument]) -> IntakeDocument | None:
        """The document of the same number and title; None for another title, which is a new document (重号).

        Raises Refusal for a document file of another title.
        """
        key = title_key(entry.values["title"])
        for document in documents:
            if document.title_key == key or _differ_by_authority(document.title_key, key):
                return document
        if entry.values.get("duplicate_reason") or not entry.sha256:
            return None
        other = documents[0]
        where = f"（{other.first_entry.place_from(entry)}）" if other.first_entry else ""
        raise Refusal(
            f"发文字号{entry.values['doc_no']}已用于{quoted(other.title)}{where}，与{quoted(entry.values['title'])}不是同一标题；"
            "请核对后在文件页手工附上"
        )

    def _of_title(self, entry: Entry) -> IntakeDocument | None:
        """The document of an entry without a number: the same title, lead authority and 公布日期.

        A numbered document may lack its 公布日期.
        """
        same_title = self.by_title.get(title_key(entry.values["title"]), [])
        lead, day = self.lead_of(entry), entry.values.get("published_on", "")
        reason = entry.values.get("duplicate_reason", "")
        unnumbered = [
            document
            for document in same_title
            if not number_key(document.values.get("doc_no", ""))
            and reason in ("", document.values.get("duplicate_reason", ""))
        ]
        unnumbered.sort(key=lambda document: document.values.get("duplicate_reason", "") != reason)
        same_day = [document for document in unnumbered if _day(document) == day]
        same_lead = (document for document in same_day if document.lead == lead)
        any_lead = (document for document in same_day if lead == self.unknown)
        numbered = (
            document
            for document in same_title
            if number_key(document.values.get("doc_no", ""))
            and document.lead == lead
            and (not day or _day(document) in ("", day))
        )
        return next(same_lead, None) or next(any_lead, None) or next(numbered, None)

    def _of_file(self, entry: Entry) -> IntakeDocument | None:
        """The document of a document file: the same title, and the same authority where both are known.

        Raises Refusal when several documents fit.
        """
        lead = self.lead_of(entry)
        documents = [
            document
            for document in self.by_title.get(title_key(entry.values["title"]), [])
            if self._leads_agree(document, lead, entry)
        ]
        if number_key(entry.values.get("doc_no", "")):
            documents = [
                document for document in documents if not number_key(document.values.get("doc_no", ""))
            ]
        if len(documents) > 1:
            documents = [
                document
                for document in documents
                if entry.sha256 in document.sha256s or _share_a_day(document, entry)
            ]
            if len(documents) != 1:
                raise Refusal(f"登记簿中有不止一件{quoted(entry.values['title'])}，请核对后在文件页手工附上")
        return documents[0] if documents else None

    def _leads_agree(self, document: IntakeDocument, lead: Lead, entry: Entry) -> bool:
        """Whether the authorities are the same or one is unknown; two unknown ones need a common day as well."""
        if lead == document.lead == self.unknown:
            return _share_a_day(document, entry)
        return lead == document.lead or self.unknown in (lead, document.lead)


def load_register(session: Session, entries: Collection[Entry]) -> Register:
    """The part of the register that these entries may be about."""
    register = Register()
    names = {title_key(name) for entry in entries for name in entry.authorities}
    register.authorities = dict(authorities_by_name_key(session, names))
    unregistered = names - register.authorities.keys()
    names_in_titles = {
        title_key(name)
        for entry in entries
        if unregistered.intersection(map(title_key, entry.authorities))
        for name in _names_in_title(entry.values.get("title", ""))
    }
    register.authorities |= authorities_by_name_key(session, names_in_titles)
    for authority in session.exec(select(Authority)):
        register.names[authority.id or 0] = authority.name
    unknown = authority_by_code(session, UNKNOWN_CODE)
    register.unknown = unknown.id or UNKNOWN_CODE if unknown else UNKNOWN_CODE
    register.names.setdefault(register.unknown, UNKNOWN_NAME)
    numbers = session.exec(select(Filing.filing_no).where(col(Filing.filing_no).is_not(None)))
    register.filing_nos = {number for number in numbers if number}
    register.codes = load_codes(session, register, entries)
    for ids in batches(sorted(_candidate_ids(session, entries))):
        for document in load_documents(session, ids):
            register.add(document)
    return register


def full_name(name: str, title: str, registered: Container[str]) -> str:
    """The full name of an authority written by a short one: 云汀区民政局 for 区民政局.

    The full name is the only one at the beginning of the title that ends in the short one and is registered. Without
    such a name the answer is the name itself.
    """
    key = title_key(name)
    if key in registered or len(key) < _SHORTEST_NAME:
        return name
    full_names = [
        full for full in _names_in_title(title) if title_key(full) in registered and _ends_in(full, key)
    ]
    return full_names[0] if len(full_names) == 1 else name


def short_name_warning(name: str, registered: Iterable[str]) -> str:
    """The warning that registered names end in this unregistered one; empty when none does."""
    key = title_key(name)
    full_names = [full for full in registered if _ends_in(full, key)] if len(key) >= _SHORTEST_NAME else []
    if not full_names:
        return ""
    shown = "、".join(f"“{full}”" for full in full_names[:_NAMES_SHOWN])
    more = f"等{len(full_names)}个机关" if len(full_names) > _NAMES_SHOWN else ""
    doubt = (
        f"只有{shown}，标题没有写明是不是它"
        if len(full_names) == 1
        else f"有{shown}{more}，标题没有写明是哪一个"
    )
    return (
        f"“{name}”不在制定机关名单中，名单中以它结尾的{doubt}；"
        "是的，请在台账中写全称后重新导入；照此写入的，新增一个机关并列入待核"
    )


def _candidate_ids(session: Session, entries: Collection[Entry]) -> set[int]:
    """The ids of the registered documents that share a title or number with an entry, or were chosen for a file."""
    titles = {title_key(entry.values.get("title", "")) for entry in entries}
    numbers = {number_key(entry.values.get("doc_no", "")) for entry in entries} - {None}
    chosen = {entry.belongs.removeprefix(DOCUMENT_KEY) for entry in entries}
    rows = session.exec(select(Document.id, Document.title_key, Document.doc_no_key))
    return {
        id
        for id, title, number in rows
        if id is not None and (title in titles or number in numbers or str(id) in chosen)
    }


def _day(document: IntakeDocument) -> str:
    return document.values.get("published_on", "")


def _share_a_day(document: IntakeDocument, entry: Entry) -> bool:
    days = ("signed_on", "published_on")
    return any(document.values.get(day) and document.values.get(day) == entry.values.get(day) for day in days)


def _differ_by_authority(first: str, second: str) -> bool:
    """Whether two titles are the same but for the authority's name at the beginning of one."""
    short, long = sorted((first, second), key=len)
    return long.endswith(short) and is_authority(long.removesuffix(short))


def _ends_in(name: str, key: str) -> bool:
    """Whether the name is longer than this key of a name and ends in it."""
    whole = title_key(name)
    return whole != key and whole.endswith(key)
