"""Filings under examination for tests: a worksheet that is written, handed over, signed and answered."""

from datetime import date
from typing import Any

from registry.actions.filings.answer_findings import Replied, answer_findings
from registry.actions.filings.edit_worksheet import Written, clear_items, write_finding
from registry.actions.filings.hand_over_worksheet import hand_over_worksheet
from registry.actions.filings.sign_worksheet import sign_worksheet
from registry.domain.filings import EXAMINATION_ITEMS, Move
from registry.domain.levels import Level
from registry.domain.roles import OPERATOR, Actor
from registry.domain.worksheets import Reply
from registry.storage import office
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import Filing
from registry.storage.worksheets import ReviewFinding, Worksheet, findings_of, worksheets_of
from tests.building.documents import register
from tests.building.filings import TODAY, filing_of, make_move
from tests.cast import NOW, Cast

TEXT = (
    "第一条 为了管理渔港停泊，制定本办法。\n第二条 船舶停泊应当服从调度。\n调度由渔港站负责。\n"
    "第三条 每船每日收取停泊费二十元。\n第四条 违反第二条的，罚款五百元。\n第五条 本办法自2026年3月1日起施行。"
)
FEE = Written(
    "上位法依据",
    Level.UNLAWFUL,
    "自行设定收费，没有上位法依据",
    "art-3",
    "《示范省行政事业性收费条例》第三条",
    "删去第三条",
    "已与财政局核实",
)
FINE = Written("制定权限", Level.UNLAWFUL, "规范性文件不得设定罚款", "art-4", demand="删去第四条")
WORDS = Written("内容适当性", Level.ADVICE, "用语不统一")
FINDINGS = (FEE, FINE, WORDS)


def examined_filing(store: Store, n: int = 3) -> int:
    """The id of a filing under review, of a document with articles."""
    document_id = register(
        store, OPERATOR, NOW, title=f"示范区渔港停泊办法之{n}", doc_no=f"示农〔2026〕{n}号", text=TEXT
    )
    filing_id = filing_of(store, document_id)
    for name in ("submit", "register", "start_review"):
        make_move(store, OPERATOR, filing_id, name, NOW)
    return filing_id


def ask_for_two(store: Store, value: str = "yes") -> None:
    """Sets the two-person rule."""
    with transaction(store) as session:
        office.set_setting(session, "two_person_signing", value)


def sheet_of(store: Store, filing_id: int) -> Worksheet:
    """The newest worksheet of a filing; one without an id and of version 0 when it has not begun."""
    with reading(store) as session:
        sheets = worksheets_of(session, filing_id)
    return (
        sheets[-1] if sheets else Worksheet(filing_id=filing_id, state="drafting", changed_at=NOW, version=0)
    )


def findings(store: Store, filing_id: int) -> list[ReviewFinding]:
    """The findings of the newest worksheet."""
    with reading(store) as session:
        return findings_of(session, sheet_of(store, filing_id).id)


def write(store: Store, actor: Actor, filing_id: int, written: Written = FEE, **fields: Any) -> int:
    """Adds a finding to the worksheet as it is now, or changes it with `finding_id`; its id."""
    values = {"version": sheet_of(store, filing_id).version, "now": NOW, **fields}
    return write_finding(store, actor, filing_id, written, **values)


def clear_the_rest(store: Store, actor: Actor, filing_id: int) -> None:
    """Notes every item without a finding as 无问题."""
    items = {finding.item for finding in findings(store, filing_id)}
    clear = [item for item in EXAMINATION_ITEMS if item not in items]
    clear_items(store, actor, filing_id, clear, version=sheet_of(store, filing_id).version, now=NOW)


def hand_over(store: Store, actor: Actor, filing_id: int, conclusion: Move = Move.OPINE) -> int:
    """The number of the version that is handed over."""
    version = sheet_of(store, filing_id).version
    return hand_over_worksheet(store, actor, filing_id, conclusion, version=version, now=NOW)


def handed_over_filing(store: Store, cast: Cast, n: int = 3) -> int:
    """The id of a filing whose worksheet, with the three FINDINGS of the clerk, waits to be signed."""
    filing_id = examined_filing(store, n)
    for written in FINDINGS:
        write(store, cast.clerk, filing_id, written)
    clear_the_rest(store, cast.clerk, filing_id)
    hand_over(store, cast.clerk, filing_id)
    return filing_id


def signed_filing(store: Store, cast: Cast, n: int = 3) -> int:
    """The id of a filing whose opinion was signed and waits for its answer."""
    filing_id = handed_over_filing(store, cast, n)
    sign_worksheet(store, cast.lead, filing_id, number=1, on=TODAY, now=NOW)
    return filing_id


REPLIES = (
    Replied(Reply.ADOPTED, ""),
    Replied(Reply.PARTLY, "改为警告"),
    Replied(Reply.REJECTED, "用语与上级文件一致"),
)


def answer(
    store: Store, actor: Actor, filing_id: int, replies: tuple[Replied, ...] = REPLIES, on: date = TODAY
) -> Filing:
    """The filing after its opinion was answered."""
    return answer_findings(store, actor, filing_id, replies, on=on, now=NOW)
