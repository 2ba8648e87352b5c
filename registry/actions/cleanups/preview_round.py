"""What a round would cover and leave out, before it is opened. Reads only."""

from collections.abc import Sequence
from datetime import date

from registry.domain.errors import Refusal
from registry.domain.rounds import NO_CRITERIA, Criteria
from registry.search.find import find_ids
from registry.search.selection import OFFICE
from registry.search.walk import MOST_FOUND
from registry.storage.cleanups.criteria import meeting
from registry.storage.cleanups.scope import Scope, preview_scope
from registry.storage.engine import Store, reading


def preview_round(
    store: Store, cut_off_on: date, authority_ids: Sequence[int], criteria: Criteria = NO_CRITERIA
) -> Scope:
    """What it would cover by the register as it is now. Raises Refusal where the search finds too much."""
    found = found_by(store, criteria, cut_off_on)
    with reading(store) as session:
        among = meeting(session, criteria, found) if criteria else None
        return preview_scope(session, cut_off_on, authority_ids, among)


def found_by(store: Store, criteria: Criteria, on: date) -> list[int] | None:
    """The ids of the documents that the search finds, in whatever status; None when the criteria ask it nothing.

    Raises Refusal for a question that finds more than the search looks at: the scope would lack some.
    """
    if not criteria.query:
        return None
    ids = find_ids(store, criteria.query, audience=OFFICE, on=on, sort="newest", limit=MOST_FOUND)
    if len(ids) >= MOST_FOUND:
        raise Refusal(f"“{criteria.query}”能检索到{MOST_FOUND}件以上的文件，请写得再具体些。", "query")
    return ids
