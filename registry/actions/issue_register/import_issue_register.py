"""Take in an issue register (发文登记簿): each line is added, unchanged, updated or refused with its reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from registry.actions.issue_register._locks import hold_lists
from registry.domain import doc_numbers
from registry.domain.errors import Refusal
from registry.domain.instants import SHANGHAI, day_of
from registry.domain.issue_registers import EARLIEST_YEAR, LineKey, same_line, year_of
from registry.domain.normal import title_key
from registry.domain.roles import Actor, Permission, require
from registry.readers.ledgers.issue_lines import IssueLine
from registry.storage import audit
from registry.storage.authorities import Authority, authorities_by_name_key, authority_names
from registry.storage.engine import Store, reading, transaction
from registry.storage.issue_register.entries import IssueEntry, entries_of


@dataclass(frozen=True)
class RefusedLine:
    """A line that stays out, and why."""

    place: str
    title: str
    reason: str


@dataclass(frozen=True)
class UpdatedLine:
    """A known line that the list says something else about: field → (old, new)."""

    place: str
    title: str
    changes: dict[str, tuple[str, str]]


@dataclass
class TakenIn:
    """What became of a list: n_lines = n_added + n_unchanged + updated + refused; `years` counts what is kept."""

    n_lines: int
    n_added: int = 0
    n_unchanged: int = 0
    updated: list[UpdatedLine] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    years: dict[int, int] = field(default_factory=dict)
    authorities: dict[str, int] = field(default_factory=dict)


@dataclass
class _KnownLines:
    """An authority's lines by number and by title, those of this import among them (`places`: where they stand)."""

    by_number: dict[str, list[IssueEntry]] = field(default_factory=dict)
    by_title: dict[str, list[IssueEntry]] = field(default_factory=dict)
    places: dict[LineKey, str] = field(default_factory=dict)

    def add(self, entry: IssueEntry) -> None:
        self.by_title.setdefault(entry.title_key, []).append(entry)
        if entry.doc_no_key:
            self.by_number.setdefault(entry.doc_no_key, []).append(entry)

    def find(self, key: LineKey) -> IssueEntry | None:
        alike = self.by_number.get(key.doc_no_key or "", []) + self.by_title.get(key.title_key, [])
        by_key = {one.key: one for one in alike}
        found = same_line(key, by_key)
        return by_key[found] if found else None


@dataclass
class _Taking:
    """One list on its way in: who brings it, the authorities its lines name, and the lines known so far."""

    actor: Actor
    authority_id: int | None
    year: int | None
    now: datetime
    by_name: dict[str, int]
    names: dict[int, str]
    known: dict[int, _KnownLines]
    fresh: list[IssueEntry] = field(default_factory=list)


def preview_issue_register(
    store: Store,
    actor: Actor,
    lines: Sequence[IssueLine],
    *,
    authority_id: int | None = None,
    year: int | None = None,
    now: datetime,
) -> TakenIn:
    """What `import_issue_register` would do; nothing is written. Raises Refusal."""
    require(actor, Permission.WRITE_DOCUMENT)
    with reading(store) as session:
        return _take(session, actor, lines, authority_id, year, now)[0]


def import_issue_register(
    store: Store,
    actor: Actor,
    lines: Sequence[IssueLine],
    *,
    authority_id: int | None = None,
    year: int | None = None,
    name: str,
    now: datetime,
) -> TakenIn:
    """Writes the lines that can be taken. A line without an authority is of `authority_id`, without a day of `year`.

    `name` says where the list came from. Raises Refusal for an impossible year or an unknown authority.
    """
    require(actor, Permission.WRITE_DOCUMENT)
    with transaction(store) as session:
        hold_lists(session)
        result, fresh = _take(session, actor, lines, authority_id, year, now)
        source = f"{name[:150]}（{actor.name}，{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}）"
        for entry in fresh:
            entry.source, entry.entered_by = source, actor.name
        session.add_all(fresh)
        if result.n_added or result.updated:
            audit.record(
                session,
                now,
                actor.name,
                "import_issue_register",
                f"authority:{authority_id}" if authority_id else "issue_register",
                source=source,
                n_added=result.n_added,
                n_updated=len(result.updated),
                n_refused=len(result.refused),
            )
    return result


def _take(
    session: Session,
    actor: Actor,
    lines: Sequence[IssueLine],
    authority_id: int | None,
    year: int | None,
    now: datetime,
) -> tuple[TakenIn, list[IssueEntry]]:
    """The result, and the lines that are new."""
    taking = _load(session, actor, lines, authority_id, year, now)
    result = TakenIn(len(lines))
    for line in lines:
        try:
            _take_line(taking, line, result)
        except Refusal as refusal:
            result.refused.append(RefusedLine(line.place, line.title or line.doc_no, refusal.sentence))
    return result, taking.fresh


