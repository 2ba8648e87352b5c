"""Values that were read from a file: what they are called, and whether a person has looked at each."""

from typing import NamedTuple

from registry.domain.documents import DATE_WORDS

READ_WORDS: dict[str, str] = {
    "title": "文件标题",
    "doc_no": "发文字号",
    "lead_authority": "制定机关",
    "co_issuers": "联合制定机关",
    **DATE_WORDS,
    "has_no_expiry": "长期有效",
    "disclosure": "公开属性",
    "subject": "主题分类",
    "index_no": "索引号",
}
"""The fields that reading a file fills, in the order of the form."""


class ReadValue(NamedTuple):
    """A value that was saved as it was read: the words it was taken from, and where they stand."""

    field: str
    quote: str
    place: str
    is_looked: bool
