"""The form of a move of a 合法性审核, with the fields that the move takes."""

from datetime import date

from flask_wtf.file import FileField
from wtforms import DateField, FieldList, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.domain.legality_reviews import (
    LONGEST,
    MOVES,
    OPINIONS,
    RECORDS,
    ReviewMove,
    ReviewState,
    is_of_today,
)
from registry.domain.normal import lines_of
from registry.storage.legality_reviews import LegalityReview
from registry.web.access import current_actor
from registry.web.forms import Form, choices, typed_version

_LAWFUL = "经审核，该文件的制定权限、内容和程序符合法律、法规、规章和国家政策的规定。"


class ReviewMoveForm(Form):
    on = DateField("办理日期", [InputRequired("请填写办理日期。")])
    conclusion = SelectField("拟出的结论", default="")
    result = SelectField("审核意见", default="")
    reason = TextAreaField("理由", [Length(max=5000, message="最多5000个字。")])
    answers = FieldList(TextAreaField("采纳情况", [Length(max=1000, message="最多1000个字。")]))
    body = StringField("审核机构", [Length(max=LONGEST["body"], message="不能超过200字。")])
    signer = StringField("签发人", [Length(max=LONGEST["signer"], message="不能超过100字。")])
    emergency_because = StringField(
        "应对突发事件或者执行紧急命令、需要立即审核的理由", [Length(max=500, message="不能超过500字。")]
    )
    file = FileField("审核意见书（扫描件或电子文本）")
    version = HiddenField()

    def written(self, field: str) -> str:
        """The text of a field; "" when this move does not have the field."""
        return (self[field].data or "") if field in self else ""

    def seen_version(self) -> int:
        return typed_version(self.version.data)

    def typed_answers(self) -> list[str]:
        return [answer or "" for answer in self.answers.data] if "answers" in self else []


def review_move_form(review: LegalityReview | None, move: ReviewMove, today: date) -> ReviewMoveForm:
    """The form with only the fields of this move, filled with what is proposed or usual."""
    rule = MOVES[move]
    points = lines_of(review.opinion) if review and move is ReviewMove.REVISE else []
    form = ReviewMoveForm(
        on=today,
        version=str(review.version if review else 0),
        reason=_proposed_text(review, move),
        answers=["" for _ in points],
        emergency_because=review.emergency_because if review else "",
        result=move.value,
    )
    if rule.reason is None or points:
        del form.reason
    else:
        form.reason.label.text = rule.reason.label
    if not points:
        del form.answers
    if move is ReviewMove.PROPOSE:
        state = review.state if review else ReviewState.UNSENT
        form.conclusion.choices = choices(
            {
                found: found.word.removeprefix("出具意见：")
                for found in OPINIONS
                if state in MOVES[found].before
            },
            "请选择",
        )
    else:
        del form.conclusion
    if move in RECORDS:
        form.result.choices = choices({record: record.word.partition("：")[2] for record in RECORDS})
    else:
        for name in ("result", "body", "signer", "file"):
            del form[name]
    if is_of_today(move, current_actor()):
        form.on.render_kw = {"readonly": True}
    if move is not ReviewMove.SUBMIT:
        del form.emergency_because
    return form


def _proposed_text(review: LegalityReview | None, move: ReviewMove) -> str:
    if review and move in OPINIONS and review.proposal:
        return review.proposal
    return _LAWFUL if move is ReviewMove.FIND_LAWFUL else ""
