"""The forms of a cleanup round: a new round, the outcomes of its items, the facts of its release."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date

from wtforms import BooleanField, DateField, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from registry.actions.cleanups.decide_outcomes import Decision
from registry.actions.cleanups.edit_draft import DraftFields
from registry.actions.cleanups.open_round import NOTICE_ELSEWHERE
from registry.actions.cleanups.release_round import ReleaseFacts
from registry.domain.cleanups import ANSWER_FIELDS, ROUND_KIND_WORDS, Answer, Outcome, RoundKind
from registry.domain.documents import KIND_WORDS
from registry.domain.errors import Refusal
from registry.domain.normal import tidy
from registry.domain.rounds import Criteria
from registry.web.forms import Form, choices


class OpenForm(Form):
    name = StringField("清理名称", [InputRequired("请填写清理名称。"), Length(max=200)])
    kind = SelectField("清理类型", choices=choices(ROUND_KIND_WORDS))
    cut_off_on = DateField("截止日期", [InputRequired("请填写截止日期。")])
    answers_due_on = DateField("制定机关报送自查意见的期限", [Optional()])
    authority_ids = SelectMultipleField(
        "制定机关",
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )

    owner_id = SelectField("组织清理的机关", coerce=int, default=0)
    subject = StringField("主题分类含", [Length(max=100)])
    basis = StringField("依据的名称含", [Length(max=200)])
    document_kind = SelectField(
        "文种",
        default="",
        choices=choices({"": "全部"} | {kind.value: word for kind, word in KIND_WORDS.items()}),
    )
    query = StringField("全文检索", [Length(max=200)])
    notice_elsewhere = BooleanField(NOTICE_ELSEWHERE)

    def criteria(self) -> Criteria:
        """The conditions of a special round; none where nothing is typed."""
        return Criteria(
            tidy(self.subject.data or ""),
            tidy(self.basis.data or ""),
            self.document_kind.data or "",
            tidy(self.query.data or ""),
        )

    @property
    def round_kind(self) -> RoundKind:
        return RoundKind(self.kind.data)


class DraftForm(Form):
    name = StringField("清理名称", [InputRequired("请填写清理名称。"), Length(max=200)])
    cut_off_on = DateField("截止日期", [InputRequired("请填写截止日期。")])
    answers_due_on = DateField("制定机关报送自查意见的期限", [InputRequired("请填写报送自查意见的期限。")])
    notice_elsewhere = BooleanField(NOTICE_ELSEWHERE)

    def fields(self) -> DraftFields:
        assert self.cut_off_on.data is not None
        return DraftFields(self.name.data or "", self.cut_off_on.data, self.answers_due_on.data)


class PrepareForm(Form):
    owner_id = SelectField("制定机关", coerce=int)
    due_on = DateField("第一次定期清理应于何日前完成", [InputRequired("请填写日期。")])


class MoveDayForm(Form):
    answers_due_on = DateField("新的期限", [InputRequired("请填写新的期限。")])
    reason = StringField("原因", [InputRequired("请写明原因，将告知各制定机关。"), Length(max=500)])


class ReleaseForm(Form):
    authority_id = SelectField("公布机关", coerce=int)
    doc_no = StringField("发文字号", [Length(max=200)])
    meeting = StringField("审议的会议", [InputRequired("请填写会议名称。"), Length(max=200)])
    decided_on = DateField("审议日期", [InputRequired("请填写审议日期。")])
    published_on = DateField("公布日期", [InputRequired("请填写公布日期。")])
    amend_by = DateField("修改的完成时限", [Optional()])

    def facts(self) -> ReleaseFacts:
        assert self.decided_on.data is not None
        assert self.published_on.data is not None
        return ReleaseFacts(
            decided_on=self.decided_on.data,
            published_on=self.published_on.data,
            meeting=self.meeting.data or "",
            authority_id=self.authority_id.data,
            doc_no=self.doc_no.data or "",
            amend_by=self.amend_by.data,
        )


@dataclass(frozen=True)
class Typed:
    """The values of one item's fields, as the page shows them and sends them back."""

    outcome: str = ""
    reason: str = ""
    responsible: str = ""
    deadline_on: str = ""
    clause: str = ""
    successor: str = ""
    extended_until: str = ""
    extension_act: str = ""

    @property
    def mark(self) -> str:
        """The values in one text, sent along with the fields: only items whose values changed are written."""
        return "|".join(astuple(self))


def shown(answer: Answer) -> Typed:
    """The fields of an answer as it is kept."""
    return Typed(**{name: tidy(value) for name, value in answer.kept().items()})


def typed_items(form: Mapping[str, str]) -> dict[int, Typed]:
    """item id → its typed values, for the items that were changed on the page."""
    changed = {}
    for name in form:
        kind, _, item_id = name.partition("-")
        if kind == "version" and item_id.isdecimal() and len(item_id) < 10:
            typed = Typed(*(tidy(form.get(f"{field}-{item_id}", "")) for field in ANSWER_FIELDS))
            if typed.mark != form.get(f"was-{item_id}"):
                changed[int(item_id)] = typed
    return changed


def decision(item_id: int, typed: Typed, version: str) -> Decision:
    """The decision that was typed. Raises Refusal for a date or an outcome that cannot be read."""
    if typed.outcome and typed.outcome not in set(Outcome):
        raise Refusal("清理意见认不出来，请在列表中选择。")
    answer = Answer(
        Outcome(typed.outcome) if typed.outcome else None,
        typed.reason,
        typed.responsible,
        _day(typed.deadline_on, "完成时限"),
        typed.clause,
        typed.successor,
        _day(typed.extended_until, "延长后的有效期"),
        typed.extension_act,
    )
    return Decision(item_id, answer, int(version) if version.isdecimal() and len(version) < 10 else None)


def _day(typed: str, word: str) -> date | None:
    try:
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        raise Refusal(f"{word}“{typed}”不是日期，请填写如2026-06-30。") from None
