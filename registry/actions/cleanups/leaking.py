"""Words for the public that would tell what is not: marks of classification, secret serials, hidden documents."""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from sqlmodel import Session

from registry.domain import doc_numbers
from registry.domain.citations import quoted
from registry.domain.documents import Disclosure
from registry.domain.errors import Refusal
from registry.domain.normal import title_key
from registry.storage.gate import NamedDocument, documents_named, keys_in, secret_serials

_CITED = re.compile(
    r"《([^《》]+(?:《[^》]*》[^《》]*)*)》(?:[（(]([^（）()]*(?:[（(][^（）()]*[)）])?[^（）()]*号)[)）])?"
)
_NUMBERED = re.compile(r"\d\s*号")
_CLASSIFIED = re.compile(r"(?:绝密|机密|秘密)\s*[★☆]|密级\s*[:：]|[（(【\[](?:绝密|机密|秘密)[）)】\]]")
_HIDDEN = frozenset({Disclosure.SECRET, Disclosure.WITHHELD, Disclosure.ON_REQUEST})
Cited = tuple[str, str | None, str]  # title key, number key, and the words


def check_public_words(session: Session, words: str, field: str, on: date) -> None:
    """Raises Refusal that names what the words would tell of documents that are not public."""
    names = [name for cited in cited_in(words) for name in _endings(cited)]
    numbers, titles = {number for _, number, _ in names if number}, {title for title, _, _ in names if title}
    named = documents_named(session, numbers, titles, on)
    found = dict.fromkeys([*marks_in(words), *hidden_in(words, names, named, secret_serials(session))])
    if found:
        raise Refusal(
            f"这里的文字会向社会公开，其中涉密或者不公开的信息请删去或者改写：{'、'.join(found)}。", field
        )


def _endings(cited: Cited) -> list[Cited]:
    """The name, and for a number read with words before it, as in 不含示农〔2020〕2号, what its code may be."""
    title, number, words = cited
    code, bar, rest = (number or "").partition("|")
    return [cited, *((title, f"{code[start:]}{bar}{rest}", words) for start in range(1, len(code)))]


def cited_in(words: str) -> list[Cited]:
    """The documents that the words name: 《…》 with or without a number, and bare numbers."""
    cited = [
        (title_key(title), doc_numbers.key(number) if number else None, quoted(title))
        for title, number in _CITED.findall(words)
    ]
    known = {number for _, number, _ in cited}
    bare = keys_in([_CITED.sub("", words)]) - known if _NUMBERED.search(words) else set()
    return [*cited, *(("", key, key.replace("|", " ")) for key in sorted(bare))]


def marks_in(words: str) -> Iterator[str]:
    """The marks of classification."""
    yield from (mark[0] for mark in _CLASSIFIED.finditer(words))


def hidden_in(
    words: str,
    names: Sequence[Cited],
    named: Mapping[str, Sequence[NamedDocument]],
    serials: Sequence[str],
) -> Iterator[str]:
    """The secret serials in the words, and those of their `names` that are secret or hidden."""
    yield from (serial for serial in serials if serial in words)
    for title, number, cited in names:
        if number and number.partition("|")[0].endswith("密"):
            yield cited
        hidden = [*named.get(number or "", ()), *named.get(title, ())]
        yield from (f"不公开的{other.name}" for other in hidden if other.disclosure in _HIDDEN)
