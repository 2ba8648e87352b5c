"""One cleanup round on the desk: how far it is, and the adoption of what the authorities proposed."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.cleanups import adopt_proposals as adopt_action
from registry.actions.cleanups import mark_looked as look_action
from registry.actions.cleanups import urge_answers as urge_action
from registry.clock import now, today
from registry.domain.papers.kinds import SubjectKind
from registry.domain.roles import Permission
from registry.domain.rounds import Criteria, may_run
from registry.storage.authorities import all_authorities
from registry.storage.cleanups.board import changed_by_authority, count_disputed, last_step, look_of
from registry.storage.cleanups.items import count_outcomes, progress
from registry.storage.cleanups.scope import grouped, left_out_of_round
from registry.storage.engine import reading
from registry.storage.releases import release_of_round
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import record_id
from registry.web.desk.cleanups.finding import find_round, sees_whole
from registry.web.desk.papers.section import papers_section


@needs(Permission.READ_OWN)
def show(round_id: int) -> ResponseReturnValue:
    """How far the round is, authority by authority; a contact sees its own."""
    actor = current_actor()
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
        if cleanup.is_draft:
            return redirect(url_for(".draft_round", round_id=round_id))
        whole = sees_whole(cleanup)
        parts = [part for part in progress(session, round_id) if whole or actor.may_see([part.authority_id])]
        release = release_of_round(session, round_id)
        authorities = all_authorities(session)
        names = {authority.id: authority.name for authority in authorities}
        counts = count_outcomes(session, round_id)
        left_out = left_out_of_round(session, cleanup) if whole else None
        excluded = grouped(cleanup.left_out) if whole else []
        papers = papers_section(session, SubjectKind.CLEANUP, round_id)
        may_read_all = actor.may(Permission.READ_ALL)
        look = look_of(session, round_id, actor.user_id, actor.name)
        changed = changed_by_authority(session, round_id, look) if may_read_all and look.at else {}
        disputed = count_disputed(session, round_id) if may_read_all else {}
        newest = last_step(session, round_id)
    return render_template(
        "desk/cleanups/show.html",
        cleanup=cleanup,
        parts=parts,
        counts=counts if whole else None,
        release=release,
        scope=[names[authority_id] for authority_id in cleanup.authority_ids],
        left_out=left_out,
        excluded=excluded,
        owner=names.get(cleanup.owner_id, ""),
        criteria=Criteria.from_kept(cleanup.criteria).words,
        heirless={authority.id for authority in authorities if authority.abolished_on is not None},
        runs=may_run(actor, cleanup),
        sees_whole=whole,
        papers=papers,
        today=today(),
        silent=[part for part in parts if part.is_silent],
        changed=changed,
        look=look,
        newest=newest,
        disputed=disputed,
    )


@needs(Permission.READ_ALL)
def mark_looked(round_id: int) -> ResponseReturnValue:
    """Keeps that what the page showed was seen."""
    step_id = request.form.get("step_id", type=record_id) or 0
    look_action.mark_looked(current_store(), current_actor(), round_id, step_id, now=now())
    flash("已记下：此后有变化的会标出来。", "success")
    return redirect(url_for(".show", round_id=round_id), 303)


@needs(Permission.RUN_CLEANUP)
def urge_answers(round_id: int) -> ResponseReturnValue:
    """Urges every authority that has answered nothing."""
    urged = urge_action.urge_answers(current_store(), current_actor(), round_id, now=now())
    if urged.told:
        flash(f"已催报{len(urged.told)}个机关：{'、'.join(urged.told)}。", "success")
    if urged.held:
        names = "、".join(urged.held)
        flash(f"没有在用的联络员，通知留存：{names}。请先电话联系，并请系统管理员补设联络员。", "warning")
    if urged.already:
        flash(f"{len(urged.already)}个机关今天已经催报过，没有重复催。", "info")
    return redirect(url_for(".show", round_id=round_id), 303)


@needs(Permission.PROPOSE_OUTCOME)
def adopt_proposals(round_id: int) -> ResponseReturnValue:
    authority_id = request.form.get("authority_id", type=record_id)
    n_adopted = adopt_action.adopt_proposals(
        current_store(), current_actor(), round_id, authority_id=authority_id, now=now()
    )
    flash(f"已按自查意见确定{n_adopted}件。", "success")
    return redirect(url_for(".show", round_id=round_id), 303)
