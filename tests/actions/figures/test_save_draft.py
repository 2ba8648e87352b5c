"""What a person writes over a drafted part is kept and printed, and goes into no paper once its numbers have moved."""

import io
from datetime import date, datetime

import pytest
from docx import Document as Docx

from registry.actions.figures.drafting import digest, drafted_facts, drafted_parts, drafted_texts
from registry.actions.figures.save_draft import save_draft
from registry.actions.papers.make_paper import make_paper
from registry.domain.errors import Denied, Refusal
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import OPERATOR, Actor
from registry.storage.engine import Store, reading
from registry.storage.paper_drafts import PaperDraft, draft_of
from registry.storage.papers import Paper
from tests.building.filings import make_move, submitted_filing
from tests.building.papers import words_of_paper
from tests.cast import NOW, Cast

KIND, SUBJECT = PaperKind.FILING_BULLETIN, "2026Q1"
TYPED = {"存在的问题": "（一）个别机关报送不及时。\n\n （二）材料不齐。 "}


def drafted(store: Store) -> dict[str, str]:
    with reading(store) as session:
        return drafted_parts(KIND, drafted_facts(session, KIND, SUBJECT, date(2026, 3, 5)))


def kept(store: Store) -> PaperDraft | None:
    with reading(store) as session:
        return draft_of(session, KIND, SUBJECT)


def save(store: Store, actor: Actor, texts: dict[str, str], now: datetime, version: int = 0) -> None:
    shown = drafted(store)
    save_draft(store, actor, KIND, SUBJECT, {**shown, **texts}, version=version, seen=digest(shown), now=now)


def test_what_was_written_is_printed_and_the_rest_as_drafted(store: Store, cast: Cast, now: datetime) -> None:
    submitted_filing(store)
    save(store, cast.clerk, TYPED, now)
    made = make_paper(store, cast.clerk, KIND, SUBJECT, now=now)
    with reading(store) as session:
        file = Docx(io.BytesIO(session.get_one(Paper, made.id).docx or b""))
    paragraphs = [paragraph.text for paragraph in file.paragraphs]
    assert "（二）材料不齐。" in paragraphs
    assert drafted(store)["审查情况"] in paragraphs


def test_only_what_differs_is_kept(store: Store, cast: Cast, now: datetime) -> None:
    save(store, cast.clerk, TYPED, now)
    draft = kept(store)
    assert draft is not None
    assert draft.typed == {"存在的问题": "（一）个别机关报送不及时。\n（二）材料不齐。"}
    save(store, cast.clerk, {"存在的问题": ""}, now, version=1)
    draft = kept(store)
    assert draft is not None
    assert draft.typed == {}


def test_a_text_is_checked_again_when_the_numbers_have_moved(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = submitted_filing(store)
    typed = TYPED | {"审查情况": "审查正在进行。"}
    save(store, cast.clerk, typed, now)
    make_move(store, OPERATOR, filing_id, "register", NOW)
    with pytest.raises(Refusal, match="数字有变化，涉及“审查情况”。"):
        make_paper(store, cast.clerk, KIND, SUBJECT, now=now)
    save(store, cast.clerk, typed, now, version=1)
    assert make_paper(store, cast.clerk, KIND, SUBJECT, now=now).number


def test_moved_numbers_of_parts_that_nobody_wrote_hold_up_no_paper(
    store: Store, cast: Cast, now: datetime
) -> None:
    filing_id = submitted_filing(store)
    report, on = PaperKind.ANNUAL_REPORT, date(2026, 3, 5)
    with reading(store) as session:
        seen = digest(drafted_parts(report, drafted_facts(session, report, "2026", on)))
    save_draft(store, cast.clerk, report, "2026", {"签发人": "示例"}, version=0, seen=seen, now=now)
    make_move(store, OPERATOR, filing_id, "register", NOW)
    words = words_of_paper(store, make_paper(store, cast.clerk, report, "2026", now=now))
    assert "示例" in words
    with reading(store) as session:
        assert drafted_parts(report, drafted_facts(session, report, "2026", on))["审查情况"] in words


@pytest.mark.parametrize(
    ("kind", "subject"), [(PaperKind.FILING_BULLETIN, "2026Q1"), (PaperKind.ANNUAL_REPORT, "2026")]
)
def test_the_texts_alone_are_those_of_the_paper(store: Store, kind: PaperKind, subject: str) -> None:
    submitted_filing(store)
    on = date(2026, 3, 5)
    with reading(store) as session:
        parts = drafted_parts(kind, drafted_facts(session, kind, subject, on))
        assert list(drafted_texts(session, kind, subject, on).items()) == list(parts.items())


def test_text_as_drafted_follows_the_numbers(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = submitted_filing(store)
    save(store, cast.clerk, {}, now)
    make_move(store, OPERATOR, filing_id, "register", NOW)
    assert make_paper(store, cast.clerk, KIND, SUBJECT, now=now).number


def test_the_same_period_has_the_same_draft_however_it_is_written(
    store: Store, cast: Cast, now: datetime
) -> None:
    texts = {**drafted(store), **TYPED}
    save_draft(
        store,
        cast.clerk,
        KIND,
        "2026-01-01_2026-03-31",
        texts,
        version=0,
        seen=digest(drafted(store)),
        now=now,
    )
    assert kept(store) is not None


def test_numbers_that_moved_while_the_page_was_open_are_not_kept_as_typed(
    store: Store, cast: Cast, now: datetime
) -> None:
    filing_id = submitted_filing(store)
    shown = drafted(store)
    make_move(store, OPERATOR, filing_id, "register", NOW)
    with pytest.raises(Refusal, match="刷新页面"):
        save_draft(store, cast.clerk, KIND, SUBJECT, shown, version=0, seen=digest(shown), now=now)


def test_who_signs_is_written_in_the_draft_of_a_report(store: Store, cast: Cast, now: datetime) -> None:
    report = PaperKind.ANNUAL_REPORT
    with reading(store) as session:
        seen = digest(drafted_parts(report, drafted_facts(session, report, "2026", date(2026, 3, 5))))
    save_draft(store, cast.clerk, report, "2026", {"签发人": "示例"}, version=0, seen=seen, now=now)
    assert make_paper(store, cast.clerk, report, "2026", now=now).number == "备报〔2026〕1号"


@pytest.mark.parametrize(
    ("texts", "version", "sentence"),
    [({"工作要求": "长" * 10_001}, 0, "最多10000字"), (TYPED, 3, "别人保存过")],
)
def test_what_cannot_be_saved_is_refused(
    store: Store, cast: Cast, now: datetime, texts: dict[str, str], version: int, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        save(store, cast.clerk, texts, now, version)


def test_only_the_office_drafts(store: Store, cast: Cast, now: datetime) -> None:
    for actor in (cast.drafter, cast.auditor):
        with pytest.raises(Denied):
            save(store, actor, TYPED, now)
