"""Restore a rule of the book to the words that ship with the program."""

from datetime import datetime

from registry.actions.check_rules._versions import check_reason, keep_version, locked_rule
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.engine import Store, transaction


def restore_check_rule(
    store: Store, actor: Actor, code: str, reason: str, *, version: int, now: datetime
) -> int:
    """The number of the new version; the rule is in use again. Raises Refusal where nothing ships."""
    require(actor, Permission.MANAGE_RULES)
    reason = check_reason(reason)
    with transaction(store) as session:
        rule = locked_rule(session, code, version)
        if rule.shipped is None:
            raise Refusal("这是本单位增加的规则，程序没有提供过，不能恢复；不再需要的，请停用。")
        if not rule.is_changed and not rule.is_off:
            raise Refusal("这条规则现在就是随程序提供的，不必恢复。")
        number = keep_version(session, actor, code, rule.newest, None, reason, now=now)
        audit.record(
            session,
            now,
            actor.name,
            "restore_check_rule",
            f"check_rule:{code}",
            name=rule.written.name,
            version=number,
            reason=reason,
        )
        return number
