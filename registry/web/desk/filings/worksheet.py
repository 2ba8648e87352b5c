"""The worksheet of a filing: the five items of examination beside the text, and what the authority answered before."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from registry.actions.filings.edit_worksheet import begin_worksheet, clear_items
from registry.actions.filings.judge_answers import Followed, judge_answers
from registry.clock import now
from registry.domain.articles import passages
from registry.domain.filings import EXAMINATION_ITEMS, Direction, FilingState
from registry.domain.roles import Permission
from registry.domain.worksheets import EXAMINED_IN, Verdict, WorksheetState, unexamined
from registry.storage import office
from registry.storage.documents.tables import Document, text_of
from registry.storage.engine import reading
from registry.storage.fair_reviews import fair_review_of
from registry.storage.filings import Filing
from registry.storage.hit_lists import marks_of
from registry.storage.legality_reviews import deciding_review
from registry.storage.review_proposals import proposals_about
from registry.storage.worksheets import (
    ReviewFinding,
    Worksheet,
    answered_findings,
    findings_of,
    open_worksheet,
    opinion_worksheet,
    versions_of,
    worksheets_of,
)
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.beside import documents_beside, why
from registry.web.desk.documents.hits import shown_hits
from registry.web.desk.filings.finding import find_filing
from registry.web.desk.filings.marked_text import marked_text
from registry.web.forms import Form, form_page, refusals_on, typed_version

TEMPLATE = "desk/filings/worksheet.html"
CLEAR = "clear"


class SheetForm(Form):
    """A form of the worksheet; the fields of its items and answers are read by their names."""

    sections: ClassVar[Mapping[str, str]] = {"sheet": "findings", "items": "items"}
    version = HiddenField()

    @property
    def is_stale(self) -> bool:
        """Whether somebody else changed the worksheet meanwhile: the next attempt has seen it."""
        return any(getattr(error, "leads_to", "") == "findings" for error in self.form_errors)

    def seen_version(self) -> int:
        return typed_version(self.version.data)


@needs(Permission.READ_ALL)
def worksheet(filing_id: int) -> ResponseReturnValue:
    """GET shows the worksheet to the office, POST notes the items without a problem."""
    filing, _ = find_filing(filing_id, Permission.READ_ALL)
    typed = [item for n, item in enumerate(EXAMINATION_ITEMS, 1) if request.form.get(f"item-{n}") == CLEAR]
    form = SheetForm()
    if form.validate_on_submit():
        with refusals_on(form):
            version = form.seen_version()
            clear_items(current_store(), current_actor(), filing_id, typed, version=version, now=now())
            flash("审查事项已保存。", "success")
            return redirect(url_for("desk.filings.worksheet", filing_id=filing_id) + "#items", 303)
    context = sheet_context(filing)
    if form.form_errors:
        context["cleared"] = typed
    form.version.data = str(context["version"])
    return form_page(TEMPLATE, form, editor=None, **context)


@needs(Permission.EXAMINE_FILING)
def begin_drafting(filing_id: int) -> ResponseReturnValue:
    find_filing(filing_id, Permission.EXAMINE_FILING)
    begin_worksheet(current_store(), current_actor(), filing_id, now=now())
    return redirect(url_for("desk.filings.worksheet", filing_id=filing_id), 303)


@needs(Permission.EXAMINE_FILING)
def judge(filing_id: int) -> ResponseReturnValue:
    """Keeps what the office holds of each answer."""
    filing, _ = find_filing(filing_id, Permission.EXAMINE_FILING)
    form = SheetForm()
    if form.validate_on_submit():
        with refusals_on(form):
            verdicts, seen = _verdicts("verdict"), _verdicts("seen")
            followed = judge_answers(
                current_store(), current_actor(), filing_id, verdicts, seen=seen, now=now()
            )
            flash(f"对答复的认定已保存{_changed_draft(followed)}。", "success")
            return redirect(url_for("desk.filings.worksheet", filing_id=filing_id) + "#answers", 303)
    context = sheet_context(filing)
    form.version.data = str(context["version"])
    context["typed_verdicts"] = _verdicts("verdict")
    return form_page(TEMPLATE, form, editor=None, **context)


def _changed_draft(followed: Followed) -> str:
    """What saving the verdicts did to the draft: ，底稿随之列入1条问题、删去2条问题; "" for nothing."""
    added = [f"列入{followed.added}条问题"] if followed.added else []
    dropped = [f"删去{followed.dropped}条问题"] if followed.dropped else []
    return f"，底稿随之{'、'.join(added + dropped)}" if added or dropped else ""


def _verdicts(name: str) -> dict[int, Verdict]:
    """number of the finding → verdict, of the fields with this name."""
    given = {}
    for field, value in request.form.items():
        kind, _, number = field.partition("-")
        if (
            kind == name
            and number.isascii()
            and number.isdigit()
            and len(number) < 5
            and value in set(Verdict)
        ):
            given[int(number)] = Verdict(value)
    return given


def sheet_context(filing: Filing) -> dict[str, Any]:
    """The context of the template, without its forms."""
    actor = current_actor()
    with reading(current_store()) as session:
        sheets = worksheets_of(session, filing.id or 0)
        sheet = open_worksheet(session, filing) or _last(filing, sheets)
        findings = findings_of(session, sheet.id if sheet else None)
        before = opinion_worksheet(session, filing.id or 0) if filing.state is FilingState.FEEDBACK else None
        answers = answered_findings(session, [before.id or 0]) if before else []
        document = session.get_one(Document, filing.document_id)
        text = text_of(session, filing.document_id)
        parts = passages(text)
        hits = shown_hits(session, document, url_for("desk.filings.worksheet", filing_id=filing.id))
        context = {
            "versions": versions_of(session, [row.id or 0 for row in sheets]),
            "rounds": {row.id: row.round for row in sheets},
            "asks_for_two": office.asks_for_two_people(session),
            "parts": parts,
            "document": document,
            "hits": hits,
            "proposals": proposals_about(session, filing.document_id)
            if actor.may(Permission.HANDLE_PROPOSAL)
            else [],
            "text": marked_text(parts, marks_of(session, filing.document_id, text), hits),
            "review": deciding_review(session, filing.document_id),
            "fair": fair_review_of(session, filing.document_id),
        }
    is_open = sheet is not None and sheet.state in (WorksheetState.DRAFTING, WorksheetState.HANDED_OVER)
    is_examined = (
        filing.state in EXAMINED_IN and filing.direction is Direction.INCOMING and not filing.is_historic
    )
    cleared = sheet.cleared if sheet else []
    is_drafting = is_examined and (sheet is None or not is_open or sheet.state is WorksheetState.DRAFTING)
    is_waiting = is_examined and sheet is not None and sheet.state is WorksheetState.HANDED_OVER
    return context | {
        "beside": documents_beside(filing.document_id),
        "why": why,
        "filing": filing,
        "sheet": sheet,
        "version": sheet.version if sheet and is_open else 0,
        "findings": findings,
        "numbers": _numbers(findings),
        "raised": {row.hit_id: number for number, row in enumerate(findings, 1) if row.hit_id},
        "items": EXAMINATION_ITEMS,
        "cleared": cleared,
        "unexamined": unexamined(cleared, [row.value() for row in findings]),
        "answers": answers,
        "typed_verdicts": {},
        "edited": None,
        "may_judge": is_drafting and actor.may(Permission.EXAMINE_FILING),
        "may_write": is_drafting and actor.may(Permission.EXAMINE_FILING) and (is_open or not answers),
        "may_sign": is_waiting and actor.may(Permission.CONCLUDE_FILING),
        "is_waiting": is_waiting,
        "is_begun": is_open,
    }


def _last(filing: Filing, sheets: Sequence[Worksheet]) -> Worksheet | None:
    """The last worksheet once nothing more is examined; None while the next one has not begun."""
    return sheets[-1] if sheets and filing.state not in EXAMINED_IN else None


def _numbers(findings: Sequence[ReviewFinding]) -> dict[str, list[int]]:
    """key of a passage → the numbers of the findings about it."""
    numbers: dict[str, list[int]] = {}
    for number, finding in enumerate(findings, 1):
        numbers.setdefault(finding.article_key, []).append(number)
    return numbers
