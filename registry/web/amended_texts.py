"""The text of a document on a day as a page shows it: what amended it, which text this is, marks at articles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from registry.domain.amendments import Amendment, TextOnDay, changed_articles, told
from registry.domain.articles import Paragraph, anchor_of, contents
from registry.domain.citations import citation
from registry.domain.text_blocks import Block, BlockKind, blocks, letterhead
from registry.domain.validity import EventKind
from registry.storage.documents.tables import Document
from registry.storage.documents.versions import Texts
from registry.storage.files import Attachment
from registry.web.words import cn_date


@dataclass(frozen=True)
class Line:
    """A sentence about an act: the words before its name, the act where it may be named, the words after it."""

    before: str
    by: Document | None
    after: str


@dataclass(frozen=True)
class Edition:
    """A text of the document: from a day (None: the first), with its file; `is_kept` whether it was uploaded."""

    words: str
    on: date
    is_kept: bool
    is_shown: bool
    file: Attachment | None


@dataclass(frozen=True)
class ShownText:
    """The text of a day, what amended it, and its other editions; all empty for a document that nothing amended.

    `head_names` and `head_word` are the red head that its number tells, for a text that has the number and no head.
    """

    blocks: list[Block]
    head_names: list[str]
    head_word: str
    lines: list[Line]
    note: Line | None
    marks: dict[str, list[str]]
    editions: list[Edition]

    @property
    def contents(self) -> list[tuple[str, str, int]]:
        return contents([paragraph for block in self.blocks for paragraph in block.paragraphs])


def shown_text(
    document: Document,
    issuers: Sequence[str],
    texts: Texts,
    acts: Mapping[int, Document | None],
    on: date,
    today: date,
) -> ShownText:
    """The text on a day; `acts` are the documents behind the events, by the event's id, as far as they may be named.

    An amendment to come is told on today's page and on later days, not on a day that is past.
    """
    text, which = texts.on(on)
    lines = [
        Line(*_around(amendment, on, acts.get(amendment.event_id)))
        for amendment in texts.amendments
        if amendment.on <= on or on >= today
    ]
    parts = blocks(text, document.title, issuers)
    kinds = {block.kind for block in parts}
    has_to_draw = BlockKind.NUMBER in kinds and BlockKind.HEAD not in kinds
    head_names, head_word = letterhead(document.doc_no, issuers) if has_to_draw else ([], "")
    return ShownText(
        blocks=parts,
        head_names=head_names,
        head_word=head_word,
        lines=lines,
        note=_note(texts, which, acts) if text and texts.amendments else None,
        marks=_marks(texts, [paragraph for block in parts for paragraph in block.paragraphs], on),
        editions=_editions(texts, which) if texts.amendments else [],
    )


def amended_sentence(amendment: Amendment, by: Document | None, on: date) -> str:
    """本文件已被《…》修改，第五条自…起按修改后的施行。"""
    before, after = told(amendment, on)
    return f"{before}{citation(by.title, by.doc_no) if by else ''}{after}"


def _around(amendment: Amendment, on: date, by: Document | None) -> tuple[str, Document | None, str]:
    before, after = told(amendment, on)
    return before, by, after


def _note(texts: Texts, which: TextOnDay, acts: Mapping[int, Document | None]) -> Line | None:
    """Which text this is: amended, lacking an amendment, or the first."""
    if which.lacks:
        first = which.lacks[0]
        by = acts.get(first.event_id)
        before = "下文为" if by else f"下文为{cn_date(first.on)}"
        return Line(before, by, f"{_deed(first)}前的文本，{_deed(first)}后的正文没有收录。")
    if which.of:
        return Line(f"下文为{cn_date(which.of.on)}{_deed(which.of)}后的文本。", None, "")
    return Line(f"下文为{cn_date(texts.amendments[0].on)}{_deed(texts.amendments[0])}前的文本。", None, "")


def _deed(amendment: Amendment) -> str:
    return "修改" if amendment.kind is EventKind.AMENDED else "部分废止"


def _marks(texts: Texts, parts: list[Paragraph], on: date) -> dict[str, list[str]]:
    """anchor → 2024年5月1日修改, for the articles that amendments name."""
    done = [amendment for amendment in texts.amendments if amendment.on <= on]
    marks: dict[str, list[str]] = {}
    for article, amendments in changed_articles(done).items():
        if anchor := anchor_of(article, parts):
            marks[anchor] = [_mark(amendment) for amendment in amendments]
    return marks


def _mark(amendment: Amendment) -> str:
    return f"{cn_date(amendment.on)}{'修改' if amendment.kind is EventKind.AMENDED else '废止'}"


def _editions(texts: Texts, which: TextOnDay) -> list[Edition]:
    shown = which.of.event_id if which.of else None
    first = Edition(
        "原文", texts.amendments[0].on - timedelta(days=1), bool(texts.first), shown is None, None
    )
    return [first, *(_edition(texts, amendment, shown) for amendment in texts.amendments)]


def _edition(texts: Texts, amendment: Amendment, shown: int | None) -> Edition:
    version = texts.versions.get(amendment.event_id)
    return Edition(
        f"{cn_date(amendment.on)}{_deed(amendment)}后的文本",
        amendment.on,
        version is not None,
        amendment.event_id == shown,
        version.file if version else None,
    )
