"""Templates of papers: text with named fields, checked when it is saved and filled when a paper is made.

    标题：规范性文件备案登记通知
    主送：{{制定机关}}

    你单位报送备案的{{文件}}收悉……

The lines before the first empty line are the head: 标题, 主送, 抄送, 附注, 签发人. A template may print a field and ask
whether it has a value ({% if 公布日期 %}); it can do nothing else.
"""

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from registry.domain.errors import Refusal
from registry.domain.papers.kinds import KindRule, PaperKind, Urgency
from registry.domain.papers.rules import RULES
from registry.exports.papers.model import Block, Paper, PaperAnnex, Table

TEXTS = Path(__file__).resolve().parents[3] / "templates" / "papers"
LONGEST = 20_000
_HEADS = ("标题", "主送", "抄送", "附注", "签发人")
_PLAIN = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.If,
    nodes.Not,
    nodes.And,
    nodes.Or,
)
_IF = re.compile(r"\{%[-+]?\s*(if|endif)\b")
_TAGS_ALONE = re.compile(r"^[ \t]*((?:\{%(?:(?!%\}).)*%\}[ \t]*)+)\n", re.MULTILINE)
_DEEPEST = 20  # levels of conditions and of what is in them
_MOST_CONDITIONS = 100
_WORDS = "\x00"
_BLOCK = re.compile("\x00(\\d+)\x00")

Value = str | tuple[str, ...] | Table
"""What fills a field: words, paragraphs of their own, or a table. "" and () stand for what is not there."""


@functools.cache
def shipped_text(kind: PaperKind) -> str:
    """The template that the program ships for a kind."""
    return (TEXTS / f"{kind}.txt").read_text("utf-8")


def check_template(rule: KindRule, text: str) -> None:
    """Raises Refusal, with the line, for what a template of this kind cannot say or must not leave out."""
    if len(text) > LONGEST:
        raise Refusal(f"模板有{len(text)}字，最多{LONGEST}字，请精简。", "text")
    tree = _parsed(text)
    known = "、".join(rule.fields)
    for node in _inner(tree):
        if not isinstance(node, _PLAIN):
            raise Refusal(
                f"第{node.lineno}行：模板里只能写{{{{字段}}}}和{{% if 字段 %}}，不能有别的代码。", "text"
            )
        if isinstance(node, nodes.Name) and node.name not in rule.fields:
            raise Refusal(f"第{node.lineno}行：没有“{node.name}”这个字段。可用的字段：{known}。", "text")
    needed = [name for name, is_needed in rule.fields.items() if is_needed]
    printed = _always_printed(tree.body)
    missing = [name for name in needed if name not in printed]
    if missing:
        raise Refusal(
            f"模板里缺少{'、'.join(f'{{{{{name}}}}}' for name in missing)}，这种文书必须写明，请补上。"
            "写在{% if %}里的不算，除非{% else %}里也写。",
            "text",
        )
    head, body = _parts(text)
    if not head.get("标题"):
        raise Refusal("第1行：请以“标题：”开头写明文书的标题，空一行以后写正文。", "text")
    if not body.strip():
        raise Refusal("模板没有正文：标题、主送之后空一行，再写正文。", "text")
    if not _always_printed(_parsed(head["标题"]).body) & {_WORDS, *needed}:
        raise Refusal("标题不能都写在{% if %}里，也不能只有可能空着的字段，否则文书会没有标题。", "text")
    _check_filled(rule, text)


@functools.lru_cache(maxsize=128)
def problem_of(kind: PaperKind, text: str) -> str:
    """Why a template cannot be used, "" where it can: a field that it names may have gone with a newer program."""
    try:
        check_template(RULES[kind], text)
    except Refusal as refusal:
        return refusal.sentence
    return ""


def fill_template(
    rule: KindRule,
    text: str,
    values: Mapping[str, Value],
    *,
    issuer: str,
    signed_on: date,
    number: str = "",
    annexes: tuple[PaperAnnex, ...] = (),
    enclosures: tuple[str, ...] = (),
    urgency: Urgency | None = None,
) -> Paper:
    """The paper that the template gives with these values. Raises Refusal where an obligatory value is missing."""
    for name, is_needed in rule.fields.items():
        if is_needed and not values.get(name):
            raise Refusal(f"文书须写明“{name}”，登记簿里还没有，请先补录再出具。")
    tables: list[Table] = []
    words = {name: _as_words(values.get(name, ""), tables) for name in rule.fields}
    filled = _compiled(text).render(words)
    head, body = _parts(filled)
    return Paper(
        genre=rule.genre,
        title=head.get("标题", ""),
        issuer=issuer,
        signed_on=signed_on,
        body=tuple(_blocks(body, tables)),
        number=number,
        addressees=head.get("主送", ""),
        annexes=annexes,
        enclosures=enclosures,
        urgency=urgency,
        note=head.get("附注", ""),
        copies_to=head.get("抄送", ""),
        signatory=head.get("签发人", ""),
    )


