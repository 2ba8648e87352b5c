"""Add a version of a rule profile: rules of another place, changed periods, or values the office has confirmed."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.errors import Refusal
from registry.domain.roles import Actor, Permission, require
from registry.domain.rules import RuleProfile, to_json
from registry.storage import audit, changes
from registry.storage.check_book import raise_book_version
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, transaction
from registry.storage.rules import RuleProfileVersion

MAX_NAME = 100
MAX_SOURCE = 200


def add_rule_profile(store: Store, actor: Actor, profile: RuleProfile, *, now: datetime) -> int:
    """The id of the new version. Due dates computed before stay as they are.

    Raises Refusal, also when its number does not follow the newest of that name.
    """
    require(actor, Permission.MANAGE_RULES)
    _check(profile)
    with transaction(store) as session:
        newest = _newest_version(session, profile.name)
        if profile.version != newest + 1:
            raise Refusal("这套规则刚被他人改过，您填写的内容没有保存。请刷新后对照最新版本再填。")
        row = RuleProfileVersion(
            name=profile.name, version=profile.version, body=to_json(profile), added_at=now
        )
        session.add(row)
        session.flush()
        assert row.id is not None
        subject = f"rule_profile:{row.id}"
        audit.record(
            session,
            now,
            actor.name,
            "add_rule_profile",
            subject,
            name=profile.name,
            version=profile.version,
            confirmed=profile.confirmed,
        )
        raise_book_version(session)  # texts are checked by the longest validity that it allows
        changes.touch(session, _provisional_documents(session), now)
        return row.id


def _check(profile: RuleProfile) -> None:
    if not 1 <= len(profile.name.strip()) <= MAX_NAME:
        raise Refusal(f"请填写规则名称，最多{MAX_NAME}个字。", "name")
    if not 1 <= len(profile.source.strip()) <= MAX_SOURCE:
        raise Refusal(f"请写明规则的依据（文件名称和文号），最多{MAX_SOURCE}个字。", "source")
    if not profile.materials:
        raise Refusal("请至少列出一项备案材料。", "materials")
    if not profile.legality_materials:
        raise Refusal("请至少列出一项合法性审核送审材料。", "legality_materials")


def _provisional_documents(session: Session) -> list[int]:
    """The ids of provisional documents: the new rules may allow them another validity, which changes their doubts."""
    title = col(Document.title)
    query = select(Document.id).where(sa.or_(title.contains("试行"), title.contains("暂行")))
    return [document_id for document_id in session.exec(query) if document_id]


def _newest_version(session: Session, name: str) -> int:
    query = select(RuleProfileVersion.version).where(RuleProfileVersion.name == name)
    return session.exec(query.order_by(col(RuleProfileVersion.version).desc()).limit(1)).first() or 0
