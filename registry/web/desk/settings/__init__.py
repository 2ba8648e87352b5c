"""Settings: what the office says about itself, its rules, the decreed holidays, its numbers."""

from flask import Blueprint

from registry.web.desk.settings import (
    edit,
    holidays,
    index,
    letterhead,
    numbers,
    paper_templates,
    place,
    rules,
    wording,
)

_RULE = "/rules/<id:rule_id>"
_FORM = ["GET", "POST"]

pages = Blueprint("settings", __name__, url_prefix="/settings")
pages.add_url_rule("/", view_func=index.index)
pages.add_url_rule("/edit", view_func=edit.edit, methods=_FORM)
pages.add_url_rule("/wording", view_func=wording.edit_wording, methods=_FORM)
pages.add_url_rule("/letterhead", view_func=letterhead.edit_letterhead, methods=_FORM)
pages.add_url_rule(_RULE, view_func=rules.show_rule)
pages.add_url_rule("/rules/add", view_func=rules.add_rule, methods=_FORM)
pages.add_url_rule(f"{_RULE}/revise", view_func=rules.revise_rule, methods=_FORM)
pages.add_url_rule(f"{_RULE}/confirm", view_func=rules.confirm_rule, methods=["POST"])
pages.add_url_rule("/place", view_func=place.adopt_place, methods=_FORM)
pages.add_url_rule("/holidays/add", view_func=holidays.add_holidays, methods=_FORM)
pages.add_url_rule("/numbers/start", view_func=numbers.start_numbers, methods=_FORM)
pages.add_url_rule("/paper-series/start", view_func=numbers.start_papers, methods=_FORM)
pages.add_url_rule("/resume", view_func=numbers.resume, methods=_FORM)

_TEMPLATES = "/paper-templates"
_TEMPLATE = f"{_TEMPLATES}/<kind>"
pages.add_url_rule(_TEMPLATES, view_func=paper_templates.paper_templates)
pages.add_url_rule(_TEMPLATE, view_func=paper_templates.edit_paper_template, methods=_FORM)
pages.add_url_rule(f"{_TEMPLATE}/restore", view_func=paper_templates.restore_paper_template, methods=_FORM)
pages.add_url_rule(f"{_TEMPLATE}/<id:version>", view_func=paper_templates.show_paper_template)
