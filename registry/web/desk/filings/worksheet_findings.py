"""The editor of a finding on the page of the worksheet: opened at an article, in place where the browser can."""

from typing import Any

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session
from wtforms import HiddenField, SelectField, SelectMultipleField, TextAreaField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from registry.actions.filings.edit_worksheet import Written, raise_finding, remove_finding, write_finding
from registry.clock import now
from registry.domain.checks.verdicts import ITEM_OF
from registry.domain.citations import quoted
from registry.domain.documents import RelationKind
from registry.domain.filings import EXAMINATION_ITEMS
from registry.domain.levels import LEVEL_WORDS, Level
from registry.domain.normal import shortened, tidy
from registry.domain.roles import Permission
from registry.domain.worksheets import LONGEST_WORDS
from registry.domain.written_days import cn_dates
from registry.storage.documents.tables import documents_by_id, relations_of
from registry.storage.engine import reading
from registry.storage.text_checks import hits_by_id
from registry.storage.worksheets import ReviewFinding
from registry.web.access import current_actor, current_store, needs
from registry.web.addresses import asked_number, record_id
from registry.web.desk.filings.finding import find_filing
from registry.web.desk.filings.worksheet import TEMPLATE, SheetForm, sheet_context
from registry.web.forms import choices, form_page, refusals_on

_TOO_LONG = f"最多{LONGEST_WORDS}个字。"
_ITEMS = {item: item for item in EXAMINATION_ITEMS}


