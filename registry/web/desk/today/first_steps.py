"""What a person who is new here does first, until the person closes it."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.people.close_first_steps import close_first_steps
from registry.domain.roles import Actor, Permission
from registry.storage.preferences import preference_of
from registry.web.access import current_actor, current_store, needs


def shows_first_steps(session: Session, actor: Actor) -> bool:
    return actor.user_id is not None and not preference_of(session, actor.user_id).has_closed_first_steps


@needs(Permission.READ_OWN)
def close() -> ResponseReturnValue:
    close_first_steps(current_store(), current_actor())
    return redirect(url_for("desk.today.index"), 303)
