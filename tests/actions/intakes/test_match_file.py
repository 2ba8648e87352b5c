"""Files of a package find their rows; a person places those that do not."""

import io
import zipfile

import pytest

from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.match_file import match_file
from registry.actions.intakes.place_files import place_files
from registry.domain.errors import Refusal
from registry.domain.intakes import FileOutcome, Missing, Placement, Verdict
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading
from registry.storage.files import attachments_of
from registry.storage.intakes import IntakeRow, n_files, rows_of
from tests.building.ledgers import import_ledger, ledger, stage_ledger, stored_documents
from tests.cast import NOW
from tests.kept import kept_hashes

AGRI = "示范区农业农村局"
ROWS = [
    ("示范区农业农村局关于春耕的通知", "示农〔2019〕3号", AGRI, "2019-05-06"),
    ("示范区农业农村局关于秋收的通知", "示农〔2019〕4号", AGRI, "2019-09-06"),
]
SPRING = "示范区农业农村局关于春耕的通知\n示农〔2019〕3号\n各镇人民政府：\n现将春耕工作有关事项通知如下，请遵照执行。"
STRAY = "示范区农业农村局关于农机补贴的通知\n示农〔2019〕9号\n各镇人民政府：\n现将农机补贴有关事项通知如下，请遵照执行。"
PICTURE = b"\xff\xd8\xff" + b"scan" * 100


def package(**files: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


def uploaded(store: Store) -> tuple[int, list[IntakeRow]]:
    """Two rows, and a package with a file of the first, one of neither, and a scan of the second."""
    documents = {"2019年__春耕.txt": SPRING, "2019年__农机.txt": STRAY, "扫描__秋收.jpg": PICTURE}
    files = {"台账.csv": ledger(*ROWS), **documents}
    result = stage_ledger(store, ("全部.zip", package(**files)))
    return result.id, result.rows


def at(store: Store, intake_id: int) -> dict[str, IntakeRow]:
    with reading(store) as session:
        return {
            row.cells["file"].rpartition("/")[2] + str(row.row): row for row in rows_of(session, intake_id)
        }


def test_every_file_of_a_package_is_accounted_for(store: Store) -> None:
    _, rows = uploaded(store)
    assert [(row.cells["file"], row.verdict, row.lacks) for row in rows] == [
        ("台账.csv", Verdict.ADDED, Missing.NOTHING),
        ("台账.csv", Verdict.ADDED, Missing.FILE),
        ("2019年/春耕.txt", Verdict.UPDATED, Missing.NOTHING),
        ("2019年/农机.txt", Verdict.REFUSED, Missing.ROW),
        ("扫描/秋收.jpg", Verdict.REFUSED, Missing.ROW),
    ]


def test_a_scan_is_matched_with_its_row_and_attached_without_text(store: Store) -> None:
    intake_id, _ = uploaded(store)
    match_file(store, OPERATOR, intake_id, 5, "row:2", now=NOW)
    rows = at(store, intake_id)
    assert (rows["秋收.jpg0"].verdict, rows["秋收.jpg0"].lacks) == (Verdict.UPDATED, Missing.NOTHING)
    assert rows["台账.csv3"].lacks == ""
    apply_intake(store, OPERATOR, intake_id, NOW)
    with reading(store) as session:
        autumn = next(document for document in stored_documents(session) if "秋收" in document.title)
        (scan,) = attachments_of(session, autumn.id or 0)
    assert (scan.name, scan.role) == ("秋收.jpg", "text")


def test_a_file_is_matched_with_a_registered_document(store: Store) -> None:
    import_ledger(store, ("台账.csv", ledger(*ROWS)))
    result = stage_ledger(store, ("农机.txt", STRAY.encode()))
    assert result.rows[0].lacks == Missing.ROW
    match_file(store, OPERATOR, result.id, 1, "document:2", now=NOW)
    (row,) = at(store, result.id).values()
    assert (row.verdict, row.document_id, row.lacks) == (Verdict.UPDATED, 2, Missing.NOTHING)
    match_file(store, OPERATOR, result.id, 1, "", now=NOW)
    (row,) = at(store, result.id).values()
    assert (row.verdict, row.document_id, row.lacks) == (Verdict.REFUSED, None, Missing.ROW)


def test_a_file_is_registered_as_new_or_left_out(store: Store) -> None:
    intake_id, _ = uploaded(store)
    match_file(store, OPERATOR, intake_id, 4, Placement.NEW_DOCUMENT, now=NOW)
    assert at(store, intake_id)["农机.txt0"].lacks == ""
    assert place_files(store, OPERATOR, intake_id, Placement.LEFT_OUT, now=NOW) == 1
    left = at(store, intake_id)["秋收.jpg0"]
    assert "已选择不导入" in left.problems[0]["sentence"]
    counts = apply_intake(store, OPERATOR, intake_id, NOW)
    assert (counts["n_added"], counts["n_refused"]) == (3, 1)


def test_no_file_becomes_a_document_until_somebody_says_so(store: Store) -> None:
    intake_id, _ = uploaded(store)
    assert apply_intake(store, OPERATOR, intake_id, NOW)["n_added"] == 2
    again, _ = uploaded(store)
    assert place_files(store, OPERATOR, again, Placement.NEW_DOCUMENT, now=NOW) == 1, (
        "a scan says nothing to register it by"
    )
    with reading(store) as session:
        assert n_files(session, again) == {
            FileOutcome.UNCHANGED: 1,
            FileOutcome.CHOSEN_NEW: 1,
            FileOutcome.WAITING: 1,
        }
    assert apply_intake(store, OPERATOR, again, NOW)["n_added"] == 1


@pytest.mark.parametrize("belongs", ["row:99", "row:5", "document:99", "nonsense", "row:x"])
def test_a_file_cannot_be_matched_with_what_does_not_exist(store: Store, belongs: str) -> None:
    intake_id, _ = uploaded(store)
    with pytest.raises(Refusal, match="不存在"):
        match_file(store, OPERATOR, intake_id, 4, belongs, now=NOW)


def test_a_row_of_a_ledger_cannot_be_placed_like_a_file(store: Store) -> None:
    intake_id, _ = uploaded(store)
    with pytest.raises(Refusal, match="不是可以配给的文件"):
        match_file(store, OPERATOR, intake_id, 1, Placement.NEW_DOCUMENT, now=NOW)


def test_a_package_that_would_unpack_to_far_too_much_costs_one_sentence_and_leaves_nothing(
    store: Store,
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("大.txt", b" " * (60 * 1024 * 1024))
    result = stage_ledger(store, ("炸弹.zip", out.getvalue()))
    assert result.verdicts == [Verdict.REFUSED]
    assert "可能有害" in result.sentences(0)
    assert list(kept_hashes(store)) == []


def test_a_package_with_a_row_and_its_file_reads_the_same_a_second_time(store: Store) -> None:
    both = package(**{"台账.csv": ledger(ROWS[0]), "春耕.txt": SPRING})
    import_ledger(store, ("全部.zip", both))
    assert import_ledger(store, ("全部.zip", both)).verdicts == [Verdict.UNCHANGED, Verdict.UNCHANGED]
