"""Say of each answer whether the office accepts it or still objects; a second worksheet that has begun follows."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import Session

from registry.actions.filings.edit_worksheet import carry, check_examined, wrote
from registry.domain.errors import Refusal
from registry.domain.filings import FilingState
from registry.domain.roles import Actor, Permission, require
from registry.domain.worksheets import VERDICT_WORDS, Reply, Verdict, WorksheetState
from registry.storage import audit
from registry.storage.engine import Store, transaction
from registry.storage.filings import lock_filing
from registry.storage.worksheets import (
    AnsweredFinding,
    FindingAnswer,
    Worksheet,
    answered_findings,
    findings_of,
    open_worksheet,
    opinion_worksheet,
)


def judge_answers(
    store: Store,
    actor: Actor,
    filing_id: int,
    verdicts: Mapping[int, Verdict],
    *,
    seen: Mapping[int, Verdict],
    now: datetime,
) -> None:
    """Writes the verdicts, by the number of the finding; `seen` are those that the page showed. Raises Refusal."""
    with transaction(store) as session:
        filing = lock_filing(session, filing_id)
        require(actor, Permission.EXAMINE_FILING, [filing.authority_id])
        check_examined(filing)
        before = opinion_worksheet(session, filing_id)
        if before is None or filing.state is not FilingState.FEEDBACK:
            raise Refusal("没有待认定的答复，请刷新页面。")
        sheet = open_worksheet(session, filing)
        if sheet is not None and sheet.state is WorksheetState.HANDED_OVER:
            raise Refusal("再次审查的底稿已经交负责人，等签发或者退回以后才能改变认定。")
        rows = answered_findings(session, [before.id or 0])
        changed = {}
        for number, row in enumerate(rows, 1):
            answer = row.answer
            if answer is None or verdicts.get(number, answer.verdict) == answer.verdict:
                continue
            if seen.get(number) != answer.verdict:
                raise Refusal(
                    f"第{number}条刚被{answer.verdict_by}认定为“{VERDICT_WORDS[answer.verdict]}”，没有保存。"
                    "请看下面最新的认定，核对以后再保存。"
                )
            _judge(answer, verdicts[number], number, actor, now)
            session.add(answer)
            changed[str(number)] = verdicts[number].value
        if not changed:
            return
        audit.record(
            session,
            now,
            actor.name,
            "judge_answers",
            f"filing:{filing_id}",
            round=before.round,
            verdicts=changed,
        )
        if sheet is not None:
            _follow(session, actor, sheet, rows, now)


def _judge(answer: FindingAnswer, verdict: Verdict, number: int, actor: Actor, now: datetime) -> None:
    if answer.reply is Reply.ADOPTED and verdict is Verdict.ACCEPTED:
        raise Refusal(f"第{number}条制定机关已经采纳，不需要认可说明；改得不到位的，选“仍有异议”。")
    answer.verdict, answer.verdict_by, answer.verdict_at = verdict, actor.name, now


def _follow(
    session: Session, actor: Actor, sheet: Worksheet, rows: Sequence[AnsweredFinding], now: datetime
) -> None:
    """Takes up in the worksheet what became open again, and drops what was settled meanwhile."""
    drafted = findings_of(session, sheet.id)
    carried = {finding.earlier_id: finding for finding in drafted if finding.earlier_id}
    position = max((finding.position for finding in drafted), default=0)
    for row in rows:
        is_open = row.answer is not None and not row.answer.value().is_settled
        if is_open and row.finding.id not in carried:
            position += 1
            carry(session, sheet, row.finding, position)
            sheet.cleared = [item for item in sheet.cleared if item != row.finding.item]
        elif not is_open and row.finding.id in carried:
            session.delete(carried[row.finding.id])
    wrote(session, actor, sheet, "按对答复的认定，增减承接的问题", now)
