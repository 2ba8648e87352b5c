"""Editing an issuing authority: its new name, a correction, its kind. An edited authority counts as reviewed."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from registry.actions.authorities._succession import lock_documents_of
from registry.actions.filings.rederiving import KindEffects, kind_effects, write_kind_effects
from registry.domain.authorities import AuthorityKind
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.normal import title_key
from registry.domain.roles import Actor, Permission, require
from registry.domain.written_days import cn_date
from registry.storage import audit, changes
from registry.storage.authorities import Authority, AuthorityName, heirs_of_all, holders_by_name_key
from registry.storage.check_book import raise_book_version
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading, transaction
from registry.storage.rulebook import load_rulebook


def edit_authority(
    store: Store,
    actor: Actor,
    authority_id: int,
    *,
    name: str,
    kind: AuthorityKind,
    organ_code: str = "",
    email: str = "",
    is_issuer: bool = True,
    renamed_on: date | None = None,
    source: str = "",
    version: int,
    now: datetime,
) -> dict[str, list[str]]:
    """Save the fields; returns the changed ones as field → [old, new].

    With `renamed_on`, the old name becomes a former name that ends the day before, by the paper `source`; without it,
    the name is a correction. A corrected kind corrects what the authority's documents owe, as `preview_kind` says.
    Raises Refusal, also when somebody changed the authority meanwhile.
    """
    require(actor, Permission.MANAGE_AUTHORITIES)
    with transaction(store) as session:
        if session.exec(select(Authority.kind).where(Authority.id == authority_id)).first() != kind:
            lock_documents_of(session, authority_id)
        authority = _lock(session, authority_id, version)
        if renamed_on and renamed_on > day_of(now):
            raise Refusal(f"更名日期{cn_date(renamed_on)}晚于今天，请在更名当日或之后办理。", "renamed_on")
        old_name, book = authority.name, load_rulebook(session)
        effects = (
            kind_effects(session, book, authority, kind) if kind is not authority.kind else KindEffects()
        )
        changed = _write(
            authority,
            name=name.strip(),
            kind=kind,
            organ_code=organ_code.strip(),
            email=email.strip(),
            is_issuer=is_issuer,
            needs_review=False,
        )
        if not changed:
            return {}
        if "name" in changed:
            _rename(session, authority, old_name, renamed_on)
            raise_book_version(session)
            changed["renamed_on"] = ["", renamed_on.isoformat() if renamed_on else "更正录入错误"]
            changed |= {"source": ["", source.strip()]} if source.strip() else {}
        authority.version += 1
        session.add(authority)
        if effects:
            write_kind_effects(session, actor, effects, (changed["kind"][0], changed["kind"][1]), now)
            changed["owed"] = ["", effects.words()]
        audit.record(session, now, actor.name, "edit_authority", f"authority:{authority_id}", changes=changed)
        if changed.keys() & {"name", "is_issuer", "needs_review"}:
            ids = select(Document.id).where(Document.lead_authority_id == authority_id)
            changes.touch(session, [document_id for document_id in session.exec(ids) if document_id], now)
        return changed


def preview_kind(store: Store, authority_id: int, kind: AuthorityKind) -> KindEffects:
    """What saving the authority with this kind will change in what its documents owe."""
    with reading(store) as session:
        authority = session.get_one(Authority, authority_id)
        if authority.is_unknown or authority.kind is kind:
            return KindEffects()
        return kind_effects(session, load_rulebook(session), authority, kind)


def _lock(session: Session, authority_id: int, version: int) -> Authority:
    authority = session.exec(
        select(Authority).where(Authority.id == authority_id).with_for_update(key_share=True)
    ).first()
    if authority is None:
        raise Refusal("该制定机关不存在，可能已并入其他机关。")
    if authority.is_unknown:
        raise Refusal("这里只暂记没有写明制定机关的文件，本身不是机关；请到各文件的“修改登记”补录制定机关。")
    if authority.version != version:
        raise Refusal("该制定机关刚被他人修改，您填写的内容尚未保存。请对照最新内容后重新提交。")
    return authority


def _write(authority: Authority, **values: Any) -> dict[str, list[str]]:
    changed = {}
    for field, value in values.items():
        old = getattr(authority, field)
        if old != value:
            changed[field] = [_shown(old), _shown(value)]
            setattr(authority, field, value)
    return changed


def _rename(session: Session, authority: Authority, old_name: str, renamed_on: date | None) -> None:
    """End the present name and add the new one, or correct the present name in place."""
    if not authority.name:
        raise Refusal("请填写制定机关名称。", "name")
    key = title_key(authority.name)
    holder = holders_by_name_key(session, [key]).get(key, authority.id)
    if authority.id not in {holder, heirs_of_all(session).get(holder or 0)}:
        raise Refusal(f"“{authority.name}”已在制定机关名单中（现名或曾用名）。", "name")
    query = select(AuthorityName).where(
        AuthorityName.authority_id == authority.id, AuthorityName.name_key == title_key(old_name)
    )
    present = session.exec(query.order_by(col(AuthorityName.id).desc())).first()
    if renamed_on is None and present is not None:
        present.name, present.name_key = authority.name, key
        session.add(present)
        return
    if present is not None and renamed_on is not None:
        if present.from_on and present.from_on >= renamed_on:
            raise Refusal(f"更名日期不晚于现名启用之日（{cn_date(present.from_on)}），请核对。", "renamed_on")
        present.until_on = renamed_on - timedelta(days=1)
        session.add(present)
    assert authority.id is not None
    session.add(
        AuthorityName(authority_id=authority.id, name=authority.name, name_key=key, from_on=renamed_on)
    )


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