def _check_filled(rule: KindRule, text: str) -> None:
    """Raises Refusal where the template does not give a title and a body, with all values or the needed ones alone."""
    try:
        template = _compiled(text)
    except (SyntaxError, RecursionError, MemoryError):
        raise _too_deep(1) from None
    for is_whole in (True, False):
        words = {
            name: f"【{name}】" if is_whole or is_needed else "" for name, is_needed in rule.fields.items()
        }
        head, body = _parts(template.render(words))
        if not head.get("标题") or not body.strip():
            raise Refusal("有的字段空着时，文书会没有标题或者没有正文，请把它们写在{% if %}以外。", "text")


def _always_printed(body: Sequence[nodes.Node]) -> set[str]:
    """The fields that are printed whatever has a value, and _WORDS where words of the template are."""
    printed: set[str] = set()
    for node in body:
        if isinstance(node, nodes.Output):
            printed |= {part.name for part in node.nodes if isinstance(part, nodes.Name)}
            words = (part.data for part in node.nodes if isinstance(part, nodes.TemplateData))
            printed |= {_WORDS} if any(map(str.strip, words)) else set()
        elif isinstance(node, nodes.If):
            branches = [node.body, *(other.body for other in node.elif_), node.else_]
            printed |= set.intersection(*map(_always_printed, branches))
    return printed


@functools.cache
def _environment() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
    )  # a .docx escapes its words itself


@functools.lru_cache(maxsize=64)
def _compiled(text: str) -> Template:
    """The template ready to be filled: a paper is made in a transaction, and compiling takes as long as drawing.

    A line of conditions alone leaves no line behind; one that ends with a condition stays a line.
    """
    return _environment().from_string(_TAGS_ALONE.sub(r"\1", text))


def _parsed(text: str) -> nodes.Template:
    for number, line in enumerate(text.split("\n"), 1):
        if any(
            line.count(opening) != line.count(closing) for opening, closing in (("{{", "}}"), ("{%", "%}"))
        ):
            raise _torn(number)
    try:
        tree = _environment().parse(text)
    except TemplateSyntaxError as error:
        raise _unclosed(text) or _torn(error.lineno) from None
    except RecursionError:
        raise _too_deep(1) from None
    _check_depth(tree)
    return tree


def _check_depth(tree: nodes.Template) -> None:
    level: list[nodes.Node] = [tree]
    for depth in range(_DEEPEST + 1):
        level = [child for node in level for child in node.iter_child_nodes()]
        if depth == _DEEPEST and level:
            raise _too_deep(level[0].lineno)
    n_conditions = sum(1 for _ in tree.find_all(nodes.If))
    if n_conditions > _MOST_CONDITIONS:
        raise Refusal(f"模板里有{n_conditions}个{{% if %}}，最多{_MOST_CONDITIONS}个，请精简。", "text")


def _too_deep(line: int) -> Refusal:
    return Refusal(f"第{line}行：{{% if %}}套得太深，或者条件太长，请拆开写。", "text")


def _unclosed(text: str) -> Refusal | None:
    """The refusal of an {% if %} without its {% endif %}, with the line where it begins."""
    begun: list[int] = []
    for tag in _IF.finditer(text):
        if tag[1] == "if":
            begun.append(text.count("\n", 0, tag.start()) + 1)
        elif begun:
            begun.pop()
    return Refusal(f"第{begun[0]}行：{{% if %}}没有配对的{{% endif %}}，请补上。", "text") if begun else None


def _torn(line: int) -> Refusal:
    return Refusal(
        f"第{line}行：{{{{ }}}}、{{% if %}}和{{% endif %}}没有成对写全，或者字段名里有不能用的字，请核对。",
        "text",
    )


def _inner(node: nodes.Node) -> Iterator[nodes.Node]:
    yield node
    for child in node.iter_child_nodes():
        yield from _inner(child)


def _as_words(value: Value, tables: list[Table]) -> str:
    if isinstance(value, Table):
        tables.append(value)
        return f"\n\x00{len(tables) - 1}\x00\n"
    return value if isinstance(value, str) else "\n".join(value)


def _parts(text: str) -> tuple[dict[str, str], str]:
    """The head of a template by its names, and its body."""
    head: dict[str, str] = {}
    lines = text.strip("\n").split("\n")
    for at, line in enumerate(lines):
        name, colon, words = line.partition("：")
        if not colon or name.strip() not in _HEADS:
            return head, "\n".join(lines[at:])
        head[name.strip()] = words.strip()
    return head, ""


def _blocks(body: str, tables: list[Table]) -> Iterator[Block]:
    for line in filter(None, (line.strip() for line in body.split("\n"))):
        table = _BLOCK.fullmatch(line)
        yield tables[int(table[1])] if table else line
