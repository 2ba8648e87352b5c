"""A value of the register beside that of an intake: whether they are the same, which one stands, and how it is said."""

from registry.actions.intakes._candidates import Known, number_key
from registry.actions.intakes.entries import Entry, has_evidence
from registry.domain.intakes import TAKE, WORDS, shown


def is_assumed(name: str, known: Known, entry: Entry) -> bool:
    """Whether nobody said it yet: a 公开属性 that no row states; nor is a note said that the file's words go behind."""
    if name == "disclosure":
        return known.is_disclosure_assumed
    return name == "note" and known.id is None and bool(entry.sha256)


def is_taken(choice: str | None, by_default: bool) -> bool:
    return choice == TAKE if choice else by_default


def is_same(name: str, old: str, new: str) -> bool:
    if old == new:
        return True
    if name == "note":
        return has_evidence(old, new)
    key = number_key(new) if name == "doc_no" and old else None
    return key is not None and key == number_key(old)


def difference(name: str, old: str, new: str, *, of: str, is_kept: bool) -> str:
    """The sentence about a value that is another one in the register, or in the row that adds the document."""
    what = f"{of}为“{shown(name, old)}”" if old else f"{of}没有"
    end = "已选择保留原值" if is_kept else "未改动"
    return f"{WORDS[name]}与{of}的不一致：{what}，本次为“{shown(name, new)}”，{end}"
