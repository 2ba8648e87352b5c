"""Import an issue register (发文登记簿): every line is added, unchanged, updated, or refused with a reason."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from registry.actions.issue_register._locks import lock_lists
from registry.domain import doc_numbers
from registry.domain.errors import Refusal
from registry.domain.instants import SHANGHAI, day_of
from registry.domain.issue_registers import EARLIEST_YEAR, LineKey, same_line, year_of
from registry.domain.normal import title_key
from registry.domain.roles import Actor, Permission, require
from registry.domain.written_days import cn_date
from registry.readers.ledgers.issue_lines import IssueLine
from registry.storage import audit
from registry.storage.authorities import Authority, authorities_by_name_key, authority_names
from registry.storage.engine import Store, reading, transaction
from registry.storage.issue_register.entries import IssueEntry, entries_of


@dataclass(frozen=True)
class RefusedLine:
    """A line that is not imported, and the reason."""

    place: str
    title: str
    reason: str


@dataclass(frozen=True)
class UpdatedLine:
    """A registered line that the import changes: field → (old, new)."""

    place: str
    title: str
    changes: dict[str, tuple[str, str]]


@dataclass
class ImportResult:
    """The result of an import: n_lines = n_added + n_unchanged + updated + refused.

    `years` and `authorities` count the lines that were not refused.
    """

    n_lines: int
    n_added: int = 0
    n_unchanged: int = 0
    updated: list[UpdatedLine] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)
    years: dict[int, int] = field(default_factory=dict)
    authorities: dict[str, int] = field(default_factory=dict)


@dataclass
class _AuthorityLines:
    """The lines of one authority by number and by title, those of this import included.

    `places`: the key of each line that this import has named so far → its place in the file.
    """

    by_number: dict[str, list[IssueEntry]] = field(default_factory=dict)
    by_title: dict[str, list[IssueEntry]] = field(default_factory=dict)
    places: dict[LineKey, str] = field(default_factory=dict)

    def add(self, entry: IssueEntry) -> None:
        self.by_title.setdefault(entry.title_key, []).append(entry)
        if entry.doc_no_key:
            self.by_number.setdefault(entry.doc_no_key, []).append(entry)

    def find(self, key: LineKey) -> IssueEntry | None:
        """The line that a line with this key repeats."""
        similar = self.by_number.get(key.doc_no_key or "", []) + self.by_title.get(key.title_key, [])
        by_key = {entry.key: entry for entry in similar}
        repeated = same_line(key, by_key)
        return by_key[repeated] if repeated else None


@dataclass
class _Import:
    """One import: who imports, the defaults for its lines, the authorities they name, and all lines by authority.

    `added` are the new lines.
    """

    actor: Actor
    authority_id: int | None
    year: int | None
    now: datetime
    by_name: dict[str, int]
    names: dict[int, str]
    lines: dict[int, _AuthorityLines]
    added: list[IssueEntry] = field(default_factory=list)


def preview_issue_register(
    store: Store,
    actor: Actor,
    lines: Sequence[IssueLine],
    *,
    authority_id: int | None = None,
    year: int | None = None,
    now: datetime,
) -> ImportResult:
    """The result that `import_issue_register` would have; nothing is written. Raises Refusal as it does."""
    require(actor, Permission.WRITE_DOCUMENT)
    with reading(store) as session:
        return _read(session, actor, lines, authority_id, year, now)[0]


def import_issue_register(
    store: Store,
    actor: Actor,
    lines: Sequence[IssueLine],
    *,
    authority_id: int | None = None,
    year: int | None = None,
    name: str,
    now: datetime,
) -> ImportResult:
    """The result of the import; the lines that are not refused are written.

    A line without an authority belongs to `authority_id`, one without a day to `year`. `name` is the origin of the
    list. Raises Refusal for an impossible year or an unknown authority.
    """
    require(actor, Permission.WRITE_DOCUMENT)
    with transaction(store) as session:
        lock_lists(session)
        result, added = _read(session, actor, lines, authority_id, year, now)
        source = f"{name[:150]}（{actor.name}，{now.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}）"
        for entry in added:
            entry.source, entry.entered_by = source, actor.name
        session.add_all(added)
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


def _read(
    session: Session,
    actor: Actor,
    lines: Sequence[IssueLine],
    authority_id: int | None,
    year: int | None,
    now: datetime,
) -> tuple[ImportResult, list[IssueEntry]]:
    """The result and the new lines; changed lines are set on the session's entries."""
    importing = _load(session, actor, lines, authority_id, year, now)
    result = ImportResult(len(lines))
    for line in lines:
        try:
            _read_line(importing, line, result)
        except Refusal as refusal:
            result.refused.append(RefusedLine(line.place, line.title or line.doc_no, refusal.sentence))
    return result, importing.added


