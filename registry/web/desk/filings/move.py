"""The page of a move of a filing: its consequences, and the form that makes it."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup, escape

from registry.actions.filings.move_filing import move_filing
from registry.actions.filings.moved import acts_on_record
from registry.actions.filings.moving_rights import check_role
from registry.actions.filings.preview_move import preview_move
from registry.clock import now, today
from registry.domain.errors import Outdated
from registry.domain.filings import MOVES, Direction, Move, Party, is_from_paper
from registry.domain.moving import check_move, made_words
from registry.domain.papers.filer import kind_of_material
from registry.domain.papers.filing import PAPER_OF
from registry.domain.papers.rules import RULES
from registry.domain.roles import Permission
from registry.domain.worksheets import SIGNED_MOVES
from registry.domain.written_days import cn_date
from registry.storage.engine import reading
from registry.storage.filing_materials import missing_of, slots
from registry.storage.filings import Filing, moves_of
from registry.storage.papers import Paper, papers_of_moves
from registry.storage.worksheets import findings_of, opinion_worksheet
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.filings.answer import answer
from registry.web.desk.filings.finding import find_filing
from registry.web.desk.filings.forms import MoveForm, decision_of, move_form
from registry.web.desk.filings.review import needs_worksheet
from registry.web.desk.uploads import receive
from registry.web.forms import day_to_preview, form_page, refusals_on


@needs(Permission.READ_OWN)
def move(filing_id: int, move: str) -> ResponseReturnValue:
    """GET shows the consequences, POST makes the move; the table of moves says who may."""
    made = Move(move)
    rule = MOVES[made]
    filing, document = find_filing(filing_id)
    check_role(current_actor(), filing, made)
    with reading(current_store()) as session:
        on_record = acts_on_record(session, filing, made)
        missing = missing_of(slots(session, filing)) if made is Move.SUBMIT else []
        sheet = opinion_worksheet(session, filing_id) if made is Move.ANSWER else None
        findings = findings_of(session, sheet.id) if sheet else []
        from_sheet = needs_worksheet(session, filing, made, current_actor())
    if findings and (filing.state in rule.before or request.method == "POST"):
        return answer(filing, document, findings)
    form = move_form(filing, made, today(), bool(on_record))
    if not form.is_submitted():
        check_move(filing.state, made, filing.direction)
    back = url_for("desk.filings.show", filing_id=filing_id)
    if form.validate_on_submit():
        with refusals_on(form):
            try:
                flash(_done(_make(filing_id, made, form), made), "success")
                return redirect(back, 303)
            except Outdated as outdated:
                if outdated.is_done:
                    flash(outdated.sentence, "info")
                    return redirect(back, 303)
                filing, _ = find_filing(filing_id)
                form.version.data = str(filing.version)  # who has read what was done may send it again
                raise
    is_open = filing.state in rule.before
    if not is_open and not form.form_errors:
        with refusals_on(form):
            check_move(filing.state, made, filing.direction)
    on = day_to_preview(form.on, today())
    return form_page(
        "desk/filings/move.html",
        form,
        filing=filing,
        document=document,
        move=made,
        rule=rule,
        on=on,
        is_open=is_open,
        effects=preview_move(current_store(), filing_id, made, on=on, today=today()).effects()
        if is_open
        else [],
        back=back,
        on_record=on_record,
        missing=missing,
        made={material: kind for material in missing if (kind := kind_of_material(material))},
        series=RULES[PAPER_OF[made]].series if made in PAPER_OF else "",
        from_sheet=from_sheet,
        is_alone=made in SIGNED_MOVES and filing.direction is Direction.INCOMING and not from_sheet,
        is_from_paper=is_from_paper(made, filing.direction, current_actor()),
        is_of_reviewer=filing.direction is Direction.OUTGOING and rule.by is not Party.AUTHORITY,
    )


def _make(filing_id: int, move: Move, form: MoveForm) -> Filing:
    """The filing after the move as typed. Raises Refusal."""
    assert form.on.data is not None
    with reading(current_store()) as session:
        decision = decision_of(session, form, move)
    uploaded = form.file.data if "file" in form else None
    return move_filing(
        current_store(),
        current_actor(),
        filing_id,
        move,
        on=form.on.data,
        reason=form.written("reason"),
        filing_no=form.written("filing_no"),
        correct_by=form.correct_by.data if "correct_by" in form else None,
        decision=decision,
        paper_elsewhere=form.issued_elsewhere(),
        file=receive(uploaded, "evidence").kept if uploaded else None,
        version=form.seen_version(),
        now=now(),
    )


def _done(filing: Filing, move: Move) -> Markup:
    """The sentence about the new state, number, paper and deadline."""
    sentence = Markup(escape(made_words(move, filing.state)))
    if MOVES[move].gives_number:
        sentence += f"备案登记号：{filing.filing_no}。"
    if paper := _paper_of(filing, move):
        address = url_for("desk.papers.show", paper_id=paper.id)
        sentence += Markup('<a href="{}">{}{}</a>已出具。').format(address, paper.kind.word, paper.number)
    if filing.step_due_on:
        sentence += f"下一步期限：{cn_date(filing.step_due_on)}。"
    return sentence


def _paper_of(filing: Filing, move: Move) -> Paper | None:
    """The paper that was issued with the newest move of the filing."""
    if move not in PAPER_OF:
        return None
    with reading(current_store()) as session:
        newest = moves_of(session, filing.id or 0)[-1].id or 0
        return papers_of_moves(session, [newest]).get(newest)
