"""Say of each answer whether the office accepts it or still objects; a second worksheet that has begun follows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from registry.actions.filings.edit_worksheet import carry, check_examined, record_change, renew
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
    ReviewFinding,
    Worksheet,
    answered_findings,
    findings_of,
    open_worksheet,
    opinion_worksheet,
)


@dataclass(frozen=True)
class Followed:
    """How many findings the verdicts added to the draft of the second opinion, and dropped from it."""

    added: int = 0
    dropped: int = 0


def judge_answers(
    store: Store,
    actor: Actor,
    filing_id: int,
    verdicts: Mapping[int, Verdict],
    *,
    seen: Mapping[int, Verdict],
    now: datetime,
) -> Followed:
    """Writes the verdicts, by the number of the finding; `seen` are those that the page showed. Raises Refusal.

    A draft that has begun takes up what they leave open, also what was deleted from it before.
    """
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
            if seen.get(number) != answer.verdict and not answer.verdict_by:
                raise Refusal(f"第{number}条没有保存：页面已过时，请刷新后再认定。")
            if seen.get(number) != answer.verdict:
                raise Refusal(
                    f"第{number}条刚被{answer.verdict_by}认定为“{VERDICT_WORDS[answer.verdict]}”，没有保存。"
                    "请看下面最新的认定，核对以后再保存。"
                )
            _judge(answer, verdicts[number], number, actor, now)
            session.add(answer)
            changed[str(number)] = verdicts[number].value
        if changed:
            audit.record(
                session,
                now,
                actor.name,
                "judge_answers",
                f"filing:{filing_id}",
                round=before.round,
                verdicts=changed,
            )
        return _follow(session, actor, sheet, before, rows, now) if sheet is not None else Followed()


def _judge(answer: FindingAnswer, verdict: Verdict, number: int, actor: Actor, now: datetime) -> None:
    if answer.reply is Reply.ADOPTED and verdict is Verdict.ACCEPTED:
        raise Refusal(f"第{number}条制定机关已经采纳，不需要认可说明；改得不到位的，选“仍有异议”。")
    answer.verdict, answer.verdict_by, answer.verdict_at = verdict, actor.name, now


def _follow(
    session: Session,
    actor: Actor,
    sheet: Worksheet,
    before: Worksheet,
    rows: Sequence[AnsweredFinding],
    now: datetime,
) -> Followed:
    """Takes up in the worksheet what is open and not in it, and drops what was settled meanwhile.

    Judging is not drafting: who drafted what is taken up counts as a drafter, who judges does not.
    """
    drafted = findings_of(session, sheet.id)
    carried = {finding.earlier_id: finding for finding in drafted if finding.earlier_id}
    open_ids = {row.finding.id for row in rows if row.answer and not row.answer.value().is_settled}
    added = [row.finding for row in rows if row.finding.id in open_ids - carried.keys()]
    dropped = [finding for earlier_id, finding in carried.items() if earlier_id not in open_ids]
    last = max((finding.position for finding in drafted), default=0)
    for position, finding in enumerate(added, last + 1):
        carry(session, sheet, finding, position)
        record_change(session, actor, sheet, f"按对答复的认定列入问题：{_named(finding)}", now)
    for finding in dropped:
        session.delete(finding)
        record_change(session, actor, sheet, f"按对答复的认定删除问题：{_named(finding)}", now)
    if added:
        items = {finding.item for finding in added}
        sheet.cleared = [item for item in sheet.cleared if item not in items]
        sheet.drafters = {**before.drafters, **sheet.drafters}
    if added or dropped:
        renew(sheet, actor, now)
        session.add(sheet)
    return Followed(len(added), len(dropped))


def _named(finding: ReviewFinding) -> str:
    return f"{finding.item}，{finding.article or '全文'}：{finding.problem}"
