"""The reform of the invented district's authorities, through the guided actions: new names, and a merger."""

from datetime import datetime

from registry.actions.authorities.edit_authority import edit_authority
from registry.actions.authorities.reorganise_authority import Heirs, Reform, reorganise_authority
from registry.demonstration.shapes import Authority, FormerName
from registry.domain.roles import OPERATOR
from registry.storage.authorities import Authority as AuthorityRow
from registry.storage.authorities import SuccessionKind
from registry.storage.engine import Store, reading

PLAN = "澜委〔2019〕2号《云汀区机构改革方案》"


def rename(store: Store, authority_id: int, authority: Authority, former: FormerName, now: datetime) -> None:
    """Renames an authority from a former name to the name that followed it."""
    name, organ_code = authority.name_on(former.until_on)
    edit_authority(
        store,
        OPERATOR,
        authority_id,
        name=name,
        kind=authority.kind,
        organ_code=organ_code,
        email=authority.email,
        renamed_on=former.until_on,
        source=PLAN,
        version=_version(store, authority_id),
        now=now,
    )


def merge(store: Store, authority_id: int, authority: Authority, heir_id: int, now: datetime) -> None:
    """Merges an authority into its heir."""
    assert authority.merged_on
    reform = Reform(SuccessionKind.MERGED, authority.merged_on, PLAN, Heirs(heir_id))
    version = _version(store, authority_id)
    reorganise_authority(store, OPERATOR, authority_id, reform, version=version, now=now)


def _version(store: Store, authority_id: int) -> int:
    with reading(store) as session:
        return session.get_one(AuthorityRow, authority_id).version
