"""Rules of the book as admins of the tests write them."""

from datetime import date

from registry.actions.check_rules.add_check_rule import add_check_rule
from registry.domain.checks.findings import CheckKind
from registry.domain.checks.written import WrittenRule
from registry.domain.levels import Level
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store
from tests.cast import NOW

DEPOSIT = WrittenRule(
    name="风险押金",
    kind=CheckKind.FEE,
    level=Level.IMPROPER,
    says="请核对收取押金的依据。",
    source="示范县法制办工作手册",
    words=("风险押金", "履约…押金"),
)
STATION = WrittenRule(
    name="农机推广站",
    kind=CheckKind.BODY,
    level=Level.ADVICE,
    says="",
    source="示委编〔2021〕6号",
    words=("农机推广站",),
    successor="农业农村局",
    since=date(2021, 7, 1),
)


def added_rule(store: Store, written: WrittenRule = DEPOSIT) -> str:
    """The code of a rule of the office's own."""
    return add_check_rule(store, OPERATOR, written, "工作中常见", now=NOW)
