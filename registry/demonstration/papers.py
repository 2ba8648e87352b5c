"""A whole paper made of a hand-written text in texts/: head, numbered articles, last clauses, signature."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from registry.demonstration._days import chinese_date
from registry.demonstration.clauses import clause
from registry.domain.citations import quoted

_TEXTS = Path(__file__).parent / "texts"
_CITATION = re.compile(r"\[\[([a-z0-9-]+)\]\]")
_ONES = "零一二三四五六七八九"
_EXPLAINED = "执行中的具体问题，由起草单位负责解释；国家和本省另有规定的，从其规定。"


@dataclass(frozen=True)
class Paper:
    """The facts that a paper prints. `issuers` sign it; `rules` is the name of the rules that it prints, if any."""

    title: str
    doc_no: str
    issuers: tuple[str, ...]
    lead: str
    addressees: str
    adopted_by: str
    rules: str
    matter: str
    text: str
    fill: Mapping[str, str]
    signed_on: date | None
    published_on: date | None
    effective_on: date | None
    valid_until: date | None
    is_endless: bool
    repealed: tuple[str, ...]
    disclosure_word: str


def compose(paper: Paper, cite: Callable[[str], str]) -> str:
    """The text of the paper; `cite` turns a slug into 《title》（number）."""
    it = _own_name(paper)
    words = {**paper.fill, "it": it, "lead": paper.lead, "matter": paper.matter}
    source = (_TEXTS / f"{paper.text}.txt").read_text(encoding="utf-8")
    source = re.sub(r"^@([a-z-]+)$", lambda match: clause(match[1], paper.matter), source, flags=re.MULTILINE)
    text, mark, annex = source.format_map(words).strip().partition("\n\n附件\n")
    blocks = text.split("\n\n")
    ending = _ending(paper, it)
    body = _articles(blocks, ending) if paper.rules else _items(blocks, ending)
    whole = (
        [*_cover(paper), paper.rules, *body] if paper.rules else [*_head(paper), *body, *_signature(paper)]
    )
    whole += ["附件", annex] if mark else []
    return _CITATION.sub(lambda match: cite(match[1]), "\n".join(whole)) + "\n"


def chinese_number(number: int) -> str:
    """1 → 一, 10 → 十, 23 → 二十三 (below 100)."""
    tens, ones = divmod(number, 10)
    if tens == 0:
        return _ONES[ones]
    return ("" if tens == 1 else _ONES[tens]) + "十" + (_ONES[ones] if ones else "")


def _own_name(paper: Paper) -> str:
    """The name by which the paper refers to itself: 本办法, 本通知."""
    name = re.sub(r"（[^）]*）$", "", paper.rules or paper.title)
    for ending in ("办法", "规定", "细则", "通告", "决定", "意见", "通知"):
        if name.endswith(ending):
            return f"本{ending}"
    return "本命令" if name.endswith("命令") else "本通知"


def _head(paper: Paper) -> list[str]:
    return [
        paper.title,
        *([paper.doc_no] if paper.doc_no else []),
        "",
        *([paper.addressees] if paper.addressees else []),
    ]


def _cover(paper: Paper) -> list[str]:
    adopted = f"{quoted(paper.rules)}已经{paper.adopted_by}研究同意，现印发给你们，请结合实际认真贯彻执行。"
    if "转发" in paper.title:
        adopted = f"{quoted(paper.rules)}已经{paper.adopted_by}同意，现转发给你们，请认真组织实施。"
    return [*_head(paper), adopted, *_signature(paper), ""]


def _signature(paper: Paper) -> list[str]:
    signed = [chinese_date(paper.signed_on)] if paper.signed_on else []
    return ["", *paper.issuers, *signed, f"（此件{paper.disclosure_word}）"]


def _ending(paper: Paper, it: str) -> str:
    """The clause on the start, validity and repeals that the document states; "" when it states none."""
    parts = []
    if paper.effective_on:
        starts = "公布之日" if paper.effective_on == paper.published_on else chinese_date(paper.effective_on)
        parts.append(f"{it}自{starts}起施行")
    if paper.valid_until:
        parts.append(f"有效期至{chinese_date(paper.valid_until)}")
    elif paper.is_endless:
        parts.append("长期有效")
    if not parts:
        return ""
    repealed = "、".join(f"[[{slug}]]" for slug in paper.repealed)
    return "，".join(parts) + "。" + (f"{repealed}同时废止。" if repealed else "")


def _articles(blocks: list[str], ending: str) -> list[str]:
    """The lines of an act in 章 and 条; the last articles say who explains it and when it takes effect."""
    lines: list[str] = []
    n_chapters = n_articles = 0
    has_chapters = any(block.startswith("# ") for block in blocks)
    last = [_EXPLAINED, *([ending] if ending else [])]
    for block in [*blocks, *(["# 附则"] if has_chapters else []), *last]:
        if block.startswith("# "):
            heading, _, block = block.removeprefix("# ").partition("\n")
            n_chapters += 1
            lines.append(f"第{chinese_number(n_chapters)}章 {heading}")
            if not block:
                continue
        n_articles += 1
        lines.append(f"第{chinese_number(n_articles)}条 {block}")
    return lines


def _items(blocks: list[str], ending: str) -> list[str]:
    """The lines of a notice: 一、 headings with their paragraphs; the last item holds start and validity."""
    lines: list[str] = []
    n_items = 0
    for block in [*blocks, *([f"# 施行日期\n{ending}"] if ending else [])]:
        if block.startswith("# "):
            heading, _, block = block.removeprefix("# ").partition("\n")
            n_items += 1
            lines.append(f"{chinese_number(n_items)}、{heading}")
        if block:
            lines.append(block)
    return lines
