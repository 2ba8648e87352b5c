"""Replies that were signed before papers were kept are moved among them with their bytes, and erased ones without."""

from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from registry.domain.papers.kinds import PaperKind, SubjectKind
from registry.storage.engine import open_store, reading
from registry.storage.migrate import STEPS, migrate
from registry.storage.papers import papers_of
from registry.storage.review_proposals import ProposalReply

RECORDED, SIGNED = datetime(2026, 3, 2, 2, tzinfo=UTC), datetime(2026, 3, 5, 2, tzinfo=UTC)
BEFORE = "0037"  # the step before the replies were moved
CONTENT = b"PK the signed paper"


def test_a_signed_reply_keeps_its_bytes(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'old.sqlite'}", tmp_path)
    with store.engine.execution_options(writes=True).begin() as connection:
        config = Config()
        config.set_main_option("script_location", str(STEPS))
        config.attributes["connection"] = connection
        command.upgrade(config, BEFORE)
        _fill(connection)
    migrate(store)
    with reading(store) as session:
        (kept,) = papers_of(session, SubjectKind.PROPOSAL, 1)
        assert (kept.kind, kept.docx, kept.sha256) == (
            PaperKind.PROPOSAL_REPLY,
            CONTENT,
            sha256(CONTENT).hexdigest(),
        )
        assert (kept.number, kept.signed_on, kept.made_at, kept.made_by) == (
            "审建〔2026〕1号",
            date(2026, 3, 5),
            SIGNED,
            "林负责",
        )
        (erased,) = papers_of(session, SubjectKind.PROPOSAL, 2)
        assert (erased.docx, len(erased.sha256)) == (None, 64)
        assert session.get_one(ProposalReply, 1).text == "答复一"


def _fill(connection: sa.Connection) -> None:
    """Two replied proposals; the person's data of the second one were erased."""
    tables = sa.MetaData()
    tables.reflect(connection)

    def insert(table: str, **row: Any) -> None:
        connection.execute(sa.insert(tables.tables[table]), [row])

    insert("rule_profile", id=1, name="规则", version=1, body="{}", added_at=RECORDED)
    for n, words, content in ((1, "一", CONTENT), (2, "二", None)):
        insert("review_proposal", id=n, year=2026, serial=n, number=f"审建〔2026〕{n}号", channel="visit",
               received_on=date(2026, 3, 2), recorded_at=RECORDED, recorded_by="", title="示范区农机办法",
               title_key="", doc_no="", clause="", higher_law="", reason="理由", state="replied",
               raw_due_on=date(2026, 5, 1), due_on=date(2026, 5, 1), working="", is_provisional=False, profile_id=1,
               calendar_versions={}, draft="", drafters={}, is_anonymous=False, version=4)  # fmt: skip
        insert("proposal_step", proposal_id=n, move="reply", before="examined", after="replied",
               on=date(2026, 3, 5), recorded_at=SIGNED, by="林负责", reason="", receiver="", alone_because="")  # fmt: skip
        insert("proposal_reply", proposal_id=n, text=f"答复{words}", docx=content, sha256=sha256(CONTENT).hexdigest(),
               signed_on=date(2026, 3, 5), signed_by="林负责")  # fmt: skip
