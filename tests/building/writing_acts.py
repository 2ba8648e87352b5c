"""Every act that writes, with a function that prepares the register for it; the tests of crashes perform them all."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from registry.actions.authorities.add_authority import add_authority
from registry.actions.authorities.edit_authority import edit_authority
from registry.actions.authorities.merge_authority import merge_authority
from registry.actions.authorities.reorganise_authority import Heirs, Reform, reorganise_authority
from registry.actions.cleanups.accept_finding import accept_finding
from registry.actions.cleanups.check_round import check_round
from registry.actions.cleanups.decide_outcomes import Decision, decide_outcomes
from registry.actions.cleanups.extend_round import extend_round
from registry.actions.cleanups.open_round import open_round
from registry.actions.cleanups.release_round import release_round
from registry.actions.cleanups.settle_clashes import Choice, settle_clashes
from registry.actions.documents.attach_file import attach_file
from registry.actions.documents.edit_document import edit_document
from registry.actions.documents.publish_document import publish_document
from registry.actions.documents.record_event import record_event
from registry.actions.documents.register_document import register_document
from registry.actions.documents.relate_documents import relate_documents
from registry.actions.documents.remove_attachment import remove_attachment
from registry.actions.documents.remove_relation import remove_relation
from registry.actions.documents.void_event import void_event
from registry.actions.filings.refile_document import refile_document
from registry.actions.filings.start_number_series import start_number_series
from registry.actions.intakes.apply_intake import apply_intake
from registry.actions.intakes.stage_intake import stage_intake
from registry.actions.intakes.upload_intake import upload_intake
from registry.actions.office.add_holiday_year import add_holiday_year
from registry.actions.office.edit_settings import edit_settings
from registry.actions.papers.make_paper import make_paper, replace_paper
from registry.actions.people.add_user import add_user
from registry.actions.people.edit_user import edit_user
from registry.domain.authorities import AuthorityKind
from registry.domain.calendars import HolidayYear
from registry.domain.cleanups import Answer, Outcome, RoundKind
from registry.domain.documents import Dates, RelationKind
from registry.domain.intakes import Options
from registry.domain.papers.kinds import PaperKind
from registry.domain.returned_rows import Kept, Side
from registry.domain.roles import OPERATOR, Role
from registry.domain.validity import EventKind
from registry.storage.authorities import SuccessionKind
from registry.storage.cleanups.clashes import open_clashes
from registry.storage.engine import Store, reading
from registry.storage.files import KeptFile, keep_bytes
from tests.building.documents import DATES, facts, register, register_nth, register_old, register_secret
from tests.building.filings import (
    STORIES,
    TODAY,
    Act,
    filing_of,
    make_move,
    owed_filing,
    registered_without_paper,
)
from tests.building.round_workbooks import fill_in, send_back, workbook_of
from tests.building.rounds import CUT_OFF, FACTS, decide, decide_all, items, start_round
from tests.cast import NOW, PASSWORD

LEDGER = (
    "文件名称,发文字号,制定机关,公布日期,施行日期,备案登记号,备案日期,公开属性\n"
    "关于甲的通知,示农〔2026〕11号,示范区农业农村局,2026-02-02,2026-02-02,,,主动公开\n"
    "关于乙的通知,示青〔2025〕12号,示范区青石镇人民政府,2025-02-02,2025-02-02,备〔2025〕7号,2025-02-10,主动公开\n"
    "示范区农机购置补贴办法,示农〔2026〕3号,示范区新设局,2026-02-02,2026-03-01,,,主动公开\n"
)


def _filing(*moves: str) -> Callable[[Store], Act]:
    """Makes all moves of a filing but the last, which is the act."""

    def prepare(store: Store) -> Act:
        filing_id = owed_filing(store)
        for name in moves[:-1]:
            make_move(store, OPERATOR, filing_id, name, NOW)
        return lambda: make_move(store, OPERATOR, filing_id, moves[-1], NOW)

    return prepare


def _refile(store: Store) -> Act:
    _filing("withdraw")(store)()
    filing_id = filing_of(store, 1)
    return lambda: refile_document(store, OPERATOR, filing_id, reason="已修改", now=NOW)


def _register(store: Store) -> Act:
    file = KeptFile(keep_bytes(store, b"content"), "办法.docx", 7)
    return lambda: register_document(store, OPERATOR, facts(), is_published=True, files=[file], now=NOW)


def _edit(store: Store) -> Act:
    """The correction of 公布日期, which moves a due date too."""
    document_id = register(store, OPERATOR, NOW)
    corrected = facts(title="示范区农机购置补贴暂行办法", dates=replace(DATES, published_on=date(2026, 2, 3)))
    return lambda: edit_document(
        store, OPERATOR, document_id, corrected, version=1, reason="录入有误", now=NOW
    )


def _publish(store: Store) -> Act:
    document_id = register(store, OPERATOR, NOW, is_published=False, dates=Dates(signed_on=date(2026, 2, 1)))
    return lambda: publish_document(
        store, OPERATOR, document_id, published_on=TODAY, effective_on=date(2026, 4, 5), now=NOW
    )


def _event(store: Store) -> Act:
    document_id = register_nth(store)
    return lambda: repeal(store, document_id)


def _void(store: Store) -> Act:
    event_id = repeal(store, register_nth(store))
    return lambda: void_event(store, OPERATOR, event_id, reason="记错了文件", now=NOW)


def repeal(store: Store, document_id: int) -> int:
    return record_event(
        store, OPERATOR, document_id, EventKind.REPEALED, effective_on=TODAY, source="区政府决定", now=NOW
    )


def _relate(store: Store) -> Act:
    new, old = register_nth(store, 1), register_nth(store, 2)
    return lambda: relate_documents(store, OPERATOR, new, RelationKind.REPEALS, other_id=old, now=NOW)


def _unrelate(store: Store) -> Act:
    relation_id = _relate(store)()
    return lambda: remove_relation(store, OPERATOR, relation_id, now=NOW)


def _attach(store: Store) -> Act:
    document_id = register(store, OPERATOR, NOW, text="")
    file = KeptFile(keep_bytes(store, b"content"), "办法.docx", 7)
    return lambda: attach_file(store, OPERATOR, document_id, file, text="第一条 甲", now=NOW)


def _detach(store: Store) -> Act:
    attachment_id = _attach(store)()
    return lambda: remove_attachment(store, OPERATOR, attachment_id, reason="传错了文件", now=NOW)


def _add_authority(store: Store) -> Act:
    return lambda: add_authority(store, OPERATOR, name="示范区水务局", kind=AuthorityKind.DEPARTMENT, now=NOW)


def _edit_authority(store: Store) -> Act:
    register_nth(store)
    return lambda: edit_authority(
        store,
        OPERATOR,
        2,
        name="示范区农业局",
        kind=AuthorityKind.DEPARTMENT,
        renamed_on=TODAY,
        version=1,
        now=NOW,
    )


def _merge_authority(store: Store) -> Act:
    register_nth(store, 1)
    register(store, OPERATOR, NOW, authority_id=3, title="关于乙的通知", doc_no="示青〔2026〕1号")
    return lambda: merge_authority(store, OPERATOR, 3, 2, now=NOW)


def _reorganise_authority(store: Store) -> Act:
    register_nth(store)
    reform = Reform(SuccessionKind.MERGED, TODAY, "示委〔2026〕1号", Heirs(3))
    return lambda: reorganise_authority(store, OPERATOR, 2, reform, version=1, now=NOW)


def _add_user(store: Store) -> Act:
    return lambda: add_user(
        store, OPERATOR, login="zhao", name="赵新人", role=Role.CLERK, password=PASSWORD, now=NOW
    )


def _edit_user(store: Store) -> Act:
    return lambda: edit_user(
        store,
        OPERATOR,
        3,
        name="陈新名",
        role=Role.LEAD,
        authority_id=None,
        email="",
        is_active=True,
        now=NOW,
    )


def _edit_settings(store: Store) -> Act:
    return lambda: edit_settings(store, OPERATOR, {"office_name": "示范区司法局"}, now=NOW)


def _start_series(store: Store) -> Act:
    return lambda: start_number_series(store, OPERATOR, year=2027, last_serial=12, now=NOW)


def _add_holidays(store: Store) -> Act:
    """Filings whose due dates were provisional are computed anew."""
    december = replace(DATES, published_on=date(2026, 2, 2))
    register(store, OPERATOR, NOW, dates=december)
    decree = HolidayYear(2027, 1, {date(2027, 1, 1): "元旦"}, {})
    return lambda: add_holiday_year(store, OPERATOR, decree, source="国办发明电〔2026〕7号", now=NOW)


def open_gate(store: Store) -> int:
    """A round of a few documents, all decided, that may be released."""
    for n, outcome in enumerate(("甲", "乙", "丙"), 1):
        register_old(store, f"关于{outcome}的通知", doc_no=f"示农〔2020〕{n}号")
    register_secret(store)
    round_id = start_round(store)
    answer = Answer(
        reason="已不适用",
        responsible="示范区农业农村局",
        clause="第三条",
        extended_until=date(2031, 1, 31),
        extension_act="示政〔2026〕2号",
    )
    decisions = [
        Decision(item.id or 0, replace(answer, outcome=outcome).bare())
        for item, outcome in zip(items(store, round_id), (*Outcome,), strict=False)
    ]
    decide_outcomes(store, OPERATOR, round_id, decisions, now=NOW)
    return round_id


def _open_round(store: Store) -> Act:
    register_old(store, "关于甲的通知")
    return lambda: open_round(
        store, OPERATOR, name="2025年度集中清理", kind=RoundKind.PERIODIC, cut_off_on=CUT_OFF, now=NOW
    )


def _extend_round(store: Store) -> Act:
    register_old(store, "关于甲的通知")
    round_id = start_round(store)
    register_old(store, "关于乙的通知")
    return lambda: extend_round(store, OPERATOR, round_id, now=NOW)


def _decide(store: Store) -> Act:
    register_old(store, "关于甲的通知")
    round_id = start_round(store)
    return lambda: decide_all(store, round_id)


def _return_workbook(store: Store) -> Act:
    """A row of a workbook that is written, and one that clashes with what stands."""
    register_old(store, "关于甲的通知")
    register_old(store, "关于乙的通知")
    round_id = start_round(store)
    book = fill_in(
        workbook_of(store, OPERATOR, round_id),
        {"关于甲的通知": {"清理意见": "继续有效"}, "关于乙的通知": {"清理意见": "修改"}},
    )
    decide(store, round_id, {items(store, round_id)[1].document_id: Outcome.LAPSE})
    return lambda: send_back(store, OPERATOR, round_id, store.folder, book, Side.DECISIONS)


def _settle_clashes(store: Store) -> Act:
    _return_workbook(store)()
    with reading(store) as session:
        (clash,) = open_clashes(session, 1)
    return lambda: settle_clashes(store, OPERATOR, 1, [Choice(clash.id or 0, Kept.ROW)], now=NOW)


def _accept(store: Store) -> Act:
    register_old(store, "关于甲的通知", dates=Dates())
    round_id = start_round(store)
    decide_all(store, round_id)
    with reading(store) as session:
        (finding,) = check_round(session, round_id, TODAY)
    return lambda: accept_finding(store, OPERATOR, round_id, finding.id, "档案无载", now=NOW)


def _release(store: Store) -> Act:
    round_id = open_gate(store)
    return lambda: release_round(store, OPERATOR, round_id, FACTS, now=NOW)


def _upload(store: Store) -> Act:
    return lambda: upload(store)


def upload(store: Store) -> int:
    files = [("台账.csv", LEDGER.encode("utf-8-sig"))]
    return upload_intake(store, OPERATOR, "台账.csv", files, Options(is_update=True), NOW)


def _apply(store: Store) -> Act:
    """A ledger with a new document, a historic filing, and a change of what is registered."""
    register(store, OPERATOR, NOW, dates=replace(DATES, published_on=date(2026, 2, 3)))
    intake_id = upload(store)
    stage_intake(store, OPERATOR, intake_id, NOW)
    return lambda: apply_intake(store, OPERATOR, intake_id, NOW)


def _make_paper(store: Store) -> Act:
    filing_id = registered_without_paper(store)
    return lambda: make_paper(store, OPERATOR, PaperKind.REGISTRATION_NOTICE, filing_id, now=NOW)


def _replace_paper(store: Store) -> Act:
    paper = make_paper(
        store, OPERATOR, PaperKind.REGISTRATION_NOTICE, registered_without_paper(store), now=NOW
    )
    return lambda: replace_paper(store, OPERATOR, paper.id or 0, "有误", now=NOW)


ACTS: dict[str, Callable[[Store], Act]] = {
    "register_document": _register,
    "edit_document": _edit,
    "publish_document": _publish,
    "record_event": _event,
    "void_event": _void,
    "relate_documents": _relate,
    "remove_relation": _unrelate,
    "attach_file": _attach,
    "remove_attachment": _detach,
    **{
        f"{'/'.join(story[: n + 1])}": _filing(*story[: n + 1])
        for story in STORIES
        for n in range(len(story))
    },
    "make_paper": _make_paper,
    "replace_paper": _replace_paper,
    "refile_document": _refile,
    "add_authority": _add_authority,
    "edit_authority": _edit_authority,
    "merge_authority": _merge_authority,
    "reorganise_authority": _reorganise_authority,
    "add_user": _add_user,
    "edit_user": _edit_user,
    "edit_settings": _edit_settings,
    "start_number_series": _start_series,
    "add_holiday_year": _add_holidays,
    "open_round": _open_round,
    "extend_round": _extend_round,
    "decide_outcomes": _decide,
    "return_workbook": _return_workbook,
    "settle_clashes": _settle_clashes,
    "accept_finding": _accept,
    "release_round": _release,
    "upload_intake": _upload,
    "apply_intake": _apply,
}
