"""The book that texts are checked by: the shipped rules, what the office made of them, and bodies of the register.

The office's versions of a rule are only added to. The newest one holds; a version without words holds the rule as it
ships. Whoever changes what the book says raises its version.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.authorities import AuthorityKind
from registry.domain.checks.bodies import EndedBody
from registry.domain.checks.book import SHIPPED_BOOK, CheckBook
from registry.domain.checks.findings import CheckKind
from registry.domain.checks.register_bodies import FormerName, bodies_of_register, living_names
from registry.domain.checks.whole import FIXED
from registry.domain.checks.written import (
    WrittenRule,
    digest,
    ended_body,
    from_json,
    sentence_rule,
    written_rule,
)
from registry.domain.laws import laws_to_judge_by
from registry.storage import counters, office
from registry.storage.authorities import (
    UNKNOWN_CODE,
    Authority,
    AuthorityName,
    AuthoritySuccession,
    heirs_of_all,
)
from registry.storage.columns import Instant
from registry.storage.laws import counted_day, present_laws

_VERSION = "check_book"
_OWN = "check_rule"
OWN_PREFIX = "office."
_REGISTER = "本系统制定机关名录记载的机构变动"


class CheckRuleVersion(SQLModel, table=True):
    """A version of a rule. Without `body` the rule is as it ships; `shipped` is the digest of the shipped rule then."""

    __tablename__ = "check_rule_version"
    __table_args__ = (sa.UniqueConstraint("code", "version"),)
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40)
    version: int
    body: dict[str, Any] | None = Field(default=None, sa_type=sa.JSON(none_as_null=True))
    is_off: bool = False
    shipped: str = Field(default="", max_length=40)
    reason: str = Field(max_length=500)
    made_by: str = Field(max_length=100)
    made_at: datetime = Field(sa_type=Instant)


class RuleState(StrEnum):
    """Where the words of a rule come from, and whether it is used."""

    SHIPPED = "shipped"
    CHANGED = "changed"
    OWN = "own"
    OFF = "off"


RULE_STATE_WORDS: dict[RuleState, str] = {
    RuleState.SHIPPED: "随程序提供",
    RuleState.CHANGED: "本单位已修改",
    RuleState.OWN: "本单位增加",
    RuleState.OFF: "已停用",
}


@dataclass(frozen=True)
class BookRule:
    """A rule of the office's book: how it reads now, how it ships, and the newest version that the office made."""

    code: str
    written: WrittenRule
    shipped: WrittenRule | None
    newest: CheckRuleVersion | None

    @property
    def version(self) -> int:
        return self.newest.version if self.newest else 0

    @property
    def is_off(self) -> bool:
        return self.newest is not None and self.newest.is_off

    @property
    def state(self) -> RuleState:
        if self.is_off:
            return RuleState.OFF
        if self.shipped is None:
            return RuleState.OWN
        return RuleState.CHANGED if self.is_changed else RuleState.SHIPPED

    @property
    def is_changed(self) -> bool:
        """Whether the office's words stand in place of those that ship."""
        return self.shipped is not None and self.newest is not None and self.newest.body is not None

    @property
    def is_outrun(self) -> bool:
        """Whether the program has changed the rule since the office did."""
        return (
            self.is_changed and self.newest is not None and self.newest.shipped != shipped_digest(self.code)
        )


@cache
def shipped_rules() -> Mapping[str, WrittenRule]:
    """code → rule, of the rules that ship with the program, in their order."""
    rules = {rule.code: written_rule(rule) for rule in SHIPPED_BOOK.rules}
    fixed = {check.code: written_rule(check) for check in FIXED}
    return rules | fixed | {body.code: written_rule(body) for body in SHIPPED_BOOK.bodies}


def shipped_digest(code: str) -> str:
    """The digest of the shipped rule; "" for a rule of the office's own."""
    shipped = shipped_rules().get(code)
    return digest(shipped) if shipped else ""


def book_rules(session: Session) -> list[BookRule]:
    """Every rule: those that ship in their order, then the office's own in theirs."""
    newest = _newest_versions(session)
    return [
        rule
        for code in [*shipped_rules(), *(c for c in newest if c not in shipped_rules())]
        if (rule := _rule(code, newest.get(code)))
    ]


def book_rule(session: Session, code: str) -> BookRule | None:
    """The rule of a code; None when there is none."""
    versions = versions_of(session, code)
    return _rule(code, versions[0] if versions else None)


def versions_of(session: Session, code: str) -> list[CheckRuleVersion]:
    """The versions that the office made of a rule, the newest first."""
    query = select(CheckRuleVersion).where(CheckRuleVersion.code == code)
    return list(session.exec(query.order_by(col(CheckRuleVersion.version).desc())).all())


def version_counts(session: Session) -> list[tuple[str, int, int]]:
    """(code, number of versions, newest version) of each rule that the office made versions of."""
    code, version = col(CheckRuleVersion.code), col(CheckRuleVersion.version)
    query = sa.select(code, sa.func.count(), sa.func.max(version)).group_by(code).order_by(code)
    return [(row[0], row[1], row[2]) for row in session.execute(query)]


