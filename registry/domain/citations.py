"""How a document is named in running words, and the keys by which it is found again."""

import re
from typing import NamedTuple

from registry.domain import doc_numbers
from registry.domain.normal import title_key

_IN_BRACKETS = r"\s*[(（【]([^()（）【】]*(?:[(（][^()（）]*[)）])?[^()（）【】]*号)[)）】]"
_NUMBER_NEXT, _NUMBER_LAST = re.compile(_IN_BRACKETS), re.compile(rf"{_IN_BRACKETS}\s*$")

_NOTICE = re.compile(r"[^关]*关于印发(.+)的通知")
_LAW = re.compile(r"(?:中华人民共和国)?(.+(?:条例|(?<![办方做])法))(?:\([^()]*修[订正改][^()]*\))?")


class NameKeys(NamedTuple):
    """The keys of a named document: by its title ("" when only a number is said) and by its number."""

    title: str
    doc_no: str | None


def keys_of(title: str, doc_no: str) -> NameKeys:
    """The keys of a title and a number that are written apart."""
    number = doc_numbers.parse(doc_no).key if doc_no.strip() else None
    return NameKeys(_law_key(title_key(title))[:500], number[:200] if number else None)


def keys_of_words(words: str) -> NameKeys:
    """The keys of the first document that words like 《…》（示政规〔2020〕3号） name.

    Words without 《》 are a title with or without its number in brackets, or a number alone.
    """
    start, end = words.find("《"), _closing(words)
    if 0 <= start < end:
        number = _NUMBER_NEXT.match(words, end + 1)
        return keys_of(words[start + 1 : end], number[1] if number else "")
    if number := _NUMBER_LAST.search(words):
        return keys_of(words[: number.start()], number[1])
    return keys_of("", words) if doc_numbers.parse(words).key else keys_of(words, "")


def title_of_notice(annex: str, issuer: str) -> str:
    """The key of the notice by which an issuer gives out a rule of this key; texts cite the rule and not the notice."""
    return f"{issuer}关于印发{annex}的通知"


def annex_of(title: str) -> str:
    """The key of the rule that the notice of this key gives out; "" when it is no such notice."""
    notice = _NOTICE.fullmatch(title)
    return notice[1] if notice else ""


def citation(title: str, doc_no: str) -> str:
    """《标题》（文号）, as papers name a document; the number alone when there is no title."""
    if not title:
        return doc_no
    number = f"（{doc_no}）" if doc_no else ""
    return f"《{title.strip().replace('《', '〈').replace('》', '〉')}》{number}"


def _law_key(title: str) -> str:
    """One key for a law of the state or of a people's congress, in full or short, in whichever edition."""
    law = _LAW.fullmatch(title)
    return law[1] if law else title


def _closing(words: str) -> int:
    """Where the first outermost 《 ends, -1 when nowhere."""
    depth = 0
    for at, char in enumerate(words):
        depth += (char == "《") - (char == "》")
        if char == "》" and depth == 0:
            return at
    return -1
