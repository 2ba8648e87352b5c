"""Applying an intake: everything or nothing, once, and no more than the rows state."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, select

from registry.actions.intakes import apply_intake as module
from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.discard_intake import discard_intake
from registry.actions.office.verify_register import verify_register
from registry.domain.errors import Refusal
from registry.domain.intakes import Verdict
from registry.domain.roles import OPERATOR
from registry.storage.audit import AuditEntry
from registry.storage.changes import last_change
from registry.storage.engine import Store, reading
from tests.building.ledgers import AGRI, FULL, PLAIN, import_ledger, ledger, stage_ledger, stored_documents
from tests.cast import NOW
from tests.kept import kept_hashes


def test_importing_twice_changes_nothing(store: Store) -> None:
    file = ("台账.csv", ledger(PLAIN, ("关于防汛的通知", "", "", ""), ("某通知", "", AGRI, "2019-2-31")))
    first = import_ledger(store, file)
    with reading(store) as session:
        before = last_change(session), [document.model_dump() for document in stored_documents(session)]
    second = import_ledger(store, file)
    with reading(store) as session:
        assert (
            last_change(session),
            [document.model_dump() for document in stored_documents(session)],
        ) == before
    assert first.verdicts == [Verdict.ADDED, Verdict.ADDED, Verdict.REFUSED]
    assert second.verdicts == [Verdict.UNCHANGED, Verdict.UNCHANGED, Verdict.REFUSED]


def test_an_intake_killed_half_way_writes_nothing_and_can_be_applied_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    intake_id = stage_ledger(store, ("台账.csv", ledger(PLAIN))).id

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(module.changes, "touch", die)
        with pytest.raises(KeyboardInterrupt):
            apply_intake(store, OPERATOR, intake_id, NOW)
    with reading(store) as session:
        assert stored_documents(session) == []
    assert apply_intake(store, OPERATOR, intake_id, NOW)["n_added"] == 1


def test_entries_are_judged_again_when_the_register_changed(store: Store) -> None:
    waiting = stage_ledger(store, ("台账.csv", ledger(PLAIN)))
    import_ledger(store, ("同样.csv", ledger(PLAIN)))
    assert apply_intake(store, OPERATOR, waiting.id, NOW)["n_unchanged"] == 1


def test_entries_are_judged_again_when_the_register_changes_before_the_writing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = stage_ledger(store, ("台账.csv", ledger(PLAIN)))
    hold = module.reading

    @contextmanager
    def overtaken(store: Store) -> Iterator[Session]:
        with hold(store) as session:
            yield session
        monkeypatch.setattr(module, "reading", hold)
        import_ledger(store, ("同样.csv", ledger(PLAIN)))

    monkeypatch.setattr(module, "reading", overtaken)
    assert apply_intake(store, OPERATOR, waiting.id, NOW)["n_unchanged"] == 1
    with reading(store) as session:
        assert len(stored_documents(session)) == 1


def test_an_intake_has_one_line_of_audit_and_is_written_once(store: Store) -> None:
    done = import_ledger(store, ("台账.csv", ledger(PLAIN, PLAIN)))
    with pytest.raises(Refusal, match="已经写入"):
        apply_intake(store, OPERATOR, done.id, NOW)
    with reading(store) as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.act == "apply_intake")).one()
        assert entry.fields == {
            "name": "台账.csv",
            "sha256": done.intake.sha256,
            "n_added": 1,
            "n_updated": 0,
            "n_refused": 0,
            "n_kept": 0,
        }


def test_a_discarded_intake_leaves_nothing_behind(store: Store) -> None:
    judged = stage_ledger(store, ("台账.csv", ledger(PLAIN)))
    discard_intake(store, OPERATOR, judged.id)
    assert kept_hashes(store) == []
    with pytest.raises(Refusal):
        apply_intake(store, OPERATOR, judged.id, NOW)


_ROWS = st.lists(
    st.tuples(
        st.sampled_from(
            ["关于甲的通知", "关于乙的通知", "示范区农业农村局关于甲的通知", "《关于丙的办法》", ""]
        ),
        st.sampled_from(["", "示农〔2019〕1号", "示农[2019]01号", "示农〔2020〕2号", "乱写"]),
        st.sampled_from([AGRI, "示范区种子站", "示范区人民政府"]),
        st.sampled_from(["", "2019-05-06", "2020.1.2", "2026年2月1日", "2019-02-30"]),
        st.sampled_from(["", "2019-06-01", "2021-01-01"]),
        st.sampled_from(["", "废止", "继续有效", "修改", "乱写"]),
        st.sampled_from(["", "2021-03-04"]),
        st.sampled_from(["", "2019-05-15"]),
        st.sampled_from(["", "备〔2019〕7号", "备〔2020〕8号"]),
    ),
    max_size=8,
)


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=_ROWS)
def test_any_ledger_adds_up_and_a_second_import_changes_nothing(
    another_store: Callable[[str], Store], rows: list[tuple[str, ...]]
) -> None:
    store = another_store("filled")
    file = ("台账.csv", ledger(*rows, headings=FULL))
    first = import_ledger(store, file)
    _adds_up(first.counts)
    with reading(store) as session:
        assert len(stored_documents(session)) == first.counts["n_added"]
        before = last_change(session)
    second = import_ledger(store, file)
    _adds_up(second.counts)
    assert second.counts["n_added"] == second.counts["n_updated"] == 0
    assert second.counts["n_refused"] == first.counts["n_refused"]
    with reading(store) as session:
        assert last_change(session) == before
    assert verify_register(store) == []
    store.engine.dispose()


def _adds_up(counts: dict[str, int]) -> None:
    assert counts["n_read"] == sum(n for name, n in counts.items() if name != "n_read")
