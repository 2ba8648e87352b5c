"""Reading the register: doc-no, show, due and search."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from registry.actions.authorities.add_authority import add_authority
from registry.actions.documents.record_event import record_event
from registry.actions.documents.register_document import register_document
from registry.domain.acts import Term
from registry.domain.authorities import AuthorityKind
from registry.domain.documents import Dates, DocumentFacts, DocumentKind, Step, StepKind
from registry.domain.roles import OPERATOR
from registry.domain.validity import EventKind
from registry.search.find import Results
from registry.search.query import read_query
from registry.storage.engine import Store, open_store
from tests.cli.conftest import Run, printed

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
STEPS = tuple(
    Step(kind, not_applicable_because="应急")
    for kind in (StepKind.PUBLIC_CONSULTATION, StepKind.LEGALITY_REVIEW, StepKind.COLLECTIVE_DECISION)
)


@pytest.fixture
def filled(registry: Run, tmp_path: Path) -> Run:
    """One document with five years of validity, one published on the day of each vector of DOMAIN §4."""
    folder = tmp_path / "instance"
    store = open_store(f"sqlite:///{folder / 'registry.sqlite'}", folder)
    authority = add_authority(store, OPERATOR, name="示范区民政局", kind=AuthorityKind.DEPARTMENT, now=NOW)
    _register(
        store, authority, "示范区养老服务补贴办法", "示民〔2020〕3号", date(2020, 7, 20), date(2020, 8, 1)
    )
    _register(store, authority, "示范区临时救助办法", "示民〔2025〕6号", date(2025, 4, 16), date(2025, 5, 1))
    store.engine.dispose()
    return registry


def _register(
    store: Store, authority: int, title: str, doc_no: str, published_on: date, effective_on: date
) -> None:
    facts = DocumentFacts(
        title=title,
        authority_ids=(authority,),
        kind=DocumentKind.MEASURES,
        doc_no=doc_no,
        dates=Dates(published_on=published_on, effective_on=effective_on, valid_until=date(2025, 7, 31)),
        steps=STEPS,
        text="第一条 为做好有关工作，制定本办法。",
    )
    register_document(store, OPERATOR, facts, is_published=True, now=NOW)


def test_doc_no_prints_the_key_or_the_problem_of_each_text(run: Run) -> None:
    result = run("doc-no", "示民[2020] 3号", "示民〔2020〕03号", "没有文号", "--json")
    one, two, three = printed(result)
    assert one["key"] == two["key"]
    assert one["spelled"] == "示民〔2020〕3号"
    assert set(one) == {"raw", "key", "organ_code", "year", "serial", "spelled", "problem"}
    assert three["key"] is None
    assert three["problem"]
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("on", "status"),
    [("2020-07-31", "not_yet_effective"), ("2025-07-31", "in_force"), ("2025-08-01", "lapsed")],
)
def test_show_says_the_status_on_a_day_and_why(filled: Run, on: str, status: str) -> None:
    shown = printed(filled("show", "示民［2020］3号", "--on", on, "--json"))
    assert shown["title"] == "示范区养老服务补贴办法"
    assert shown["status"] == status
    assert shown["why"]


def test_a_number_nobody_registered_is_refused(filled: Run) -> None:
    result = filled("show", "示民〔2020〕99号", "--json")
    assert result.exit_code == 1
    assert "没有登记" in printed(result)["problem"]


def test_due_lists_what_is_owed_on_a_day_with_its_working(filled: Run) -> None:
    (owed,) = printed(filled("due", "--on", "2025-05-01", "--json"))
    assert owed["doc_no"] == "示民〔2025〕6号"
    assert (owed["raw_due_on"], owed["due_on"]) == ("2025-05-01", "2025-05-06")
    assert owed["days_left"] == 5
    assert "劳动节" in owed["working"]
    assert printed(filled("due", "--on", "2025-05-10", "--json"))[0]["days_left"] == -4
    assert printed(filled("due", "--on", "2025-04-15", "--json")) == []


@pytest.mark.parametrize("query", ["养老", "养", "“养老服务”", "示民(2020)3号", "示民〔2020〕3"])
def test_search_finds_words_and_numbers(filled: Run, query: str) -> None:
    found = printed(filled("search", query, "--json"))
    assert found["total"] == 1
    assert set(found["hits"][0]) == {"id", "title", "doc_no", "status", "snippet"}


def test_search_names_no_number_where_it_stopped_counting(
    filled: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = Results(read_query("养老 垃圾"), 0, looser=5_000)
    monkeypatch.setattr("registry.cli.searching.find", lambda *_, **__: nothing)
    assert "含任一词的有5000件以上" in filled("search", "养老 垃圾").stderr


def test_show_says_the_period_and_the_amendments_of_the_day(filled: Run, tmp_path: Path) -> None:
    folder = tmp_path / "instance"
    store = open_store(f"sqlite:///{folder / 'registry.sqlite'}", folder)
    for kind, fields in (
        (EventKind.AMENDED, {"articles": "第五条"}),
        (EventKind.EXTENDED, {"term": Term.TASK, "new_ends_when": "普查结束"}),
    ):
        record_event(
            store, OPERATOR, 1, kind, effective_on=date(2024, 5, 1), source="《决定》", now=NOW, **fields
        )
    store.engine.dispose()
    shown = printed(filled("show", "示民〔2020〕3号", "--on", "2026-01-01", "--json"))
    assert shown["status"] == "in_force"
    assert shown["period"] == {"valid_until": None, "has_no_expiry": False, "ends_when": "普查结束"}
    assert [(act["on"], act["articles"], act["has_text"]) for act in shown["amendments"]] == [
        ("2024-05-01", ["第五条"], False)
    ]
    assert "2024年5月1日修改（第五条）：《决定》" in filled("show", "示民〔2020〕3号").output
    before = printed(filled("show", "示民〔2020〕3号", "--on", "2024-04-30", "--json"))
    assert (before["period"]["valid_until"], before["amendments"]) == ("2025-07-31", [])
