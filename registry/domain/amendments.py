"""What amended a document: which articles, from which day, and which text holds on a day.

An act amends (修改) or repeals a part (部分废止). Its amended text may have been uploaded; without it there is only the
text before it, which a page must say.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from registry.domain.errors import Refusal
from registry.domain.validity import EVENT_WORDS, Event, EventKind, takes_effect, valid_events
from registry.domain.written_days import cn_date

AMENDING = frozenset({EventKind.AMENDED, EventKind.PARTLY_REPEALED})
LONGEST_ARTICLES = 300
_NUMBER = "[一二三四五六七八九十百千零〇○0-9]{1,8}"
_ARTICLE = re.compile(f"第{_NUMBER}条(?:第{_NUMBER}款)?(?:第?[（(]?{_NUMBER}[）)]?项)?|附件{_NUMBER}?")
_CHANGED = re.compile(
    rf"(?<![本依照按据])(第{_NUMBER}条)(?:第{_NUMBER}款)?(?:第?[（(]?{_NUMBER}[）)]?项)?"
    rf"(?:修改为|改为|删去|删除|废止|中的?[“\"]|中?增加|[^。；：“\"\n第]{{0,12}}(?:修改为|改为|删去|删除))"
)
_DELETED = re.compile(rf"(?:删去|删除|废止)\s*(第{_NUMBER}条)(?!第)")


@dataclass(frozen=True)
class Amendment:
    """An act on the text of a document, from a day on; `has_text`: the text as amended was uploaded."""

    event_id: int
    kind: EventKind
    on: date
    articles: tuple[str, ...] = ()
    has_text: bool = False


@dataclass(frozen=True)
class TextOnDay:
    """The text of a day: that of an amendment, or the first one, and the amendments that it lacks."""

    of: Amendment | None
    lacks: tuple[Amendment, ...]


def amendments_of(events: Iterable[Event], with_text: Iterable[int] = ()) -> list[Amendment]:
    """The amendments that were not taken back, in the order in which they take effect; `with_text` are event ids."""
    uploaded = set(with_text)
    return [
        Amendment(
            event.id, event.kind, takes_effect(event), articles_in(event.articles), event.id in uploaded
        )
        for event in valid_events(events)
        if event.kind in AMENDING
    ]


def text_on(amendments: Iterable[Amendment], day: date) -> TextOnDay:
    """Which text a day has. Of two amendments on a day the later recorded one is the later one."""
    of: Amendment | None = None
    lacks: list[Amendment] = []
    for amendment in amendments:
        if amendment.on > day:
            break
        if amendment.has_text:
            of, lacks = amendment, []
        else:
            lacks.append(amendment)
    return TextOnDay(of, tuple(lacks))


def check_articles(kind: EventKind, words: str) -> str:
    """The articles as they are kept: 第五条、第七条第二款. Raises Refusal for other words: a public page shows them."""
    written = re.sub(r"\s", "", words)
    if not written:
        return ""
    if kind not in AMENDING:
        raise Refusal("只有修改和部分废止才填写所涉条款，请清空这一项，或者改选变动。", "articles")
    articles = articles_in(written)
    if not articles or re.sub(r"[、，,；;和及]", "", written) != "".join(_ARTICLE.findall(written)):
        raise Refusal(
            f"“{words.strip()}”不是条款，请只写条、款、项，例如“第五条、第七条第二款”。", "articles"
        )
    kept = "、".join(articles)
    if len(kept) > LONGEST_ARTICLES:
        raise Refusal(f"所涉条款超过{LONGEST_ARTICLES}字；修改较多的可以留空，上传修改后的正文。", "articles")
    return kept


def articles_in(words: str) -> tuple[str, ...]:
    """The articles that the words name, in their order, without repetition."""
    return tuple(dict.fromkeys(_ARTICLE.findall(words)))


def read_articles(text: str) -> tuple[str, ...]:
    """The articles that the text of an amending act changes or deletes: an offer that a person checks.

    An added one (作为第十条) is not among them: in the text before it, that number is another article's.
    """
    places = [
        (match.start(1), match[1]) for pattern in (_CHANGED, _DELETED) for match in pattern.finditer(text)
    ]
    return tuple(dict.fromkeys(article for _, article in sorted(places)))


def offered_articles(text: str) -> str:
    """The articles read from an act as `check_articles` takes them; "" where they are too many to list."""
    joined = "、".join(read_articles(text))
    return joined if len(joined) <= LONGEST_ARTICLES else ""


def changed_articles(amendments: Iterable[Amendment]) -> Mapping[str, list[Amendment]]:
    """article (without 款 and 项) → the amendments that name it, in their order."""
    changed: dict[str, list[Amendment]] = {}
    for amendment in amendments:
        for article in dict.fromkeys(
            words.partition("条")[0] + "条" for words in amendment.articles if "条" in words
        ):
            changed.setdefault(article, []).append(amendment)
    return changed


def amended_words(amendments: Iterable[Amendment], day: date) -> str:
    """What a list says of a document on a day: 2024年5月1日修改（第五条）; "" while nothing amended it."""
    return "，".join(_briefly(amendment) for amendment in amendments if amendment.on <= day)


def _briefly(amendment: Amendment) -> str:
    on, word = amendment.on, EVENT_WORDS[amendment.kind]
    articles = f"（{'、'.join(amendment.articles)}）" if amendment.articles else ""
    return f"{cn_date(on)}{word}{articles}"


def told(amendment: Amendment, day: date) -> tuple[str, str]:
    """What a page says of an amendment on a day: the words before the name of the act, and those after it."""
    on = f"自{cn_date(amendment.on)}起"
    is_done, articles = amendment.on <= day, "、".join(amendment.articles)
    by = "已被" if is_done else "将被"
    if amendment.kind is EventKind.AMENDED:
        after = f"{articles}{on}按修改后的施行" if articles else f"{on}按修改后的施行"
        return f"本文件{by}", f"修改，{after}。"
    if articles:
        return f"本文件{articles}{by}", f"废止，{on}不再施行。"
    return f"本文件{by}", f"部分废止，废止的部分{on}不再施行。"
