"""The form of a review proposal, for the public site and for the clerk who enters a letter."""

from wtforms import BooleanField, Field, MultipleFileField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length

from registry.actions.proposals.submit_proposal import Submission
from registry.domain.review_proposals import KINDS, LABELS, LONGEST, Person, Proposed, Proposer
from registry.web.forms import Form, choices

ACCEPTED = ",".join(f".{kind}" for kind in (*KINDS, "jpeg"))


def _most(name: str) -> Length:
    return Length(max=LONGEST[name], message=f"最多{LONGEST[name]}个字，请精简。")


class ProposalFields(Form):
    """What is proposed, and by whom."""

    kind = RadioField(
        "提出人", choices=choices({kind: kind.word for kind in Proposer}), default=Proposer.CITIZEN.value
    )
    name = StringField(LABELS["name"], [_most("name")], render_kw={"autocomplete": "name"})
    phone = StringField(
        LABELS["phone"], [_most("phone")], render_kw={"autocomplete": "tel", "inputmode": "tel"}
    )
    email = StringField(
        LABELS["email"], [_most("email")], render_kw={"autocomplete": "email", "inputmode": "email"}
    )
    address = StringField(LABELS["address"], [_most("address")], render_kw={"autocomplete": "street-address"})
    is_anonymous = BooleanField("匿名提出")
    title = StringField(
        LABELS["title"], [InputRequired("请写明是哪一份文件：照文件上的标题填写。"), _most("title")]
    )
    doc_no = StringField(LABELS["doc_no"], [_most("doc_no")])
    clause = StringField(LABELS["clause"], [_most("clause")])
    higher_law = TextAreaField(LABELS["higher_law"], [_most("higher_law")])
    reason = TextAreaField(LABELS["reason"], [InputRequired("请写明提出审查建议的理由。"), _most("reason")])

    def written(self, name: str) -> str:
        field: Field = self[name]
        return str(field.data or "")

    def submission(self, document_id: int | None) -> Submission:
        """What was typed, without files."""
        kind = Proposer(self.kind.data) if self.kind.data in set(Proposer) else Proposer.CITIZEN
        person = Person(kind, *(self.written(name) for name in ("name", "phone", "email", "address")))
        proposed = Proposed(
            *(self.written(name) for name in ("title", "reason", "doc_no", "clause", "higher_law"))
        )
        return Submission(person, proposed, bool(self.is_anonymous.data), (), document_id)


class PublicForm(ProposalFields):
    """The form of the public site; its own token, and not the session's, tells who sends it."""

    class Meta(ProposalFields.Meta):
        csrf = False

    files = MultipleFileField("附件", render_kw={"accept": ACCEPTED})
    website = StringField("网址（请勿填写）", render_kw={"autocomplete": "off", "tabindex": "-1"})
    token = StringField("")
