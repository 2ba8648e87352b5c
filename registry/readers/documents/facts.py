"""What reading a document yields: facts and relations, each with its quote."""

from dataclasses import asdict, dataclass, field
from typing import Any

from registry.readers.files.archives import HARMFUL


@dataclass
class Fact:
    """A value with its evidence.

    `value` is None when the text allows several values, listed in `choices`, or when it refers to a date that it does
    not state (自公布之日起 without a 公布日期); then `choices` is empty. Dates are written YYYY-MM-DD. `where` says in
    Chinese where the quote stands and how a computed date was counted.
    """

    value: str | None
    quote: str
    where: str
    choices: list[str] = field(default_factory=list)


@dataclass
class RelationFound:
    """Another document that this one cites; `kind` is a value of the domain's RelationKind."""

    kind: str
    title: str
    doc_no: str
    quote: str


@dataclass
class Heading:
    """A chapter (编/章/节) or article (条) with its text; `paragraph` counts from 0."""

    level: str
    label: str
    text: str
    paragraph: int


@dataclass
class Reading:
    """A document file as read.

    `problems` are sentences for the person who uploaded it; a file that could not be read has no text and at least one
    problem. A secret document (`is_secret`) must not be kept. A file that has macros, or may have some, must not be
    offered to the public (`has_macros`).
    """

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
        """Whether the file was refused as dangerous without being opened; it must not be kept either."""
        return any(HARMFUL in problem for problem in self.problems)

    @property
    def n_chars(self) -> int:
        """The number of characters in the text."""
        return len(self.text)

    def value(self, name: str) -> str | None:
        """The value of a fact; None when the fact is missing or has several possible values."""
        fact = self.facts.get(name)
        return fact.value if fact else None

    def as_json(self) -> dict[str, Any]:
        """Plain values of the reading, for the answer of the worker process."""
        return asdict(self)


def reading_from_json(values: dict[str, Any]) -> Reading:
    """The reading that `as_json` wrote."""
    values = dict(values)
    values["facts"] = {name: Fact(**fact) for name, fact in values["facts"].items()}
    values["relations"] = [RelationFound(**relation) for relation in values["relations"]]
    values["outline"] = [Heading(**heading) for heading in values["outline"]]
    return Reading(**values)
