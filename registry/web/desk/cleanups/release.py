"""The release of a round on the desk: its draft, its facts, its effects in numbers, and the release itself."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.validators import InputRequired

from registry.actions.cleanups import draft_release as draft_action
from registry.actions.cleanups import release_round as release_action
from registry.clock import now, today
from registry.domain.authorities import AuthorityKind
from registry.domain.cleanups import OUTCOME_EVENTS, OUTCOME_WORDS, Outcome
from registry.domain.gate import open_findings
from registry.domain.roles import Permission
from registry.domain.validity import ENDINGS
from registry.domain.written_days import cn_date
from registry.storage.authorities import issuing_bodies
from registry.storage.cleanups.items import count_outcomes
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.finding import find_unreleased, find_whole
from registry.web.desk.cleanups.forms import ReleaseForm
from registry.web.desk.cleanups.gate import findings_today
from registry.web.downloads import download
from registry.web.forms import choices, form_page, is_revising, refusals_on


@needs(Permission.PROPOSE_OUTCOME)
def draft(round_id: int) -> ResponseReturnValue:
    """The paper as it would be printed now, marked 草案."""
    facts = release_action.ReleaseFacts(
        decided_on=today(), published_on=today(), meeting="（会议名称待填）", authority_id=None
    )
    with reading(current_store()) as session:
        find_whole(session, round_id)
        cleanup = find_unreleased(session, round_id) or abort(404)
        content = draft_action.draft_release(session, round_id, facts)
    return download(content, f"{cleanup.name}-清理结果（草案）", "docx")


@needs(Permission.RELEASE_LIST)
def release_round(round_id: int) -> ResponseReturnValue:
    """POST asks for confirmation, with the effects in numbers; with `confirmed` it releases."""
    with reading(current_store()) as session:
        cleanup = find_unreleased(session, round_id)
        if cleanup is None:
            return redirect(url_for(".show", round_id=round_id))
        findings, accepted = findings_today(session, round_id)
        counts = count_outcomes(session, round_id)
        authorities = issuing_bodies(session)
    form = ReleaseForm(
        authority_id=_usual_issuer(cleanup, authorities),
        published_on=today(),
        meeting=cleanup.meeting,
        decided_on=cleanup.met_on,
    )
    form.authority_id.choices = choices({body.id: body.name for body in authorities})
    is_confirming = False
    needs_deadline = bool(open_findings(findings, accepted)) and not open_findings(
        findings, accepted, date.max
    )
    if needs_deadline:
        form.amend_by.validators = [InputRequired("有列为修改的文件没有写明完成时限，请在这里统一写明。")]
        form.amend_by.flags.required = True
    if not is_revising() and form.validate_on_submit():
        with refusals_on(form):
            facts = form.facts()
            release_action.collective_decision(facts)
            with reading(current_store()) as session:
                release_action.check_release_number(session, cleanup, facts)
            if "confirmed" in request.form:
                release_id = release_action.release_round(
                    current_store(),
                    current_actor(),
                    round_id,
                    facts,
                    version=request.form.get("version", type=int),
                    now=now(),
                )
                flash("清理结果已发布，目录已冻结。", "success")
                return redirect(url_for("desk.releases.show", release_id=release_id), 303)
            is_confirming = True
    return form_page(
        "desk/cleanups/release_round.html",
        form,
        cleanup=cleanup,
        issuers={body.id: body.name for body in authorities},
        n_open=len(open_findings(findings, accepted, date.max)),
        counts=counts,
        is_confirming=is_confirming,
        effects=effects(counts, form.published_on.data) if is_confirming else [],
    )


def effects(counts: dict[Outcome | None, int], published_on: date | None) -> list[str]:
    """What a release will do, in numbers, in the order of the outcomes."""
    lines = []
    for outcome, word in OUTCOME_WORDS.items():
        n_documents = counts.get(outcome, 0)
        is_ending = OUTCOME_EVENTS[outcome] in ENDINGS
        effect = f"自{cn_date(published_on)}起列为{word}" if is_ending else f"记为{word}，效力不变"
        if n_documents:
            lines.append(f"{n_documents}件文件{effect}")
    total = sum(counts.values())
    return [
        f"为{total}件文件各写入一条效力记录",
        *lines,
        "登记并公布清理结果通告，按规定产生其备案事项",
        "冻结清理目录和Word文件，以后不能改动，只能另行发布更正",
        "通知各制定机关联络员和本机构人员",
    ]


def _usual_issuer(cleanup: CleanupRound, authorities: Sequence[Any]) -> int | None:
    """The id of the round's only authority where it may issue, else of the government."""
    if len(cleanup.authority_ids) == 1 and cleanup.authority_ids[0] in {body.id for body in authorities}:
        return cleanup.authority_ids[0]
    return next((body.id for body in authorities if body.kind is AuthorityKind.GOVERNMENT), None)
