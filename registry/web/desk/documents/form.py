"""The form of a document, filled from the register's rows and turned into the facts of the domain."""

from collections.abc import Callable
from datetime import date
from functools import partial
from types import MappingProxyType
from typing import Any

from sqlmodel import Session
from wtforms import BooleanField, DateField, FormField, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, Optional

from registry.clock import today
from registry.domain.document_fields import (
    DAYS,
    FIELDS,
    LABELS,
    LONGEST,
    DocumentField,
    FieldKind,
    FormGroup,
)
from registry.domain.documents import (
    DISCLOSURE_WORDS,
    KIND_WORDS,
    STEP_WORDS,
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
from registry.domain.formation import check_order, check_step_days, needs_fair_review
from registry.domain.normal import title_key
from registry.readers.documents.authorities import split_names
from registry.storage.authorities import authorities_by_name_key, authority_names
from registry.storage.documents.tables import Document, issuers_of, steps_of, text_of
from registry.web.access import current_actor
from registry.web.forms import Form, choices, refusals_on

DATE_FORMATS = ["%Y-%m-%d", "%Y年%m月%d日", "%Y.%m.%d", "%Y/%m/%d", "%Y%m%d"]
_ON_FORM = tuple(field for field in FIELDS if field.group)
_TEXTS = tuple(field.name for field in _ON_FORM if field.kind in (FieldKind.TEXT, FieldKind.PLAIN))


def day_field(label: str, *validators: Any) -> DateField:
    """A field for a day, which may also be typed as 2026.3.5 or 2026年3月5日."""
    return DateField(label, [*validators] or [Optional()], format=DATE_FORMATS)


def _text(label: str, longest: int, *validators: Any) -> StringField:
    return StringField(label, [*validators, Length(max=longest, message=f"不能超过{longest}字。")])


class StepForm(Form):
    """A formation step: done on a day by a body with a result, or not applicable for a reason."""

    class Meta(Form.Meta):
        csrf = False

    begun_on = day_field("开始日期")
    done_on = day_field("完成日期")
    body = _text("机构或会议", 200)
    result = _text("结果", 500)
    not_applicable_because = _text("不适用的理由", 500)


def _control(field: DocumentField) -> Any:
    """The control of a field: a line of text or a day, unless the form asks for it in its own way."""
    match field.name:
        case "title":
            return TextAreaField(
                field.label,
                [
                    InputRequired("请填写文件标题。"),
                    Length(max=field.longest, message=f"标题不能超过{field.longest}字。"),
                ],
                filters=[lambda value: " ".join(value.split()) if value else value],
            )
        case "lead_authority":
            label = f"{field.label}（联合制定的填牵头机关）"
            return _text(label, field.longest, InputRequired("请填写制定机关。"))
        case "kind":
            return SelectField(field.label, choices=choices(KIND_WORDS, "按标题判断"))
        case "valid_until":
            return day_field(f"{field.label}（最后一日）")
        case "has_no_expiry":
            return BooleanField(f"{field.label}（文件写明）")
        case "disclosure":
            open_words = {key: text for key, text in DISCLOSURE_WORDS.items() if key != Disclosure.SECRET}
            asked = InputRequired("请选择公开属性：拿不准的先选不予公开，以后可以改。")
            return SelectField(field.label, [asked], choices=choices(open_words, "请选择"))
    return day_field(field.label) if field.kind is FieldKind.DAY else _text(field.label, field.longest)


class _FieldsForm(Form):
    """The controls of the fields, made below in the order of the table: errors are listed in that order."""

    title: TextAreaField
    doc_no: StringField
    duplicate_reason: StringField
    lead_authority: StringField
    co_issuers: StringField
    kind: SelectField
    signed_on: DateField
    published_on: DateField
    effective_on: DateField
    valid_until: DateField
    has_no_expiry: BooleanField
    disclosure: SelectField


for _field in _ON_FORM:
    if _field.group is not FormGroup.BODY:
        setattr(_FieldsForm, _field.name, _control(_field))


class DocumentForm(_FieldsForm):
    sections = MappingProxyType(
        {"steps": "steps", "authority_ids": "lead_authority", "differences": "differences"}
    )
    public_consultation = FormField(StepForm, STEP_WORDS[StepKind.PUBLIC_CONSULTATION])
    hearing = FormField(StepForm, STEP_WORDS[StepKind.HEARING])
    legality_review = FormField(StepForm, STEP_WORDS[StepKind.LEGALITY_REVIEW])
    collective_decision = FormField(StepForm, STEP_WORDS[StepKind.COLLECTIVE_DECISION])
    fair_competition = FormField(StepForm, STEP_WORDS[StepKind.FAIR_COMPETITION])
    appraisal = FormField(StepForm, STEP_WORDS[StepKind.APPRAISAL])
    touches_market = SelectField(
        "是否涉及经营主体的经济活动", choices=choices({"no": "不涉及", "yes": "涉及"}, "未说明"), default=""
    )
    note = TextAreaField(
        LABELS["note"], [Length(max=LONGEST["note"], message=f"备注不能超过{LONGEST['note']}字。")]
    )
    text = TextAreaField(LABELS["text"], [Length(max=LONGEST["text"], message="正文过长，请核对。")])
    reason = _text("更正理由", 500)
    version = HiddenField()
    kept = HiddenField()

    @property
    def steps(self) -> list[FormField]:
        """The formation steps, those that the founding notice requires first."""
        return [self[kind.value] for kind in _STEP_ORDER]

    def plain(self, group: str) -> list[StringField]:
        """The plain texts of a group."""
        return [
            self[field.name] for field in _ON_FORM if field.kind is FieldKind.PLAIN and field.group == group
        ]


_STEP_ORDER = (
    StepKind.PUBLIC_CONSULTATION,
    StepKind.HEARING,
    StepKind.LEGALITY_REVIEW,
    StepKind.COLLECTIVE_DECISION,
    StepKind.FAIR_COMPETITION,
    StepKind.APPRAISAL,
)
_MARKET: dict[str, bool | None] = {"yes": True, "no": False}


def put_problems(session: Session, form: DocumentForm, tracked_from: date | None = None) -> None:
    """Puts on the form all refusals at once: of unknown authorities, of dates and of formation steps.

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
        needs_review = needs_fair_review(_touches_market(form), published_on)
        checks.append(
            partial(check_may_publish, _kind_of(form), since, _steps_of(form), tracked_from, needs_review)
        )
        checks.append(partial(check_order, published_on, _steps_of(form), tracked_from))
    checks.append(partial(check_step_days, _steps_of(form)))
    for check in checks:
        with refusals_on(form):
            check()


def facts_of(session: Session, form: DocumentForm, kept_names: dict[int, str] | None = None) -> DocumentFacts:
    """The facts typed in the form. Raises Refusal for an unknown authority.

    `kept_names` are the registered names as issued (authority id → name), kept where the form shows them unchanged.
    """
    names = [form.lead_authority.data or "", *split_names(form.co_issuers.data or "")]
    ids = [_authority_id(session, name, at) for at, name in enumerate(names)]
    shown = _shown_names(session, kept_names or {})
    as_issued = tuple(
        kept_names[authority_id] if kept_names and shown.get(authority_id) == name else name
        for authority_id, name in zip(ids, names, strict=True)
    )
    texts: dict[str, Any] = {name: form[name].data or "" for name in _TEXTS}
    return DocumentFacts(
        **texts,
        authority_ids=tuple(ids),
        kind=_kind_of(form),
        dates=_dates_of(form),
        disclosure=Disclosure(form.disclosure.data),
        has_no_expiry=form.has_no_expiry.data,
        touches_market=_touches_market(form),
        names_as_issued=as_issued,
        steps=_steps_of(form),
        text=(form.text.data or "").replace("\r\n", "\n"),
    )


def values_of(session: Session, document: Document) -> dict[str, Any]:
    """The values of a registered document in the form."""
    assert document.id is not None
    lead, *others = issuers_of(session, document.id)
    shown = _shown_names(session, {row.authority_id: row.name_as_issued for row in (lead, *others)})
    steps = {row.kind.value: vars(row) for row in steps_of(session, document.id)}
    return {
        **{name: getattr(document, name) for name in (*_TEXTS, *DAYS, "has_no_expiry")},
        "kind": document.kind.value,
        "touches_market": {value: word for word, value in _MARKET.items()}.get(document.touches_market, ""),
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
    """authority id → the name in the form: as issued if it is registered for the authority, else the present name."""
    ids_by_key = authorities_by_name_key(session, [title_key(name) for name in as_issued.values()])
    present = authority_names(session, list(as_issued))
    return {
        authority_id: name if ids_by_key.get(title_key(name)) == authority_id else present[authority_id]
        for authority_id, name in as_issued.items()
    }


def _authority_id(session: Session, name: str, at: int) -> int:
    """The id of the authority with this name, the `at`-th in the form. Raises Refusal for an unknown name."""
    authority_id = authorities_by_name_key(session, [title_key(name)]).get(title_key(name))
    if authority_id is None:
        field = "co_issuers" if at else "lead_authority"
        raise Refusal(f"“{name}”不在制定机关名单中：请从提示的名单中选择，或先在“机关”页面新增。", field)
    return authority_id


def _check_own(session: Session, lead: str) -> None:
    """Raises Refusal if a contact names another authority as the lead."""
    authority_id = authorities_by_name_key(session, [title_key(lead)]).get(title_key(lead))
    if authority_id is not None and not current_actor().may_see([authority_id]):
        raise Refusal(
            f"您只能登记本机关牵头制定的文件；牵头机关是“{lead}”的，请由该机关或法制机构登记。",
            "lead_authority",
        )


def _kind_of(form: DocumentForm) -> DocumentKind:
    return DocumentKind(form.kind.data) if form.kind.data else kind_from_title(form.title.data or "")


def _dates_of(form: DocumentForm) -> Dates:
    return Dates(**{name: form[name].data for name in DAYS})


def _steps_of(form: DocumentForm) -> tuple[Step, ...]:
    return tuple(_step(kind, form[kind.value].form) for kind in _STEP_ORDER)


def _step(kind: StepKind, form: StepForm) -> Step:
    return Step(
        kind,
        form.done_on.data,
        form.body.data or "",
        form.result.data or "",
        form.not_applicable_because.data or "",
        form.begun_on.data,
    )


def _touches_market(form: DocumentForm) -> bool | None:
    return _MARKET.get(form.touches_market.data or "")
