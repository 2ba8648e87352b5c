"""The subject and text of a notice: the template of its kind in templates/notices, filled with the notice's facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateError, select_autoescape

from registry.delivery.errors import DeliveryError
from registry.domain.filings import STATE_WORDS, TRACK_WORDS
from registry.domain.notices import NoticeKind

TEXTS = Path(__file__).resolve().parents[2] / "templates" / "notices"


@dataclass(frozen=True)
class Message:
    """A subject of one line and a plain text, in Chinese."""

    subject: str
    text: str


def render(kind: NoticeKind, facts: Mapping[str, str], public_url: str) -> Message:
    """The message of a notice. Raises DeliveryError when a fact that its template names is missing."""
    context = {**facts, "public_url": public_url}
    try:
        letter = _ENVIRONMENT.get_template(f"{kind.value}.txt").make_module(context)
    except TemplateError as error:
        sentence = f"通知内容无法生成（{error.message}），请联系系统维护人员。"
        raise DeliveryError(sentence, is_permanent=True) from error
    subject: str = letter.subject  # type: ignore[attr-defined]  # the template sets it
    instead = f"【代{facts['stands_for']}】" if facts.get("stands_for") else ""
    return Message(instead + " ".join(subject.split()), str(letter).strip() + "\n")


def _day(iso: str) -> str:
    """A date as official papers write it, without leading zeros: 2026年3月5日."""
    if not iso:
        return "（待定）"
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"


_ENVIRONMENT = Environment(
    loader=FileSystemLoader(TEXTS),
    undefined=StrictUndefined,
    autoescape=select_autoescape(("html",)),
    trim_blocks=True,
    lstrip_blocks=True,
)
_ENVIRONMENT.filters["day"] = _day
_ENVIRONMENT.globals |= {"STATE_WORDS": STATE_WORDS, "TRACK_WORDS": TRACK_WORDS}