class FindingForm(SheetForm):
    article_key = SelectField("条文", validate_choice=False)
    item = SelectField("审查事项", [InputRequired("请选择审查事项。")], choices=choices(_ITEMS, "请选择"))
    level = SelectField(
        "程度", [InputRequired("请选择违法、不当或者建议。")], choices=choices(LEVEL_WORDS, "请选择")
    )
    problem = TextAreaField(
        "存在的问题", [InputRequired("请写明存在的问题。"), Length(max=LONGEST_WORDS, message=_TOO_LONG)]
    )
    basis = TextAreaField("依据", [Length(max=LONGEST_WORDS, message=_TOO_LONG)])
    bases = SelectMultipleField(
        "本文件的制定依据（勾选的加入依据）",
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    demand = TextAreaField("建议", [Length(max=LONGEST_WORDS, message=_TOO_LONG)])
    note = TextAreaField("内部备注", [Length(max=LONGEST_WORDS, message=_TOO_LONG)])
    hit = HiddenField()

    def written(self) -> Written:
        """The finding as typed; the ticked bases stand after the typed ones."""
        basis = self.basis.data or ""
        ticked = [name for name in self.bases.data or [] if name not in basis]
        return Written(
            self.item.data,
            Level(self.level.data),
            self.problem.data or "",
            self.article_key.data or "",
            "；".join(filter(None, [basis.rstrip("；"), *ticked])),
            self.demand.data or "",
            self.note.data or "",
            _number(self.hit.data or ""),
        )


def _number(text: str) -> int | None:
    try:
        return record_id(text)
    except ValueError:
        return None


@needs(Permission.EXAMINE_FILING)
def add(filing_id: int) -> ResponseReturnValue:
    """The form of a new finding; the address names the article, the item or the hit of the checks it was opened at."""
    filing, _ = find_filing(filing_id, Permission.EXAMINE_FILING)
    return _editor(sheet_context(filing), None)


@needs(Permission.EXAMINE_FILING)
def change(filing_id: int, finding_id: int) -> ResponseReturnValue:
    filing, _ = find_filing(filing_id, Permission.EXAMINE_FILING)
    context = sheet_context(filing)
    row = next((row for row in context["findings"] if row.id == finding_id), None)
    if row is None and request.method == "GET":
        abort(404)
    return _editor(context, row, finding_id)


@needs(Permission.EXAMINE_FILING)
def remove(filing_id: int, finding_id: int) -> ResponseReturnValue:
    return _at_once(filing_id, finding_id, remove_finding, "已删除这一条问题；提交过的各稿里仍保留。")


@needs(Permission.EXAMINE_FILING)
def put_up(filing_id: int, finding_id: int) -> ResponseReturnValue:
    return _at_once(filing_id, finding_id, raise_finding, "")


def _at_once(filing_id: int, finding_id: int, act: Any, done: str) -> ResponseReturnValue:
    """Performs an act without a form of its own; a refusal is shown on the worksheet."""
    filing, _ = find_filing(filing_id, Permission.EXAMINE_FILING)
    form = SheetForm()
    if form.validate_on_submit():
        with refusals_on(form):
            version = form.seen_version()
            act(current_store(), current_actor(), filing_id, finding_id, version=version, now=now())
            if done:
                flash(done, "success")
            return redirect(url_for("desk.filings.worksheet", filing_id=filing_id) + "#findings", 303)
    context = sheet_context(filing)
    form.version.data = str(context["version"])
    return form_page(TEMPLATE, form, editor=None, **context)


def _editor(
    context: dict[str, Any], row: ReviewFinding | None, finding_id: int | None = None
) -> ResponseReturnValue:
    filing = context["filing"]
    if request.method == "GET" and not context["may_write"]:
        return redirect(url_for("desk.filings.worksheet", filing_id=filing.id))
    form = _form(context, row)
    if form.validate_on_submit():
        with refusals_on(form):
            write_finding(
                current_store(),
                current_actor(),
                filing.id,
                form.written(),
                finding_id=finding_id,
                version=form.seen_version(),
                now=now(),
            )
            flash("问题已保存。" if finding_id else "问题已写入底稿。", "success")
            place = form.article_key.data or "findings"
            return redirect(url_for("desk.filings.worksheet", filing_id=filing.id) + f"#{place}", 303)
        if form.is_stale:
            context = sheet_context(filing)
            form.version.data = str(context["version"])
    context["edited"] = next((other for other in context["findings"] if other.id == finding_id), None)
    return form_page(TEMPLATE, form, editor=form, **context)


def _form(context: dict[str, Any], row: ReviewFinding | None) -> FindingForm:
    """The form as posted, or filled from the finding, or from what was typed before another article was chosen."""
    values: dict[str, Any] = {"version": str(context["version"]), **_from_hit(context)}
    names = ("item", "level", "article_key", "problem", "basis", "demand", "note")
    if row is not None:
        values |= {name: getattr(row, name) for name in names}
    typed: dict[str, Any] = {name: request.args[name] for name in names if name in request.args}
    typed["bases"] = request.args.getlist("bases")
    form = FindingForm(**values | typed)
    chosen = [(part.key, f"{part.label} {shortened(tidy(part.words), 24)}") for part in context["parts"]]
    form.article_key.choices = [("", "全文（不指某一条）"), *chosen]
    if row is not None and row.article_key and row.article_key not in dict(chosen):
        form.article_key.choices.append((row.article_key, f"{row.article}（正文里已没有）"))
    with reading(current_store()) as session:
        form.bases.choices = [(name, name) for name in _bases(session, context["filing"].document_id)]
    return form


def _from_hit(context: dict[str, Any]) -> dict[str, Any]:
    """The values of a finding that takes up the hit which the address names; none without such a hit."""
    hit_id = asked_number("hit")
    if hit_id is None:
        return {}
    with reading(current_store()) as session:
        hit = next(iter(hits_by_id(session, context["filing"].document_id, [hit_id])), None)
    if hit is None:
        return {}
    is_in_text = any(part.key == hit.article_key for part in context["parts"])
    return {
        "hit": str(hit_id),
        "item": ITEM_OF[hit.kind],
        "level": hit.level.value,
        "article_key": hit.article_key if is_in_text else "",
        "problem": cn_dates(hit.says),
        "basis": cn_dates(hit.source),
    }


def _bases(session: Session, document_id: int) -> list[str]:
    """The laws and documents that the document says it rests on."""
    ties = [tie for tie in relations_of(session, document_id)[0] if tie.kind is RelationKind.BASED_ON]
    others = documents_by_id(session, [tie.other_id for tie in ties if tie.other_id])
    names = (quoted(others[tie.other_id].title) if tie.other_id in others else tie.other_text for tie in ties)
    return list(dict.fromkeys(filter(None, names)))
