"""Recording a reform of an authority: merged into another, split, or abolished. Its matters move to the heirs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from registry.actions.authorities._succession import (
    Heirs,
    Share,
    hand_over,
    lock_authorities,
    lock_documents_of,
    shares,
)
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.roles import Actor, Permission, require
from registry.domain.written_days import cn_date
from registry.storage import audit, changes
from registry.storage.authorities import Authority, AuthorityName, AuthoritySuccession, SuccessionKind
from registry.storage.check_book import raise_book_version
from registry.storage.engine import Store, transaction

__all__ = ["Heirs", "Reform", "Share", "check_reform", "preview_reform", "reorganise_authority"]

SOURCE_LENGTH = 500


@dataclass(frozen=True)
class Reform:
    """A reform of an authority: its kind, day and source. `heirs` may be None when the authority was abolished."""

    kind: SuccessionKind
    on: date
    source: str
    heirs: Heirs | None


def reorganise_authority(
    store: Store, actor: Actor, authority_id: int, reform: Reform, *, version: int, now: datetime
) -> list[Share]:
    """Record the reform; returns the share of each heir. Raises Refusal, also when the authority changed meanwhile.

    Names as issued and concluded filings stay (docs/decisions/009). An authority that keeps a part is not
    abolished. The action may be repeated: the next reform corrects a mistaken one.
    """
    require(actor, Permission.MANAGE_AUTHORITIES)
    with transaction(store) as session:
        lock_documents_of(session, authority_id)
        heir_ids = reform.heirs.ids if reform.heirs else set()
        locked = lock_authorities(session, {authority_id, *heir_ids})
        authority = locked.get(authority_id)
        if authority is None:
            raise Refusal("该制定机关不存在，可能已并入其他机关。")
        if authority.version != version:
            raise Refusal("该制定机关刚被他人修改，本次没有办理。请对照最新内容后重新办理。")
        check_reform(authority, reform, locked, day_of(now))
        parts = shares(session, authority_id, reform.heirs) if reform.heirs else []
        ids = hand_over(session, authority_id, reform.heirs, now) if reform.heirs else []
        _close(session, authority, reform)
        _add_successions(session, authority_id, reform, parts, now)
        raise_book_version(session)
        audit.record(
            session,
            now,
            actor.name,
            "reorganise_authority",
            f"authority:{authority_id}",
            kind=reform.kind.value,
            on=reform.on.isoformat(),
            source=reform.source.strip(),
            moved=[_words(locked[share.heir_id].name, share) for share in parts],
        )
        changes.touch(session, ids, now)
        return parts


def preview_reform(session: Session, authority_id: int, heirs: Heirs | None) -> list[Share]:
    """The share that each heir would get now."""
    return shares(session, authority_id, heirs) if heirs else []


def check_reform(
    authority: Authority, reform: Reform, authorities: dict[int, Authority], today: date
) -> None:
    """Raise Refusal for a reform in the future, without a source, or with a missing or unsuitable heir.

    `authorities` (id → row) must include the heirs.
    """
    if reform.on > today:
        raise Refusal(f"日期{cn_date(reform.on)}晚于今天，请在当日或之后办理。", "on")
    if not reform.source.strip() or len(reform.source.strip()) > SOURCE_LENGTH:
        raise Refusal(f"请写明文件依据（名称和文号），不超过{SOURCE_LENGTH}字。", "source")
    if reform.heirs is None:
        if reform.kind is not SuccessionKind.ABOLISHED:
            raise Refusal("请选择承接机关。", "heir_id")
        return
    for heir_id in sorted(reform.heirs.ids):
        heir = authorities.get(heir_id)
        if heir is None:
            raise Refusal("所选承接机关不存在，请刷新页面后重选。", "heir_id")
        if heir_id != authority.id and heir.abolished_on is not None:
            raise Refusal(f"{heir.name}已于{cn_date(heir.abolished_on)}撤销，不能承接。", "heir_id")
    others = reform.heirs.ids - {authority.id}
    if reform.kind is not SuccessionKind.SPLIT and reform.heirs.ids != {reform.heirs.default_id}:
        raise Refusal("并入或撤销只有一个承接机关；分给几个机关的，请选“拆分”。", "heir_id")
    if not others:
        raise Refusal("请选择另一个机关承接。", "heir_id")


def _close(session: Session, authority: Authority, reform: Reform) -> None:
    """Mark the authority abolished and end its present name, unless it keeps a part; a single heir is its successor."""
    heir_ids = reform.heirs.ids if reform.heirs else set()
    authority.version += 1
    session.add(authority)
    keeps, last_day = authority.id in heir_ids, reform.on - timedelta(days=1)
    authority.abolished_on = None if keeps else reform.on
    authority.successor_id = next(iter(heir_ids)) if len(heir_ids) == 1 and not keeps else None
    query = select(AuthorityName).where(
        AuthorityName.authority_id == authority.id, AuthorityName.name == authority.name
    )
    present = session.exec(query.order_by(col(AuthorityName.id).desc())).first()
    if present is not None:
        present.until_on = None if keeps else max(last_day, present.from_on or last_day)
        session.add(present)


def _add_successions(
    session: Session, authority_id: int, reform: Reform, parts: Sequence[Share], now: datetime
) -> None:
    for part in parts:
        if part.heir_id != authority_id:
            session.add(
                AuthoritySuccession(
                    authority_id=authority_id,
                    successor_id=part.heir_id,
                    kind=reform.kind,
                    on=reform.on,
                    source=reform.source.strip(),
                    n_documents=part.n_documents,
                    n_filings=part.n_filings,
                    n_people=part.n_people,
                    recorded_at=now,
                )
            )


def _words(name: str, part: Share) -> str:
    return f"{name}：文件{part.n_documents}件、未办结备案{part.n_filings}件、联络员{part.n_people}人"
