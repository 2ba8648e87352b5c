"""The office's own words and dates, for templates: `{{ document.kind|word }}`, `{{ filing.due_on|cn_date }}`."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Protocol

from flask import Flask

from registry.domain import written_days
from registry.domain.audit import ACTS
from registry.domain.authorities import AUTHORITY_KIND_WORDS
from registry.domain.beside import NEARNESS_WORDS
from registry.domain.beside_hints import HINT_WORDS
from registry.domain.checks.findings import CHECK_WORDS
from registry.domain.checks.verdicts import HIT_STATE_WORDS, HIT_VERDICT_WORDS
from registry.domain.citations import quoted
from registry.domain.cleanups import OUTCOME_WORDS, ROUND_KIND_WORDS
from registry.domain.days_left import days_words
from registry.domain.documents import (
    DATE_WORDS,
    DISCLOSURE_WORDS,
    KIND_WORDS,
    RELATION_WORDS,
    STEP_WORDS,
    shown_title,
)
from registry.domain.doubts import DOUBT_WORDS
from registry.domain.filings import DIRECTION_WORDS, MOVE_WORDS, STATE_WORDS, TRACK_WORDS
from registry.domain.instants import day_of, time_words
from registry.domain.levels import LEVEL_WORDS
from registry.domain.notices import NOTICE_WORDS
from registry.domain.periods import Period, until_words
from registry.domain.roles import ROLE_WORDS
from registry.domain.text_blocks import CLOSING
from registry.domain.validity import (
    ALIVE,
    EVENT_WORDS,
    NOT_BEGUN,
    STATUS_WORDS,
    EventKind,
    Status,
)
from registry.domain.worksheets import REPLY_WORDS, VERDICT_WORDS, WORKSHEET_STATE_WORDS
from registry.storage.authorities import SUCCESSION_WORDS
from registry.storage.documents.tables import Document
from registry.storage.files import ATTACHMENT_ROLE_WORDS
from registry.storage.people import person_of

TABLES: dict[str, Mapping[Any, Any]] = {
    "ATTACHMENT_ROLE_WORDS": ATTACHMENT_ROLE_WORDS,
    "AUTHORITY_KIND_WORDS": AUTHORITY_KIND_WORDS,
    "CHECK_WORDS": CHECK_WORDS,
    "DATE_WORDS": DATE_WORDS,
    "DIRECTION_WORDS": DIRECTION_WORDS,
    "DISCLOSURE_WORDS": DISCLOSURE_WORDS,
    "DOUBT_WORDS": DOUBT_WORDS,
    "EVENT_WORDS": EVENT_WORDS,
    "HIT_STATE_WORDS": HIT_STATE_WORDS,
    "HIT_VERDICT_WORDS": HIT_VERDICT_WORDS,
    "HINT_WORDS": HINT_WORDS,
    "KIND_WORDS": KIND_WORDS,
    "LEVEL_WORDS": LEVEL_WORDS,
    "MOVE_WORDS": MOVE_WORDS,
    "NEARNESS_WORDS": NEARNESS_WORDS,
    "NOTICE_WORDS": NOTICE_WORDS,
    "OUTCOME_WORDS": OUTCOME_WORDS,
    "RELATION_WORDS": RELATION_WORDS,
    "REPLY_WORDS": REPLY_WORDS,
    "ROLE_WORDS": ROLE_WORDS,
    "ROUND_KIND_WORDS": ROUND_KIND_WORDS,
    "STATE_WORDS": STATE_WORDS,
    "STATUS_WORDS": STATUS_WORDS,
    "STEP_WORDS": STEP_WORDS,
    "SUCCESSION_WORDS": SUCCESSION_WORDS,
    "TRACK_WORDS": TRACK_WORDS,
    "VERDICT_WORDS": VERDICT_WORDS,
    "WORKSHEET_STATE_WORDS": WORKSHEET_STATE_WORDS,
}
_DATES = {"成文": "signed_on", "公布": "published_on", "施行": "effective_on", "有效期至": "valid_until"}
_BY_MEMBER = {
    (type(member), member): words
    for table in TABLES.values()
    for member, words in table.items()
    if isinstance(member, StrEnum) and isinstance(words, str)
}


def word(member: StrEnum | None) -> str:
    """The Chinese word of a status, state, kind, role …; "" for None."""
    return _BY_MEMBER[type(member), member] if member is not None else ""


def act_word(act: str) -> str:
    """The Chinese word of an audited act."""
    return ACTS[act][0]


def cn_date(day: date | datetime | None) -> str:
    """2026年3月5日, in Asia/Shanghai, as official papers write it; "" for None."""
    return written_days.cn_date(day_of(day) if isinstance(day, datetime) else day)


def cn_instant(instant: datetime | None) -> str:
    """2026年3月5日 09:30, in Asia/Shanghai; "" for None."""
    return time_words(instant) if instant else ""


class Told(Protocol):
    """An event of the desk or of the public page."""

    @property
    def kind(self) -> EventKind: ...
    @property
    def stated(self) -> Status | None: ...
    @property
    def new_valid_until(self) -> date | None: ...
    @property
    def new_has_no_expiry(self) -> bool: ...
    @property
    def new_ends_when(self) -> str: ...
    @property
    def articles(self) -> str: ...


def event_words(event: Told) -> str:
    """An event in words: 延长有效期，有效期至2030年1月1日; 重新公布，长期有效; 台账载明：废止; 修改第五条."""
    words = (
        f"{EVENT_WORDS[event.kind]}：{STATUS_WORDS[event.stated]}"
        if event.stated
        else EVENT_WORDS[event.kind]
    )
    if event.articles:
        return f"{words}{event.articles}"
    if new := Period(None, event.new_has_no_expiry, event.new_ends_when).words:
        return f"{words}，{new}"
    return f"{words}，有效期至{cn_date(event.new_valid_until)}" if event.new_valid_until else words


def dates_in_words(document: Document) -> str:
    """The known dates of a document: 成文2026年3月5日，公布2026年3月9日，长期有效."""
    days = {word: getattr(document, name) for word, name in _DATES.items()}
    parts = [f"{word}{cn_date(day)}" for word, day in days.items() if day]
    period = Period(None, document.has_no_expiry, document.ends_when)
    return "，".join([*parts, *([period.words] if period.words else [])]) or "均未载明"


def install(app: Flask) -> None:
    app.jinja_env.globals.update(TABLES, ALIVE=ALIVE, CLOSING=CLOSING, NOT_BEGUN=NOT_BEGUN)
    app.jinja_env.filters.update(
        word=word,
        act_word=act_word,
        cn_date=cn_date,
        cn_dates=written_days.cn_dates,
        cn_instant=cn_instant,
        days_words=days_words,
        person_of=person_of,
        quoted=quoted,
        shown_title=shown_title,
        until_words=until_words,
    )
