"""Work left lying in the demonstration, so that the pages of unfinished things are met on a walk too."""

from datetime import date, datetime, timedelta

from registry.actions.cleanups.open_round import open_round
from registry.actions.cleanups.prepare_round import prepare_due_rounds
from registry.actions.documents.register_document import register_document
from registry.actions.evaluations.open_evaluations import open_evaluations
from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.intakes.upload_intake import upload_intake
from registry.actions.issue_register.import_issue_register import import_issue_register
from registry.domain.cleanups import RoundKind
from registry.domain.documents import Dates, DocumentFacts, DocumentKind
from registry.domain.instants import day_of
from registry.domain.intakes import Options
from registry.domain.roles import CLOCK, OPERATOR
from registry.readers.ledgers.issue_lines import IssueLine
from registry.storage import office
from registry.storage.authorities import authority_by_code
from registry.storage.engine import Store, reading, transaction
from tests.building.documents import register_old

LONG_AGO = date(2020, 5, 1)
LEDGER = "文件名称,发文字号,制定机关,公布日期\n云汀区甲办法,云民〔2018〕1号,云汀区民政局,2018-03-05\n,云民〔2018〕2号,,"


def leave_unfinished(store: Store, now: datetime) -> None:
    """A draft, an open round and a prepared one, a ledger read in and one just uploaded, a line that two documents fit, sending paused."""
    with reading(store) as session:
        authority, government = (authority_by_code(session, code) for code in ("mzj", "zf"))
    assert authority is not None
    assert government is not None
    assert authority.id is not None
    draft = DocumentFacts(
        title="云汀区殡葬服务办法", authority_ids=(authority.id,), kind=DocumentKind.MEASURES
    )
    register_document(store, OPERATOR, draft, is_published=False, now=now)
    open_round(
        store,
        OPERATOR,
        name="专项清理",
        kind=RoundKind.SPECIAL,
        cut_off_on=day_of(now) - timedelta(days=1),
        authority_ids=[authority.id],
        answers_due_on=date(now.year, 12, 31),
        now=now,
    )
    prepare_due_rounds(store, CLOCK, now)
    for is_read in (True, False):
        intake_id = upload_intake(
            store, OPERATOR, "台账.csv", [("台账.csv", LEDGER.encode())], Options(), now
        )
        if is_read:
            stage_intake(store, OPERATOR, intake_id, now)
    ambiguous = [IssueLine("第2行", "关于2014年第33号文件的更正通知", "云政办〔2014〕33号")]
    import_issue_register(
        store, OPERATOR, ambiguous, authority_id=government.id, year=now.year, name="更正.xlsx", now=now
    )
    with transaction(store) as session:
        office.set_setting(session, "sending_paused_because", "从备份恢复后暂停")
        office.set_setting(session, "publishes_issuers", "yes")
        office.set_setting(session, "publishes_lapses", "yes")
    last_day = day_of(now) + timedelta(90)
    register_old(
        store,
        "关于临近到期的通知",
        authority_id=authority.id,
        dates=Dates(published_on=LONG_AGO, effective_on=LONG_AGO, valid_until=last_day),
    )
    open_evaluations(store, now=now)
