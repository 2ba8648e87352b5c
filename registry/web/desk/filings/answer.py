"""The page on which an authority answers an opinion finding by finding."""

from collections.abc import Sequence

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import DateField
from wtforms.validators import InputRequired

from registry.actions.filings.answer_findings import Replied, answer_findings
from registry.actions.filings.preview_move import preview_move
from registry.clock import now, today
from registry.domain.errors import Outdated
from registry.domain.filings import MOVES, STATE_WORDS, Move, is_from_paper
from registry.domain.normal import without_controls
from registry.domain.worksheets import LONGEST_WORDS, Reply
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing
from registry.storage.worksheets import ReviewFinding
from registry.web.access import current_actor, current_store
from registry.web.desk.filings.finding import find_filing
from registry.web.desk.filings.worksheet import SheetForm
from registry.web.desk.uploads import receive
from registry.web.forms import day_to_preview, form_page, refusals_on


class AnswerForm(SheetForm):
    """The answers come in fields with the number of their finding: reply-1, reason-1, file-1."""

    on = DateField("办理日期", [InputRequired("请填写办理日期。")])


def answer(filing: Filing, document: Document, findings: Sequence[ReviewFinding]) -> ResponseReturnValue:
    """GET shows the findings, POST answers them all; what was typed comes back with a refusal."""
    numbers = range(1, len(findings) + 1)
    form = AnswerForm(on=today(), version=str(filing.version))
    form.sections = {f"{field}-{n}": f"finding-{n}" for n in numbers for field in ("reply", "reason", "file")}  # type: ignore[misc]
    back = url_for("desk.filings.show", filing_id=filing.id)
    if form.validate_on_submit():
        with refusals_on(form):
            try:
                flash(_done(filing, form, [_reply(n) for n in numbers]), "success")
                return redirect(back, 303)
            except Outdated as outdated:
                if outdated.is_done:
                    flash(outdated.sentence, "info")
                    return redirect(back, 303)
                filing, _ = find_filing(filing.id or 0)
                form.version.data = str(filing.version)  # who has read what was done may send it again
                raise
    is_open = filing.state in MOVES[Move.ANSWER].before
    on = day_to_preview(form.on, today())
    return form_page(
        "desk/filings/answer.html",
        form,
        filing=filing,
        document=document,
        findings=findings,
        typed={n: (request.form.get(f"reply-{n}", ""), _reason(n)) for n in numbers},
        lost_files=any(file.filename for file in request.files.values()),
        is_open=is_open,
        effects=preview_move(current_store(), filing.id or 0, Move.ANSWER, on=on, today=today()).effects()
        if is_open
        else [],
        is_from_paper=is_from_paper(Move.ANSWER, filing.direction, current_actor()),
        longest=LONGEST_WORDS,
        back=back,
    )


def _done(filing: Filing, form: AnswerForm, replies: Sequence[Replied]) -> str:
    """The sentence about the new state, once the findings are answered. Raises Refusal."""
    assert form.on.data is not None
    answered = answer_findings(
        current_store(),
        current_actor(),
        filing.id or 0,
        replies,
        on=form.on.data,
        version=form.seen_version(),
        now=now(),
    )
    return f"已逐条反馈处理情况，现为“{STATE_WORDS[answered.state]}”。"


def _reply(n: int) -> Replied:
    """What was typed for the n-th finding, its file received."""
    word = request.form.get(f"reply-{n}", "")
    upload = request.files.get(f"file-{n}")
    file = receive(upload, "evidence", f"file-{n}").kept if upload and upload.filename else None
    return Replied(Reply(word) if word in set(Reply) else None, _reason(n), file)


def _reason(n: int) -> str:
    return without_controls(request.form.get(f"reason-{n}", "")).strip()
