"""Accept a finding of the release gate, with a reason that stands in the release's record."""

from datetime import datetime

from registry.actions.cleanups._rounds import lock_round, subject_of
from registry.actions.cleanups.check_round import check_round
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.cleanups.rounds import accepted_findings
from registry.storage.cleanups.tables import AcceptedFinding
from registry.storage.engine import Store, transaction

_TEXT_LENGTH = 1000


def accept_finding(
    store: Store, actor: Actor, round_id: int, finding_id: str, reason: str, *, now: datetime
) -> None:
    """Accepts the finding. Raises Refusal when it is hard or no longer there, and without a reason."""
    require(actor, Permission.ACCEPT_FINDING)
    reason = reason.strip()
    if not reason or len(reason) > _TEXT_LENGTH:
        raise Refusal(f"请写明接受该问题的理由（不超过{_TEXT_LENGTH}字），理由将记入发布记录。", "reason")
    with transaction(store) as session:
        cleanup = lock_round(session, round_id)
        findings = {finding.id: finding for finding in check_round(session, round_id, day_of(now))}
        finding = findings.get(finding_id)
        if finding is None:
            raise Refusal("该问题已不存在或所涉文件有变化，请刷新校核结果后再办。")
        if finding.is_hard:
            raise Refusal(f"该问题必须更正，不能接受：{finding.sentence}")
        if finding_id in {row.finding for row in accepted_findings(session, round_id)}:
            raise Refusal("该问题已经接受，无需重复办理。")
        session.add(
            AcceptedFinding(
                round_id=round_id,
                finding=finding_id,
                sentence=finding.sentence,
                reason=reason,
                by=actor.name,
                at=now,
            )
        )
        audit.record(
            session,
            now,
            actor.name,
            "accept_finding",
            subject_of(cleanup),
            finding=finding.sentence,
            reason=reason,
        )