def new_code(session: Session) -> str:
    """The code of a new rule of the office's own."""
    return f"{OWN_PREFIX}{counters.take(session, _OWN)}"


def book_version(session: Session) -> int:
    return counters.read(session, _VERSION)


def raise_book_version(session: Session) -> int:
    """The new version of the book, so that documents checked by an older one are checked again."""
    return counters.take(session, _VERSION)


def ships_other_rules(session: Session) -> bool:
    """Whether the program ships other rules than when `note_shipped_rules` was last asked."""
    return office.setting(session, "shipped_rules") != digest_of_shipped()


def note_shipped_rules(session: Session) -> None:
    """Raises the book's version when the program ships other rules than when this was last asked."""
    ships = digest_of_shipped()
    before = office.setting(session, "shipped_rules")
    if before != ships:
        office.set_setting(session, "shipped_rules", ships)
        if before:
            raise_book_version(session)


@cache
def digest_of_shipped() -> str:
    """The digest of all the rules that the program ships."""
    return hashlib.sha256("".join(map(shipped_digest, shipped_rules())).encode()).hexdigest()


def load_check_book(session: Session) -> CheckBook:
    """The book of the office: what texts are checked by now."""
    every = book_rules(session)
    used = [(rule.code, rule.written) for rule in every if not (rule.is_off or rule.written.is_fixed)]
    rules = [sentence_rule(code, rule) for code, rule in used if rule.kind is not CheckKind.BODY]
    bodies = [ended_body(code, rule) for code, rule in used if rule.kind is CheckKind.BODY]
    living, government = _living(session), _government(session)
    return replace(
        SHIPPED_BOOK,
        rules=tuple(rules),
        bodies=(*bodies, *bodies_of_register(_former(session), living, government)),
        off=frozenset(rule.code for rule in every if rule.is_off and rule.written.is_fixed),
        living=living_names(living, government, bodies),
        laws=tuple(laws_to_judge_by(present_laws(session), counted_day(session))),
        version=book_version(session),
    )


def living_for(session: Session, bodies: Iterable[EndedBody]) -> tuple[str, ...]:
    """The names of authorities that exist, as texts checked for these bodies may write them."""
    return living_names(_living(session), _government(session), bodies)


def _rule(code: str, newest: CheckRuleVersion | None) -> BookRule | None:
    shipped = shipped_rules().get(code)
    written = from_json(newest.body) if newest and newest.body is not None else shipped
    return BookRule(code, written, shipped, newest) if written else None


def _newest_versions(session: Session) -> dict[str, CheckRuleVersion]:
    query = select(CheckRuleVersion).order_by(col(CheckRuleVersion.version), col(CheckRuleVersion.id))
    return {row.code: row for row in session.exec(query)}


def _government(session: Session) -> str:
    """The name of the government of the place, by which names without the place are told."""
    query = select(Authority.name).where(Authority.kind == AuthorityKind.GOVERNMENT)
    name = session.exec(query.order_by(col(Authority.id)).limit(1)).first()
    return name or office.setting(session, "government_name")


def _living(session: Session) -> list[str]:
    query = select(Authority.name).where(
        col(Authority.abolished_on).is_(None), Authority.code != UNKNOWN_CODE
    )
    return sorted(session.exec(query))


def _former(session: Session) -> Iterator[FormerName]:
    """Names that ended by a reform or by a new name; the names of authorities entered twice did not end."""
    present = {row.id: row for row in session.exec(select(Authority)) if row.id}
    heirs = heirs_of_all(session)
    reforms: dict[tuple[int, date], list[AuthoritySuccession]] = {}
    for row in session.exec(select(AuthoritySuccession).order_by(col(AuthoritySuccession.id))):
        reforms.setdefault((row.authority_id, row.on), []).append(row)
    names = session.exec(select(AuthorityName).order_by(col(AuthorityName.id))).all()
    begun = {(name.authority_id, name.from_on) for name in names if name.from_on}
    for name in names:
        if name.until_on is None:
            continue
        holder, ended_on = present[name.authority_id], name.until_on + timedelta(days=1)
        by_reform = reforms.get((name.authority_id, ended_on), [])
        if not by_reform and holder.abolished_on != ended_on and (name.authority_id, ended_on) not in begun:
            continue
        is_renamed = not by_reform and holder.abolished_on != ended_on
        ids = [name.authority_id] if is_renamed else [row.successor_id for row in by_reform]
        successors = [present[heirs.get(heir_id, heir_id)] for heir_id in ids]
        yield FormerName(
            name.authority_id,
            name.name,
            name.until_on,
            "、".join(dict.fromkeys(heir.name for heir in successors if heir.abolished_on is None)),
            next((row.source for row in by_reform if row.source), _REGISTER),
        )
