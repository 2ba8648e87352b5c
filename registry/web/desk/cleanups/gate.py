"""The end of a cleanup round on the desk: the gate's findings, the draft, the release in numbers; its worksheet."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.cleanups import accept_finding as accept_action
from registry.actions.cleanups import check_round as check_action
from registry.actions.cleanups import draft_release as draft_action
from registry.actions.cleanups import release_round as release_action
from registry.clock import now, today
from registry.domain.authorities import AuthorityKind
from registry.domain.cleanups import OUTCOME_EVENTS, OUTCOME_WORDS, Finding, Outcome, open_findings
from registry.domain.documents import Disclosure
from registry.domain.roles import Permission
from registry.domain.validity import ENDINGS
from registry.exports.tables import Cell, render_xlsx
from registry.storage.authorities import issuing_bodies
from registry.storage.cleanups import CleanupRound, accepted_findings, count_outcomes
from registry.storage.engine import reading
from registry.storage.releases import release_of_round
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.cleanups.forms import ReleaseForm
from registry.web.downloads import download
from registry.web.forms import choices, form_page, refusals_on

TABLE_HEADERS = (
    "发文字号", "标题", "制定机关", "公布日期", "清理意见", "理由", "责任单位", "完成时限", "自查意见", "自查理由",
)  # fmt: skip
N_ROWS_SHOWN = 50


@needs(Permission.READ_ALL)
def check(round_id: int) -> ResponseReturnValue:
    """Every reason why the list may not be released, each with its rows."""
    with reading(current_store()) as session:
        cleanup = _open_round(session, round_id)
        if cleanup is None:
            return redirect(url_for(".show", round_id=round_id))
        findings, accepted = _findings(session, round_id)
    barring = {one.id for one in open_findings(findings, accepted)}
    return render_template(
        "desk/cleanups/check.html",
        cleanup=cleanup,
        findings=findings,
        accepted=accepted,
        barring=barring,
        n_rows_shown=N_ROWS_SHOWN,
        may_accept=current_actor().may(Permission.ACCEPT_FINDING),
    )


@needs(Permission.ACCEPT_FINDING)
def accept_finding(round_id: int) -> ResponseReturnValue:
    accept_action.accept_finding(
        current_store(),
        current_actor(),
        round_id,
        request.form.get("finding", ""),
        request.form.get("reason", ""),
        now=now(),
    )
    flash("已接受该问题，理由将记入发布记录。", "success")
    return redirect(url_for(".check", round_id=round_id), 303)


@needs(Permission.RUN_CLEANUP)
def draft(round_id: int) -> ResponseReturnValue:
    """The paper as it would be printed now, marked 草案."""
    facts = release_action.ReleaseFacts(
        decided_on=today(), published_on=today(), meeting="（会议名称待填）", authority_id=None
    )
    with reading(current_store()) as session:
        cleanup = _open_round(session, round_id) or abort(404)
        content = draft_action.draft_release(session, round_id, facts)
    return download(content, f"{cleanup.name}-清理结果（草案）", "docx")


@needs(Permission.RELEASE_LIST)
def release_round(round_id: int) -> ResponseReturnValue:
    """POST asks once more, in numbers; with `confirmed` it releases."""
    with reading(current_store()) as session:
        cleanup = _open_round(session, round_id)
        if cleanup is None:
            return redirect(url_for(".show", round_id=round_id))
        findings, accepted = _findings(session, round_id)
        counts = count_outcomes(session, round_id)
        authorities = issuing_bodies(session)
    form = ReleaseForm(authority_id=_usual_issuer(cleanup, authorities), published_on=today())
    form.authority_id.choices = choices({one.id: one.name for one in authorities})
    is_confirming = False
    if form.validate_on_submit():
        with refusals_on(form):
            facts = form.facts()
            release_action.collective_decision(facts)
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
        issuers={one.id: one.name for one in authorities},
        n_open=len(open_findings(findings, accepted)),
        counts=counts,
        is_confirming=is_confirming,
        effects=effects(counts, form.published_on.data) if is_confirming else [],
    )


def effects(counts: dict[Outcome | None, int], published_on: date | None) -> list[str]:
    """What a release will do, in numbers, in the order of the outcomes."""
    found = []
    for outcome, word in OUTCOME_WORDS.items():
        n_documents = counts.get(outcome, 0)
        is_ending = OUTCOME_EVENTS[outcome] in ENDINGS
        what = f"自{published_on}起列为{word}" if is_ending else f"记为{word}，效力不变"
        if n_documents:
            found.append(f"{n_documents}件文件{what}")
    total = sum(counts.values())
    return [
        f"为{total}件文件各写入一条效力记录",
        *found,
        "登记并公布清理结果通告，按规定产生其备案事项",
        "冻结清理目录和Word文件，以后不能改动，只能另行发布更正",
        "通知各制定机关联络员和本机构人员",
    ]


def workbook(rows: Sequence[Any]) -> bytes:
    """The items of a round as a table that can be filled in and imported."""
    return render_xlsx(TABLE_HEADERS, [_cells(*row) for row in rows], "清理意见")


def _cells(item: Any, document: Any, authority: Any) -> list[Cell]:
    is_secret = document.disclosure is Disclosure.SECRET
    return [
        document.local_serial if is_secret else document.doc_no,
        document.title,
        authority.name,
        document.published_on,
        OUTCOME_WORDS.get(item.outcome, ""),
        item.reason,
        item.responsible,
        item.deadline_on,
        OUTCOME_WORDS.get(item.proposed_outcome, ""),
        item.proposed_reason,
    ]


def _findings(session: Session, round_id: int) -> tuple[list[Finding], dict[str, str]]:
    """The findings as of today, and accepted id → reason."""
    accepted = {one.finding: one.reason for one in accepted_findings(session, round_id)}
    return check_action.check_round(session, round_id, today()), accepted


def _open_round(session: Session, round_id: int) -> CleanupRound | None:
    """The round while it is not released; 404 when there is none."""
    cleanup = session.get(CleanupRound, round_id) or abort(404)
    return cleanup if release_of_round(session, round_id) is None else None


def _usual_issuer(cleanup: CleanupRound, authorities: Sequence[Any]) -> int | None:
    if len(cleanup.authority_ids) == 1 and cleanup.authority_ids[0] in {one.id for one in authorities}:
        return cleanup.authority_ids[0]
    return next((one.id for one in authorities if one.kind is AuthorityKind.GOVERNMENT), None)
