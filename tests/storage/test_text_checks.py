"""What the last check of a text found, and how verdicts follow their hits into the next one."""

from collections.abc import Callable
from dataclasses import replace

from sqlmodel import select

from registry.domain.checks.findings import CheckKind, Finding
from registry.domain.checks.verdicts import HitVerdict
from registry.domain.levels import Level
from registry.domain.roles import OPERATOR
from registry.storage.engine import Store, reading, transaction
from registry.storage.text_checks import TextCheck, TextHit, check_of, hits_of, keep_check, standing_kinds
from registry.storage.worksheets import ReviewFinding
from tests.building.documents import register
from tests.building.filings import stored_filing
from tests.building.worksheets import examined_filing, findings, write
from tests.cast import NOW, Cast

TEXT = "第一条 每户收取十元。\n第二条　应当选用本地企业优先。"
FEE = Finding("fee.charge", CheckKind.FEE, Level.UNLAWFUL, "每户收取十元", 4, 10, "设定收费", "某通知")
LOCAL = Finding(
    "competition.local", CheckKind.COMPETITION, Level.UNLAWFUL, "本地企业优先", 20, 26, "优先本地", "某条例"
)
WHOLE = Finding("missing.validity", CheckKind.MISSING, Level.ADVICE, "", 0, 0, "没有写明有效期。", "某通知")


def keep(
    store: Store,
    document_id: int,
    hits: list[Finding],
    problem: str = "",
    book_version: int = 1,
    stays: Callable[[TextHit], bool] = lambda hit: False,
) -> None:
    check = TextCheck(
        document_id=document_id,
        document_version=1,
        text_sha256="0" * 64,
        book_version=book_version,
        checked_at=NOW,
        problem=problem,
    )
    with transaction(store) as session:
        keep_check(session, check, hits, TEXT, stays)


def judge(store: Store, document_id: int, position: int, verdict: HitVerdict) -> None:
    with transaction(store) as session:
        hit = hits_of(session, document_id)[position - 1]
        hit.verdict, hit.reason, hit.judged_by = verdict, "引述上位法", "clerk"
        session.add(hit)


def kept(store: Store, document_id: int) -> list[TextHit]:
    with reading(store) as session:
        return hits_of(session, document_id)


def test_a_document_that_was_never_checked_has_no_check_and_no_hits(store: Store) -> None:
    document_id = register(store, OPERATOR, NOW)
    with reading(store) as session:
        assert check_of(session, document_id) is None
        assert hits_of(session, document_id) == []
        assert standing_kinds(session, document_id) == set()


def test_the_hits_of_a_check_are_kept_in_their_order_and_wait_for_a_verdict(store: Store) -> None:
    document_id = register(store, OPERATOR, NOW)
    keep(store, document_id, [WHOLE, FEE, LOCAL])
    hits = kept(store, document_id)
    assert [(hit.rule, hit.position, hit.verdict) for hit in hits] == [
        (WHOLE.rule, 1, HitVerdict.OPEN),
        (FEE.rule, 2, HitVerdict.OPEN),
        (LOCAL.rule, 3, HitVerdict.OPEN),
    ]
    assert (hits[1].quote, hits[1].start, hits[1].end, hits[1].says) == ("每户收取十元", 4, 10, "设定收费")
    assert [(hit.article, hit.article_key) for hit in hits] == [
        ("", ""),
        ("第一条", "art-1"),
        ("第二条", "art-2"),
    ]
    with reading(store) as session:
        check = check_of(session, document_id)
        assert check is not None
        assert (check.n_hits, check.book_version, check.problem) == (3, 1, "")


def test_a_verdict_follows_its_hit_to_its_new_place(store: Store) -> None:
    document_id = register(store, OPERATOR, NOW)
    keep(store, document_id, [FEE, LOCAL])
    judge(store, document_id, 1, HitVerdict.DISMISSED)
    before = {hit.rule: hit.id for hit in kept(store, document_id)}
    moved = Finding(FEE.rule, FEE.kind, FEE.level, FEE.quote, 40, 46, FEE.says, "某条例")
    keep(store, document_id, [LOCAL, moved], book_version=2)
    first, second = kept(store, document_id)
    assert {hit.rule: hit.id for hit in (first, second)} == before
    assert (second.start, second.source, second.position) == (40, "某条例", 2)
    assert (second.verdict, second.reason, second.judged_by) == (HitVerdict.DISMISSED, "引述上位法", "clerk")
    assert first.verdict is HitVerdict.OPEN


