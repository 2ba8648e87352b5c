"""The list of the rules that texts are checked by."""

from typing import NamedTuple

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.clock import now
from registry.domain.checks.findings import CHECK_WORDS
from registry.domain.levels import LEVEL_WORDS
from registry.domain.normal import title_key
from registry.domain.roles import Permission
from registry.exports.listing import MOST_PRINTED, ListColumn, Listing
from registry.exports.tables import Cell
from registry.storage.check_book import RULE_STATE_WORDS, BookRule, RuleState, book_rules
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.downloads import download_list
from registry.web.paging import export_links, page_of_list

_COLUMNS = [
    *(ListColumn("代码", 8), ListColumn("名称", 10), ListColumn("种类", 7), ListColumn("程度", 4)),
    *(ListColumn("依据", 12), ListColumn("来源和状态", 7), ListColumn("版本", 4)),
]
_LONGEST = 100


class Wanted(NamedTuple):
    """What the address asks for."""

    words: str
    kind: str
    state: str


@needs(Permission.READ_ALL)
def index() -> ResponseReturnValue:
    wanted = _wanted()
    with reading(current_store()) as session:
        every = book_rules(session)
        page = page_of_list(_sorted(_matching(every, wanted)), _sort())
    return render_template(
        "desk/check_rules/index.html",
        page=page,
        wanted=wanted,
        has_filters=any(wanted),
        kinds=[(kind.value, words) for kind, words in CHECK_WORDS.items() if kind in _kinds(every)],
        states=[(state.value, words) for state, words in RULE_STATE_WORDS.items()],
        outrun=[rule for rule in every if rule.is_outrun],
        may_change=current_actor().may(Permission.MANAGE_RULES),
        exports=export_links(lambda kind: url_for(".export", kind=kind), page.total, MOST_PRINTED),
    )


@needs(Permission.READ_ALL)
def export(kind: str) -> ResponseReturnValue:
    """The filtered list as a file, in the order of the page."""
    with reading(current_store()) as session:
        rules = _sorted(_matching(book_rules(session), _wanted()))
    return download_list(kind, Listing("检查规则", _COLUMNS, map(_row, rules), unit="条"), now())


def _wanted() -> Wanted:
    return Wanted(*(request.args.get(name, "").strip()[:_LONGEST] for name in ("q", "kind", "state")))


def _kinds(rules: list[BookRule]) -> set[str]:
    return {rule.written.kind for rule in rules}


def _matching(rules: list[BookRule], wanted: Wanted) -> list[BookRule]:
    return [
        rule
        for rule in rules
        if (not wanted.kind or rule.written.kind == wanted.kind)
        and (not wanted.state or rule.state == wanted.state)
        and (not wanted.words or title_key(wanted.words) in _searched(rule))
    ]


def _searched(rule: BookRule) -> str:
    """What the search box looks in: the rule's code, name, source, and what it looks for."""
    written = rule.written
    parts = (rule.code, written.name, written.source, written.says, written.pattern, *written.words)
    return title_key(" ".join(parts))


def _sort() -> str:
    asked = request.args.get("sort", "")
    return asked if asked.removeprefix("-") in {"code", "kind", "state"} else ""


def _sorted(rules: list[BookRule]) -> list[BookRule]:
    """In the order asked for; as the book has them without."""
    sort = _sort()
    values = {
        "code": lambda rule: rule.code,
        "kind": lambda rule: list(CHECK_WORDS).index(rule.written.kind),
        "state": lambda rule: list(RuleState).index(rule.state),
    }
    if not sort:
        return rules
    return sorted(rules, key=values[sort.removeprefix("-")], reverse=sort.startswith("-"))


def _row(rule: BookRule) -> list[Cell]:
    written = rule.written
    level, state = LEVEL_WORDS[written.level], RULE_STATE_WORDS[rule.state]
    return [rule.code, written.name, CHECK_WORDS[written.kind], level, written.source, state, rule.version]
