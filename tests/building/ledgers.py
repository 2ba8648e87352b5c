"""Small invented ledgers, and importing them as a clerk does."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.intakes.upload_intake import upload_intake
from registry.domain.intakes import Options
from registry.domain.roles import OPERATOR
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading
from registry.storage.intakes import Intake, IntakeRow, rows_of
from tests.cast import NOW

HEADINGS = ("文件名称", "发文字号", "制定机关", "公布日期")
AGRI = "示范区农业农村局"
PLAIN = ("示范区农业农村局关于印发种子补贴办法的通知", "示农〔2019〕3号", AGRI, "2019-05-06")
FULL = (
    "文件名称",
    "发文字号",
    "制定机关",
    "公布日期",
    "施行日期",
    "时效性",
    "废止日期",
    "备案日期",
    "备案登记号",
)
PAPER = """示范区农业农村局文件

示农〔2019〕3号

示范区农业农村局关于印发种子补贴办法的通知

各镇人民政府：

现将《种子补贴办法》印发给你们，请遵照执行。本办法自2019年6月1日起施行。

示范区农业农村局
2019年5月6日
"""


def ledger(*rows: Sequence[str], headings: Sequence[str] = HEADINGS) -> bytes:
    """The bytes of a .csv ledger."""
    out = io.StringIO()
    csv.writer(out).writerows([headings, *rows])
    return out.getvalue().encode("utf-8-sig")


@dataclass(frozen=True)
class StoredIntake:
    """An intake as stored after staging or applying: its counts and its rows."""

    id: int
    counts: dict[str, int]
    rows: list[IntakeRow]
    intake: Intake

    @property
    def verdicts(self) -> list[str]:
        return [row.verdict for row in self.rows]

    def sentences(self, n: int) -> str:
        return "\n".join(problem["sentence"] for problem in self.rows[n].problems)


def stage_ledger(store: Store, *files: tuple[str, bytes], options: Options | None = None) -> StoredIntake:
    """Uploads and stages a ledger and its files."""
    intake_id = upload_intake(store, OPERATOR, files[0][0], files, options or Options(), NOW)
    counts = stage_intake(store, OPERATOR, intake_id, NOW)
    return _taken(store, intake_id, counts)


def import_ledger(store: Store, *files: tuple[str, bytes], options: Options | None = None) -> StoredIntake:
    """Uploads, stages and applies a ledger and its files."""
    intake_id = stage_ledger(store, *files, options=options).id
    return _taken(store, intake_id, apply_intake(store, OPERATOR, intake_id, NOW))


def stored_documents(session: Session) -> list[Document]:
    return list(session.exec(select(Document).order_by(Document.id)).all())  # type: ignore[arg-type]


def _taken(store: Store, intake_id: int, counts: dict[str, int]) -> StoredIntake:
    with reading(store) as session:
        return StoredIntake(
            intake_id, counts, rows_of(session, intake_id), session.get_one(Intake, intake_id)
        )
