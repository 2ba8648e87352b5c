"""Several people make papers at once: numbers without gaps, and a form sent twice makes one paper."""

from datetime import datetime

import pytest
import sqlalchemy as sa
from sqlmodel import select

from registry.actions.papers.edit_template import edit_template
from registry.actions.papers.make_paper import make_paper, replace_paper
from registry.actions.papers.start_series import start_paper_series
from registry.actions.proposals.sign_reply import sign_reply
from registry.domain.errors import Refusal
from registry.domain.papers.kinds import PaperKind, counter_of
from registry.domain.roles import OPERATOR
from registry.exports.papers.templates import shipped_text
from registry.storage import counters
from registry.storage.engine import Store, reading, transaction
from registry.storage.papers import Paper
from tests.building.concurrent_acts import check_sound, only_refusal, perform_at_once
from tests.building.filings import registered_without_paper
from tests.building.proposals import enter, examine
from tests.cast import NOW, Cast

KIND = PaperKind.REGISTRATION_NOTICE
N_CLERKS = 4


def _numbers(store: Store) -> list[int | None]:
    with reading(store) as session:
        return sorted(session.exec(select(Paper.serial)).all())


def test_papers_of_a_series_made_at_once_get_numbers_without_a_gap(store: Store) -> None:
    ids = [registered_without_paper(store, n) for n in range(1, N_CLERKS + 1)]
    perform_at_once([lambda key=key: make_paper(store, OPERATOR, KIND, key, now=NOW).number for key in ids])
    assert _numbers(store) == list(range(1, N_CLERKS + 1))
    check_sound(store)


def test_a_form_sent_twice_at_once_makes_one_paper(store: Store) -> None:
    key = registered_without_paper(store)
    answers = perform_at_once([lambda: make_paper(store, OPERATOR, KIND, key, after=0, now=NOW).number] * 2)
    assert "备登〔2026〕1号" in answers
    assert "没有再出具一份" in only_refusal([a for a in answers if a != "备登〔2026〕1号"])
    assert _numbers(store) == [1]


def test_a_kind_without_a_series_is_made_once_too(store: Store, cast: Cast) -> None:
    proposal_id = enter(store, cast.clerk)
    examine(store, cast.clerk, proposal_id)
    sign_reply(store, cast.lead, proposal_id, on=NOW.date(), now=NOW)
    with transaction(store) as session:  # as if it was signed before replies were among the papers
        session.execute(sa.delete(Paper))
    reply = PaperKind.PROPOSAL_REPLY
    answers = perform_at_once(
        [lambda: make_paper(store, cast.lead, reply, f"0{proposal_id}", after=0, now=NOW).id] * 2
    )
    assert "没有再出具一份" in only_refusal(answers)
    assert len(_numbers(store)) == 1


def test_a_move_that_fails_after_its_number_takes_none(
    store: Store, monkeypatch: pytest.MonkeyPatch, now: datetime
) -> None:
    key = registered_without_paper(store)

    def fail(*_: object) -> bytes:
        raise Refusal("画不出来")

    with monkeypatch.context() as patch:
        patch.setattr("registry.actions.papers.keep_paper.draw_paper", fail)
        with pytest.raises(Refusal, match="画不出来"):
            make_paper(store, OPERATOR, KIND, key, now=now)
    with reading(store) as session:
        assert counters.read(session, counter_of("备登", 2026)) == 0
    assert make_paper(store, OPERATOR, KIND, key, now=now).serial == 1


def test_one_of_two_admins_saves_a_template(store: Store) -> None:
    texts = [shipped_text(KIND) + words for words in ("甲。", "乙。")]
    answers = perform_at_once(
        [
            lambda text=text: edit_template(store, OPERATOR, KIND, text, "改", version=0, now=NOW)
            for text in texts
        ]
    )
    assert "刚被他人改过" in only_refusal(answers)


def test_a_series_starts_by_hand_or_with_a_paper_never_both(store: Store) -> None:
    key = registered_without_paper(store)
    perform_at_once(
        [
            lambda: make_paper(store, OPERATOR, KIND, key, now=NOW).number,
            lambda: start_paper_series(store, OPERATOR, "备登", year=2026, last_serial=12, now=NOW),
        ]
    )
    assert _numbers(store) in ([1], [13])
    check_sound(store)


def test_a_paper_is_replaced_once(store: Store) -> None:
    paper = make_paper(store, OPERATOR, KIND, registered_without_paper(store), now=NOW)
    first = replace_paper(store, OPERATOR, paper.id or 0, "有误", now=NOW)
    with pytest.raises(Refusal, match="已由"):
        replace_paper(store, OPERATOR, paper.id or 0, "有误", now=NOW)
    assert _numbers(store) == [1, first.serial]
    check_sound(store)
