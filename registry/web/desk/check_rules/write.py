"""The forms that add and edit a rule. `try` shows what the typed rule hits, and saves nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from registry.actions.check_rules.add_check_rule import add_check_rule
from registry.actions.check_rules.edit_check_rule import edit_check_rule
from registry.clock import now, today
from registry.domain.checks.book import CheckBook
from registry.domain.checks.findings import CheckKind, Finding
from registry.domain.checks.whole import TextFacts
from registry.domain.checks.written import (
    WrittenRule,
    check_written,
    ended_body,
    sentence_rule,
)
from registry.domain.citations import quoted
from registry.domain.errors import Refusal
from registry.domain.roles import Permission
from registry.readers.checking import check_safely, try_rule
from registry.storage.check_book import living_for
from registry.storage.documents.tables import Document, text_of
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.check_rules.form import BodyForm, RuleForm, form_of
from registry.web.desk.check_rules.show import rule_or_404
from registry.web.desk.documents.finding import named_document
from registry.web.forms import form_page, refusals_on, typed_version

_MOST_SHOWN = 100
AnyForm = RuleForm | BodyForm


@dataclass(frozen=True)
class Trial:
    """What a rule that is not saved hits in a text."""

    name: str
    findings: tuple[Finding, ...]
    problem: str
    n_more: int


@needs(Permission.MANAGE_RULES)
def add() -> ResponseReturnValue:
    return _add_page(form_of(None, 0, is_body=False), "desk/check_rules/add.html")


@needs(Permission.MANAGE_RULES)
def add_body() -> ResponseReturnValue:
    return _add_page(form_of(None, 0, is_body=True), "desk/check_rules/add_body.html")


@needs(Permission.MANAGE_RULES)
def edit(code: str) -> ResponseReturnValue:
    with reading(current_store()) as session:
        rule = rule_or_404(session, code)
    if rule.written.is_fixed:
        abort(404)
    is_body = rule.written.kind is CheckKind.BODY
    form = form_of(rule.written, rule.version, is_body=is_body)

    def save(written: WrittenRule) -> str:
        version = typed_version(form.version.data)
        reason = form.reason.data or ""
        edit_check_rule(current_store(), current_actor(), code, written, reason, version=version, now=now())
        return code

    return _page(form, save, "desk/check_rules/edit.html", rule=rule, is_body=is_body)


def _add_page(form: AnyForm, template: str) -> ResponseReturnValue:
    def save(written: WrittenRule) -> str:
        return add_check_rule(current_store(), current_actor(), written, form.reason.data or "", now=now())

    return _page(form, save, template)


def _page(
    form: AnyForm, save: Callable[[WrittenRule], str], template: str, **context: object
) -> ResponseReturnValue:
    trial = None
    if form.validate_on_submit():
        with refusals_on(form):
            written = form.written()
            if "try" in request.form:
                trial = _trial(form, written)
            else:
                code = save(written)
                flash(f"“{written.name}”已保存，以后的检查按它进行。", "success")
                return redirect(url_for(".show", code=code), 303)
    return form_page(template, form, trial=trial, **context)


def _trial(form: AnyForm, written: WrittenRule) -> Trial:
    """What the typed rule hits in the typed sentence or in the named document. Raises Refusal."""
    check_written(written)
    if problem := try_rule(written):
        raise Refusal(problem[1], problem[0])
    name, text, published_on = _tried_text(form)
    is_body = written.kind is CheckKind.BODY
    rules = () if is_body else (sentence_rule("trial", written),)
    bodies = (ended_body("trial", written),) if is_body else ()
    with reading(current_store()) as session:
        book = CheckBook(rules, bodies, living_for(session, bodies))
    checked = check_safely(text, TextFacts(published_on=published_on), None, book)
    hits = tuple(finding for finding in checked.findings if finding.rule == "trial")
    return Trial(name, hits[:_MOST_SHOWN], checked.problem, max(0, len(hits) - _MOST_SHOWN))


def _tried_text(form: AnyForm) -> tuple[str, str, date]:
    """(name, text, day of publication) of what the rule is tried on; what is typed counts as published today."""
    with reading(current_store()) as session:
        document_id = named_document(session, form.document.data or "", "document")
        if document_id is not None:
            document = session.get_one(Document, document_id)
            text = text_of(session, document_id)
            if not text.strip():
                raise Refusal(f"{quoted(document.title)}没有正文，换一件试。", "document")
            return quoted(document.title), text, document.published_on or document.signed_on or today()
    if not form.sample.data:
        raise Refusal("请填写试用的句子，或者一件已登记文件的文号、标题。", "sample")
    return "试用的句子", form.sample.data, today()
