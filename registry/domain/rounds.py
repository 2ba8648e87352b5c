"""A cleanup round as a matter of its own: who runs it, what it is called, which documents a special one picks."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, Protocol, Self

from registry.domain.documents import KIND_WORDS, DocumentKind
from registry.domain.roles import Actor, Permission
from registry.domain.rules import Period


class OwnedRound(Protocol):
    """What is asked of a round here; `storage.cleanups.tables.CleanupRound` has it."""

    @property
    def owner_id(self) -> int | None: ...


def may_run(actor: Actor, cleanup: OwnedRound) -> bool:
    """Whether the actor may open the round, decide its outcomes and check it: the office, and the authority whose own
    round it is. The release stays with the lead of the office.
    """
    return actor.may(Permission.RUN_CLEANUP) or is_of_owner(actor, cleanup)


def is_of_owner(actor: Actor, cleanup: OwnedRound) -> bool:
    """Whether the actor is a contact of the authority whose own round it is."""
    is_own = cleanup.owner_id is not None and actor.authority_id == cleanup.owner_id
    return is_own and actor.may(Permission.PROPOSE_OUTCOME)


ANSWERS = Period("return_days", "开展之日")
IMMEDIATE = Period("immediate_cleanup_days", "开展之日")


def suggested_name(due_on: date, owner: str = "") -> str:
    """The name of the periodic round that is due on a day: 2026年度规范性文件定期清理."""
    return f"{owner}{due_on.year}年度规范性文件定期清理"


def suggested_cut_off(today: date) -> date:
    """The last day of the month before: what was published by then is cleaned up."""
    return today.replace(day=1) - timedelta(1)


def numbered(name: str, n: int) -> str:
    """The nth round of this name."""
    return name if n == 1 else f"{name}（第{n}轮）"


@dataclass(frozen=True)
class Criteria:
    """The documents that a special round picks, each condition that is not empty narrowing it further.

    `subject` is in their 主题分类, `basis` in the title of a basis, `query` is what the search is asked.
    """

    subject: str = ""
    basis: str = ""
    kind: str = ""
    query: str = ""

    def __bool__(self) -> bool:
        return bool(self.kept())

    @property
    def words(self) -> str:
        """主题分类含“农业”，全文检索“秸秆 禁烧”; "" for none."""
        parts = {
            "主题分类含": self.subject,
            "依据的名称含": self.basis,
            "文种为": KIND_WORDS[DocumentKind(self.kind)] if self.kind else "",
            "全文检索": self.query,
        }
        return "，".join(f"{label}“{value}”" for label, value in parts.items() if value)

    def kept(self) -> dict[str, str]:
        """The conditions as a round keeps them."""
        values = {field.name: str(getattr(self, field.name)).strip() for field in fields(self)}
        return {name: value for name, value in values.items() if value}

    @classmethod
    def from_kept(cls, values: Mapping[str, Any]) -> Self:
        names = {field.name for field in fields(cls)}
        return cls(**{name: str(value) for name, value in values.items() if name in names})


NO_CRITERIA = Criteria()


OUTSIDE, LATER, ENDED = "非本级", "截止日之后公布", "已终止"
"""Why a round leaves out a document."""
