"""Add a rule of the office's own to the book."""

from datetime import datetime

from registry.actions.check_rules._versions import check_reason, check_rule, keep_version
from registry.domain.checks.written import WrittenRule, as_json
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit
from registry.storage.check_book import new_code
from registry.storage.engine import Store, transaction


def add_check_rule(store: Store, actor: Actor, written: WrittenRule, reason: str, *, now: datetime) -> str:
    """The code of the new rule. Raises Refusal for a rule that cannot be used."""
    require(actor, Permission.MANAGE_RULES)
    reason = check_reason(reason)
    check_rule(written)
    with transaction(store) as session:
        code = new_code(session)
        keep_version(session, actor, code, None, as_json(written), reason, now=now)
        audit.record(
            session, now, actor.name, "add_check_rule", f"check_rule:{code}", name=written.name, reason=reason
        )
        return code
