"""The outlook of a row is what its document is once written, whatever files and other rows add to it."""

from dataclasses import replace
from datetime import timedelta
from itertools import product

from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.foresee_rows import Outlook, foresee_rows
from registry.actions.intakes.match_file import match_file
from registry.domain.documents import Disclosure
from registry.domain.instants import day_of
from registry.domain.intakes import Options, Verdict
from registry.domain.roles import OPERATOR
from registry.domain.validity import Status, status_on
from registry.storage.documents.tables import Document
from registry.storage.documents.timelines import compute_spans, events_by_document
from registry.storage.engine import Store, reading
from registry.storage.intakes import Intake, n_opened, n_public, rows_of
from tests.building.ledgers import AGRI, import_ledger, ledger, stage_ledger, stored_documents
from tests.cast import NOW

HEADINGS = ("文件名称", "发文字号", "制定机关", "公布日期", "有效期", "时效性", "公开属性", "备注")
MARK, PERIOD = "（此件公开发布）", "本办法自2019年6月1日起施行，有效期5年。"
SAID = list(product(("", "长期有效"), ("", "继续有效", "废止"), ("", "不予公开")))


def row(
    n: int, validity: str = "", stated: str = "", disclosure: str = "", note: str = ""
) -> tuple[str, ...]:
    title = f"{AGRI}关于印发第{n}号种子补贴办法的通知"
    return (title, f"示农〔2019〕{n}号", AGRI, "2019-05-06", validity, stated, disclosure, note)


def paper(n: int, *words: str) -> tuple[str, bytes]:
    title, number, *_ = row(n)
    lines = (f"{AGRI}文件", number, title, "各镇人民政府：", "现将办法印发给你们。", *words)
    return f"{n}.txt", "\n\n".join((*lines, AGRI, "2019年5月6日")).encode()


def foreseen(store: Store, intake_id: int) -> dict[int, Outlook]:
    with reading(store) as session:
        intake, rows = session.get_one(Intake, intake_id), rows_of(session, intake_id)
        outlooks = foresee_rows(session, intake, rows, day_of(NOW), NOW)
        return {at: _without_reason(outlook) for at, outlook in outlooks.items()}


def written(store: Store) -> dict[int, Outlook]:
    """What each row came to, from its document as it is now."""
    with reading(store) as session:
        return {document.id or 0: _outlook(session, document) for document in stored_documents(session)}


def _outlook(session: object, document: Document) -> Outlook:
    events = events_by_document(session, [document.id or 0])  # type: ignore[arg-type]
    span = status_on(compute_spans(document, events.get(document.id or 0, [])), day_of(NOW))
    return _without_reason(
        Outlook(span, document.valid_until, document.has_no_expiry, document.ends_when, document.disclosure)
    )


def _without_reason(outlook: Outlook) -> Outlook:
    """The reason names the row only once it is written."""
    return replace(outlook, span=replace(outlook.span, why=""))


def same(store: Store, intake_id: int) -> None:
    """Asserts that what was foreseen of every row is what its document is."""
    before = foreseen(store, intake_id)
    apply_intake(store, OPERATOR, intake_id, NOW)
    now = written(store)
    with reading(store) as session:
        owners = {row.position: row.document_id for row in rows_of(session, intake_id)}
    assert owners
    assert {at: now[owner] for at, owner in owners.items() if owner} == before
    assert foreseen(store, intake_id) == before


def test_the_outlook_of_rows_with_files_is_what_is_written(store: Store) -> None:
    rows = [row(n, *values) for n, values in enumerate(SAID, 1)]
    papers = [paper(n, PERIOD, MARK) for n, _ in enumerate(SAID, 1)]
    result = stage_ledger(store, ("台账.csv", ledger(*rows, headings=HEADINGS)), *papers)
    assert result.verdicts == [Verdict.ADDED] * len(SAID) + [Verdict.UPDATED] * len(SAID)
    assert foreseen(store, result.id)[1].span.status is Status.LAPSED
    assert foreseen(store, result.id)[1].disclosure is Disclosure.PUBLIC
    same(store, result.id)


def test_the_outlook_of_registered_documents_is_what_is_written(store: Store) -> None:
    import_ledger(
        store, ("旧.csv", ledger(row(1), row(2, stated="废止"), row(3, "长期有效"), headings=HEADINGS))
    )
    rows = [row(1, stated="废止"), row(2, stated="继续有效", disclosure="主动公开"), row(3, "2020-01-01")]
    papers = [paper(n, PERIOD, MARK) for n in (1, 2, 3)]
    update = Options(is_update=True)
    result = stage_ledger(store, ("新.csv", ledger(*rows, headings=HEADINGS)), *papers, options=update)
    with reading(store) as session:
        assert n_opened(session, result.id) == 1
    same(store, result.id)


def test_a_file_that_a_person_matches_with_a_row_changes_its_outlook_at_once(store: Store) -> None:
    stray = paper(2, PERIOD, MARK)
    result = stage_ledger(store, ("台账.csv", ledger(row(1), headings=HEADINGS)), paper(1), stray)
    match_file(store, OPERATOR, result.id, 3, "row:1", now=NOW)
    assert foreseen(store, result.id)[1] == foreseen(store, result.id)[2]
    same(store, result.id)


def test_the_disclosure_stated_in_a_file_opens_its_row_and_is_kept_with_its_quote(store: Store) -> None:
    rows = [row(1, note="会议通过"), row(2, disclosure="依申请公开"), row(3)]
    file = ("台账.csv", ledger(*rows, headings=HEADINGS))
    papers = [paper(n, MARK) for n in (1, 2)]
    withheld = Options(disclosure=Disclosure.ON_REQUEST)
    result = stage_ledger(store, file, *papers, options=withheld)
    with reading(store) as session:
        assert n_public(session, result.intake) == 1
    same(store, result.id)
    with reading(store) as session:
        first, second, third = stored_documents(session)
        assert [document.disclosure for document in (first, second, third)] == [
            Disclosure.PUBLIC,
            Disclosure.ON_REQUEST,
            Disclosure.ON_REQUEST,
        ]
        assert first.note.startswith("会议通过；")
        assert "公开属性取自文末标注：此件公开发布" in first.note
    again = import_ledger(store, file, *papers, options=Options(is_update=True))
    assert again.verdicts == [Verdict.UNCHANGED] * 5


def test_a_row_is_foreseen_in_force_before_its_expiry(store: Store) -> None:
    day = day_of(NOW) + timedelta(days=30)
    result = stage_ledger(store, ("台账.csv", ledger(row(1, day.isoformat()), headings=HEADINGS)))
    assert foreseen(store, result.id)[1].span.status is Status.IN_FORCE
