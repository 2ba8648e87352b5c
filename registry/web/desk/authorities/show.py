"""The page of an authority: its present and former names, its successions, its matters and its people."""

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.clock import today
from registry.domain.authorities import no_issuer_because
from registry.domain.papers.kinds import SubjectKind
from registry.domain.roles import Permission
from registry.storage.authorities import Authority, authority_names, names_of, successions_of
from registry.storage.authority_matters import codes_of, matters_of, people_of
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.authorities.fields import find_authority, note_of
from registry.web.desk.papers.section import papers_section


@needs(Permission.READ_ALL)
def show(authority_id: int) -> ResponseReturnValue:
    actor = current_actor()
    with reading(current_store()) as session:
        authority = find_authority(session, authority_id)
        successions = successions_of(session, authority_id)
        others = {end for row in successions for end in (row.authority_id, row.successor_id)}
        return render_template(
            "desk/authorities/show.html",
            authority=authority,
            no_issuer=no_issuer_because(authority.name),
            vertical_note=note_of(session, authority, today()),
            names=names_of(session, authority_id),
            heir=session.get(Authority, authority.successor_id) if authority.successor_id else None,
            successions=successions,
            others=authority_names(session, list(others)),
            matters=matters_of(session, authority_id),
            codes=codes_of(session, authority_id),
            people=people_of(session, authority_id),
            papers=papers_section(session, SubjectKind.AUTHORITY, authority_id),
            may_edit=actor.may(Permission.MANAGE_AUTHORITIES),
            may_manage_people=actor.may(Permission.MANAGE_PEOPLE),
        )
