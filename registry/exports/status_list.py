"""The list of documents of one status on one day, as an official paper."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from registry.domain.instants import SHANGHAI
from registry.exports._blocks import lines, text
from registry.exports._lists import IN_FORCE, ended, tables
from registry.exports._sheet import Imprint, write
from registry.exports._wording import in_prose, title_lines
from registry.exports.papers import ListRow


def render_status_list(title: str, as_of: date, rows: Sequence[ListRow], made_at: datetime) -> bytes:
    """The .docx of a list; documents that have ended are shown with the day and the reason. `made_at` is aware."""
    return write(
        [], Imprint(f"{title}（截至{in_prose(as_of)}）", "", made_at), _list(title, as_of, rows, made_at)
    )


def _list(title: str, as_of: date, rows: Sequence[ListRow], made_at: datetime) -> Iterator[str]:
    made = made_at.astimezone(SHANGHAI)
    yield lines("PaperTitle", title_lines(title, "", 28))
    yield text(
        "PaperSubtitle", f"（截至{in_prose(as_of)}，共{len(rows)}件，{in_prose(made)}{made:%H:%M}制作）"
    )
    has_ended = any(row.ended_on for row in rows)
    yield from tables(ended("终止理由", "终止日期") if has_ended else IN_FORCE, rows)
