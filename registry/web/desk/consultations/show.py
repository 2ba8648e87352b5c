"""The public consultation of a round on the desk: announced, and then its comments."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.actions.cleanups.announce_consultation import (
    announce_consultation,
    draft_list,
    drafted_words,
)
from registry.actions.cleanups.paper_facts import consultation_working
from registry.actions.consultations import answer_comments
from registry.clock import now, today
from registry.domain.cleanups import OUTCOME_WORDS
from registry.domain.consultations import Adoption, is_open
from registry.domain.roles import Permission
from registry.domain.written_days import cn_dates
from registry.storage.cleanups.consultations import adoptions, comments_of, consultation_of
from registry.storage.cleanups.tables import CleanupRound, Consultation
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_word
from registry.web.desk.cleanups.finding import find_round
from registry.web.desk.consultations.finding import find_consultation
from registry.web.desk.consultations.forms import ADOPTION_WORDS, AnnounceForm
from registry.web.forms import form_page, refusals_on, typed_version
from registry.web.paging import page_of_list

UNANSWERED = "unanswered"


@needs(Permission.READ_ALL)
def show(round_id: int) -> ResponseReturnValue:
    """The form that announces it; once it is announced, its comments. POST announces."""
    with reading(current_store()) as session:
        cleanup = find_round(session, round_id)
        announced = consultation_of(session, round_id)
        if announced is not None:
            return _board(session, cleanup, announced)
        draft = draft_list(session, cleanup, today())
        title, text = drafted_words(session, cleanup, draft, draft.least.due_on)
    form = AnnounceForm(title=title, text=text, closes_on=draft.least.due_on, version=str(cleanup.version))
    may_announce = current_actor().may(Permission.RUN_CLEANUP) and not cleanup.is_draft
    if form.validate_on_submit():
        assert form.closes_on.data is not None
        with refusals_on(form):
            announce_consultation(
                current_store(),
                current_actor(),
                round_id,
                title=form.title.data or "",
                text=form.text.data or "",
                closes_on=form.closes_on.data,
                version=typed_version(form.version.data),
                now=now(),
            )
            flash(f"征求意见稿已经公布，共{len(draft.rows)}件文件。可以出具征求意见公告。", "success")
            return redirect(url_for(".show", round_id=round_id), 303)
    return form_page(
        "desk/consultations/announce.html",
        form,
        cleanup=cleanup,
        draft=draft,
        working=cn_dates(draft.least.working()),
        counts=_counts(draft.rows),
        may_announce=may_announce and not cleanup.released_at,
    )


def _board(session: Session, cleanup: CleanupRound, announced: Consultation) -> ResponseReturnValue:
    """The announced consultation with its comments; who made them is shown to those who run the round."""
    comments = list(enumerate(comments_of(session, announced.id or 0), 1))
    asked = request.args.get("adoption", "")
    wanted = asked_word("adoption", Adoption)
    if wanted is not None:
        shown = [pair for pair in comments if pair[1].adoption == wanted]
    else:
        shown = [pair for pair in comments if asked != UNANSWERED or not pair[1].adoption]
    counts = adoptions(session, [announced.id or 0]).get(announced.id or 0, {})
    return render_template(
        "desk/consultations/show.html",
        cleanup=cleanup,
        consultation=announced,
        working=consultation_working(session, announced),
        counts=_counts(announced.rows),
        is_open=is_open(announced.opens_on, announced.closes_on, today()),
        page=page_of_list(shown),
        n_comments=len(comments),
        n_waiting=counts.get("", 0),
        adoption_words=ADOPTION_WORDS,
        asked=asked,
        titles={row["document_id"]: row["title"] for row in announced.rows},
        has_names=any(comment.name or comment.contact for _, comment in comments),
    )


@needs(Permission.SIGN_REPLY)
def erase(round_id: int) -> ResponseReturnValue:
    """Takes the names and contacts of the commenters away."""
    with reading(current_store()) as session:
        _, announced = find_consultation(session, round_id)
    n = answer_comments.erase_commenters(current_store(), current_actor(), announced.id or 0, now=now())
    flash(f"已删除{n}条意见的姓名和联系方式。", "success")
    return redirect(url_for(".show", round_id=round_id), 303)


def _counts(rows: list[dict[str, Any]]) -> list[tuple[str, int]]:
    counts = {word: sum(row["outcome"] == value for row in rows) for value, word in OUTCOME_WORDS.items()}
    return [(word, n) for word, n in counts.items() if n]
