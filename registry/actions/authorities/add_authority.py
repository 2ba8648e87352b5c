"""Adding an issuing authority, by a person or from a ledger (then it is queued for review)."""

from datetime import datetime

from sqlmodel import Session

from registry.domain.authorities import AuthorityKind, no_issuer_because
from registry.domain.errors import Refusal
from registry.domain.normal import title_key
from registry.domain.roles import Actor, Permission, require
from registry.storage import audit, counters
from registry.storage.authorities import Authority, AuthorityName, authorities_by_name_key, authority_by_code
from registry.storage.check_book import raise_book_version
from registry.storage.engine import Store, transaction


def add_authority(
    store: Store,
    actor: Actor,
    *,
    name: str,
    kind: AuthorityKind,
    code: str = "",
    organ_code: str = "",
    email: str = "",
    now: datetime,
) -> int:
    """Add an authority; returns its id. Raises Refusal for a name or code that is taken."""
    require(actor, Permission.MANAGE_AUTHORITIES)
    with transaction(store) as session:
        authority = insert_authority(session, name=name, kind=kind, code=code, needs_review=False)
        authority.organ_code, authority.email = organ_code.strip(), email.strip()
        session.add(authority)
        raise_book_version(session)  # a body that bears a name is no body that ended
        _record(session, actor, authority, now)
        assert authority.id is not None
        return authority.id


def insert_authority(
    session: Session, *, name: str, kind: AuthorityKind, code: str = "", needs_review: bool
) -> Authority:
    """The new row, with its present name and a generated code when none is given. Raises Refusal.

    A body that its name shows to be no administrative organ may not issue, until a person says otherwise.
    """
    name, key = name.strip(), title_key(name)
    if not name:
        raise Refusal("请填写制定机关名称。", "name")
    serial = counters.take(session, "authorities")
    if authorities_by_name_key(session, [key]):
        raise Refusal(f"“{name}”已在制定机关名单中（现名或曾用名）。", "name")
    code = code.strip() or f"a{serial}"
    if authority_by_code(session, code) is not None:
        raise Refusal(f"机关代码“{code}”已被使用，请换一个。", "code")
    authority = Authority(
        code=code,
        name=name,
        kind=kind,
        is_issuer=not no_issuer_because(name),
        needs_review=needs_review,
        position=serial,
    )
    session.add(authority)
    session.flush()
    assert authority.id is not None
    session.add(AuthorityName(authority_id=authority.id, name=name, name_key=key))
    session.flush()
    return authority


def _record(session: Session, actor: Actor, authority: Authority, now: datetime) -> None:
    audit.record(
        session,
        now,
        actor.name,
        "add_authority",
        f"authority:{authority.id}",
        name=authority.name,
        code=authority.code,
        needs_review=authority.needs_review,
    )
