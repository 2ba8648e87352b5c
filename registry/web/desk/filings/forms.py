"""The forms of a filing: a move with the fields that the table of moves asks for, and filing again."""

from datetime import date

from flask_wtf.file import FileField
from sqlmodel import Session
from wtforms import BooleanField, DateField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.domain.citations import citation
from registry.domain.decisions import Decision
from registry.domain.errors import Refusal
from registry.domain.filings import MOVES, Direction, Move
from registry.domain.papers.filing import LONGEST_ELSEWHERE, PAPER_OF
from registry.domain.validity import EVENT_WORDS, EventKind
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing
from registry.web.desk.documents.finding import named_document
from registry.web.desk.documents.form import day_field
from registry.web.forms import Form, choices, typed_version

_DECISION_FIELDS = ("kind", "effective_on", "by_document", "source", "file")


class MoveForm(Form):
    on = DateField("办理日期", [InputRequired("请填写办理日期。")])
    filing_no = StringField("备案登记号", [Length(max=100, message="备案登记号最多100个字。")])
    reason = TextAreaField("理由", [Length(max=5000, message="最多5000个字。")])
    correct_by = day_field("改正期限")
    kind = SelectField("怎样改正", default="")
    effective_on = day_field("自何日起")
    by_document = StringField("决定的文件（已登记的，填文号）", [Length(max=500, message="过长，请核对。")])
    source = StringField("决定的机关和文件", [Length(max=450, message="不能超过450字。")])
    file = FileField("决定的文件（扫描件或电子文本）")
    is_elsewhere = BooleanField("文书已另行出具（纸质）")
    paper_elsewhere = StringField(
        "纸质文书的文号、日期", [Length(max=LONGEST_ELSEWHERE, message=f"最多{LONGEST_ELSEWHERE}个字。")]
    )
    version = HiddenField()

    def written(self, field: str) -> str:
        """The text of a field; "" when this move does not have the field."""
        return (self[field].data or "") if field in self else ""

    def issued_elsewhere(self) -> str:
        """How the paper of the move was issued, "" where the register is to make it. Raises Refusal for half of it."""
        if "is_elsewhere" not in self:
            return ""
        words = self.written("paper_elsewhere").strip()
        if self.is_elsewhere.data and not words:
            raise Refusal(
                "文书已另行出具的，请写明它的文号和日期，或者另行出具的原因，以备查考。", "paper_elsewhere"
            )
        if words and not self.is_elsewhere.data:
            raise Refusal(
                "写了纸质文书的说明，请同时勾选“文书已另行出具”；要由系统出具的，请清空说明。",
                "paper_elsewhere",
            )
        return words

    def seen_version(self) -> int:
        return typed_version(self.version.data)


class RefileForm(Form):
    reason = TextAreaField(
        "重新报送的理由", [InputRequired("请写明重新报送的理由。"), Length(max=500, message="最多500个字。")]
    )


def move_form(filing: Filing, move: Move, today: date, is_on_record: bool) -> MoveForm:
    """The form with only the fields that this move of this filing takes; an act on record is not asked for again."""
    rule = MOVES[move]
    form = MoveForm(on=today, version=str(filing.version))
    if rule.reason:
        form.reason.label.text = rule.reason.label
    else:
        del form.reason
    if not (rule.gives_number and filing.direction is Direction.OUTGOING):
        del form.filing_no
    if not rule.sets_correction:
        del form.correct_by
    if filing.direction is Direction.OUTGOING or move not in PAPER_OF:
        del form.is_elsewhere, form.paper_elsewhere
    if is_on_record or not rule.decides:
        for name in _DECISION_FIELDS:
            del form[name]
    elif rule.needs_decision:
        del form.kind
    else:
        words = {kind: f"已{EVENT_WORDS[kind]}" for kind in rule.decides}
        form.kind.choices = choices(words, "改正的文件尚未登记")
    return form


def decision_of(session: Session, form: MoveForm, move: Move) -> Decision | None:
    """The act on the document as typed; None when nothing of it was typed. Raises Refusal on what is missing."""
    if "source" not in form:
        return None
    rule = MOVES[move]
    kind = rule.decides[0] if rule.needs_decision else EventKind(form.kind.data) if form.kind.data else None
    by_document_id = named_document(session, form.written("by_document"), "by_document")
    source = form.written("source").strip()
    if kind is None:
        if by_document_id or source or form.effective_on.data:
            raise Refusal("请选择是修改还是废止；改正的文件尚未登记的，其他各项留空。", "kind")
        return None
    if form.effective_on.data is None:
        raise Refusal(f"请填写自何日起{EVENT_WORDS[kind]}。", "effective_on")
    if by_document_id is not None and not source:
        by = session.get_one(Document, by_document_id)
        source = citation(by.title, by.doc_no)
    if not source:
        raise Refusal("请写明决定的机关、文件名称和文号；文件已登记的，填它的文号即可。", "source")
    return Decision(kind, form.effective_on.data, source, by_document_id)
