"""A rule: how it reads now, how it ships, and every version that the office made of it."""

from typing import NamedTuple

from flask import abort, render_template
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.domain.checks.differences import FIELD_WORDS, Difference, differences
from registry.domain.checks.findings import CheckKind
from registry.domain.checks.written import WrittenRule, from_json
from registry.domain.roles import Permission
from registry.storage.check_book import (
    RULE_STATE_WORDS,
    BookRule,
    CheckRuleVersion,
    book_rule,
    versions_of,
)
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs


class Step(NamedTuple):
    """A version, and what it changed of the one before."""

    row: CheckRuleVersion
    what: str
    changes: list[Difference]


@needs(Permission.READ_ALL)
def show(code: str) -> ResponseReturnValue:
    with reading(current_store()) as session:
        rule = rule_or_404(session, code)
        steps = _steps(rule, versions_of(session, code))
    shipped = rule.shipped
    return render_template(
        "desk/check_rules/show.html",
        rule=rule,
        written=rule.written,
        is_body=rule.written.kind is CheckKind.BODY,
        state_words=RULE_STATE_WORDS,
        labels=FIELD_WORDS,
        from_shipped=differences(shipped, rule.written) if shipped and rule.is_changed else [],
        steps=steps,
        may_change=current_actor().may(Permission.MANAGE_RULES),
    )


def rule_or_404(session: Session, code: str) -> BookRule:
    return book_rule(session, code) or abort(404)


def _steps(rule: BookRule, newest_first: list[CheckRuleVersion]) -> list[Step]:
    """The versions, the newest first, with what each one changed."""
    steps: list[Step] = []
    before, was_off = rule.shipped, False
    for row in reversed(newest_first):
        after = from_json(row.body) if row.body is not None else rule.shipped
        steps.append(Step(row, _what(row, before, was_off=was_off), _changes(before, after)))
        before, was_off = after, row.is_off
    return steps[::-1]


def _changes(before: WrittenRule | None, after: WrittenRule | None) -> list[Difference]:
    return differences(before, after) if before and after else []


def _what(row: CheckRuleVersion, before: WrittenRule | None, *, was_off: bool) -> str:
    if row.is_off != was_off:
        return "停用" if row.is_off else "启用"
    if before is None:
        return "增加"
    return "恢复为随程序提供的规则" if row.body is None else "修改"
