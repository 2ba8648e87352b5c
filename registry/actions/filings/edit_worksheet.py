"""Write the worksheet of a filing: which items have no problem, and its findings; the first word begins it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from registry.actions.filings.two_person import actor_key
from registry.domain.articles import passages
from registry.domain.checks.verdicts import HitVerdict
from registry.domain.errors import Refusal
from registry.domain.filings import EXAMINATION_ITEMS, STATE_WORDS, Direction, FilingState
from registry.domain.instants import time_words
from registry.domain.levels import Level
from registry.domain.roles import Actor, Permission, require
from registry.domain.worksheets import EXAMINED_IN, Finding, WorksheetState, check_finding
from registry.storage import audit
from registry.storage.documents.tables import text_of
from registry.storage.engine import Store, transaction
from registry.storage.filings import Filing, lock_filing
from registry.storage.people import person_of
from registry.storage.text_checks import hits_by_id
from registry.storage.worksheets import (
    ReviewFinding,
    Worksheet,
    answered_findings,
    findings_of,
    open_worksheet,
    opinion_worksheet,
    worksheets_of,
)

_NEVER_WAS = "页面已过时，没有保存。您填写的内容仍在表单里，请看下面最新的底稿，核对以后再保存。"
"""Said to a form with a version that never was: nobody changed anything meanwhile."""


@dataclass(frozen=True)
class Written:
    """A finding as typed; `article_key` names the passage of the text that it quotes, "" for the whole document.

    `hit_id` is the hit of the checks that it takes up.
    """

    item: str
    level: Level
    problem: str
    article_key: str = ""
    basis: str = ""
    demand: str = ""
    note: str = ""
    hit_id: int | None = None


def begin_worksheet(store: Store, actor: Actor, filing_id: int, *, now: datetime) -> None:
    """Begins the worksheet of a filing unless it has begun: a second one with what the answers left open."""
    with transaction(store) as session:
        _, sheet = hold_worksheet(session, actor, filing_id, None, now)
        if sheet.version == 1:
            wrote(session, actor, sheet, "开始起草", now)


def clear_items(
    store: Store, actor: Actor, filing_id: int, items: Sequence[str], *, version: int, now: datetime
) -> None:
    """Notes the items without a problem; the others are unexamined or have findings. Raises Refusal."""
    with transaction(store) as session:
        _, sheet = hold_worksheet(session, actor, filing_id, version, now)
        with_findings = {finding.item for finding in findings_of(session, sheet.id)}
        contrary = [item for item in EXAMINATION_ITEMS if item in with_findings and item in items]
        if contrary:
            raise Refusal(f"{'、'.join(contrary)}已经写有问题，不能注明“无问题”。请先删除这些问题。", "items")
        cleared = [item for item in EXAMINATION_ITEMS if item in items]
        if cleared != sheet.cleared:
            sheet.cleared = cleared
            wrote(session, actor, sheet, f"无问题：{'、'.join(cleared) or '没有'}", now)


def write_finding(
    store: Store,
    actor: Actor,
    filing_id: int,
    written: Written,
    *,
    finding_id: int | None = None,
    version: int,
    now: datetime,
) -> int:
    """The id of the finding, added or changed. What the same form wrote just before is not written twice."""
    with transaction(store) as session:
        filing = lock_filing(session, filing_id)
        sheet = open_worksheet(session, filing)
        twin = _twin(session, filing, sheet, written) if finding_id is None else None
        if twin is not None and sheet is not None and sheet.version > version:
            require(actor, Permission.EXAMINE_FILING, [filing.authority_id])
            return twin
        _, sheet = hold_worksheet(session, actor, filing_id, version, now)
        others = findings_of(session, sheet.id)
        if finding_id is None:
            row = ReviewFinding(
                worksheet_id=sheet.id or 0,
                position=max((other.position for other in others), default=0) + 1,
                item=written.item,
                level=written.level,
                problem="",
                hit_id=_hit_of(session, filing, others, written.hit_id),
            )
        else:
            row = _finding(others, finding_id)
        was = row.value(), row.article_key
        _write(session, filing, row, written)
        check_finding(row.value())
        if (row.value(), row.article_key) != was:
            session.add(row)
            sheet.cleared = [item for item in sheet.cleared if item != row.item]
            verb = "修改" if finding_id else "新增"
            wrote(session, actor, sheet, f"{verb}问题：{row.item}，{row.article or '全文'}", now)
        session.flush()
        return row.id or 0


def remove_finding(
    store: Store, actor: Actor, filing_id: int, finding_id: int, *, version: int, now: datetime
) -> None:
    """Removes a finding from the draft; the versions that were handed over keep it."""
    with transaction(store) as session:
        _, sheet = hold_worksheet(session, actor, filing_id, version, now)
        row = _finding(findings_of(session, sheet.id), finding_id)
        session.delete(row)
        wrote(session, actor, sheet, f"删除问题：{row.item}，{row.article or '全文'}：{row.problem}", now)


def raise_finding(
    store: Store, actor: Actor, filing_id: int, finding_id: int, *, version: int, now: datetime
) -> None:
    """Puts a finding before the one above it; the first one stays where it is."""
    with transaction(store) as session:
        _, sheet = hold_worksheet(session, actor, filing_id, version, now)
        rows = findings_of(session, sheet.id)
        place = rows.index(_finding(rows, finding_id))
        if place == 0:
            return
        rows[place - 1 : place + 1] = [rows[place], rows[place - 1]]
        for position, row in enumerate(rows, 1):
            row.position = position
            session.add(row)
        wrote(session, actor, sheet, f"调整顺序：{rows[place - 1].item}上移", now)


def hold_worksheet(
    session: Session, actor: Actor, filing_id: int, version: int | None, now: datetime
) -> tuple[Filing, Worksheet]:
    """The filing and its worksheet to be written in, begun if need be, both held until the end.

    `version` is the one that was read, 0 for a worksheet that had not begun. Raises Refusal.
    """
    filing = lock_filing(session, filing_id)
    require(actor, Permission.EXAMINE_FILING, [filing.authority_id])
    check_examined(filing)
    sheet = open_worksheet(session, filing)
    if version is not None and version < 0:
        raise Refusal(_NEVER_WAS, "sheet")
    if sheet is None:
        if version:
            raise Refusal("这份底稿已经办结或者未采用，没有保存。请刷新页面。")
        return filing, _begin(session, filing, now)
    if sheet.state is WorksheetState.HANDED_OVER:
        raise Refusal("底稿已经交负责人，等签发或者退回以后才能修改。")
    if version is not None and version > sheet.version:
        raise Refusal(_NEVER_WAS, "sheet")
    is_unwritten = sheet.version == 1
    if version is not None and sheet.version != version and not is_unwritten:
        at = time_words(sheet.changed_at)
        raise Refusal(
            f"底稿在您打开页面后已有变动：{sheet.changed_by}于{at}修改。您这一次的内容还没有保存，仍在表单里。"
            "请看下面最新的底稿，核对以后再保存。",
            "sheet",
        )
    return filing, sheet


def check_examined(filing: Filing) -> None:
    """Raises Refusal unless the filing is one that the office examines now."""
    if filing.direction is Direction.OUTGOING:
        raise Refusal("由我方上报的文件由上级备案机关审查，没有审查工作底稿。")
    if filing.is_historic or filing.state not in EXAMINED_IN:
        raise Refusal(
            f"当前状态为“{STATE_WORDS[filing.state]}”，不在审查中，不能起草审查工作底稿。页面可能已过时，请刷新。"
        )


def carry(session: Session, sheet: Worksheet, earlier: ReviewFinding, position: int) -> None:
    """Takes a finding of the round before up again."""
    fields = earlier.model_dump(exclude={"id", "worksheet_id", "position", "earlier_id"})
    session.add(ReviewFinding(worksheet_id=sheet.id or 0, position=position, earlier_id=earlier.id, **fields))


def _begin(session: Session, filing: Filing, now: datetime) -> Worksheet:
    """A new worksheet; a second one begins with the findings that are left open, its other items are examined."""
    number = len(worksheets_of(session, filing.id or 0)) + 1
    sheet = Worksheet(filing_id=filing.id or 0, round=number, state=WorksheetState.DRAFTING, changed_at=now)
    session.add(sheet)
    session.flush()
    before = opinion_worksheet(session, filing.id or 0) if filing.state is FilingState.FEEDBACK else None
    if before is None:
        return sheet
    rows = answered_findings(session, [before.id or 0])
    left = [row.finding for row in rows if row.answer and not row.answer.value().is_settled]
    for position, finding in enumerate(left, 1):
        carry(session, sheet, finding, position)
    items = {finding.item for finding in left}
    sheet.cleared = [item for item in EXAMINATION_ITEMS if item not in items]
    sheet.drafters = dict(before.drafters) if left else {}
    session.flush()
    return sheet


def _write(session: Session, filing: Filing, row: ReviewFinding, written: Written) -> None:
    """Writes what was typed; the words of the article are those of the text now, and stay as they were if it stays."""
    row.item, row.level = written.item, written.level
    row.problem, row.basis = written.problem.strip(), written.basis.strip()
    row.demand, row.note = written.demand.strip(), written.note.strip()
    if row.article_key == written.article_key:
        return
    row.article_key, row.article, row.quote = "", "", ""
    if written.article_key:
        parts = {part.key: part for part in passages(text_of(session, filing.document_id))}
        part = parts.get(written.article_key)
        if part is None:
            raise Refusal("文件正文里没有所选的这一条，请重新选择条文。", "article_key")
        row.article_key, row.article, row.quote = part.key, part.label, part.words


def _hit_of(
    session: Session, filing: Filing, others: Sequence[ReviewFinding], hit_id: int | None
) -> int | None:
    """The hit that a new finding takes up. Raises Refusal for one that was dismissed, or that is a finding already."""
    if hit_id is None:
        return None
    number = next((n for n, other in enumerate(others, 1) if other.hit_id == hit_id), None)
    if number is not None:
        raise Refusal(f"这一处检查结果已经列为第{number}条问题，没有再写一条。请修改那一条。")
    hit = next(iter(hits_by_id(session, filing.document_id, [hit_id])), None)
    if hit is None:
        raise Refusal(
            "这一处已经不在检查结果里：正文或者规则刚刚变了。仍要写的，请点正文里的条文，就这一条写问题。"
        )
    if hit.verdict is HitVerdict.DISMISSED:
        raise Refusal(
            f"这一处已由{person_of(hit.judged_by)}排除：{hit.reason}。仍要列为问题的，请先在检查结果里恢复待核对。"
        )
    return hit_id


def _finding(rows: Sequence[ReviewFinding], finding_id: int) -> ReviewFinding:
    row = next((row for row in rows if row.id == finding_id), None)
    if row is None:
        raise Refusal("这一条问题已经被删除。请刷新页面；仍须写明的，请重新添加。")
    return row


def _twin(session: Session, filing: Filing, sheet: Worksheet | None, written: Written) -> int | None:
    """The finding that says exactly this already: the same form came twice."""
    probe = ReviewFinding(worksheet_id=0, position=0, item="", level=written.level, problem="")
    _write(session, filing, probe, written)
    said: tuple[Finding, str, int | None] = probe.value(), probe.article_key, written.hit_id
    rows = findings_of(session, sheet.id) if sheet else []
    return next((row.id for row in rows if (row.value(), row.article_key, row.hit_id) == said), None)


def wrote(session: Session, actor: Actor, sheet: Worksheet, change: str, now: datetime) -> None:
    """Keeps who changed a worksheet and how."""
    touch(sheet, actor, now)
    session.add(sheet)
    record_change(session, actor, sheet, change, now)


def record_change(session: Session, actor: Actor, sheet: Worksheet, change: str, now: datetime) -> None:
    """Audits a change of a worksheet."""
    audit.record(
        session,
        now,
        actor.name,
        "edit_worksheet",
        f"filing:{sheet.filing_id}",
        round=sheet.round,
        change=change,
    )


def touch(sheet: Worksheet, actor: Actor, now: datetime) -> None:
    """Counts the actor among those who drafted the worksheet."""
    sheet.drafters = {**sheet.drafters, actor_key(actor): actor.name}
    renew(sheet, actor, now)


def renew(sheet: Worksheet, actor: Actor, now: datetime) -> None:
    """Gives a changed worksheet its next version, so that forms of the last are noticed."""
    sheet.version += 1
    sheet.changed_by, sheet.changed_at = actor.name, now
