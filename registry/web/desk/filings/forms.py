"""The forms of a filing: a move with the fields that the table of moves asks for, and filing again."""

from datetime import date

from wtforms import DateField, HiddenField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.domain.filings import MOVES, Direction, Move
from registry.storage.filings import Filing
from registry.web.forms import Form


class MoveForm(Form):
    on = DateField("办理日期", [InputRequired("请填写办理日期。")])
    filing_no = StringField("备案登记号", [Length(max=100, message="备案登记号最多100个字。")])
    reason = TextAreaField("理由", [Length(max=5000, message="最多5000个字。")])
    version = HiddenField()

    def written(self, field: str) -> str:
        """The text of a field; "" when this move does not have the field."""
        return (self[field].data or "") if field in self else ""

    def seen_version(self) -> int:
        """The version of the filing that the page showed; 0, which no filing has, for any other text."""
        text = self.version.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class RefileForm(Form):
    reason = TextAreaField(
        "重新报送的理由", [InputRequired("请写明重新报送的理由。"), Length(max=500, message="最多500个字。")]
    )


def move_form(filing: Filing, move: Move, today: date) -> MoveForm:
    """The form with only the fields that this move of this filing takes."""
    rule = MOVES[move]
    form = MoveForm(on=today, version=str(filing.version))
    if rule.reason:
        form.reason.label.text = rule.reason.label
    else:
        del form.reason
    if not (rule.gives_number and filing.direction is Direction.OUTGOING):
        del form.filing_no
    return form
