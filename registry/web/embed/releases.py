"""A released list for another site: all of it, one outcome, or what one authority made."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.normal import tidy, title_key
from registry.domain.roles import Permission
from registry.storage.authorities import authority_by_code, holders_by_name_key
from registry.storage.documents.public import public_documents
from registry.storage.engine import reading
from registry.storage.release_pages import RowFilter, count_rows, rows_of_page, rows_query
from registry.storage.releases import public_release
from registry.web.access import current_store, needs
from registry.web.embed._answers import answer
from registry.web.paging import Page, place

ROWS_ON_PAGE = 100
LONGEST_NAME = 200


@needs(Permission.READ_PUBLIC)
def show(release_id: int) -> ResponseReturnValue:
    """`authority` is a code or a printed name, `outcome` a word of the system or its Chinese; 404 for any other.

    Nothing of the address is printed that the list does not say: the page bears the government's title.
    """
    outcomes = {word: outcome for outcome, word in OUTCOME_WORDS.items()} | {
        outcome.value: outcome for outcome in Outcome
    }
    with reading(current_store()) as session:
        release = public_release(session, release_id) or abort(404)
        named = tidy(request.args.get("authority", ""))[:LONGEST_NAME]
        known = authority_by_code(session, named) if named else None
        word = request.args.get("outcome", "")
        asked = RowFilter(outcomes.get(word), known.name if known else named)
        if word and asked.outcome is None:
            abort(404)
        query = rows_query(release_id, asked)
        total = count_rows(session, query)
        if named and known is None and not total and not holders_by_name_key(session, [title_key(named)]):
            abort(404)
        number, size = place(total, ROWS_ON_PAGE)
        rows = rows_of_page(session, query, size, (number - 1) * size)
        linked = set(public_documents(session, {row.document_id for row in rows}))
    return answer(
        "embed/_release.html",
        title=release.title,
        release=release,
        page=Page(rows, total, number, size),
        linked=linked,
        authority=asked.authority,
        outcome=asked.outcome,
    )
