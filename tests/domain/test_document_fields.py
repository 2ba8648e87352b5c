"""The table of the fields of a document."""

from dataclasses import fields

import pytest

from registry.domain.document_fields import COLUMNS, DAYS, FIELDS, LONGEST, PLAIN, FieldKind, arranged
from registry.domain.documents import Dates, DocumentFacts
from registry.domain.intakes import COMPARED
from registry.domain.read_values import READ_WORDS


def test_each_field_stands_in_one_row_with_its_own_label() -> None:
    assert len({field.name for field in FIELDS}) == len({field.label for field in FIELDS}) == len(FIELDS)


def test_the_facts_of_a_document_have_every_column() -> None:
    assert [field.name for field in fields(Dates)] == [*DAYS]
    assert {field.name for field in fields(DocumentFacts)} - set(COLUMNS) == {
        *("authority_ids", "names_as_issued", "dates", "steps", "text", "source", "touches_market")
    }


def test_every_text_has_a_longest_length_and_nothing_else_has_one() -> None:
    texts = {FieldKind.TEXT, FieldKind.PLAIN, FieldKind.AUTHORITY, FieldKind.BODY}
    assert {field.name for field in FIELDS if field.kind in texts} == LONGEST.keys()


def test_what_is_said_to_be_read_or_compared_is() -> None:
    assert [*READ_WORDS] == [field.name for field in FIELDS if field.is_read]
    compared = {field.name for field in FIELDS if field.is_compared}
    validity = {"valid_until", "has_no_expiry"}
    assert compared - validity <= set(COMPARED)
    assert set(COMPARED) - compared == {
        *("validity", "stated", "ended_on", "extended_to", "filed_on", "filing_no")
    }


def test_names_are_arranged_with_some_at_the_ends() -> None:
    assert arranged("abcd", first="d", last="ab") == ("d", "c", "a", "b")
    assert arranged(PLAIN) == PLAIN
    with pytest.raises(ValueError, match="no such field here: x"):
        arranged("abcd", last="x")
