"""The forms of a consultation: its announcement, a comment from paper, an answer, the summary."""

from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.domain.consultations import (
    LABELS,
    LONGEST,
    SUMMARY_LENGTH,
    TEXT_LENGTH,
    TITLE_LENGTH,
    Adoption,
)
from registry.web.forms import Form, choices

ADOPTION_WORDS = {adoption.value: adoption.word for adoption in Adoption}


class AnnounceForm(Form):
    title = StringField("公告的标题", [InputRequired("请填写公告的标题。"), Length(max=TITLE_LENGTH)])
    closes_on = DateField("截止日期", [InputRequired("请填写截止日期。")])
    text = TextAreaField("公告的内容", [InputRequired("请写明公告的内容。"), Length(max=TEXT_LENGTH)])
    version = HiddenField()


class ReplyForm(Form):
    adoption = RadioField("是否采纳", choices=choices(ADOPTION_WORDS), validate_choice=False)
    reply = TextAreaField("说明", [Length(max=LONGEST["reply"])])
    version = HiddenField()


class PaperCommentForm(Form):
    via = StringField(LABELS["via"], [InputRequired("请写明怎样收到。"), Length(max=LONGEST["via"])])
    document_id = SelectField("针对的文件", coerce=int)
    text = TextAreaField(LABELS["text"], [InputRequired("请写明意见。"), Length(max=LONGEST["text"])])
    name = StringField(LABELS["name"], [Length(max=LONGEST["name"])])
    contact = StringField(LABELS["contact"], [Length(max=LONGEST["contact"])])


class SummaryForm(Form):
    summary = TextAreaField("意见采纳情况", [InputRequired("请写明采纳情况。"), Length(max=SUMMARY_LENGTH)])
    version = HiddenField()
