"""The fixed cast of the tests, the instant they play at, and the register that knows them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from argon2 import PasswordHasher

from registry.actions.authorities.add_authority import insert_authority
from registry.actions.office.initialise_registry import initialise_registry
from registry.domain.authorities import AuthorityKind
from registry.domain.roles import OPERATOR, VISITOR, Actor, Role
from registry.storage.engine import Store, transaction
from registry.storage.people import User

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)  # a Thursday, 10:00 in Asia/Shanghai
PASSWORD = "correct horse battery staple"
CHEAP_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
HASH = CHEAP_HASHER.hash(PASSWORD)


@dataclass(frozen=True)
class Cast:
    """Who acts in the tests: drafter and stranger are contacts of two authorities, the rest are the office."""

    government_id: int
    authority_id: int  # the drafter's
    other_authority_id: int  # the stranger's
    drafter: Actor
    stranger: Actor
    clerk: Actor
    lead: Actor
    admin: Actor
    auditor: Actor
    visitor: Actor = VISITOR


def fill(store: Store) -> None:
    """Initialises an empty register, tracking since 2026-01-01, and adds the cast: nothing else."""
    initialise_registry(store, OPERATOR, tracked_from=date(2026, 1, 1), is_demonstration=False, now=NOW)
    with transaction(store) as session:
        for name, code, kind in (
            ("示范区人民政府", "gov", AuthorityKind.GOVERNMENT),
            ("示范区农业农村局", "agri", AuthorityKind.DEPARTMENT),
            ("示范区青石镇人民政府", "qingshi", AuthorityKind.TOWNSHIP),
        ):
            insert_authority(session, name=name, kind=kind, code=code, needs_review=False)
        for login, name, role, authority_id in (
            ("drafter", "周起草", Role.CONTACT, 2),
            ("stranger", "吴旁观", Role.CONTACT, 3),
            ("clerk", "陈经办", Role.CLERK, None),
            ("lead", "林负责", Role.LEAD, None),
            ("admin", "郑管理", Role.ADMIN, None),
            ("auditor", "王监督", Role.AUDITOR, None),
        ):
            user = User(
                login=login,
                name=name,
                role=role,
                authority_id=authority_id,
                email=f"{login}@example.cn",
                password_hash=HASH,
                created_at=NOW,
            )
            session.add(user)
            session.flush()
