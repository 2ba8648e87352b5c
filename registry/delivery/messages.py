"""The words of a notice: the template of its kind in templates/notices, filled with the notice's facts.

A template has the blocks of a letter; three frames put them together: a plain text, a page for mail that shows HTML,
and a short text for robots, which tells a whole group and therefore no reason.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape
from markupsafe import Markup

from registry.delivery.errors import DeliveryError
from registry.domain.citations import quoted
from registry.domain.filings import STATE_WORDS, TRACK_WORDS
from registry.domain.notices import NoticeKind
from registry.domain.written_days import cn_date, cn_dates

TEXTS = Path(__file__).resolve().parents[2] / "templates" / "notices"


_FRAME = "_letter.txt"
_LABEL = re.compile(r"[^：，。；（《、]{2,10}")
_FONT = "font-family:Microsoft YaHei,PingFang SC,Noto Sans CJK SC,Arial,sans-serif;"
_CODE = re.compile(r"[a-z_]*")  # a word that templates compare, and show none of
_MARKDOWN = str.maketrans("[]<>*`_#~|\\", "［］＜＞＊｀＿＃～｜＼")


@dataclass(frozen=True)
class Message:
    """A subject of one line and a plain text, in Chinese; `html` is the same for mail that shows it, "" without."""

    subject: str
    text: str
    html: str = ""


def render(kind: NoticeKind, facts: Mapping[str, str], public_url: str) -> Message:
    """The message of a notice, plain. Raises DeliveryError when a fact that its template names is missing."""
    subject, text = _filled(PLAIN, kind, facts, public_url)
    return Message(subject, text)


def render_letter(kind: NoticeKind, facts: Mapping[str, str], public_url: str) -> Message:
    """The message of a notice, plain and as HTML. Raises DeliveryError as `render` does."""
    subject, text = _filled(PLAIN, kind, facts, public_url)
    _, html = _filled(HTML, kind, facts, public_url)
    return Message(subject, text, html)


def render_brief(kind: NoticeKind, facts: Mapping[str, str], public_url: str) -> Message:
    """The message of a notice to a group, in Markdown. Raises DeliveryError as `render` does.

    Marks in the facts are told as full-width characters, so that no title can write a link.
    """
    told = {
        name: fact if _CODE.fullmatch(fact) else fact.translate(_MARKDOWN) for name, fact in facts.items()
    }
    told |= {"path": facts["path"]} if "path" in facts else {}
    subject, brief = _filled(BRIEF, kind, told, public_url)
    return Message(subject, brief)


def _filled(
    environment: Environment, kind: NoticeKind, facts: Mapping[str, str], public_url: str
) -> tuple[str, str]:
    context = {**facts, "public_url": public_url}
    try:
        letter = environment.get_template(f"{kind.value}.txt").make_module(context)
    except TemplateError as error:
        sentence = f"通知内容无法生成（{error.message}），请联系系统维护人员。"
        raise DeliveryError(sentence, is_permanent=True) from error
    subject: str = letter.subject  # type: ignore[attr-defined]  # the template sets it
    instead = f"【代{facts['stands_for']}】" if facts.get("stands_for") else ""
    return instead + " ".join(subject.split()), str(letter).strip() + "\n"


class _Framed(FileSystemLoader):
    """The templates of notices, with a frame of its own around their blocks."""

    def __init__(self, frame: str) -> None:
        super().__init__(TEXTS)
        self.frame = frame

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        return super().get_source(environment, self.frame if template == _FRAME else template)


def _rows(text: str) -> list[tuple[str, list[str]]]:
    """The lines of a block as (label, lines of its value), split at "制定机关："; "" labels lines without one."""
    rows: list[tuple[str, list[str]]] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        label, _, value = line.partition("：")
        if _LABEL.fullmatch(label) and value:
            rows.append((label, [value]))
        elif rows:
            rows[-1][1].append(line)
        else:
            rows.append(("", [line]))
    return rows


def _lines(text: Markup) -> Markup:
    """A block with its breaks of lines."""
    return Markup("<br>\n").join(text.strip().splitlines())


def _day(iso: str) -> str:
    """A date as official papers write it, without leading zeros: 2026年3月5日."""
    if not iso:
        return "（待定）"
    return cn_date(date.fromisoformat(iso))


def _environment(frame: str, *, is_html: bool) -> Environment:
    environment = Environment(
        loader=_Framed(frame),
        undefined=StrictUndefined,
        autoescape=select_autoescape(("html", "txt") if is_html else ("html",)),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": _day, "days": cn_dates, "rows": _rows, "lines": _lines, "quoted": quoted}
    environment.globals |= {"STATE_WORDS": STATE_WORDS, "TRACK_WORDS": TRACK_WORDS, "FONT": _FONT}
    return environment


PLAIN = _environment(_FRAME, is_html=False)
HTML = _environment("_letter.html", is_html=True)
BRIEF = _environment("_brief.txt", is_html=False)
