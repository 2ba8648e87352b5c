"""Issuing authorities, the names they had, and who took over from whom."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, Session, SQLModel, col, select

from registry.storage.columns import Instant, word


class AuthorityKind(StrEnum):
    GOVERNMENT = "government"
    OFFICE = "office"
    DEPARTMENT = "department"
    SUBDISTRICT = "subdistrict"
    TOWNSHIP = "township"
    OUTSIDE = "outside"


AUTHORITY_KIND_WORDS: dict[AuthorityKind, str] = {
    AuthorityKind.GOVERNMENT: "人民政府",
    AuthorityKind.OFFICE: "政府办公室",
    AuthorityKind.DEPARTMENT: "政府部门",
    AuthorityKind.SUBDISTRICT: "街道办事处",
    AuthorityKind.TOWNSHIP: "乡镇人民政府",
    AuthorityKind.OUTSIDE: "非本级机关",
}

GROUP_ORDER = {kind: position for position, kind in enumerate(AuthorityKind)}


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


def authority_by_code(session: Session, code: str) -> Authority | None:
    return session.exec(select(Authority).where(Authority.code == code)).first()


def authorities_by_name_key(session: Session, keys: Iterable[str]) -> dict[str, int]:
    """name key → authority id, by any name or former name."""
    query = select(AuthorityName).where(col(AuthorityName.name_key).in_(set(keys)))
    return {row.name_key: row.authority_id for row in session.exec(query)}


def authority_names(session: Session, ids: Sequence[int]) -> dict[int, str]:
    """id → present name."""
    rows = session.exec(select(Authority.id, Authority.name).where(col(Authority.id).in_(ids))).all()
    return {authority_id: name for authority_id, name in rows if authority_id is not None}


def names_of(session: Session, authority_id: int) -> list[AuthorityName]:
    query = select(AuthorityName).where(AuthorityName.authority_id == authority_id)
    return list(
        session.exec(query.order_by(sa.nulls_first(col(AuthorityName.from_on)), col(AuthorityName.id))).all()
    )


def count_to_review(session: Session) -> int:
    return session.exec(select(sa.func.count()).select_from(Authority).where(Authority.needs_review)).one()
