"""The figures as workbooks: one of what the page shows, or one for each authority and one for all."""

from flask.typing import ResponseReturnValue

from registry.actions.office.export_figures import export_figures, export_figures_of_each
from registry.clock import now, today
from registry.domain.roles import Permission
from registry.storage.authorities import authority_names
from registry.storage.engine import reading
from registry.web.access import current_store, needs
from registry.web.desk.figures.asking import asked_days, asked_figures, asked_in_words
from registry.web.downloads import download


@needs(Permission.READ_OWN)
def export(kind: str) -> ResponseReturnValue:
    asked = asked_figures(asked_days()[0])
    with reading(current_store()) as session:
        names = authority_names(session, [asked.authority_id] if asked.authority_id else [])
        words = asked_in_words(asked, names.get(asked.authority_id or 0, ""))
        make = export_figures if kind == "xlsx" else export_figures_of_each
        content = make(session, asked, today=today(), now=now())
    return download(content, f"备案统计{''.join(words)}", kind)
