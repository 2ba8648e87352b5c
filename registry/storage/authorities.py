"""Issuing authorities, their present and former names, and their successions."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.domain.authorities import GROUP_ORDER, AuthorityKind
from registry.storage.batches import batches
from registry.storage.columns import Instant, word

UNKNOWN_CODE, UNKNOWN_NAME = "unknown", "（制定机关待核）"
"""The placeholder authority of documents that a ledger brought without an authority."""


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
    """A present or former name of an authority, compared by its normalised key; the present name has no `until_on`."""

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
    """The matters that passed from an authority to another when it was merged, split or abolished."""

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
    authorities = session.exec(select(Authority)).all()
    return sorted(
        authorities, key=lambda authority: (GROUP_ORDER[authority.kind], authority.position, authority.code)
    )


def present_authorities(session: Session) -> list[Authority]:
    """The authorities that are not abolished, in the same order."""
    return [authority for authority in all_authorities(session) if authority.abolished_on is None]


def authority_by_code(session: Session, code: str) -> Authority | None:
    return session.exec(select(Authority).where(Authority.code == code)).first()


def issuing_bodies(session: Session) -> list[Authority]:
    """The authorised issuers that are not abolished."""
    return [authority for authority in authorised_issuers(session) if authority.abolished_on is None]


def authorised_issuers(session: Session) -> list[Authority]:
    """The 制定主体清单: the reviewed authorities of this level that may issue documents, those abolished included."""
    return [
        authority
        for authority in all_authorities(session)
        if authority.is_issuer and not authority.needs_review and authority.kind is not AuthorityKind.OUTSIDE
    ]


def authorities_by_name_key(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """name key → id of the authority with that present or former name, or of its heir."""
    heirs = heirs_of_all(session)
    return {key: heirs.get(holder, holder) for key, holder in holders_by_name_key(session, keys).items()}


def holders_by_name_key(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """name key → id of the authority with that name, present names before former ones, abolished authorities too."""
    present_last = select(AuthorityName).order_by(
        col(AuthorityName.until_on).is_(None), col(AuthorityName.id)
    )
    return {
        row.name_key: row.authority_id
        for batch in batches(sorted(set(keys)))
        for row in session.exec(present_last.where(col(AuthorityName.name_key).in_(batch)))
    }


def heirs_of_all(session: Session) -> dict[int, int]:
    """abolished authority id → id of its present heir, after every succession since.

    An authority without a single heir is left out: a person decides whom its matters concern.
    """
    query = select(Authority.id, Authority.successor_id).where(col(Authority.successor_id).is_not(None))
    next_of = {authority_id: heir for authority_id, heir in session.exec(query) if authority_id and heir}
    heirs = {}
    for authority_id in next_of:
        heir, visited = next_of[authority_id], {authority_id}
        while heir in next_of and heir not in visited:
            visited.add(heir)
            heir = next_of[heir]
        heirs[authority_id] = heir
    return heirs


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
    """The successions from or to an authority, the newest first."""
    either = sa.or_(
        col(AuthoritySuccession.authority_id) == authority_id,
        col(AuthoritySuccession.successor_id) == authority_id,
    )
    newest_first = (col(AuthoritySuccession.on).desc(), col(AuthoritySuccession.id).desc())
    return list(session.exec(select(AuthoritySuccession).where(either).order_by(*newest_first)).all())


def former_names(session: Session) -> dict[int, list[str]]:
    """authority id → its former names, the oldest first."""
    names: dict[int, list[str]] = {}
    query = select(AuthorityName).where(col(AuthorityName.until_on).is_not(None))
    for row in session.exec(query.order_by(col(AuthorityName.until_on), col(AuthorityName.id))):
        names.setdefault(row.authority_id, []).append(row.name)
    return names


def issuing_since(session: Session) -> dict[int, date]:
    """authority id → first day of its first name, for authorities where it is recorded."""
    query = select(AuthorityName).order_by(col(AuthorityName.id))
    first: dict[int, AuthorityName] = {}
    for row in session.exec(query):
        first.setdefault(row.authority_id, row)
    return {authority_id: row.from_on for authority_id, row in first.items() if row.from_on is not None}


def count_to_review(session: Session) -> int:
    return session.exec(select(sa.func.count()).select_from(Authority).where(Authority.needs_review)).one()
