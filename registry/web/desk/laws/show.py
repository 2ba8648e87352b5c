"""One law: what holds of it, what replaced it, what was said of it before, and the documents that rest on it."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from registry.clock import today
from registry.domain.citations import NameKeys
from registry.domain.law_tables import doubts_of
from registry.domain.laws import LAW_WORDS, ORIGIN_WORDS, ending_words
from registry.domain.roles import Permission
from registry.storage.engine import reading
from registry.storage.law_lists import citing_documents
from registry.storage.laws import LawVersion, as_law, history_of, present_row, table_for
from registry.web.access import current_actor, current_store, needs
from registry.web.paging import page_of_list


@needs(Permission.READ_ALL)
def show(law_id: int) -> ResponseReturnValue:
    """The law; an address of an earlier version leads to what holds now."""
    with reading(current_store()) as session:
        asked = session.get(LawVersion, law_id) or abort(404)
        keys = NameKeys(asked.title_key, asked.doc_no_key or None)
        row = present_row(session, keys) or asked
        law = as_law(row)
        table = table_for(session, [law.keys])
        return render_template(
            "desk/laws/show.html",
            row=row,
            law=law,
            ending=ending_words(table, law) if law.is_gone_on(today()) else "",
            doubts=doubts_of(law, table),
            history=history_of(session, row),
            page=page_of_list(citing_documents(session, law.keys, today())),
            words=LAW_WORDS,
            origin_words=ORIGIN_WORDS,
            is_kept=row.replaced_at is None and not row.is_removed,
            may_keep=current_actor().may(Permission.KEEP_LAWS),
        )
