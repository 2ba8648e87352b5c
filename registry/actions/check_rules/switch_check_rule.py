"""Switch a rule of the book off, or on again, with a reason."""

from datetime import datetime

from registry.actions.check_rules._versions import check_reason, keep_version, locked_rule
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.engine import Store, transaction


def switch_check_rule(
    store: Store, actor: Actor, code: str, reason: str, *, is_off: bool, version: int, now: datetime
) -> int:
    """The number of the new version, with the words of the one before. Raises Refusal."""
    require(actor, Permission.MANAGE_RULES)
    reason = check_reason(reason)
    with transaction(store) as session:
        rule = locked_rule(session, code, version)
        if rule.is_off is is_off:
            raise Refusal("这条规则已经停用。" if is_off else "这条规则已经在用。")
        newest = rule.newest
        body = newest.body if newest else None
        number = keep_version(session, actor, code, newest, body, reason, is_off=is_off, now=now)
        audit.record(
            session,
            now,
            actor.name,
            "switch_check_rule",
            f"check_rule:{code}",
            name=rule.written.name,
            version=number,
            is_off=is_off,
            reason=reason,
        )
        return number
