"""The page of the settings: what holds now, and where each is changed."""

from flask import render_template
from flask.typing import ResponseReturnValue

from registry.actions.papers.keep_paper import faulty_templates
from registry.clock import today
from registry.domain.cleanups import OUTCOME_WORDS
from registry.domain.doc_numbers import filing_no
from registry.domain.papers.kinds import counter_of, spell_number
from registry.domain.papers.letterhead import Letterhead
from registry.domain.papers.series import all_series
from registry.domain.roles import Permission
from registry.domain.rules import from_json
from registry.storage import calendar, counters, office, rules
from registry.storage.engine import reading
from registry.web.access import current_store, needs


@needs(Permission.MANAGE_RULES)
def index() -> ResponseReturnValue:
    year = today().year
    with reading(current_store()) as session:
        years = sorted(calendar.newest_years(session), key=lambda row: -row.year)
        letterhead = Letterhead(office.setting(session, "letterhead"))
        context = {
            "values": {name: office.setting(session, name) for name in office.DEFAULTS},
            "profiles": [(row.id, from_json(row.body)) for row in rules.newest_profiles(session)],
            "years": years,
            "missing": [y for y in (year, year + 1) if y not in {row.year for row in years}],
            "series": [
                (series, kinds, counters.read(session, counter_of(series, year)))
                for series, kinds in all_series().items()
            ],
            "faulty_templates": list(faulty_templates(session)),
            "last_serial": counters.read(session, f"registration-{year}"),
        }
    return render_template(
        "desk/settings/index.html",
        year=year,
        filing_no=filing_no,
        spell_number=spell_number,
        outcome_words=OUTCOME_WORDS,
        letterhead_word=letterhead.word,
        **context,
    )