def _load(
    session: Session,
    actor: Actor,
    lines: Sequence[IssueLine],
    authority_id: int | None,
    year: int | None,
    now: datetime,
) -> _Import:
    """The import before its first line. Raises Refusal for an impossible year or an unknown authority."""
    this_year = day_of(now).year
    if year is not None and not EARLIEST_YEAR <= year <= this_year:
        raise Refusal(f"年份应在{EARLIEST_YEAR}年到{this_year}年之间。", "year")
    if authority_id is not None:
        require(actor, Permission.WRITE_DOCUMENT, [authority_id])
        if session.get(Authority, authority_id) is None:
            raise Refusal("没有这个制定机关，请重新选择。", "authority")
    by_name = authorities_by_name_key(session, {title_key(line.authority) for line in lines})
    ids = sorted({*by_name.values(), *([authority_id] if authority_id else [])})
    registered = {id: _AuthorityLines() for id in ids}
    for entry in entries_of(session, ids):
        registered[entry.authority_id].add(entry)
    return _Import(actor, authority_id, year, now, by_name, authority_names(session, ids), registered)


def _read_line(importing: _Import, line: IssueLine, result: ImportResult) -> None:
    """Counts the line in the result and adds or changes its entry. Raises Refusal for a refused line."""
    entry = _entry(importing, line)
    lines = importing.lines[entry.authority_id]
    registered = lines.find(entry.key)
    if registered is None:
        lines.add(entry)
        importing.added.append(entry)
        result.n_added += 1
        registered = entry
    elif registered.key in lines.places:
        raise Refusal(_repetition(lines.places[registered.key], registered, entry))
    elif changes := _update(registered, entry):
        lines.add(registered)
        result.updated.append(UpdatedLine(line.place, registered.title, changes))
    else:
        result.n_unchanged += 1
    lines.places[registered.key] = line.place
    name = importing.names[registered.authority_id]
    result.years[registered.year] = result.years.get(registered.year, 0) + 1
    result.authorities[name] = result.authorities.get(name, 0) + 1


def _entry(importing: _Import, line: IssueLine) -> IssueEntry:
    """The entry for a line. Raises Refusal for a line that cannot be imported."""
    if line.problem:
        raise Refusal(line.problem)
    number = doc_numbers.parse(line.doc_no)
    year = year_of(line.issued_on, number.year, importing.year)
    if line.issued_on and line.issued_on > day_of(importing.now):
        raise Refusal(f"日期{cn_date(line.issued_on)}还没有到，请核对。")
    if year is None:
        raise Refusal("没有日期，文号里也没有年份，看不出是哪一年的；请补上日期，或者选定年份后再导入。")
    return IssueEntry(
        authority_id=_authority_id(importing, line.authority),
        year=year,
        title=line.title,
        title_key=title_key(line.title),
        doc_no=line.doc_no,
        doc_no_key=number.key,
        issued_on=line.issued_on,
        entered_at=importing.now,
    )


def _authority_id(importing: _Import, name: str) -> int:
    """The id of the authority of a line. Raises Refusal for an unknown name, and for an authority of others."""
    authority_id = importing.by_name.get(title_key(name)) if name else importing.authority_id
    if authority_id is None:
        raise Refusal(
            f"登记簿里没有制定机关“{name}”，请核对名称（曾用名也可以），或请经办人先登记该机关。"
            if name
            else "没有写明制定机关，请在表中补上，或者选定制定机关后再导入。"
        )
    if not importing.actor.may_see([authority_id]):
        raise Refusal(f"“{name}”不是本机关，您只能交本机关的发文登记簿。")
    return authority_id


def _repetition(place: str, earlier: IssueEntry, entry: IssueEntry) -> str:
    """The refusal of a line that repeats one of the same import."""
    if earlier.title_key == entry.title_key:
        return f"与{place}重复，只记一行。"
    return f"文号与{place}相同而标题不同，请核对；确系两件同号的，把其中一件的文号删去再导入。"


def _update(registered: IssueEntry, line: IssueEntry) -> dict[str, tuple[str, str]]:
    """The changes of a registered line, field → (old, new), which are set on it. A blank overwrites nothing."""
    changes: dict[str, tuple[str, str]] = {}
    if line.title_key != registered.title_key:
        changes["标题"] = registered.title, line.title
        registered.title, registered.title_key = line.title, line.title_key
    if line.doc_no_key and line.doc_no_key != registered.doc_no_key:
        changes["发文字号"] = registered.doc_no, line.doc_no
        registered.doc_no, registered.doc_no_key = line.doc_no, line.doc_no_key
    if line.issued_on and line.issued_on != registered.issued_on:
        changes["印发日期"] = str(registered.issued_on or ""), str(line.issued_on)
        registered.issued_on, registered.year = line.issued_on, line.year
    if changes:
        registered.version += 1
    return changes
