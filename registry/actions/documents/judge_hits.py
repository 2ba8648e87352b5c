"""Say of hits of the checks whether they are kept or dismissed, one by one or all those of a rule at once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.checks.findings import CHECK_WORDS
from registry.domain.checks.verdicts import HIT_VERDICT_WORDS, HitVerdict, check_verdict, seen_mark
from registry.domain.errors import Refusal
from registry.domain.instants import time_words
from registry.domain.normal import shortened, tidy
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.documents.locks import issuer_ids, lock_document
from registry.storage.engine import Store, transaction
from registry.storage.people import person_of
from registry.storage.text_checks import TextHit, hits_by_id, open_hits, raised_hits

_LONGEST_QUOTE = 60


def judge_hits(
    store: Store,
    actor: Actor,
    document_id: int,
    seen: Mapping[int, int],
    verdict: HitVerdict,
    reason: str = "",
    *,
    now: datetime,
) -> None:
    """Keeps the verdict on these hits: id → the version that was seen. Raises Refusal, also if another judged first."""
    check_verdict(verdict, reason)
    with transaction(store) as session:
        _hold(session, actor, document_id)
        hits = hits_by_id(session, document_id, seen)
        if len(hits) < len(seen):
            raise Refusal("这一处已经不在检查结果里：正文或者规则刚刚变了。请返回列表，看最新的结果。")
        for hit in hits:
            _check_seen(hit, seen[hit.id or 0], verdict, reason)
        _judge(session, actor, document_id, hits, verdict, reason, now)


def judge_rule(
    store: Store,
    actor: Actor,
    document_id: int,
    rule: str,
    seen: str,
    verdict: HitVerdict,
    reason: str = "",
    *,
    now: datetime,
) -> int:
    """How many hits were judged: all those of a rule that wait for it. Raises Refusal if they are not as `seen`."""
    check_verdict(verdict, reason)
    with transaction(store) as session:
        _hold(session, actor, document_id)
        hits = open_hits(session, document_id, rule)
        if mark_of(hits) != seen:
            now_words = f"现在有{len(hits)}处" if hits else "现在已经没有"
            raise Refusal(f"这条规则待核对的{now_words}，和您看到的不一样了，没有保存。请看最新的结果再办。")
        _judge(session, actor, document_id, hits, verdict, reason, now)
        return len(hits)


def mark_of(hits: Iterable[TextHit]) -> str:
    """The mark of hits as they are now, for a page that shows them together."""
    return seen_mark((hit.id, hit.version) for hit in hits)


def _hold(session: Session, actor: Actor, document_id: int) -> None:
    lock_document(session, document_id)
    require(actor, Permission.EXAMINE_FILING, issuer_ids(session, document_id))


def _check_seen(hit: TextHit, version: int, verdict: HitVerdict, reason: str) -> None:
    """Raises Refusal if somebody else judged the hit after the page was shown; the same form may come twice."""
    if hit.version == version or (hit.verdict, hit.reason) == (verdict, reason):
        return
    if hit.verdict is HitVerdict.OPEN and (hit.reason or not hit.judged_by):
        raise Refusal("这一处的说明刚随规则变了，您的没有保存。请看新的说明，核对后再保存一次。")
    because = f"，理由是“{hit.reason}”" if hit.reason else ""
    at = f"（{time_words(hit.judged_at)}）" if hit.judged_at else ""
    raise Refusal(
        f"这一处刚由{person_of(hit.judged_by)}改为“{HIT_VERDICT_WORDS[hit.verdict]}”{because}{at}，您的没有保存。"
        "您填写的内容仍在下面，核对后仍要改的，请再保存一次。"
    )


def _judge(
    session: Session,
    actor: Actor,
    document_id: int,
    hits: Sequence[TextHit],
    verdict: HitVerdict,
    reason: str,
    now: datetime,
) -> None:
    changed = [hit for hit in hits if (hit.verdict, hit.reason) != (verdict, reason)]
    if not changed:
        return
    ids = [hit.id or 0 for hit in changed]
    if verdict is HitVerdict.DISMISSED and (raised := raised_hits(session, ids)):
        numbers = "、".join(f"第{hit.position}处" for hit in changed if hit.id in raised)
        raise Refusal(f"{numbers}已经列为审查问题，不能排除。请先在审查工作底稿里删除那条问题。")
    session.execute(
        sa.update(TextHit)
        .where(col(TextHit.id).in_(ids))
        .values(
            verdict=verdict,
            reason=reason,
            judged_by=actor.name,
            judged_at=now,
            version=col(TextHit.version) + 1,
        ),
        execution_options={"synchronize_session": False},
    )
    audit.record(
        session,
        now,
        actor.name,
        "judge_hits",
        f"document:{document_id}",
        verdict=verdict.value,
        hits=_told(changed),
        reason=reason,
    )


def _told(hits: Sequence[TextHit]) -> str:
    """A hit by its kind and words; several by how many there are of each kind."""
    if len(hits) == 1:
        quote = shortened(tidy(hits[0].quote), _LONGEST_QUOTE)
        return f"{CHECK_WORDS[hits[0].kind]}：{f'“{quote}”' if quote else hits[0].says}"
    kinds = Counter(hit.kind for hit in hits)
    return "、".join(f"{CHECK_WORDS[kind]}{n}处" for kind, n in kinds.items())
