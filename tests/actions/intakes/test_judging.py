"""Verdicts on arbitrary ledgers: they add up, and a second import of the same ledger changes nothing."""

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.actions.intakes._entries import Entry, entries_of_ledger
from registry.actions.intakes._judging import Judged, judge
from registry.actions.intakes._matching import Register
from registry.domain.filings import FilingState
from registry.domain.intakes import Options, Verdict
from registry.readers.files.sheets import Sheet
from registry.readers.ledgers.reading import read_ledger
from tests.building.ledgers import FULL

TODAY = date(2026, 3, 5)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(
            ["关于甲的通知", "关于乙的通知", "示范区农业农村局关于甲的通知", "《关于丙的办法》", ""]
        ),
        st.sampled_from(["", "示农〔2019〕1号", "示农[2019]01号", "示农〔2020〕2号", "乱写"]),
        st.sampled_from(["示范区农业农村局", "示范区种子站", "示范区人民政府"]),
        st.sampled_from(["", "2019-05-06", "2020.1.2", "2026年2月1日", "2019-02-30"]),
        st.sampled_from(["", "2019-06-01", "2021-01-01"]),
        st.sampled_from(["", "废止", "继续有效", "修改", "乱写"]),
        st.sampled_from(["", "2021-03-04"]),
        st.sampled_from(["", "2019-05-15"]),
        st.sampled_from(["", "备〔2019〕7号", "备〔2020〕8号"]),
    ),
    max_size=12,
)


def entries(rows: list[tuple[str, ...]]) -> list[Entry]:
    return entries_of_ledger(read_ledger("台账.csv", [Sheet("CSV", [list(FULL), *map(list, rows)], [])]))


def register_new(register: Register) -> None:
    """Gives the new documents and authorities their ids, so that a later intake finds them registered."""
    documents = [document for same in register.by_title.values() for document in same]
    register.authorities |= {key: n for n, key in enumerate(register.new_names, 1)}
    for n, document in enumerate(documents, 1):
        document.id = n
        if document.values.get("filed_on") or document.values.get("filing_no"):
            document.filing_state, document.is_historic = FilingState.PASSED, True
        document.lead = register.authorities.get(str(document.lead), document.lead)


def verdicts(judged: list[Judged]) -> Counter[Verdict]:
    return Counter(entry.verdict for entry in judged)


@settings(max_examples=300)
@given(rows=ROWS)
def test_every_row_gets_one_verdict_and_a_second_import_changes_nothing(rows: list[tuple[str, ...]]) -> None:
    register = Register()
    first = list(judge(entries(rows), register, Options(), TODAY))
    assert len(first) == len(entries(rows))
    register_new(register)
    second = list(judge(entries(rows), register, Options(), TODAY))
    assert verdicts(second)[Verdict.ADDED] == verdicts(second)[Verdict.UPDATED] == 0
    assert verdicts(second)[Verdict.REFUSED] == verdicts(first)[Verdict.REFUSED]


@settings(max_examples=100)
@given(rows=ROWS)
def test_a_refused_row_says_why_and_changes_nothing(rows: list[tuple[str, ...]]) -> None:
    for judged in judge(entries(rows), Register(), Options(), TODAY):
        is_refused = judged.verdict is Verdict.REFUSED
        assert is_refused == any(problem.is_refusal for problem in judged.problems)
        if is_refused:
            assert judged.document is None
            assert not judged.changes
        assert (judged.verdict is Verdict.UPDATED) == bool(judged.changes)
