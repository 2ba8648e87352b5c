"""The fields of a document, one row a field: what it is called, how long it may be, and where it is used.

Forms, imports, lists, exports, pages and audit lines are built from these rows. A page names a field only where the
field has a place or a treatment of its own there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class FieldKind(StrEnum):
    """`PLAIN` is a short text that no rule reads and no page treats differently from the other plain texts."""

    PLAIN = "plain"
    TEXT = "text"
    DAY = "day"
    FLAG = "flag"
    CHOICE = "choice"
    AUTHORITY = "authority"
    BODY = "body"


class FormGroup(StrEnum):
    """The groups of the form of a document, by the id that the group has on the page."""

    DOCUMENT = "document"
    DATES = "dates"
    REFERENCES = "references"
    BODY = "body"


@dataclass(frozen=True)
class DocumentField:
    """One field. `longest` is in characters, 0 for what is no text.

    A field without a `group` is not on the form. `is_read`: reading a document file may give it, with the words it
    was taken from. `is_compared`: a ledger may have a column for it, which an import compares with the register.
    `is_listed`: the lists of documents can show it, on the page and in the exported files, in a column `width`
    characters wide. `is_unique`: no two documents share a value, so 同上 in a ledger is a mistake. `is_public`: the
    public page shows it.
    """

    name: str
    label: str
    kind: FieldKind
    group: FormGroup | None = None
    longest: int = 0
    width: int = 5
    is_read: bool = False
    is_compared: bool = False
    is_listed: bool = False
    is_unique: bool = False
    is_public: bool = False

    @property
    def is_column(self) -> bool:
        """Whether the table of documents has a column of this name. Every such field is audited when it changes."""
        return self.kind not in (FieldKind.AUTHORITY, FieldKind.BODY)


_AUTHORITY, _CHOICE, _DAY, _PLAIN, _TEXT = (
    FieldKind.AUTHORITY, FieldKind.CHOICE, FieldKind.DAY, FieldKind.PLAIN, FieldKind.TEXT,
)  # fmt: skip
_DOCUMENT, _DATES, _REFERENCES, _BODY = FormGroup
_field = DocumentField

FIELDS: tuple[DocumentField, ...] = (
    _field("title", "文件标题", _TEXT, _DOCUMENT, longest=500, width=12,
           is_read=True, is_listed=True, is_unique=True, is_public=True),
    _field("doc_no", "发文字号", _TEXT, _DOCUMENT, longest=200, width=8,
           is_read=True, is_compared=True, is_listed=True, is_unique=True, is_public=True),
    _field("duplicate_reason", "重号说明", _TEXT, _DOCUMENT, longest=500, is_compared=True),
    _field("lead_authority", "制定机关", _AUTHORITY, _DOCUMENT, longest=200, width=6,
           is_read=True, is_listed=True, is_public=True),
    _field("co_issuers", "联合制定机关", _AUTHORITY, _DOCUMENT, longest=1000, width=6,
           is_read=True, is_listed=True, is_public=True),
    _field("implementing_authority", "实施单位", _PLAIN, _DOCUMENT, longest=200, width=6,
           is_compared=True, is_listed=True),
    _field("drafting_unit", "起草单位", _PLAIN, _DOCUMENT, longest=200, width=6, is_compared=True, is_listed=True),
    _field("kind", "文件种类", _CHOICE, _DOCUMENT, width=3, is_listed=True),
    _field("signed_on", "成文日期", _DAY, _DATES, is_read=True, is_compared=True, is_listed=True, is_public=True),
    _field("issued_on", "印发日期", _DAY, _DATES, is_read=True, is_compared=True, is_listed=True),
    _field("published_on", "公布日期", _DAY, _DATES, is_read=True, is_compared=True, is_listed=True, is_public=True),
    _field("posted_on", "网站发布日期", _DAY, _DATES, is_read=True, is_compared=True, is_listed=True),
    _field("effective_on", "施行日期", _DAY, _DATES, is_read=True, is_compared=True, is_listed=True, is_public=True),
    _field("valid_until", "有效期至", _DAY, _DATES, is_read=True, is_compared=True, is_listed=True, is_public=True),
    _field("has_no_expiry", "长期有效", FieldKind.FLAG, _DATES, is_read=True, is_compared=True, is_public=True),
    _field("ends_when", "有效至何事完成", _TEXT, _DATES, longest=36, is_read=True, is_public=True),
    _field("disclosure", "公开属性", _CHOICE, _REFERENCES, width=4, is_read=True, is_compared=True, is_listed=True),
    _field("subject", "主题分类", _PLAIN, _REFERENCES, longest=100, width=4,
           is_read=True, is_compared=True, is_listed=True, is_public=True),
    _field("reg_no", "统一编号", _PLAIN, _REFERENCES, longest=100, width=6,
           is_compared=True, is_listed=True, is_unique=True, is_public=True),
    _field("index_no", "索引号", _PLAIN, _REFERENCES, longest=100, width=6,
           is_read=True, is_compared=True, is_listed=True, is_unique=True, is_public=True),
    _field("local_serial", "本地序号", _TEXT, longest=40, is_unique=True),
    _field("note", "备注", _TEXT, _BODY, longest=2000, is_compared=True),
    _field("text", "正文", FieldKind.BODY, _BODY, longest=2_000_000, is_public=True),
)  # fmt: skip
"""In the order of the form."""

BY_NAME: dict[str, DocumentField] = {field.name: field for field in FIELDS}
LABELS: dict[str, str] = {field.name: field.label for field in FIELDS}
LONGEST: dict[str, int] = {field.name: field.longest for field in FIELDS if field.longest}
COLUMNS: tuple[str, ...] = tuple(field.name for field in FIELDS if field.is_column)
"""What the table of documents holds of them."""
DAYS: tuple[str, ...] = tuple(field.name for field in FIELDS if field.kind is _DAY)
UNIQUE: frozenset[str] = frozenset(field.name for field in FIELDS if field.is_unique)
PLAIN: tuple[str, ...] = tuple(field.name for field in FIELDS if field.kind is _PLAIN)


def arranged(names: Iterable[str], first: Iterable[str] = (), last: Iterable[str] = ()) -> tuple[str, ...]:
    """The names with `first` at the beginning and `last` at the end. Raises ValueError when one of them is missing."""
    given, ends = list(names), (*first, *last)
    if missing := set(ends).difference(given):
        raise ValueError(f"no such field here: {', '.join(sorted(missing))}")
    return (*first, *(name for name in given if name not in ends), *last)


LEDGER_PLAIN: tuple[str, ...] = arranged(
    (field.name for field in FIELDS if field.is_compared and field.kind is _PLAIN), last=("subject",)
)
"""The plain texts that a ledger may have columns for, in the order in which an import names them."""
LISTED_PLAIN: tuple[str, ...] = arranged(
    (field.name for field in FIELDS if field.is_listed and field.kind is _PLAIN), last=("subject",)
)
"""The plain texts that the lists of documents can show, in the order of their columns."""
