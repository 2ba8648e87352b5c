"""Only a lead accepts a finding, only a soft one, only with a reason, only for the rows that were looked at."""

import pytest

from registry.actions.cleanups.accept_finding import accept_finding
from registry.actions.cleanups.check_round import check_round
from registry.actions.cleanups.extend_round import extend_round
from registry.domain.cleanups import Outcome
from registry.domain.documents import Dates
from registry.domain.errors import Refusal
from registry.domain.findings import Finding
from registry.domain.gate import open_findings
from registry.domain.roles import OPERATOR
from registry.storage.audit import entries_about
from registry.storage.cleanups.rounds import accepted_findings
from registry.storage.engine import Store, reading
from tests.building.documents import register_old
from tests.building.rounds import CUT_OFF, NOW, decide_all, start_round
from tests.cast import Cast


def findings(store: Store, round_id: int) -> list[Finding]:
    with reading(store) as session:
        return check_round(session, round_id, CUT_OFF)


def still_open(store: Store, round_id: int) -> list[str]:
    with reading(store) as session:
        accepted = [finding.finding for finding in accepted_findings(session, round_id)]
        return [finding.code for finding in open_findings(check_round(session, round_id, CUT_OFF), accepted)]


def test_an_accepted_finding_no_longer_bars_the_release_until_it_gains_a_row(
    store: Store, cast: Cast
) -> None:
    register_old(store, "关于甲的通知", dates=Dates())
    round_id = start_round(store)
    decide_all(store, round_id)
    (finding,) = findings(store, round_id)
    assert finding.code == "unknown_dates"
    with pytest.raises(Refusal, match="理由"):
        accept_finding(store, cast.lead, round_id, finding.id, " ", now=NOW)
    with pytest.raises(Refusal, match="权限"):
        accept_finding(store, cast.clerk, round_id, finding.id, "档案无载", now=NOW)
    accept_finding(store, cast.lead, round_id, finding.id, "档案无载", now=NOW)
    assert still_open(store, round_id) == []
    with reading(store) as session:
        assert entries_about(session, f"cleanup:{round_id}")[0].fields["finding"] == finding.sentence
    with pytest.raises(Refusal, match="已经接受"):
        accept_finding(store, cast.lead, round_id, finding.id, "档案无载", now=NOW)
    register_old(store, "关于乙的通知", dates=Dates())
    extend_round(store, OPERATOR, round_id, now=NOW)
    decide_all(store, round_id)
    assert still_open(store, round_id) == ["unknown_dates"]


def test_a_hard_finding_and_one_that_is_gone_are_not_accepted(store: Store, cast: Cast) -> None:
    register_old(store, "关于甲的通知")
    round_id = start_round(store)
    undecided = next(finding for finding in findings(store, round_id) if finding.code == "undecided")
    with pytest.raises(Refusal, match="必须更正"):
        accept_finding(store, cast.lead, round_id, undecided.id, "来不及了", now=NOW)
    decide_all(store, round_id, Outcome.RETAIN)
    with pytest.raises(Refusal, match="已不存在"):
        accept_finding(store, cast.lead, round_id, undecided.id, "来不及了", now=NOW)
