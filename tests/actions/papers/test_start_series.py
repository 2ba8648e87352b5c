"""A series of papers that began by hand goes on, once, and verifying knows where it began."""

from datetime import datetime

import pytest
from sqlmodel import select

from registry.actions.office.edit_settings import edit_settings
from registry.actions.office.resume_sending import resume_sending
from registry.actions.papers.make_paper import make_paper
from registry.actions.papers.rederiving import wrong_papers
from registry.actions.papers.start_series import start_paper_series
from registry.domain.errors import Denied, Refusal
from registry.domain.papers.kinds import PaperKind
from registry.domain.papers.series import all_series
from registry.storage import office
from registry.storage.audit import AuditEntry
from registry.storage.engine import Store, reading, transaction
from tests.building.filings import registered_without_paper
from tests.cast import Cast

KIND = PaperKind.REGISTRATION_NOTICE


def test_twelve_papers_by_hand_make_the_next_the_thirteenth(store: Store, cast: Cast, now: datetime) -> None:
    filing_id = registered_without_paper(store)
    following = start_paper_series(store, cast.admin, "备登", year=2026, last_serial=12, now=now)
    assert following == "备登〔2026〕13号"
    assert make_paper(store, cast.clerk, KIND, filing_id, now=now).number == following
    with pytest.raises(Refusal, match="已编到备登〔2026〕13号"):
        start_paper_series(store, cast.admin, "备登", year=2026, last_serial=20, now=now)


def test_a_mistyped_start_is_set_anew_until_a_paper_has_a_number(
    store: Store, cast: Cast, now: datetime
) -> None:
    filing_id = registered_without_paper(store)
    for last, following in ((120, "备登〔2026〕121号"), (12, "备登〔2026〕13号"), (0, "备登〔2026〕1号")):
        assert (
            start_paper_series(store, cast.admin, "备登", year=2026, last_serial=last, now=now) == following
        )
    start_paper_series(store, cast.admin, "备登", year=2026, last_serial=12, now=now)
    assert make_paper(store, cast.clerk, KIND, filing_id, now=now).serial == 13
    with reading(store) as session:
        assert list(wrong_papers(session)) == []
        lines = session.exec(select(AuditEntry).where(AuditEntry.act == "edit_settings")).all()
    assert len(lines) >= 4


def test_what_is_no_series_or_no_serial_is_refused(store: Store, cast: Cast, now: datetime) -> None:
    for series, last, sentence in (("odd", 1, "哪一种"), ("备登", -1, "整数"), ("备登", 100_000, "整数")):
        with pytest.raises(Refusal, match=sentence):
            start_paper_series(store, cast.admin, series, year=2026, last_serial=last, now=now)
    with pytest.raises(Denied):
        start_paper_series(store, cast.lead, "备登", year=2026, last_serial=1, now=now)


def test_after_a_restore_papers_wait_until_their_numbers_are_confirmed(
    store: Store, cast: Cast, now: datetime
) -> None:
    first, filing_id = registered_without_paper(store, 3), registered_without_paper(store, 4)
    make_paper(store, cast.clerk, KIND, first, now=now)
    with transaction(store) as session:
        office.set_setting(session, "sending_paused_because", "从备份恢复后暂停")
    with pytest.raises(Refusal, match="文书编号暂停编发"):
        make_paper(store, cast.clerk, KIND, filing_id, now=now)
    with pytest.raises(Refusal, match="应不小于它"):
        resume_sending(store, cast.admin, last_serial=2, last_papers={"备登": 0}, now=now)
    resume_sending(store, cast.admin, last_serial=2, last_papers={"备登": 5}, now=now)
    assert make_paper(store, cast.clerk, KIND, filing_id, now=now).serial == 6


def test_the_organ_code_is_han_only(store: Store, cast: Cast, now: datetime) -> None:
    for code in ("A司", "示司号", "示〔", "示" * 11):
        with pytest.raises(Refusal, match="机关代字只写汉字"):
            edit_settings(store, cast.admin, {"paper_code": code}, now=now)
    edit_settings(store, cast.admin, {"paper_code": "示司"}, now=now)


def test_every_series_names_its_kinds() -> None:
    assert "备案登记通知" in all_series()["备登"]
