"""Which registered document an entry of an intake speaks of: the rules of identity at import (DESIGN)."""

from collections.abc import Collection, Container, Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from sqlmodel import Session, col, select

from registry.actions.intakes._candidates import Known, Lead, load_known, number_key
from registry.actions.intakes.entries import Entry
from registry.domain.errors import Refusal
from registry.domain.intakes import ANEW
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

OF_DOCUMENT = "document:"


@dataclass
class Register:
    """What the register holds of the documents an intake may speak of, and what the intake adds to it.

    `new_names`: the keys of the authorities' names that it adds, with the sentence where others' names end so.
    """

    authorities: dict[str, Lead] = field(default_factory=dict)
    names: dict[Lead, str] = field(default_factory=dict)
    new_names: dict[str, str] = field(default_factory=dict)
    unknown: Lead = UNKNOWN_CODE
    by_number: dict[str, list[Known]] = field(default_factory=dict)
    by_title: dict[str, list[Known]] = field(default_factory=dict)
    by_owner: dict[str, Known] = field(default_factory=dict)
    filing_nos: set[str] = field(default_factory=set)

    def add(self, known: Known) -> None:
        self.by_title.setdefault(known.key, []).append(known)
        if known.id:
            self.by_owner[f"{OF_DOCUMENT}{known.id}"] = known
        number = number_key(known.values.get("doc_no", ""))
        if number:
            self.by_number.setdefault(number, []).append(known)

    def lead_of(self, entry: Entry) -> Lead:
        """The lead authority; a name nobody ever had stands for itself, no name for the unknown authority."""
        if not entry.authorities:
            return self.unknown
        return self.authority(self.full_name(entry, entry.authorities[0]))

    def full_name(self, entry: Entry, name: str) -> str:
        """The name of an authority, or the registered one that it is the end of where the title says so."""
        return full_name(name, entry.values.get("title", ""), self.authorities)

    def authority(self, name: str) -> Lead:
        key = title_key(name)
        found = self.authorities.get(key, key)
        self.names.setdefault(found, name)
        return found

    def find(self, entry: Entry) -> Known | None:
        """The document an entry speaks of. Raises Refusal when its number belongs to another title, or when the
        one it was given to is not there."""
        if entry.belongs not in ("", ANEW):
            if entry.belongs not in self.by_owner:
                raise Refusal("选定要配给的文件或行没有登记成，请另选")
            return self.by_owner[entry.belongs]
        number = number_key(entry.values.get("doc_no", ""))
        attached = next(
            (known for known in self._of_words(entry, number) if entry.sha256 in known.sha256s), None
        )
        if attached:
            return attached
        if number and number in self.by_number:
            return self._of_number(entry, self.by_number[number])
        if entry.sha256:
            return self._of_file(entry)
        return None if number else self._of_title(entry)

    def _of_words(self, entry: Entry, number: str | None) -> list[Known]:
        """The documents of the same number or the same title."""
        return [
            *self.by_number.get(number or "", []),
            *self.by_title.get(title_key(entry.values["title"]), []),
        ]

    def _of_number(self, entry: Entry, same: Sequence[Known]) -> Known | None:
        key = title_key(entry.values["title"])
        for known in same:
            if known.key == key or _is_tail(known.key, key):
                return known
        if entry.values.get("duplicate_reason"):
            return None
        other = same[0]
        where = f"（{other.first.place_from(entry)}）" if other.first else ""
        what = "请核对后在文件页手工附上" if entry.sha256 else "如确属重号，请加一列“重号说明”写明原因"
        raise Refusal(
            f"发文字号{entry.values['doc_no']}已用于《{other.title}》{where}，与《{entry.values['title']}》不是同一标题；{what}"
        )

    def _of_title(self, entry: Entry) -> Known | None:
        """Without a number: title, lead authority and 公布日期 (a numbered document's may be missing)."""
        same = self.by_title.get(title_key(entry.values["title"]), [])
        lead, day = self.lead_of(entry), entry.values.get("published_on", "")
        reason = entry.values.get("duplicate_reason", "")
        unnumbered = [
            known
            for known in same
            if not number_key(known.values.get("doc_no", ""))
            and reason in ("", known.values.get("duplicate_reason", ""))
        ]
        unnumbered.sort(key=lambda known: known.values.get("duplicate_reason", "") != reason)
        exact = (known for known in unnumbered if known.lead == lead and _day(known) == day)
        anybodys = (known for known in unnumbered if lead == self.unknown and _day(known) == day)
        numbered = (
            known
            for known in same
            if number_key(known.values.get("doc_no", ""))
            and known.lead == lead
            and (not day or _day(known) in ("", day))
        )
        return next(exact, None) or next(anybodys, None) or next(numbered, None)

    def _of_file(self, entry: Entry) -> Known | None:
        """A document file: title, and the authority where both are known. Raises Refusal when it fits several."""
        lead = self.lead_of(entry)
        same = [
            known
            for known in self.by_title.get(title_key(entry.values["title"]), [])
            if self._may_be_of(known, lead, entry)
        ]
        number = number_key(entry.values.get("doc_no", ""))
        if number:
            same = [known for known in same if not number_key(known.values.get("doc_no", ""))]
        if len(same) > 1:
            same = [known for known in same if entry.sha256 in known.sha256s or _same_days(known, entry)]
            if len(same) != 1:
                raise Refusal(f"登记簿中有不止一件《{entry.values['title']}》，请核对后在文件页手工附上")
        return same[0] if same else None

    def _may_be_of(self, known: Known, lead: Lead, entry: Entry) -> bool:
        """The same authority; one unknown authority fits any, two need the same day too."""
        if lead == known.lead == self.unknown:
            return _same_days(known, entry)
        return lead == known.lead or self.unknown in (lead, known.lead)


