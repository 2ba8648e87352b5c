"""The papers about a subject are found by an index, however many papers there are."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from sqlmodel import Session

from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.storage.engine import Store, reading
from registry.storage.papers import last_paper, papers_of


@pytest.mark.parametrize(
    "ask",
    [
        lambda session: last_paper(session, PaperKind.REGISTRATION_NOTICE, 1),
        lambda session: last_paper(session, PaperKind.FILING_BULLETIN, "2026Q1"),
        lambda session: papers_of(session, SubjectKind.FILING, 1),
    ],
)
def test_the_papers_about_a_subject_come_from_an_index(
    another_store: Callable[[str], Store], ask: Callable[[Session], object]
) -> None:
    store = another_store("filled")
    asked: list[tuple[str, tuple[object, ...]]] = []
    sa.event.listen(store.engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    with reading(store) as session:
        ask(session)
        statement, values = asked[-1]
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values).all()
    assert "ix_paper_subject" in str(plan)
