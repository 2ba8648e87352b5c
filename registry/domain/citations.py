"""Citations: the words that name a document, and the keys by which the register finds it."""

import re
from typing import NamedTuple

from registry.domain import doc_numbers
from registry.domain.normal import plain_title, title_key

_IN_BRACKETS = r"\s*[(（【]([^()（）【】]*(?:[(（][^()（）]*[)）])?[^()（）【】]*号)[)）】]"
_NUMBER_NEXT, _NUMBER_LAST = re.compile(_IN_BRACKETS), re.compile(rf"{_IN_BRACKETS}\s*$")

_NOTICE = re.compile(r"[^关]*关于印发(.+)的通知")
_LAW = re.compile(r"(?:中华人民共和国)?(.+(?:条例|(?<![办方做])法))(?:\([^()]*修[订正改][^()]*\))?")


class NameKeys(NamedTuple):
    """The keys of a cited document: of its title ("" when only the number is cited) and of its number."""

    title: str
    doc_no: str | None


def keys_of(title: str, doc_no: str) -> NameKeys:
    """The keys of a title and a number."""
    number = doc_numbers.parse(doc_no).key if doc_no.strip() else None
    return NameKeys(title_key(_law_title(plain_title(title)))[:500], number[:200] if number else None)


def keys_of_words(words: str) -> NameKeys:
    """The keys of the first document cited in the words: 《…》（示政规〔2020〕3号）.

    Words without 《》 are a title, a title with its number in brackets, or a number.
    """
    start, end = words.find("《"), _end_of_title(words)
    if 0 <= start < end:
        number = _NUMBER_NEXT.match(words, end + 1)
        return keys_of(words[start + 1 : end], number[1] if number else "")
    if number := _NUMBER_LAST.search(words):
        return keys_of(words[: number.start()], number[1])
    return keys_of("", words) if doc_numbers.parse(words).key else keys_of(words, "")


def title_of_notice(annex: str, issuer: str) -> str:
    """The title key of the notice by which the issuer issues the rule `annex`. Texts cite the rule, not the notice."""
    return f"{issuer}关于印发{annex}的通知"


def annex_of(title: str) -> str:
    """The title key of the rule that the notice issues; "" for any other document."""
    notice = _NOTICE.fullmatch(title)
    return notice[1] if notice else ""


def citation(title: str, doc_no: str) -> str:
    """《标题》（文号）, as official papers cite a document; the number alone when there is no title."""
    if not title:
        return doc_no
    return quoted(title) + (f"（{doc_no}）" if doc_no else "")


def quoted(title: str) -> str:
    """《标题》: a title within it stands in 〈〉, one within that in 《》 again (GB/T 15834).

    A title that stands in 《》 already gets no second pair.
    """
    bare = title.strip()
    if bare.startswith("《") and _end_of_title(bare) == len(bare) - 1:
        bare = bare[1:-1]
    depth, marks = 1, list[str]()
    for char in bare:
        if char in "《〈":
            char = "《〈"[depth % 2]
            depth += 1
        elif char in "》〉":
            depth = max(depth - 1, 1)
            char = "》〉"[depth % 2]
        marks.append(char)
    return f"《{''.join(marks)}》"


def _law_title(title: str) -> str:
    """The same title for every form of a law's title: with or without 中华人民共和国, in any edition."""
    law = _LAW.fullmatch(title)
    return law[1] if law else title


def _end_of_title(words: str) -> int:
    """The index of the 》 that closes the first outermost 《, -1 when there is none."""
    depth = 0
    for index, char in enumerate(words):
        depth += (char == "《") - (char == "》")
        if char == "》" and depth == 0:
            return index
    return -1
