"""Reading what a person typed as terms that must all occur. No text is an error or syntax of the search engine."""

import re
from dataclasses import dataclass

from registry.domain.doc_numbers import key
from registry.domain.normal import normalise

LONGEST = 200
MOST_TERMS = 10

_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_QUOTE = '"“”'
_TITLE_MARKS = "《》〈〉「」"
_PIECE = re.compile(rf"(-?)(?:[{_QUOTE}]([^{_QUOTE}]+)[{_QUOTE}]|([^\s,、{_QUOTE}]+))")
_PARTIAL_NUMBER = re.compile(r"([^\s\d〔〕]+)〔(\d{4})〕")


@dataclass(frozen=True)
class Query:
    """Terms and quoted phrases that must occur, excluded terms that must not.

    `doc_no` is the key of a document number, if the text has the form of one: a whole key, or its beginning up to the
    year ("泉政|2022|").
    """

    terms: tuple[str, ...] = ()
    phrases: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    doc_no: str | None = None

    @property
    def wanted(self) -> tuple[str, ...]:
        return self.terms + self.phrases

    @property
    def is_empty(self) -> bool:
        return not self.wanted and not self.excluded


def read_query(text: str) -> Query:
    """The query of the first 200 characters, with at most ten terms of each kind."""
    typed = _CONTROL_CHARACTERS.sub(" ", text)[:LONGEST]
    terms: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    for minus, phrase, term in _PIECE.findall(normalise(typed)):
        kind = excluded if minus else phrases if phrase else terms
        if needle := (phrase or term.lstrip("-").strip(_TITLE_MARKS)).strip():
            kind.append(needle)
    is_single = len(terms) == 1 and not phrases and not excluded
    return Query(_few(terms), _few(phrases), _few(excluded), _doc_no(typed, terms[0]) if is_single else None)


def _few(terms: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))[:MOST_TERMS]


def _doc_no(typed: str, term: str) -> str | None:
    if partial := _PARTIAL_NUMBER.fullmatch(term):
        return f"{partial[1]}|{partial[2]}|"
    return key(typed)
