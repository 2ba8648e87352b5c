"""One issue list, part by part, and the same part as a file."""

from collections import Counter

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from registry.domain.issue_registers import ENTRY_STATE_WORDS
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.issue_register.entries import years_listed
from registry.storage.issue_register.matches import standings
from registry.web.access import current_store, needs
from registry.web.desk.issue_register.finding import visible_authority
from registry.web.desk.issue_register.parts import (
    asked_part,
    count_unlisted,
    load_part,
    part_label,
    part_table,
    part_tabs,
)
from registry.web.downloads import download_table
from registry.web.paging import export_links


@needs(Permission.READ_OWN)
def show(authority_id: int, year: int) -> ResponseReturnValue:
    """One authority's list of a year, the part that the address asks for."""
    with reading(current_store()) as session:
        authority = visible_authority(session, authority_id)
        lines = list(standings(session, [authority_id], year))
        part = load_part(session, authority_id, year, lines, asked_part())
        other_years = [other for other in years_listed(session, authority_id) if other != year]
        n_unlisted = count_unlisted(session, authority_id, year)
    counts = Counter(line.state for line in lines)
    return render_template(
        "desk/issue_register/show.html",
        authority=authority,
        year=year,
        years=other_years,
        part=part,
        tabs=part_tabs(authority_id, year, counts, n_unlisted, part.name),
        n_lines=len(lines),
        state_words=ENTRY_STATE_WORDS,
        exports=export_links(
            lambda kind: url_for(".export", authority_id=authority_id, year=year, kind=kind), part.page.total
        ),
    )


@needs(Permission.READ_OWN)
def export(authority_id: int, year: int, kind: str) -> ResponseReturnValue:
    """The whole part as filtered, in the order of the page."""
    with reading(current_store()) as session:
        authority = visible_authority(session, authority_id)
        lines = list(standings(session, [authority_id], year))
        headers, rows = part_table(session, authority_id, year, lines, asked_part())
        name = f"{authority.name}{year}年发文登记簿-{part_label(asked_part())}"
        return download_table(kind, headers, rows, name)
