"""A text checked by the book in the child process, so that no rule and no text stalls who asks."""

import base64
import logging
import pickle
from typing import Any

from registry.domain.checks.book import SHIPPED_BOOK, CheckBook
from registry.domain.checks.findings import Checked, CheckKind, Finding
from registry.domain.checks.whole import TextFacts
from registry.domain.checks.written import WrittenRule
from registry.domain.levels import Level
from registry.domain.rules import RuleProfile
from registry.readers.sandbox import NoAnswer, Worker

log = logging.getLogger(__name__)

_SECONDS = 50  # on the clock; the process stops itself after 15 seconds of processor time or 35 on the clock
_LOST = "检查没有完成，没有得到结果（可能文件太大，或者机器正忙）。请稍后再检查一次，仍不成功的，请拆分文件后再检查。"
_UNTRIED = "试查没有完成，没有保存：正则表达式太费时，或者机器正忙。请写得简单些，或者稍后再试。"


def check_safely(
    text: str, facts: TextFacts, profile: RuleProfile | None = None, book: CheckBook = SHIPPED_BOOK
) -> Checked:
    """What the book finds in a text. Never raises for the text or the rules."""
    with Worker() as worker:
        return check_with(worker, text, facts, profile, book)


def check_with(
    worker: Worker,
    text: str,
    facts: TextFacts,
    profile: RuleProfile | None = None,
    book: CheckBook = SHIPPED_BOOK,
) -> Checked:
    """What the book finds in a text, asked of a worker that the caller keeps. Never raises for text or rules."""
    try:
        answer = worker.put({"do": "check", "what": _packed((text, facts, profile, book))}, _SECONDS)
    except NoAnswer as missing:
        log.warning("checking %r %s", facts.title, missing)
        return Checked((), _LOST)
    if "trouble" in answer:
        log.warning("checking %r met %s", facts.title, answer["trouble"])
        return Checked((), _LOST)
    checked = answer["checked"]
    return Checked(tuple(map(_finding, checked["findings"])), checked["problem"])


def try_rule(written: WrittenRule) -> tuple[str, str] | None:
    """(field, sentence) of what speaks against the patterns of a rule; None when it may be used."""
    with Worker() as worker:
        try:
            answer = worker.put({"do": "try", "what": _packed(written)}, _SECONDS)
        except NoAnswer as missing:
            log.warning("trying the rule %r %s", written.name, missing)
            return "pattern", _UNTRIED
    if "trouble" in answer:
        log.warning("trying the rule %r met %s", written.name, answer["trouble"])
        return "pattern", _UNTRIED
    return tuple(answer["problem"]) if answer["problem"] else None


def _packed(values: Any) -> str:
    return base64.b64encode(pickle.dumps(values)).decode()


def _finding(values: dict[str, Any]) -> Finding:
    return Finding(**values | {"kind": CheckKind(values["kind"]), "level": Level(values["level"])})
