"""The search box above a list: part of a title or of a number, or a 发文字号 in any spelling."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from registry.domain.doc_numbers import parse
from registry.domain.normal import title_key


def is_named(table: Any, words: str, *numbers: Any) -> sa.ColumnElement[bool]:
    """The condition that the words are in the title, the number or one of `numbers`, or spell the 发文字号.

    `table` has the columns `title_key`, `doc_no` and `doc_no_key`.
    """
    conditions = [col(number).contains(words, autoescape=True) for number in (table.doc_no, *numbers)]
    if title := title_key(words):
        conditions.append(col(table.title_key).contains(title, autoescape=True))
    key = parse(words).key
    return sa.or_(*conditions, col(table.doc_no_key) == key) if key else sa.or_(*conditions)
