"""The consultations on draft lists of cleanups: what is proposed, until when one may comment, what came of it."""

from typing import Any

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from registry.clock import today
from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.consultations import is_open
from registry.domain.normal import searchable
from registry.domain.roles import Permission
from registry.storage.cleanups.consultations import announced, consultations, public_rows
from registry.storage.engine import reading
from registry.web.access import current_store, needs
from registry.web.addresses import asked_word
from registry.web.limits import SEARCHES, limiter
from registry.web.paging import page_of_list

pages = Blueprint("consultations", __name__, url_prefix="/consultations")
_LONGEST = 100


@pages.route("")
@needs(Permission.READ_PUBLIC)
def index() -> ResponseReturnValue:
    with reading(current_store()) as session:
        listed = consultations(session)
    day = today()
    open_ids = {row.id for row in listed if is_open(row.opens_on, row.closes_on, day)}
    return render_template("public/consultations/index.html", consultations=listed, open_ids=open_ids)


@pages.route("/<id:consultation_id>")
@limiter.limit(SEARCHES)
@needs(Permission.READ_PUBLIC)
def show(consultation_id: int) -> ResponseReturnValue:
    """The draft list as it was announced, without what is no longer public. Comments are not shown."""
    words = request.args.get("q", "").strip()[:_LONGEST]
    outcome = asked_word("outcome", Outcome)
    with reading(current_store()) as session:
        consultation = announced(session, consultation_id) or abort(404)
        rows = public_rows(session, consultation)
    counts = {word: sum(row["outcome"] == value for row in rows) for value, word in OUTCOME_WORDS.items()}
    found = [row for row in rows if _is_asked(row, words, outcome)]
    return render_template(
        "public/consultations/show.html",
        consultation=consultation,
        is_open=is_open(consultation.opens_on, consultation.closes_on, today()),
        is_to_open=consultation.opens_on > today(),
        counts=[(word, n) for word, n in counts.items() if n],
        n_rows=len(rows),
        page=page_of_list(found),
        words=words,
        outcome=outcome,
        outcome_words={value.value: word for value, word in OUTCOME_WORDS.items()},
    )


def _is_asked(row: dict[str, Any], words: str, outcome: Outcome | None) -> bool:
    if outcome is not None and row["outcome"] != outcome:
        return False
    if not words:
        return True
    text = searchable(f"{row['title']} {row['doc_no']} {row['authority']}")
    return all(searchable(word) in text for word in words.split())
