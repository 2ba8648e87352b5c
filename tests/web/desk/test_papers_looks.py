"""Each look at a paper that names who made a proposal leaves its line in the audit."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from click.testing import CliRunner
from flask.testing import FlaskClient

from registry.actions.papers.sample_facts import sample_facts
from registry.actions.proposals.sign_reply import sign_reply
from registry.cli import main
from registry.domain.papers.kinds import PaperKind
from registry.storage.audit import entries_about
from registry.storage.engine import Store, reading
from tests.building.proposals import enter, examine
from tests.cast import NOW, Cast

TODAY = date(2026, 3, 5)


def test_each_look_at_a_paper_leaves_the_number_alone(
    store: Store, cast: Cast, sign_in: Callable[[str], FlaskClient], tmp_path: Path
) -> None:
    proposal_id = enter(store, cast.clerk)
    examine(store, cast.clerk, proposal_id)
    sign_reply(store, cast.lead, proposal_id, on=TODAY, now=NOW)
    lead = sign_in("lead")
    for n, address in enumerate(
        (
            "/desk/papers/1.docx",
            "/desk/papers/1/replace",
            f"/desk/proposals/{proposal_id}/reply.docx",
        ),
        1,
    ):
        assert lead.get(address).status_code == 200
        with reading(store) as session:
            entries = entries_about(session, f"proposal:{proposal_id}")
        looks = [entry.fields for entry in entries if entry.act == "read_proposer"]
        assert looks == [{"number": "审建〔2026〕1号"}] * n, address
    words = ["--instance", str(store.folder), "paper", "get", "1", "-o", str(tmp_path / "paper.docx")]
    assert CliRunner().invoke(main, words).exit_code == 0
    with reading(store) as session:
        entries = entries_about(session, f"proposal:{proposal_id}")
        sample = sample_facts(session, cast.lead, PaperKind.PROPOSAL_REPLY, "", TODAY)
    assert [entry.act for entry in entries].count("read_proposer") == 4
    assert sample.values["提出人"] == "【提出人】", "a template is tried without the name"
