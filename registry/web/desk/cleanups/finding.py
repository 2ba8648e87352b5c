"""What an address of a round names: the round, and the filters of its documents."""

from flask import abort, request
from sqlalchemy.orm import defer
from sqlmodel import Session, col

from registry.domain.roles import Permission
from registry.domain.rounds import may_run
from registry.storage.cleanups.items import has_part
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.releases import release_of_round
from registry.web.access import current_actor
from registry.web.addresses import record_id


def find_round(session: Session, round_id: int) -> CleanupRound:
    """The round; 404 when there is none, and where this person may not see it.

    What it left out are thousands of rows, read only by the page that shows them.
    """
    lean = [defer(col(CleanupRound.left_out))]  # type: ignore[arg-type]
    cleanup = session.get(CleanupRound, round_id, options=lean) or abort(404)
    return cleanup if may_see_round(session, cleanup) else abort(404)


def find_unreleased(session: Session, round_id: int) -> CleanupRound | None:
    """The round, None once it is released; 404 when there is none."""
    cleanup = find_round(session, round_id)
    return cleanup if release_of_round(session, round_id) is None else None


def sees_whole(cleanup: CleanupRound) -> bool:
    """Whether this person sees the whole round: the office, and the authority whose own round it is."""
    return current_actor().may(Permission.READ_ALL) or may_run(current_actor(), cleanup)


def may_see_round(session: Session, cleanup: CleanupRound) -> bool:
    """Whether this person may see the round: a draft who runs it alone, another authority's own round who answers in it
    or co-signs there."""
    if sees_whole(cleanup):
        return True
    if cleanup.is_draft:
        return False
    return cleanup.owner_id is None or has_part(session, cleanup.id or 0, current_actor().authority_id or 0)


def find_whole(session: Session, round_id: int) -> CleanupRound:
    """The round, for who sees the whole of it; 403 for the others."""
    cleanup = find_round(session, round_id)
    return cleanup if sees_whole(cleanup) else abort(403)


def asked_filters() -> dict[str, str]:
    """The filters of the documents of a round, "" for each that is not asked for."""
    return {name: request.args.get(name, "") for name in ("q", "outcome", "authority_id")}


def asked_authority(cleanup: CleanupRound | None = None) -> int | None:
    """The id of the authority asked for; for a contact that of its own, except in the round that it runs."""
    if current_actor().may(Permission.READ_ALL) or (cleanup and may_run(current_actor(), cleanup)):
        return request.args.get("authority_id", type=record_id)
    return current_actor().authority_id or 0
