"""Reading what a person typed as terms that must all occur. No text is an error or syntax of the search engine."""

import re
from dataclasses import dataclass

from registry.domain.doc_numbers import key
from registry.domain.normal import CLAUSE_ENDS, CLOSING, OPENING, searchable, visible

LONGEST = 200
MOST_TERMS = 10

_CONTROL_CHARACTERS = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
_QUOTE = '"“”'
_PIECE = re.compile(rf"(-?)(?:[{_QUOTE}]([^{_QUOTE}]+)[{_QUOTE}]|([^\s{CLAUSE_ENDS}{_QUOTE}]+))")
_YEAR = re.compile(
    rf"\s?[{re.escape(OPENING)}]\s?((?:19|20)\d\d)\s?[{re.escape(CLOSING)}]\s?(?:(第?)\s?(\d+)\s?(?=号))?"
)
_PARTIAL_NUMBER = re.compile(r"([^\s\d〔〕]+)〔(\d{4})〕")


@dataclass(frozen=True)
class Query:
    """Terms and quoted phrases that must occur, excluded terms that must not, all in searchable form.

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
    pieces = _PIECE.findall(_YEAR.sub(_standard_year, visible(typed)))
    for minus, phrase, term in pieces:
        kind = excluded if minus else phrases if phrase else terms
        if needle := searchable(phrase or term):
            kind.append(needle)
    doc_no = _doc_no(typed, pieces[0][2]) if len(pieces) == len(terms) == 1 else None
    return Query(_few(terms), _few(phrases), _few(excluded), doc_no)


def _standard_year(match: re.Match[str]) -> str:
    """The year and serial of a number without spaces, which would separate terms."""
    year, ordinal, serial = match.groups()
    return f"〔{year}〕{ordinal or ''}{serial or ''}"


def _few(terms: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(terms))[:MOST_TERMS]


def _doc_no(typed: str, term: str) -> str | None:
    if partial := _PARTIAL_NUMBER.fullmatch(term):
        return f"{partial[1]}|{partial[2]}|"
    return key(typed)
