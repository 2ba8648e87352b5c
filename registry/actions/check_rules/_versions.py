"""A new version of a rule of the book, inside a transaction."""

from datetime import datetime

from sqlmodel import Session

from registry.domain.checks.findings import CheckKind
from registry.domain.checks.written import WrittenRule, check_written
from registry.domain.errors import Refusal
from registry.domain.roles import Actor
from registry.readers.checking import try_rule
from registry.storage import counters
from registry.storage.check_book import (
    BookRule,
    CheckRuleVersion,
    book_rule,
    raise_book_version,
    shipped_digest,
)

MAX_REASON = 500
CHANGED = "这条规则刚被他人改过，您的修改没有保存。请刷新后对照最新内容再改。"


def check_rule(written: WrittenRule) -> None:
    """Raises Refusal for a rule that cannot be used; its patterns are tried in the confined process."""
    check_written(written)
    if problem := try_rule(written):
        field, sentence = problem
        raise Refusal(sentence, field)


def check_reason(reason: str) -> str:
    """The reason, tidied. Raises Refusal without one."""
    reason = reason.strip()
    if not 1 <= len(reason) <= MAX_REASON:
        raise Refusal(f"请写明理由，最多{MAX_REASON}个字。", "reason")
    return reason


def locked_rule(session: Session, code: str, version: int) -> BookRule:
    """The rule, with the book held until the transaction ends. Raises Refusal when its version is another."""
    counters.hold(session, "check_book")
    rule = book_rule(session, code)
    if rule is None:
        raise Refusal("没有这条规则。请回到规则列表重新选择。")
    if rule.version != version:
        raise Refusal(CHANGED)
    return rule


def keep_version(
    session: Session,
    actor: Actor,
    code: str,
    before: CheckRuleVersion | None,
    body: dict[str, object] | None,
    reason: str,
    *,
    is_off: bool = False,
    now: datetime,
) -> int:
    """The number of the new version of a rule; the book is another from now on."""
    row = CheckRuleVersion(
        code=code,
        version=before.version + 1 if before else 1,
        body=body,
        is_off=is_off,
        shipped=shipped_digest(code),
        reason=reason,
        made_by=actor.name,
        made_at=now,
    )
    session.add(row)
    session.flush()
    raise_book_version(session)
    return row.version


def check_kind(before: WrittenRule, after: WrittenRule) -> None:
    """Raises Refusal when a rule of sentences becomes one of bodies, or the reverse."""
    if (before.kind is CheckKind.BODY) != (after.kind is CheckKind.BODY):
        raise Refusal("查句子的规则和查机构名称的规则不能互换；请停用这一条，另增加一条。", "kind")
