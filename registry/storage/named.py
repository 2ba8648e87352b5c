"""The search box above a list: part of a title or of a number, or a 发文字号 in any spelling."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from registry.domain.doc_numbers import parse
from registry.domain.normal import title_key


def is_named(table: Any, words: str, *numbers: Any) -> sa.ColumnElement[bool]:
    """The condition that the words are in the title, the number or one of `numbers`, or spell the 发文字号 or its end.

    `table` has the columns `title`, `title_key`, `doc_no` and `doc_no_key`.
    """
    conditions = [col(number).contains(words, autoescape=True) for number in (table.doc_no, *numbers)]
    title = title_key(words)
    in_title = (table.title_key, title) if title else (table.title, words)  # words of marks alone are literal
    conditions.append(col(in_title[0]).contains(in_title[1], autoescape=True))
    if key := parse(words).key:
        conditions.append(col(table.doc_no_key).endswith(key, autoescape=True))
    return sa.or_(*conditions)
