"""A new rule tried before it is kept: whether its patterns can be read, end in time, and do not hit everything.

It runs in the child process only, as the checks do.
"""

import re

from registry.domain.checks.patterns import ORDINARY, mistake_in, trial_texts
from registry.domain.checks.written import WrittenRule
from registry.readers.timed_checks import RULE_SECONDS, TimeUp, time_limit

_BROKEN = "{label}{mistake}。请改正后再保存。"
_ENDLESS = (
    "{label}在试查时超过{seconds:g}秒没有查完（试到“{text}”时），用它检查会停不下来，没有保存。"
    "多半是“( )*”“( )+”里面又有“*”“+”；请写明次数，如“{{0,20}}”，或者改用词语。"
)
_EVERYTHING = "{label}把互不相干的试用句子几乎全部命中了，会{effect}；请写得具体些。"
_LABELS = {
    "pattern": ("要找的正则表达式", "命中每一句"),
    "here": ("同一分句的例外", "把每一句都当作例外，等于不检查"),
    "anywhere": ("同一句的例外", "把每一句都当作例外，等于不检查"),
}


def problem_of(written: WrittenRule) -> tuple[str, str] | None:
    """(field, sentence) of the first thing that speaks against the rule's patterns; None when they may be used."""
    joined = (written.looks_for, written.excused_here, written.excused_anywhere)
    for (field, (label, effect)), pattern in zip(_LABELS.items(), joined, strict=True):
        if sentence := _problem(getattr(written, field), pattern, label, effect):
            return field, sentence
    return None


def _problem(typed: str, joined: str, label: str, effect: str) -> str:
    """What speaks against a pattern as it was typed, and `joined` with the words."""
    if not joined:
        return ""
    text = ""
    try:
        with time_limit(RULE_SECONDS):
            if mistake := mistake_in(typed) or mistake_in(joined):
                return _BROKEN.format(label=label, mistake=mistake)
            compiled = re.compile(joined)
            n_hit = 0
            for text in ORDINARY:
                n_hit += bool(compiled.search(text))
            if n_hit > len(ORDINARY) - 2:
                return _EVERYTHING.format(label=label, effect=effect)
            for text in trial_texts(joined):
                for _ in compiled.finditer(text):
                    pass
    except TimeUp:
        return _ENDLESS.format(label=label, seconds=RULE_SECONDS, text=_short(text))
    return ""


def _short(text: str) -> str:
    return text if len(text) <= 12 else f"{text[:10]}…{text[-2:]}"