def test_a_judged_hit_that_is_found_no_more_is_kept_as_gone_and_comes_back_with_its_verdict(
    store: Store,
) -> None:
    document_id = register(store, OPERATOR, NOW)
    keep(store, document_id, [FEE, LOCAL])
    judge(store, document_id, 1, HitVerdict.DISMISSED)
    keep(store, document_id, [])
    assert kept(store, document_id) == []
    with reading(store) as session:
        (gone,) = session.exec(select(TextHit).where(TextHit.document_id == document_id))
        assert (gone.rule, gone.is_gone) == (FEE.rule, True)
    keep(store, document_id, [FEE])
    (back,) = kept(store, document_id)
    assert (back.id, back.verdict) == (gone.id, HitVerdict.DISMISSED)


def test_a_hit_that_a_worksheet_raised_is_kept_when_it_is_found_no_more(store: Store, cast: Cast) -> None:
    filing_id = examined_filing(store)
    write(store, cast.clerk, filing_id)
    document_id = stored_filing(store, filing_id).document_id
    keep(store, document_id, [FEE])
    (hit,) = kept(store, document_id)
    with transaction(store) as session:
        row = session.get_one(ReviewFinding, findings(store, filing_id)[0].id)
        row.hit_id = hit.id
        session.add(row)
    keep(store, document_id, [])
    with reading(store) as session:
        assert session.get_one(TextHit, hit.id).is_gone


def test_a_check_that_was_stopped_leaves_the_hits_as_they_were(store: Store) -> None:
    document_id = register(store, OPERATOR, NOW)
    keep(store, document_id, [FEE, LOCAL])
    keep(store, document_id, [LOCAL], problem="正文太长，没有检查。", stays=lambda hit: True)
    assert [(hit.rule, hit.position) for hit in kept(store, document_id)] == [(LOCAL.rule, 1), (FEE.rule, 2)]
    keep(store, document_id, [], problem="正文太长，没有检查。", stays=lambda hit: hit.rule == FEE.rule)
    assert [(hit.rule, hit.position) for hit in kept(store, document_id)] == [(FEE.rule, 1)]
    with reading(store) as session:
        check = check_of(session, document_id)
        assert check is not None
        assert (check.problem, check.n_hits) == ("正文太长，没有检查。", 1)


def test_the_kinds_that_stand_are_those_with_a_hit_that_nobody_dismissed(store: Store) -> None:
    document_id = register(store, OPERATOR, NOW)
    keep(store, document_id, [FEE, LOCAL])
    with reading(store) as session:
        assert standing_kinds(session, document_id) == {CheckKind.FEE, CheckKind.COMPETITION}
    judge(store, document_id, 1, HitVerdict.KEPT)
    judge(store, document_id, 2, HitVerdict.DISMISSED)
    with reading(store) as session:
        assert standing_kinds(session, document_id) == {CheckKind.FEE}


def test_a_rule_that_says_something_else_opens_a_verdict_again(store: Store) -> None:
    document_id = register(store, OPERATOR, NOW)
    keep(store, document_id, [FEE])
    judge(store, document_id, 1, HitVerdict.DISMISSED)
    keep(store, document_id, [FEE])
    [same] = kept(store, document_id)
    assert (same.verdict, same.version) == (HitVerdict.DISMISSED, 1)
    keep(store, document_id, [replace(FEE, level=Level.IMPROPER, says="设定收费，作出时已不能作依据")])
    [turned] = kept(store, document_id)
    assert (turned.id, turned.verdict, turned.version) == (same.id, HitVerdict.OPEN, 2)
    assert turned.reason == "规则的说明变了，原已排除：引述上位法"
