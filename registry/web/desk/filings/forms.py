"""The page of one move of a filing: its form, the words of its fields, and the action behind its button."""

from datetime import date, datetime
from typing import Any

from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.actions.filings.answer_opinion import answer_opinion
from registry.actions.filings.conclude_filing import CONCLUSIONS, conclude_filing
from registry.actions.filings.defer_filing import defer_filing
from registry.actions.filings.give_opinion import give_opinion
from registry.actions.filings.pass_filing import pass_filing
from registry.actions.filings.refuse_filing import refuse_filing
from registry.actions.filings.register_filing import register_filing
from registry.actions.filings.start_review import start_review
from registry.actions.filings.submit_filing import submit_filing
from registry.actions.filings.withdraw_filing import withdraw_filing
from registry.domain.filings import EXAMINATION_ITEMS, Direction, Move
from registry.domain.roles import Actor
from registry.storage.engine import Store
from registry.storage.filings import Filing
from registry.web.forms import Form

REASON_WORDS: dict[Move, tuple[str, str]] = {
    Move.DEFER: ("需要补正的内容", "逐项写明缺什么、怎样补；原文写入补正通知。"),
    Move.REFUSE: ("不予登记的理由", "如：不属于行政规范性文件、不属于本机关备案范围。原文写入通知。"),
    Move.OPINE: (
        "审查意见",
        f"每项一行，以审查事项开头，如“上位法依据：第五条与……不一致。”可用：{'、'.join(EXAMINATION_ITEMS)}。",
    ),
    Move.ANSWER: ("处理情况", "写明修改、废止或不修改的处理结果和理由。"),
    Move.CORRECT: ("改正情况", "可以不填。"),
    Move.ANNUL: ("撤销的依据和内容", "写明哪个机关、哪份文件决定撤销。"),
    Move.SUSPEND: ("停止执行的依据和内容", "写明哪个机关、哪份文件决定停止执行。"),
    Move.WITHDRAW: ("撤回的理由", ""),
}


class MoveForm(Form):
    on = DateField("办理日期", [InputRequired("请填写办理日期。")])
    filing_no = StringField("备案登记号", [Length(max=100, message="备案登记号最多100个字。")])
    reason = TextAreaField("理由", [Length(max=5000, message="最多5000个字。")])
    version = HiddenField()


class RefileForm(Form):
    reason = TextAreaField(
        "重新报送的理由", [InputRequired("请写明重新报送的理由。"), Length(max=500, message="最多500个字。")]
    )


def move_form(filing: Filing, move: Move, today: date) -> MoveForm:
    """The form with only the fields this move of this filing takes."""
    form = MoveForm(on=today, version=str(filing.version))
    if move in REASON_WORDS:
        form.reason.label.text = REASON_WORDS[move][0]
    else:
        del form.reason
    if not (move is Move.REGISTER and filing.direction is Direction.OUTGOING):
        del form.filing_no
    return form


def make_move(store: Store, actor: Actor, filing_id: int, move: Move, form: MoveForm, now: datetime) -> None:
    """Hands what was typed to the action of this move. Raises Refusal."""
    assert form.on.data is not None
    common: dict[str, Any] = {"on": form.on.data, "version": _whole(form.version.data), "now": now}
    if move is Move.REGISTER:
        number = (form.filing_no.data or "") if "filing_no" in form else ""
        register_filing(store, actor, filing_id, filing_no=number, **common)
    elif move in CONCLUSIONS:
        conclude_filing(store, actor, filing_id, move, reason=form.reason.data or "", **common)
    elif move in _WITH_REASON:
        _WITH_REASON[move](store, actor, filing_id, reason=form.reason.data or "", **common)
    else:
        _PLAIN[move](store, actor, filing_id, **common)


_PLAIN = {Move.SUBMIT: submit_filing, Move.START_REVIEW: start_review, Move.PASS: pass_filing}
_WITH_REASON = {
    Move.DEFER: defer_filing,
    Move.REFUSE: refuse_filing,
    Move.OPINE: give_opinion,
    Move.ANSWER: answer_opinion,
    Move.WITHDRAW: withdraw_filing,
}


def _whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
