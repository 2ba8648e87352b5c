"""Checked texts for tests: a text with hits of several rules, and its check."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa

from registry.actions.documents.check_document import check_document
from registry.actions.documents.judge_hits import judge_hits
from registry.domain.checks.findings import CheckKind, Finding
from registry.domain.checks.verdicts import HitVerdict
from registry.domain.levels import Level
from registry.domain.roles import OPERATOR, Actor
from registry.storage.documents.tables import DocumentText
from registry.storage.engine import Store, reading, transaction
from registry.storage.filings import Filing
from registry.storage.text_checks import TextCheck, TextHit, hits_of, keep_check
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
    title, number = f"示范区第{n}渔港停泊办法", f"示农〔2026〕{n}号"
    return register(store, actor, NOW, title=title, doc_no=number, text=text, is_published=False)


def checked_draft(store: Store, text: str = SUSPECT, n: int = 7) -> int:
    """The id of a draft whose text was checked."""
    document_id = draft(store, text=text, n=n)
    check(store, document_id)
    return document_id


def filing_with_hits(store: Store, text: str = SUSPECT, n: int = 7) -> tuple[int, int]:
    """(the id of a filing under review, that of its checked document)."""
    title, number = f"示范区第{n}渔港停泊办法", f"示农〔2026〕{n}号"
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


@contextmanager
def statements(store: Store) -> Iterator[list[str]]:
    """The SQL statements that are executed inside."""
    made: list[str] = []

    def note(*asked: Any) -> None:
        made.append(asked[2])

    sa.event.listen(store.engine, "before_cursor_execute", note)
    yield made
    sa.event.remove(store.engine, "before_cursor_execute", note)


def flood(store: Store, document_id: int, n: int) -> str:
    """Keeps n hits of a document, a third of them fees, in a text that it returns."""
    kinds = (CheckKind.FEE, CheckKind.PENALTY, CheckKind.PENALTY)
    lines = [f"第{i}句要收费{'甲' * (i % 7)}。" for i in range(n)]
    found, start = [], 0
    for i, line in enumerate(lines):
        kind, quote = kinds[i % 3], line[:-1]
        rule = f"some.{kind}"
        found.append(Finding(rule, kind, Level.UNLAWFUL, quote, start, start + len(quote), "设定", "某法"))
        start += len(line) + 1
    text = "\n".join(lines)
    check = TextCheck(
        document_id=document_id, document_version=1, text_sha256="0", book_version=0, checked_at=NOW
    )
    with transaction(store) as session:
        keep_check(session, check, found, text)
        session.get_one(DocumentText, document_id).text = text
    return text
