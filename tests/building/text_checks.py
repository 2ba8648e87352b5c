"""Checked texts for tests: a text with hits of several rules, and its check."""

from registry.actions.documents.check_document import check_document
from registry.actions.documents.judge_hits import judge_hits
from registry.domain.checks.verdicts import HitVerdict
from registry.domain.roles import OPERATOR, Actor
from registry.storage.engine import Store, reading
from registry.storage.filings import Filing
from registry.storage.text_checks import TextCheck, TextHit, hits_of
from tests.building.documents import register
from tests.building.filings import filing_of, make_move
from tests.cast import NOW

SUSPECT = (
    "第一条　为了规范渔港停泊，制定本办法。\n"
    "第二条　外地企业进入本县渔港经营的，须经渔港站许可；政府投资项目应当优先使用本地企业的产品。\n"
    "第三条　违反前条规定的，处五百元罚款。\n"
    "第四条　违反本办法的其他行为，由有关部门依照《中华人民共和国渔业法》的规定给予处罚。\n"
    "第五条　本办法由渔港站负责解释，自2026年3月1日起施行，有效期至2031年2月28日。"
)


def draft(store: Store, actor: Actor = OPERATOR, text: str = SUSPECT, n: int = 7) -> int:
    """The id of a draft with this text."""
    title, number = f"示范区渔港停泊办法之{n}", f"示农〔2026〕{n}号"
    return register(store, actor, NOW, title=title, doc_no=number, text=text, is_published=False)


def checked_draft(store: Store, text: str = SUSPECT, n: int = 7) -> int:
    """The id of a draft whose text was checked."""
    document_id = draft(store, text=text, n=n)
    check(store, document_id)
    return document_id


def filing_with_hits(store: Store, text: str = SUSPECT, n: int = 7) -> tuple[int, int]:
    """(the id of a filing under review, that of its checked document)."""
    title, number = f"示范区渔港停泊办法之{n}", f"示农〔2026〕{n}号"
    document_id = register(store, OPERATOR, NOW, title=title, doc_no=number, text=text)
    filing_id = filing_of(store, document_id)
    for name in ("submit", "register", "start_review"):
        make_move(store, OPERATOR, filing_id, name, NOW)
    check(store, document_id)
    return filing_id, document_id


def check(store: Store, document_id: int) -> TextCheck:
    return check_document(store, OPERATOR, document_id, now=NOW)


def hits(store: Store, document_id: int) -> list[TextHit]:
    with reading(store) as session:
        return hits_of(session, document_id)


def hit_of(store: Store, document_id: int, rule: str) -> TextHit:
    """The first hit of a rule."""
    return next(hit for hit in hits(store, document_id) if hit.rule == rule)


def judge(
    store: Store,
    actor: Actor,
    hit: TextHit,
    verdict: HitVerdict,
    reason: str = "",
    version: int | None = None,
) -> None:
    """Judges a hit as it is, or as it was in an older version."""
    seen = {hit.id or 0: version or hit.version}
    judge_hits(store, actor, hit.document_id, seen, verdict, reason, now=NOW)


def document_of(store: Store, filing_id: int) -> int:
    with reading(store) as session:
        return session.get_one(Filing, filing_id).document_id
