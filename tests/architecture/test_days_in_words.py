"""Days reach people as 2026年3月5日: no template prints a date as Python writes it, and no refusal either."""

import ast
import re
from collections.abc import Iterator

from jinja2 import Environment, nodes

from tests.architecture.tree import ROOT, modules

TEMPLATES = ROOT / "templates"
DAY = re.compile(r"(?:^|_)(?:on|until|from|since|day|today|deadline)$|^(?:correct|answer|amend)_by$")
CHINESE = re.compile(r"[一-龥]")
PASSES_ON = {"default", "d", "trim"}
TYPED = "what was typed stands in the field again"
MAIL = "the digest writes its day in words before the template has it"
NAME_OF_TABLE = "the name of a list of laws"
EXCEPTIONS = {
    ("templates/desk/cleanups/_needed.html", "deadline_on"): TYPED,
    ("templates/desk/cleanups/_needed.html", "extended_until"): TYPED,
    ("templates/desk/cleanups/meeting.html", "met_on"): TYPED,
    ("templates/desk/cleanups/items.html", "deadline_on"): TYPED,
    ("templates/desk/cleanups/items.html", "extended_until"): TYPED,
    ("templates/desk/releases/correct_release.html", "deadline"): TYPED,
    ("templates/notices/_digest.html", "day"): MAIL,
    ("templates/notices/_digest.txt", "day"): MAIL,
    ("templates/desk/laws/show.html", "loaded_from"): NAME_OF_TABLE,
    ("registry/web/desk/releases/correct.py", "deadline"): "quotes what was typed and is no date",
    ("registry/readers/documents/dates.py", "day"): "the number of a day in a month that has fewer",
}


def test_no_template_prints_a_day_without_a_filter() -> None:
    printed = {
        (str(path.relative_to(ROOT)), name)
        for suffix in ("html", "txt")
        for path in TEMPLATES.rglob(f"*.{suffix}")
        for name in bare_days(path.read_text("utf-8"))
    }
    assert printed, "the guard sees the fields of the exceptions at least"
    assert sorted(printed - EXCEPTIONS.keys()) == []


def test_no_refusal_and_no_flash_says_a_day_as_python_writes_it() -> None:
    said = {
        (path, name)
        for path, tree in modules().items()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id in ("Refusal", "flash")
        for name in days_said(call)
    }
    assert sorted(said - EXCEPTIONS.keys()) == []


def test_the_guards_see_days() -> None:
    assert list(bare_days("{{ a.due_on }}")) == ["due_on"]
    assert list(bare_days("{{ '已有' ~ a.signed_on ~ '的' }}")) == ["signed_on"]
    assert list(bare_days("{{ a.due_on or '未载' }}{{ facts([('施行', a.effective_on)]) }}")) == [
        "due_on",
        "effective_on",
    ]
    assert list(bare_days("{% set x = '%s前'|format(a.answer_by) %}")) == ["answer_by"]
    assert (
        list(bare_days("{{ a.due_on|cn_date }}{{ day(a.due_on) }}{{ a.due_on.year }}{{ labels.due_on }}"))
        == []
    )
    assert list(bare_days("{% for day, words in changed %}{{ words }}{% endfor %}")) == []
    (refusal,) = ast.parse("Refusal(f'{on}晚于{cn_date(today)}（{day_of(now)}）')").body
    assert list(days_said(refusal)) == ["on", "day_of"]


def bare_days(template: str) -> Iterator[str]:
    """The names of days that a template prints as they are, in the order of their lines."""
    tree = Environment(autoescape=True).parse(template)
    shown: dict[int, nodes.Expr] = {}
    for node in tree.find_all((nodes.Output, nodes.Concat, nodes.Tuple, nodes.Filter)):
        parts = node.nodes if isinstance(node, nodes.Output) else [node]
        for part in parts:
            if (
                isinstance(part, nodes.Filter)
                and part.name != "format"
                and not isinstance(node, nodes.Output)
            ):
                continue
            shown |= {id(expression): expression for expression in _printed(part)}
    yield from (_name(expression) for expression in shown.values() if DAY.search(_name(expression)))


def days_said(call: ast.AST) -> Iterator[str]:
    """The names of days that stand in the sentence of a call without a function around them."""
    for text in ast.walk(call):
        if not isinstance(text, ast.JoinedStr) or not CHINESE.search(ast.unparse(text)):
            continue
        for part in text.values:
            match part:
                case ast.FormattedValue(value=ast.Name(id=name) | ast.Attribute(attr=name), format_spec=None):
                    if DAY.search(name):
                        yield name
                case ast.FormattedValue(value=ast.Call(func=ast.Name(id="day_of"))):
                    yield "day_of"


def _printed(expression: nodes.Node) -> Iterator[nodes.Expr]:
    """The names and attributes whose value is printed as it is where an expression is printed."""
    match expression:
        case nodes.Getattr(node=nodes.Name(name="labels")):
            return  # the word of a field
        case nodes.Name() | nodes.Getattr():
            yield expression
        case nodes.Concat():
            for part in expression.nodes:
                yield from _printed(part)
        case nodes.Tuple(ctx="load"):
            for part in expression.items:
                yield from _printed(part)
        case nodes.Or() | nodes.And():
            yield from _printed(expression.left)
            yield from _printed(expression.right)
        case nodes.CondExpr():
            yield from _printed(expression.expr1)
            if expression.expr2 is not None:
                yield from _printed(expression.expr2)
        case nodes.Filter(name="format"):
            for part in expression.args:
                yield from _printed(part)
        case nodes.Filter() if expression.name in PASSES_ON and expression.node is not None:
            yield from _printed(expression.node)


def _name(expression: nodes.Expr) -> str:
    match expression:
        case nodes.Name():
            return expression.name
        case nodes.Getattr():
            return expression.attr
    return ""