def _load(
    session: Session,
    actor: Actor,
    lines: Sequence[IssueLine],
    authority_id: int | None,
    year: int | None,
    now: datetime,
) -> _Taking:
    this_year = day_of(now).year
    if year is not None and not EARLIEST_YEAR <= year <= this_year:
        raise Refusal(f"年份应在{EARLIEST_YEAR}年到{this_year}年之间。", "year")
    if authority_id is not None:
        require(actor, Permission.WRITE_DOCUMENT, [authority_id])
        if session.get(Authority, authority_id) is None:
            raise Refusal("没有这个制定机关，请重新选择。", "authority")
    by_name = authorities_by_name_key(session, {title_key(line.authority) for line in lines})
    ids = sorted({*by_name.values(), *([authority_id] if authority_id else [])})
    known = {one: _KnownLines() for one in ids}
    for entry in entries_of(session, ids):
        known[entry.authority_id].add(entry)
    return _Taking(actor, authority_id, year, now, by_name, authority_names(session, ids), known)


def _take_line(taking: _Taking, line: IssueLine, result: TakenIn) -> None:
    """Counts the line in the result. Raises Refusal when it stays out."""
    entry = _entry(taking, line)
    known = taking.known[entry.authority_id]
    found = known.find(entry.key)
    if found is None:
        known.add(entry)
        taking.fresh.append(entry)
        result.n_added += 1
        found = entry
    elif found.key in known.places:
        raise Refusal(_repeats(known.places[found.key], found, entry))
    elif changes := _update(found, entry):
        known.add(found)
        result.updated.append(UpdatedLine(line.place, found.title, changes))
    else:
        result.n_unchanged += 1
    known.places[found.key] = line.place
    name = taking.names[found.authority_id]
    result.years[found.year] = result.years.get(found.year, 0) + 1
    result.authorities[name] = result.authorities.get(name, 0) + 1


def _entry(taking: _Taking, line: IssueLine) -> IssueEntry:
    """The line as it would be kept. Raises Refusal for what is wrong with it."""
    if line.problem:
        raise Refusal(line.problem)
    number = doc_numbers.parse(line.doc_no)
    year = year_of(line.issued_on, number.year, taking.year)
    if line.issued_on and line.issued_on > day_of(taking.now):
        raise Refusal(f"日期{line.issued_on}还没有到，请核对。")
    if year is None:
        raise Refusal("没有日期，文号里也没有年份，看不出是哪一年的；请补上日期，或者选定年份后再导入。")
    return IssueEntry(
        authority_id=_authority_id(taking, line.authority),
        year=year,
        title=line.title,
        title_key=title_key(line.title),
        doc_no=line.doc_no,
        doc_no_key=number.key,
        issued_on=line.issued_on,
        entered_at=taking.now,
    )


def _authority_id(taking: _Taking, name: str) -> int:
    """Raises Refusal for a name nobody ever had, and for an authority that is not the actor's."""
    found = taking.by_name.get(title_key(name)) if name else taking.authority_id
    if found is None:
        raise Refusal(
            f"登记簿里没有制定机关“{name}”，请核对名称（曾用名也可以），或请经办人先登记该机关。"
            if name
            else "没有写明制定机关，请在表中补上，或者选定制定机关后再导入。"
        )
    if not taking.actor.may_see([found]):
        raise Refusal(f"“{name}”不是本机关，您只能交本机关的发文登记簿。")
    return found


def _repeats(place: str, found: IssueEntry, entry: IssueEntry) -> str:
    if found.title_key == entry.title_key:
        return f"与{place}重复，只记一行。"
    return f"文号与{place}相同而标题不同，请核对；确系两件同号的，把其中一件的文号删去再导入。"


def _update(known: IssueEntry, line: IssueEntry) -> dict[str, tuple[str, str]]:
    """Writes what the line says differently onto the known one, and tells it; a blank takes nothing away."""
    changes: dict[str, tuple[str, str]] = {}
    if line.title_key != known.title_key:
        changes["标题"] = known.title, line.title
        known.title, known.title_key = line.title, line.title_key
    if line.doc_no_key and line.doc_no_key != known.doc_no_key:
        changes["发文字号"] = known.doc_no, line.doc_no
        known.doc_no, known.doc_no_key = line.doc_no, line.doc_no_key
    if line.issued_on and line.issued_on != known.issued_on:
        changes["印发日期"] = str(known.issued_on or ""), str(line.issued_on)
        known.issued_on, known.year = line.issued_on, line.year
    if changes:
        known.version += 1
    return changes
