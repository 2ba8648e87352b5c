"""The content of a correction, from the frozen list and the register as it is: its paper, rows and events."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from registry.actions.cleanups._release_number import check_number
from registry.actions.cleanups._release_paper import ReleaseFacts, annex_order, channel_of, issuer_of
from registry.actions.cleanups._restated import Restated, restate
from registry.domain.citations import citation, quoted
from registry.domain.cleanups import Outcome
from registry.domain.corrections import RowCorrection, changes_between, corrected_rows
from registry.domain.errors import Refusal
from registry.domain.listed import ReleaseRow, frozen_fields
from registry.domain.normal import shortened
from registry.domain.written_days import cn_date
from registry.exports.papers.facts import CorrectionPaper
from registry.storage.authorities import Authority
from registry.storage.cleanups.tables import CleanupRound
from registry.storage.releases import Release, releases_of_round, rows_of

REASON_LENGTH = 1000
_TITLE_LENGTH = 300


@dataclass(frozen=True)
class CorrectionFacts:
    """What a person enters: who published what and when, as of a release, why the list was wrong, and the rows."""

    facts: ReleaseFacts
    because: str
    rows: tuple[RowCorrection, ...]


@dataclass(frozen=True)
class PreparedCorrection:
    """A correction ready to be written; two with the same `mark` print the same and do the same to documents."""

    paper: CorrectionPaper
    issuer: Authority
    rows: list[ReleaseRow]
    restated: list[Restated]

    @property
    def mark(self) -> tuple[object, ...]:
        return self.paper, self.issuer.id, self.rows, [change.mark for change in self.restated]


def prepare_correction(
    session: Session, release: Release, wanted: CorrectionFacts, head_hash: str, now: datetime
) -> PreparedCorrection:
    """The correction of a release, the newest of its round. Raises Refusal that names the document and what to do."""
    cleanup = session.get_one(CleanupRound, release.round_id)
    chain = releases_of_round(session, release.round_id)
    _check(release, chain, wanted)
    issuer = issuer_of(session, cleanup, wanted.facts.authority_id)
    years = {wanted.facts.decided_on.year, wanted.facts.published_on.year}
    check_number(session, wanted.facts.doc_no, issuer, years)
    old = rows_of(session, release.id or 0)
    restated = restate(session, chain[0], old, wanted.rows, wanted.facts, now)
    order = annex_order(session)
    rows = corrected_rows(old, {change.document_id: change.row for change in restated}, order)
    _check_numbers(rows, restated)
    return PreparedCorrection(
        paper=_paper(session, chain, wanted, issuer, old, rows, restated, head_hash),
        issuer=issuer,
        rows=rows,
        restated=restated,
    )


def _check(release: Release, chain: Sequence[Release], wanted: CorrectionFacts) -> None:
    newest = chain[-1]
    if newest.id != release.id:
        raise Refusal(
            f"该目录已由{cn_date(newest.published_on)}公布的{quoted(newest.title)}更正，请在那份目录上办理（编号{newest.id}）。"
        )
    because = wanted.because.strip()
    if not because or len(because) > REASON_LENGTH:
        raise Refusal(f"请写明更正的原因（不超过{REASON_LENGTH}字），将印在勘误公告上。", "because")
    if wanted.facts.published_on < release.published_on:
        raise Refusal(
            f"勘误的公布日期{cn_date(wanted.facts.published_on)}早于原目录的公布日期{cn_date(release.published_on)}，请核对。",
            "published_on",
        )
    if not wanted.rows:
        raise Refusal("请选择至少一件要更正的文件，并选定如何更正。", "rows")
    ids = [row.document_id for row in wanted.rows]
    if len(set(ids)) < len(ids):
        raise Refusal("同一件文件只能更正一处，请只保留一行。", "rows")


def _check_numbers(rows: Sequence[ReleaseRow], restated: Sequence[Restated]) -> None:
    """Raises Refusal where a corrected row repeats the number of another row and nothing on record explains it."""
    for change in restated:
        key = change.document.doc_no_key
        if change.row is None or key is None or change.document.duplicate_reason.strip():
            continue
        for row in rows:
            if row.document_id != change.document_id and row.doc_no == change.row.doc_no:
                raise Refusal(
                    f"{quoted(change.row.title)}的发文字号{row.doc_no}与目录中的{quoted(row.title)}重复，请合并或写明重号说明。",
                    "rows",
                )


def counts_of(release: Release, restated: Sequence[Restated], order: Sequence[Outcome]) -> dict[Outcome, int]:
    """The number of documents of each outcome after the correction, unlisted ones included."""
    counts = {outcome: release.counts.get(outcome.value, 0) for outcome in order}
    for change in restated:
        if change.old is not None:
            counts[change.old] -= 1
        if change.new is not None:
            counts[change.new] += 1
    return {outcome: n for outcome, n in counts.items() if n}


def _paper(
    session: Session,
    chain: Sequence[Release],
    wanted: CorrectionFacts,
    issuer: Authority,
    old: Sequence[ReleaseRow],
    rows: Sequence[ReleaseRow],
    restated: Sequence[Restated],
    head_hash: str,
) -> CorrectionPaper:
    first, facts = chain[0], wanted.facts
    changes = changes_between(old, rows, frozen_fields())
    counts = counts_of(chain[-1], restated, annex_order(session))
    bare = first.title.removeprefix(first.issuer)
    again = f"（第{len(chain)}次）" if len(chain) > 1 else ""
    return CorrectionPaper(
        issuer=issuer.name,
        title=shortened(f"{issuer.name}关于{quoted(bare)}的勘误公告{again}", _TITLE_LENGTH),
        doc_no=facts.doc_no.strip() or None,
        signed_on=facts.decided_on,
        published_on=facts.published_on,
        corrected=citation(first.title, first.doc_no),
        corrected_on=first.published_on,
        meeting=facts.meeting.strip(),
        because=wanted.because.strip(),
        changes=tuple(changes),
        n_unlisted=len(restated) - len(changes),
        counts=tuple(counts.items()),
        look_at=channel_of(session),
        release_no=f"KW-{facts.published_on.year}-{first.round_id}-{len(chain)}",
        head_hash=head_hash,
    )
