"""Fill an empty instance with what every office needs: rules, decreed holidays, the day its tracking starts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlmodel import Session, select

from registry.actions.laws.follow_laws import take_in_shipped_laws
from registry.domain.errors import Refusal
from registry.domain.instants import day_of
from registry.domain.places import DEFAULT_PROFILES
from registry.domain.roles import Actor
from registry.domain.rules import RuleProfile, to_json
from registry.storage import audit, office, rules
from registry.storage.engine import Store, transaction
from registry.storage.laws import count_up_to
from registry.storage.rulebook import decreed_years


def initialise_registry(
    store: Store,
    actor: Actor,
    *,
    tracked_from: date,
    is_demonstration: bool,
    settings: Mapping[str, str] = {},
    profiles: Sequence[RuleProfile] = DEFAULT_PROFILES,
    now: datetime,
) -> None:
    """Fills the instance, with these rules. Raises Refusal when it is not empty."""
    with transaction(store) as session:
        if not _is_empty(session):
            raise Refusal("该实例已经建立，不能再次初始化。如需另建，请换一个空的实例目录。")
        for profile in profiles:
            session.add(
                rules.RuleProfileVersion(
                    name=profile.name, version=profile.version, body=to_json(profile), added_at=now
                )
            )
        session.add_all(decreed_years())
        take_in_shipped_laws(session, now)
        count_up_to(session, day_of(now))
        office.set_setting(session, "tracked_from", tracked_from.isoformat())
        office.set_setting(session, "is_demonstration", "yes" if is_demonstration else "")
        for name, value in settings.items():
            office.set_setting(session, name, value)
        audit.record(
            session,
            now,
            actor.name,
            "initialise",
            "registry",
            tracked_from=tracked_from.isoformat(),
            is_demonstration=is_demonstration,
        )


def _is_empty(session: Session) -> bool:
    return session.exec(select(office.OfficeSetting)).first() is None
