"""Issuing authorities, the names they had, and who took over from whom."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.authorities import GROUP_ORDER, AuthorityKind
from registry.storage.batches import batches
from registry.storage.columns import Instant, word

UNKNOWN_CODE, UNKNOWN_NAME = "unknown", "（制定机关待核）"
"""Of the one that is none: it holds what a ledger brought without an authority."""


class Authority(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(unique=True, max_length=40)
    name: str = Field(max_length=200)
    organ_code: str = Field(default="", max_length=40)
    kind: AuthorityKind = Field(sa_type=word(AuthorityKind, "kind"))
    is_issuer: bool = True
    needs_review: bool = False
    email: str = Field(default="", max_length=200)
    abolished_on: date | None = None
    successor_id: int | None = Field(default=None, foreign_key="authority.id")
    position: int = 0
    version: int = 1

    @property
    def is_unknown(self) -> bool:
        return self.code == UNKNOWN_CODE


class AuthorityName(SQLModel, table=True):
    """A name an authority had, compared by its normalised key; the present name has no `until_on`."""

    __tablename__ = "authority_name"
    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", index=True)
    name: str = Field(max_length=200)
    name_key: str = Field(max_length=200, index=True)
    from_on: date | None = None
    until_on: date | None = None


class SuccessionKind(StrEnum):
    MERGED = "merged"
    SPLIT = "split"
    ABOLISHED = "abolished"


SUCCESSION_WORDS: dict[SuccessionKind, str] = {
    SuccessionKind.MERGED: "并入其他机关",
    SuccessionKind.SPLIT: "拆分",
    SuccessionKind.ABOLISHED: "撤销",
}


class AuthoritySuccession(SQLModel, table=True):
    """A part of an authority's matters that passed to another when it was merged, split or abolished."""

    __tablename__ = "authority_succession"
    id: int | None = Field(default=None, primary_key=True)
    authority_id: int = Field(foreign_key="authority.id", index=True)
    successor_id: int = Field(foreign_key="authority.id", index=True)
    kind: SuccessionKind = Field(sa_type=word(SuccessionKind, "kind"))
    on: date
    source: str = Field(default="", max_length=500)
    n_documents: int = 0
    n_filings: int = 0
    n_people: int = 0
    recorded_at: datetime = Field(sa_type=Instant)


def all_authorities(session: Session) -> list[Authority]:
    """Every authority: government first, then its office, departments, subdistricts and townships (DOMAIN §8)."""
    found = session.exec(select(Authority)).all()
    return sorted(found, key=lambda one: (GROUP_ORDER[one.kind], one.position, one.code))


def present_authorities(session: Session) -> list[Authority]:
    """Those that were not abolished, in the same order."""
    return [one for one in all_authorities(session) if one.abolished_on is None]


def authority_by_code(session: Session, code: str) -> Authority | None:
    return session.exec(select(Authority).where(Authority.code == code)).first()


def issuing_bodies(session: Session) -> list[Authority]:
    """The authorities of this level that may issue documents today: looked at by a person, and not abolished."""
    return [one for one in authorised_issuers(session) if one.abolished_on is None]


def authorised_issuers(session: Session) -> list[Authority]:
    """The 制定主体清单: who of this level may issue or might while it existed; never one that waits for review."""
    return [
        one
        for one in all_authorities(session)
        if one.is_issuer and not one.needs_review and one.kind is not AuthorityKind.OUTSIDE
    ]


def authorities_by_name_key(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """name key → the authority that answers for who bears or bore that name."""
    heirs = heirs_of_all(session)
    return {key: heirs.get(holder, holder) for key, holder in holders_by_name_key(session, keys).items()}


def holders_by_name_key(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """name key → the authority that has that name, or had it where none has it now, be it abolished since."""
    present_last = select(AuthorityName).order_by(
        col(AuthorityName.until_on).is_(None), col(AuthorityName.id)
    )
    return {
        row.name_key: row.authority_id
        for some in batches(sorted(set(keys)))
        for row in session.exec(present_last.where(col(AuthorityName.name_key).in_(some)))
    }


def heirs_of_all(session: Session) -> dict[int, int]:
    """abolished authority id → who answers for it now, through every succession since.

    One without a single heir is not in it: whom its matters concern is for a person to say.
    """
    query = select(Authority.id, Authority.successor_id).where(col(Authority.successor_id).is_not(None))
    next_of = {one: heir for one, heir in session.exec(query) if one and heir}
    found = {}
    for one in next_of:
        heir, passed = next_of[one], {one}
        while heir in next_of and heir not in passed:
            passed.add(heir)
            heir = next_of[heir]
        found[one] = heir
    return found


def authority_names(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """id → present name."""
    rows = session.exec(select(Authority.id, Authority.name).where(col(Authority.id).in_(ids))).all()
    return {authority_id: name for authority_id, name in rows if authority_id is not None}


def names_of(session: Session, authority_id: int) -> list[AuthorityName]:
    query = select(AuthorityName).where(AuthorityName.authority_id == authority_id)
    return list(
        session.exec(query.order_by(sa.nulls_first(col(AuthorityName.from_on)), col(AuthorityName.id))).all()
    )


def successions_of(session: Session, authority_id: int) -> list[AuthoritySuccession]:
    """What passed from or to an authority, the newest first."""
    either = sa.or_(
        col(AuthoritySuccession.authority_id) == authority_id,
        col(AuthoritySuccession.successor_id) == authority_id,
    )
    newest_first = (col(AuthoritySuccession.on).desc(), col(AuthoritySuccession.id).desc())
    return list(session.exec(select(AuthoritySuccession).where(either).order_by(*newest_first)).all())


def former_names(session: Session) -> dict[int, list[str]]:
    """authority id → the names it had and has no more, the oldest first."""
    found: dict[int, list[str]] = {}
    query = select(AuthorityName).where(col(AuthorityName.until_on).is_not(None))
    for row in session.exec(query.order_by(col(AuthorityName.until_on), col(AuthorityName.id))):
        found.setdefault(row.authority_id, []).append(row.name)
    return found


def issuing_since(session: Session) -> dict[int, date]:
    """authority id → the day its first name began, where that is known."""
    query = select(AuthorityName).order_by(col(AuthorityName.id))
    first: dict[int, AuthorityName] = {}
    for row in session.exec(query):
        first.setdefault(row.authority_id, row)
    return {one: row.from_on for one, row in first.items() if row.from_on is not None}


def count_to_review(session: Session) -> int:
    return session.exec(select(sa.func.count()).select_from(Authority).where(Authority.needs_review)).one()
