"""The text of a worksheet with the hits of the checks marked, each with a link to its entry in the list.

It is written here and not in a template: a text may have thousands of hits.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from registry.domain.articles import Passage
from registry.domain.checks.marking import Mark, Segment, marked_lines
from registry.web.desk.documents.hits import ShownHits


@dataclass(frozen=True)
class MarkedText:
    """The paragraphs of each passage, and the hits that are marked in them."""

    parts: dict[str, Markup]
    marked: set[int]


def marked_text(parts: Sequence[Passage], marks: Sequence[Mark], hits: ShownHits) -> MarkedText:
    """The passages as HTML; a mark leads to the entry on this page of the list, or to the page that has it."""
    lines = [(part.key, line) for part in parts for line in part.lines]
    segments = list(marked_lines([line for _, line in lines], marks))
    written: dict[str, list[str]] = {part.key: [] for part in parts}
    for (key, _), line in zip(lines, segments, strict=True):
        written[key].append(f"<p>{''.join(_written(segment, hits) for segment in line)}</p>")
    marked = {mark.id for line in segments for segment in line for mark in segment.ends}
    return MarkedText({key: Markup("".join(paragraphs)) for key, paragraphs in written.items()}, marked)


def _written(segment: Segment, hits: ShownHits) -> str:
    words = escape(segment.words)
    marked = f'<mark class="{segment.level}">{words}</mark>' if segment.marks else words
    return marked + "".join(_link(mark, hits) for mark in segment.ends)


def _link(mark: Mark, hits: ShownHits) -> str:
    page = "" if mark.id in hits.ids else f"{hits.page.home}?hit={mark.id}"
    return (
        f'<a class="hit-mark" id="mark-{mark.id}" href="{page}#hit-{mark.id}" '
        f'aria-label="检查结果第{mark.number}处：{mark.words}">{mark.number}</a>'
    )
