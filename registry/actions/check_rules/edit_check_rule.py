"""Change a rule of the book: a new version, with a reason; the earlier ones stay."""

from datetime import datetime
from typing import Any

from registry.actions.check_rules._versions import (
    check_kind,
    check_reason,
    check_rule,
    keep_version,
    locked_rule,
)
from registry.domain.checks.written import WrittenRule, as_json
from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.engine import Store, transaction


def edit_check_rule(
    store: Store, actor: Actor, code: str, written: WrittenRule, reason: str, *, version: int, now: datetime
) -> int:
    """The number of the new version; `version` is the one that was edited, 0 for a rule as it ships. Raises Refusal.

    A rule that is switched off stays so.
    """
    require(actor, Permission.MANAGE_RULES)
    reason = check_reason(reason)
    check_rule(written)
    with transaction(store) as session:
        rule = locked_rule(session, code, version)
        if rule.written.is_fixed:
            raise Refusal("这一项由程序按条款和日期计算，不能修改；不需要的可以停用。")
        check_kind(rule.written, written)
        changes = _changes(as_json(rule.written), as_json(written))
        if not changes and not rule.is_outrun:
            raise Refusal("内容没有改动，不必保存。")
        number = keep_version(
            session, actor, code, rule.newest, as_json(written), reason, is_off=rule.is_off, now=now
        )
        audit.record(
            session,
            now,
            actor.name,
            "edit_check_rule",
            f"check_rule:{code}",
            name=written.name,
            version=number,
            changes=changes,
            reason=reason,
        )
        return number


def _changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[str]]:
    """field → [old, new], as the audit keeps them."""
    return {
        name: [_shown(before[name]), _shown(value)] for name, value in after.items() if before[name] != value
    }


def _shown(value: Any) -> str:
    return "\n".join(value) if isinstance(value, (list, tuple)) else str(value or "")
