"""What the invented district made of the rules of the checks: one changed with a reason, one of its own."""

from dataclasses import replace
from datetime import datetime

from registry.actions.check_rules.add_check_rule import add_check_rule
from registry.actions.check_rules.edit_check_rule import edit_check_rule
from registry.domain.checks.findings import CheckKind
from registry.domain.checks.written import WrittenRule
from registry.domain.levels import Level
from registry.domain.roles import Actor
from registry.storage.check_book import shipped_rules
from registry.storage.engine import Store

_CHANGED = "fee.charge"
_REASON = "区图书馆的借书押金凭证退还，不是收费，审查时多次误报。"
_OWN = WrittenRule(
    name="与信用挂钩",
    kind=CheckKind.RIGHTS,
    level=Level.IMPROPER,
    says="本句可能把失信惩戒扩大到法律、法规和国家清单以外，请核对依据。",
    source="国办发〔2020〕49号",
    words=("列入…黑名单", "记入…诚信档案"),
    here_words=("依法", "移出"),
)


def adapt_rules(store: Store, admin: Actor, now: datetime) -> None:
    """Changes a rule that ships, and adds another."""
    written = replace(shipped_rules()[_CHANGED], here_words=("借书押金",))
    edit_check_rule(store, admin, _CHANGED, written, _REASON, version=0, now=now)
    add_check_rule(store, admin, _OWN, "国办发〔2020〕49号下发后，各镇文件仍常这样写。", now=now)