def load_register(session: Session, entries: Collection[Entry]) -> Register:
    """The part of the register that these entries may speak of."""
    register = Register()
    names = {title_key(name) for entry in entries for name in entry.authorities}
    register.authorities = dict(authorities_by_name_key(session, names))
    short = names - register.authorities.keys()
    in_heads = {
        title_key(head)
        for entry in entries
        if short.intersection(map(title_key, entry.authorities))
        for head in heads(entry.values.get("title", ""))
    }
    register.authorities |= authorities_by_name_key(session, in_heads)
    for authority in session.exec(select(Authority)):
        register.names[authority.id or 0] = authority.name
    unknown = authority_by_code(session, UNKNOWN_CODE)
    register.unknown = unknown.id or UNKNOWN_CODE if unknown else UNKNOWN_CODE
    register.names.setdefault(register.unknown, UNKNOWN_NAME)
    numbers = session.exec(select(Filing.filing_no).where(col(Filing.filing_no).is_not(None)))
    register.filing_nos = {number for number in numbers if number}
    for ids in batches(sorted(_candidates(session, entries))):
        for known in load_known(session, ids):
            register.add(known)
    return register


def _candidates(session: Session, entries: Collection[Entry]) -> set[int]:
    titles = {title_key(entry.values.get("title", "")) for entry in entries}
    numbers = {number_key(entry.values.get("doc_no", "")) for entry in entries} - {None}
    owners = {entry.belongs.removeprefix(OF_DOCUMENT) for entry in entries}
    rows = session.exec(select(Document.id, Document.title_key, Document.doc_no_key))
    return {
        id
        for id, title, number in rows
        if id is not None and (title in titles or number in numbers or str(id) in owners)
    }


def _day(known: Known) -> str:
    return known.values.get("published_on", "")


def _same_days(known: Known, entry: Entry) -> bool:
    days = ("signed_on", "published_on")
    return any(known.values.get(day) and known.values.get(day) == entry.values.get(day) for day in days)


def _is_tail(one: str, other: str) -> bool:
    """The same title with and without the authority's name before it."""
    short, long = sorted((one, other), key=len)
    return long.endswith(short) and is_authority(long.removesuffix(short))


_SHORTEST, _SHOWN = 3, 3

heads = lru_cache(maxsize=1 << 12)(names_in_title)


def full_name(name: str, title: str, registered: Container[str]) -> str:
    """The one name at the head of the title that ends so and whose key is registered; else the name itself."""
    key = title_key(name)
    if key in registered or len(key) < _SHORTEST:
        return name
    fitting = [head for head in heads(title) if title_key(head) in registered and _ends_in(head, key)]
    return fitting[0] if len(fitting) == 1 else name


def doubt_of_short(name: str, names: Iterable[str]) -> str:
    """The sentence that names the authorities whose names end so; empty when there are none."""
    key = title_key(name)
    fitting = [each for each in names if _ends_in(each, key)] if len(key) >= _SHORTEST else []
    if not fitting:
        return ""
    shown = "、".join(f"“{each}”" for each in fitting[:_SHOWN])
    more = f"等{len(fitting)}个机关" if len(fitting) > _SHOWN else ""
    found = (
        f"只有{shown}，标题没有写明是不是它"
        if len(fitting) == 1
        else f"有{shown}{more}，标题没有写明是哪一个"
    )
    return (
        f"“{name}”不在制定机关名单中，名单中以它结尾的{found}；"
        "是的，请在台账中写全称后重新导入；照此写入的，新增一个机关并列入待核"
    )


def _ends_in(name: str, key: str) -> bool:
    whole = title_key(name)
    return whole != key and whole.endswith(key)
