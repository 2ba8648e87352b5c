"""Change the office's template of a kind of paper, or go back to the shipped one; each version stays readable."""

from datetime import datetime

from sqlmodel import Session

from registry.domain.errors import Refusal
from registry.domain.papers.kinds import PaperKind
from registry.domain.papers.rules import RULES
from registry.domain.roles import Actor, Permission, require
from registry.exports.papers.templates import check_template, shipped_text
from registry.storage import audit, counters
from registry.storage.engine import Store, transaction
from registry.storage.papers import PaperTemplate, template_of

MAX_REASON = 500
CHANGED = "这个模板刚被他人改过，您的修改没有保存，填写的内容留在下面。请打开最新的一版对照后再改。"


def edit_template(
    store: Store, actor: Actor, kind: PaperKind, text: str, reason: str, *, version: int, now: datetime
) -> int:
    """The number of the new version; `version` is the one that was edited, 0 before the first. Raises Refusal."""
    text = tidy_text(text)
    check_template(RULES[kind], text)
    return _keep(store, actor, kind, text, reason, "edit_paper_template", version=version, now=now)


def restore_template(
    store: Store, actor: Actor, kind: PaperKind, reason: str, *, version: int, now: datetime
) -> int:
    """The number of the version from which the shipped text holds again. Raises Refusal."""
    return _keep(store, actor, kind, "", reason, "restore_paper_template", version=version, now=now)


def tidy_text(text: str) -> str:
    """The text with the line ends that templates have."""
    return text.replace("\r\n", "\n").strip()


def _keep(
    store: Store,
    actor: Actor,
    kind: PaperKind,
    text: str,
    reason: str,
    act: str,
    *,
    version: int,
    now: datetime,
) -> int:
    require(actor, Permission.MANAGE_RULES)
    reason = reason.strip()
    if not 1 <= len(reason) <= MAX_REASON:
        raise Refusal(f"请写明理由，最多{MAX_REASON}个字。", "reason")
    with transaction(store) as session:
        newest = _locked(session, kind, version)
        standing = newest.text if newest else ""
        if text in {standing, standing or tidy_text(shipped_text(kind))}:
            raise Refusal("内容没有改动，不必保存。")
        number = newest.version + 1 if newest else 1
        session.add(
            PaperTemplate(
                kind=kind, version=number, text=text, reason=reason, saved_at=now, saved_by=actor.name
            )
        )
        subject = f"paper_template:{kind.value}"
        audit.record(session, now, actor.name, act, subject, kind=kind.value, version=number, reason=reason)
        return number


def _locked(session: Session, kind: PaperKind, version: int) -> PaperTemplate | None:
    """The newest version, held until the transaction ends. Raises Refusal when it is not the one that was edited."""
    counters.hold(session, f"paper-template-{kind.value}")
    newest = template_of(session, kind)
    if (newest.version if newest else 0) != version:
        raise Refusal(CHANGED)
    return newest
