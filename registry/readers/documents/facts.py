"""What reading a document yields: facts and relations, each with the words it was taken from."""

from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass
class Fact:
    """A value with its evidence. `value` is None when the text leaves a choice, and then `choices` holds it; without
    choices the text refers to a day that it does not state (自公布之日起, and no 公布日期).

    Dates are written YYYY-MM-DD. `where` says in Chinese where the quote stands and, for a day that was counted, how.
    """

    value: str | None
    quote: str
    where: str
    choices: list[str] = field(default_factory=list)


@dataclass
class RelationFound:
    """Another document that this one names: `kind` as in the domain's RelationKind."""

    kind: str
    title: str
    doc_no: str
    quote: str


@dataclass
class Heading:
    """A chapter (编/章/节) or article (条): its own words and the paragraph, counted from 0, where it begins."""

    level: str
    label: str
    text: str
    paragraph: int


HARMFUL = "可能有害"  # in the sentence that refuses a file which would unpack to far too much


@dataclass
class Reading:
    """A document file as read. `problems` are sentences for the person who uploaded it; a file that could not
    be read has no text and at least one of them. A secret document (`is_secret`) must not be kept; one that
    `has_macros`, for all that can be found out, must not be given to the public."""

    file: str
    kind: str = ""
    text: str = ""
    paragraphs: list[str] = field(default_factory=list)
    facts: dict[str, Fact] = field(default_factory=dict)
    relations: list[RelationFound] = field(default_factory=list)
    outline: list[Heading] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    is_secret: bool = False
    has_macros: bool = False

    @property
    def is_harmful(self) -> bool:
        """Whether the file was refused unread as a danger: it must not be kept either."""
        return any(HARMFUL in problem for problem in self.problems)

    @property
    def n_chars(self) -> int:
        """Characters of text, without white space at the ends of paragraphs."""
        return len(self.text)

    def value(self, name: str) -> str | None:
        """The value of a fact, None when it was not found or is a choice."""
        fact = self.facts.get(name)
        return fact.value if fact else None

    def as_json(self) -> dict[str, Any]:
        """Plain values, to cross from the worker to the caller."""
        return asdict(self)


def reading_from_json(values: dict[str, Any]) -> Reading:
    """The reading that `as_json` wrote."""
    values = dict(values)
    values["facts"] = {name: Fact(**fact) for name, fact in values["facts"].items()}
    values["relations"] = [RelationFound(**each) for each in values["relations"]]
    values["outline"] = [Heading(**each) for each in values["outline"]]
    return Reading(**values)
