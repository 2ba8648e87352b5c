"""The examinations of the demonstration: what the clerk found, the lead signed, and the authorities answered."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from registry.actions.documents.check_document import check_document
from registry.actions.documents.judge_hits import judge_hits
from registry.actions.filings.answer_findings import Replied, answer_findings
from registry.actions.filings.edit_worksheet import Written, begin_worksheet, clear_items, write_finding
from registry.actions.filings.hand_over_worksheet import hand_over_worksheet
from registry.actions.filings.sign_worksheet import sign_worksheet
from registry.domain.articles import passages
from registry.domain.checks.verdicts import HitVerdict
from registry.domain.filings import EXAMINATION_ITEMS, Move
from registry.domain.levels import Level
from registry.domain.roles import Actor
from registry.domain.worksheets import Reply
from registry.storage.documents.tables import text_of
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing
from registry.storage.text_checks import TextHit, hits_of
from registry.storage.worksheets import findings_of, open_worksheet, opinion_worksheet


@dataclass(frozen=True)
class Objection:
    """A finding; without a problem of its own it says what the story of its filing says, or what the rule says of which
    it takes up the hit."""

    item: str
    level: Level
    article: str = ""
    problem: str = ""
    basis: str = ""
    demand: str = ""
    rule: str = ""


@dataclass(frozen=True)
class Judged:
    """What the clerk held of the first hit of a rule; the hits without one still wait."""

    rule: str
    verdict: HitVerdict
    reason: str = ""


_FOUND: dict[str, tuple[Objection, ...]] = {
    "food-workshop": (
        Objection(
            "内容适当性",
            Level.IMPROPER,
            "第八条",
            basis="《优化营商环境条例》",
            demand="明确检验费用由谁承担",
        ),
        Objection(
            "与其他文件的协调",
            Level.ADVICE,
            "第九条",
            "租金减半的补助没有写明资金渠道，与区级财政补助资金管理的规定不衔接",
            demand="补充资金渠道，或者删去",
        ),
    ),
    "village-waste": (Objection("内容适当性", Level.IMPROPER, "第五条"),),
    "straw-burning": (Objection("上位法依据", Level.UNLAWFUL),),
    "road-fee": (Objection("制定权限", Level.UNLAWFUL, "第四条", demand="自行废止"),),
    "parking-fee": (Objection("制定程序", Level.IMPROPER),),
    "rental-subsidy": (
        Objection(
            "内容适当性",
            Level.IMPROPER,
            "第七条",
            "“无正当理由”没有列明情形，执行中难以掌握",
            demand="列明可以放弃选房的情形",
        ),
        Objection(
            "上位法依据",
            Level.UNLAWFUL,
            "第五条",
            "要求提供经备案的租赁合同，超出上级文件规定的申请材料",
            "《保障性住房租赁补贴管理办法（示例）》第十条",
            "删去“经备案的”",
        ),
        Objection("制定权限", Level.UNLAWFUL, "第十一条", demand="删去罚款的规定", rule="penalty.fine"),
    ),
}
_REPLIES: dict[str, tuple[Reply, ...]] = {
    "food-workshop": (Reply.REJECTED, Reply.ADOPTED),
    "road-fee": (Reply.REJECTED,),
}
_JUDGED: dict[str, tuple[Judged, ...]] = {
    "rental-subsidy": (
        Judged("competition.foreign", HitVerdict.KEPT, "请起草单位说明依据"),
        Judged("rights.refuse", HitVerdict.DISMISSED, "按季提交收入证明是领取补贴的条件，没有另外增加义务"),
    )
}
"""The documents whose text the clerk checked by the rules."""
HANDED_OVER = {"rental-subsidy": timedelta(days=44)}
"""The worksheets that wait to be signed, and how long after publication they were handed over."""


def sign(
    store: Store,
    people: tuple[Actor, Actor],
    filing_id: int,
    slug: str,
    move: Move,
    *,
    on: date,
    said: str,
    now: datetime,
) -> None:
    """The clerk writes and hands over what the story says, and the lead signs it."""
    clerk, lead = people
    hand_over(store, clerk, filing_id, "" if move is Move.PASS else slug, move, said=said, now=now)
    sign_worksheet(store, lead, filing_id, number=1, on=on, now=now)


def hand_over(
    store: Store, clerk: Actor, filing_id: int, slug: str, move: Move, *, said: str = "", now: datetime
) -> None:
    """The clerk judges the hits of the checks, writes the findings about a document, "" for none, and hands them over."""
    if slug in _JUDGED:
        _judge(store, clerk, filing_id, _JUDGED[slug], now)
    begin_worksheet(store, clerk, filing_id, now=now)
    if move is not Move.OPINE_AGAIN:  # which begins with what the answer left open
        for objection in _FOUND.get(slug, ()):
            _write(store, clerk, filing_id, objection, said, now)
        items = {objection.item for objection in _FOUND.get(slug, ())}
        clear = [item for item in EXAMINATION_ITEMS if item not in items]
        clear_items(store, clerk, filing_id, clear, version=_version(store, filing_id), now=now)
    hand_over_worksheet(store, clerk, filing_id, move, version=_version(store, filing_id), now=now)


def answer(
    store: Store, actor: Actor, filing_id: int, slug: str, *, on: date, said: str, now: datetime
) -> None:
    """The authority answers each finding; what the story says of it stands with the first."""
    with reading(store) as session:
        sheet = opinion_worksheet(session, filing_id)
        n_findings = len(findings_of(session, sheet.id if sheet else None))
    replies = _REPLIES.get(slug, ())
    given = [
        Replied(replies[n] if n < len(replies) else Reply.ADOPTED, said if n == 0 else "")
        for n in range(n_findings)
    ]
    answer_findings(store, actor, filing_id, given, on=on, now=now)


def _judge(store: Store, clerk: Actor, filing_id: int, verdicts: tuple[Judged, ...], now: datetime) -> None:
    document_id = _document_id(store, filing_id)
    check_document(store, clerk, document_id, now=now)
    for judged in verdicts:
        hit = _hit(store, document_id, judged.rule)
        seen = {hit.id or 0: hit.version}
        judge_hits(store, clerk, document_id, seen, judged.verdict, judged.reason, now=now)


def _hit(store: Store, document_id: int, rule: str) -> TextHit:
    """The first hit of a rule in a document."""
    with reading(store) as session:
        return next(hit for hit in hits_of(session, document_id) if hit.rule == rule)


def _document_id(store: Store, filing_id: int) -> int:
    with reading(store) as session:
        return session.get_one(Filing, filing_id).document_id


def _write(
    store: Store, clerk: Actor, filing_id: int, objection: Objection, said: str, now: datetime
) -> None:
    document_id = _document_id(store, filing_id)
    with reading(store) as session:
        text = text_of(session, document_id)
    hit = _hit(store, document_id, objection.rule) if objection.rule else None
    keys = [part.key for part in passages(text) if objection.article and part.label == objection.article]
    written = Written(
        objection.item,
        objection.level,
        objection.problem or (hit.says if hit else said),
        keys[0] if keys else "",
        objection.basis or (hit.source if hit else ""),
        objection.demand,
        hit_id=hit.id if hit else None,
    )
    write_finding(store, clerk, filing_id, written, version=_version(store, filing_id), now=now)


def _version(store: Store, filing_id: int) -> int:
    with reading(store) as session:
        sheet = open_worksheet(session, session.get_one(Filing, filing_id))
        return sheet.version if sheet else 0
