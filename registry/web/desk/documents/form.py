"""The form of a document: its fields, and the way between them, the register's rows and the domain's facts."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any

from sqlmodel import Session
from wtforms import BooleanField, DateField, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from registry.clock import today
from registry.domain.documents import (
    DISCLOSURE_WORDS,
    KIND_WORDS,
    STEP_WORDS,
    TITLE_LENGTH,
    Dates,
    Disclosure,
    DocumentFacts,
    DocumentKind,
    Step,
    StepKind,
    check_dates,
    check_may_publish,
    check_not_to_come,
    kind_from_title,
)
from registry.domain.errors import Refusal
from registry.domain.normal import title_key
from registry.readers.documents.authorities import split_names
from registry.storage.authorities import authorities_by_name_key, authority_names
from registry.storage.documents.tables import Document, issuers_of, steps_of, text_of
from registry.web.access import current_actor
from registry.web.forms import Form, choices, refusals_on

DATE_FORMATS = ["%Y-%m-%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d"]
_MAX_TEXT = 2_000_000
_PLAIN = (
    *("title", "doc_no", "duplicate_reason", "reg_no", "index_no", "subject", "note"),
    *("signed_on", "issued_on", "published_on", "posted_on", "effective_on", "valid_until", "has_no_expiry"),
)


def day_field(label: str, *validators: Any) -> DateField:
    """A date; browsers without a calendar may send 2026.3.5 or 2026年3月5日."""
    return DateField(label, [*validators] or [Optional()], format=DATE_FORMATS)


def typed_version(field: HiddenField) -> int:
    """The version the form began from; 0, which is none, for a tampered one."""
    text = field.data or ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _text(label: str, longest: int, *validators: Any) -> StringField:
    return StringField(label, [*validators, Length(max=longest, message=f"不能超过{longest}字。")])


class StepForm(Form):
    """One formation step: done on a day by a body with a result, or not applicable for a reason."""

    class Meta(Form.Meta):
        csrf = False

    done_on = day_field("完成日期")
    body = _text("机构或会议", 200)
    result = _text("结果", 500)
    not_applicable_because = _text("不适用的理由", 500)


class DocumentForm(Form):
    sections = MappingProxyType(
        {"steps": "steps", "authority_ids": "lead_authority", "differences": "differences"}
    )
    title = TextAreaField(
        "文件标题",
        [
            InputRequired("请填写文件标题。"),
            Length(max=TITLE_LENGTH, message=f"标题不能超过{TITLE_LENGTH}字。"),
        ],
        filters=[lambda value: " ".join(value.split()) if value else value],
    )
    doc_no = _text("发文字号", 200)
    duplicate_reason = _text("重号说明", 500)
    lead_authority = _text("制定机关（联合制定的填牵头机关）", 200, InputRequired("请填写制定机关。"))
    co_issuers = _text("联合制定机关", 1000)
    kind = SelectField("文件种类", choices=choices(KIND_WORDS, "按标题判断"))
    signed_on = day_field("成文日期")
    issued_on = day_field("印发日期")
    published_on = day_field("公布日期")
    posted_on = day_field("网站发布日期")
    effective_on = day_field("施行日期")
    valid_until = day_field("有效期至（最后一日）")
    has_no_expiry = BooleanField("长期有效（文件写明）")
    disclosure = SelectField(
        "公开属性",
        [InputRequired("请选择公开属性：拿不准的先选不予公开，以后可以改。")],
        choices=choices(
            {key: text for key, text in DISCLOSURE_WORDS.items() if key != Disclosure.SECRET}, "请选择"
        ),
    )
    subject = _text("主题分类", 100)
    reg_no = _text("统一编号", 100)
    index_no = _text("索引号", 100)
    public_consultation = FormField(StepForm, STEP_WORDS[StepKind.PUBLIC_CONSULTATION])
    hearing = FormField(StepForm, STEP_WORDS[StepKind.HEARING])
    legality_review = FormField(StepForm, STEP_WORDS[StepKind.LEGALITY_REVIEW])
    collective_decision = FormField(StepForm, STEP_WORDS[StepKind.COLLECTIVE_DECISION])
    appraisal = FormField(StepForm, STEP_WORDS[StepKind.APPRAISAL])
    note = TextAreaField("备注", [Length(max=2000, message="备注不能超过2000字。")])
    text = TextAreaField("正文", [Length(max=_MAX_TEXT, message="正文过长，请核对。")])
    reason = _text("更正理由", 500)
    version = HiddenField()
    kept = HiddenField()

    @property
    def steps(self) -> list[FormField]:
        """The formation steps, those that the founding notice demands first."""
        return [self[kind.value] for kind in _STEP_ORDER]


_STEP_ORDER = (
    StepKind.PUBLIC_CONSULTATION,
    StepKind.HEARING,
    StepKind.LEGALITY_REVIEW,
    StepKind.COLLECTIVE_DECISION,
    StepKind.APPRAISAL,
)


def put_problems(session: Session, form: DocumentForm, tracked_from: date | None = None) -> None:
    """Shows at once every authority that is unknown and every date and step that the rules refuse.

    `tracked_from` is given for a document that is to be registered as published.
    """
    names = [form.lead_authority.data or "", *split_names(form.co_issuers.data or "")]
    checks: list[Callable[[], object]] = [
        partial(_authority_id, session, name, at) for at, name in enumerate(names) if name
    ]
    checks.append(partial(_check_own, session, names[0]))
    checks.append(partial(check_dates, _dates_of(form)))
    published_on = form.published_on.data
    if tracked_from and published_on:
        checks.append(partial(check_not_to_come, published_on, today()))
    if tracked_from and (since := published_on or form.signed_on.data):
        checks.append(partial(check_may_publish, _kind_of(form), since, _steps_of(form), tracked_from))
    for check in checks:
        with refusals_on(form):
            check()


def facts_of(session: Session, form: DocumentForm, kept_names: dict[int, str] | None = None) -> DocumentFacts:
    """What the form says. `kept_names` are names as issued that stay. Raises Refusal for an unknown authority."""
    names = [form.lead_authority.data or "", *split_names(form.co_issuers.data or "")]
    ids = [_authority_id(session, name, at) for at, name in enumerate(names)]
    shown = _shown_names(session, kept_names or {})
    as_issued = tuple(
        kept_names[one] if kept_names and shown.get(one) == name else name
        for one, name in zip(ids, names, strict=True)
    )
    return DocumentFacts(
        title=form.title.data or "",
        authority_ids=tuple(ids),
        kind=_kind_of(form),
        dates=_dates_of(form),
        doc_no=form.doc_no.data or "",
        duplicate_reason=form.duplicate_reason.data or "",
        reg_no=form.reg_no.data or "",
        index_no=form.index_no.data or "",
        subject=form.subject.data or "",
        disclosure=Disclosure(form.disclosure.data),
        has_no_expiry=form.has_no_expiry.data,
        names_as_issued=as_issued,
        steps=_steps_of(form),
        text=(form.text.data or "").replace("\r\n", "\n"),
        note=form.note.data or "",
    )


def values_of(session: Session, document: Document) -> dict[str, Any]:
    """What the form shows of a registered document."""
    assert document.id is not None
    lead, *others = issuers_of(session, document.id)
    shown = _shown_names(session, {row.authority_id: row.name_as_issued for row in (lead, *others)})
    steps = {row.kind.value: vars(row) for row in steps_of(session, document.id)}
    return {
        **{name: getattr(document, name) for name in _PLAIN},
        "kind": document.kind.value,
        "disclosure": document.disclosure.value,
        "lead_authority": shown[lead.authority_id],
        "co_issuers": "、".join(shown[row.authority_id] for row in others),
        "text": text_of(session, document.id),
        "version": str(document.version),
        **steps,
    }


def names_as_issued(session: Session, document_id: int) -> dict[int, str]:
    """authority id → the name it issued the document under."""
    return {row.authority_id: row.name_as_issued for row in issuers_of(session, document_id)}


def _shown_names(session: Session, as_issued: dict[int, str]) -> dict[int, str]:
    """authority id → the name the form shows: as issued where the register knows it, else the present one."""
    known = authorities_by_name_key(session, [title_key(name) for name in as_issued.values()])
    present = authority_names(session, list(as_issued))
    return {
        one: name if known.get(title_key(name)) == one else present[one] for one, name in as_issued.items()
    }


def _authority_id(session: Session, name: str, at: int) -> int:
    found = authorities_by_name_key(session, [title_key(name)]).get(title_key(name))
    if found is None:
        field = "co_issuers" if at else "lead_authority"
        raise Refusal(f"“{name}”不在制定机关名单中：请从提示的名单中选择，或先在“机关”页面新增。", field)
    return found


def _check_own(session: Session, lead: str) -> None:
    """Raises Refusal when a contact names another authority as the lead."""
    found = authorities_by_name_key(session, [title_key(lead)]).get(title_key(lead))
    if found is not None and not current_actor().may_see([found]):
        raise Refusal(
            f"您只能登记本机关牵头制定的文件；牵头机关是“{lead}”的，请由该机关或法制机构登记。",
            "lead_authority",
        )


def _kind_of(form: DocumentForm) -> DocumentKind:
    return DocumentKind(form.kind.data) if form.kind.data else kind_from_title(form.title.data or "")


def _dates_of(form: DocumentForm) -> Dates:
    return Dates(**{field.name: form[field.name].data for field in fields(Dates)})


def _steps_of(form: DocumentForm) -> tuple[Step, ...]:
    return tuple(_step(kind, form[kind.value].form) for kind in _STEP_ORDER)


def _step(kind: StepKind, form: StepForm) -> Step:
    done_on: date | None = form.done_on.data
    return Step(
        kind, done_on, form.body.data or "", form.result.data or "", form.not_applicable_because.data or ""
    )
