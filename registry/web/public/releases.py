"""The results of cleanups: the frozen lists with the frozen bytes of their papers."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.listed import GROUP_WORDS, Column, ReleaseRow, columns_in
from registry.domain.roles import Permission
from registry.exports.papers.facts import ANNEX_TITLES
from registry.exports.release import render_rows
from registry.storage.documents.public import public_documents
from registry.storage.engine import reading
from registry.storage.releases import (
    Release,
    bytes_of_pdf,
    changes_of,
    pdf_of_release,
    public_corrections,
    public_release,
    public_releases,
    rows_of,
    standings_of,
)
from registry.web import downloads
from registry.web.access import current_store, needs
from registry.web.limits import DOWNLOADS, limiter

pages = Blueprint("releases", __name__, url_prefix="/releases")


@dataclass(frozen=True)
class Annex:
    """The printed rows of one outcome by group and authority, and how many more were counted and not printed."""

    outcome: Outcome
    n_documents: int
    rows: list[ReleaseRow]
    frozen_fields: list[str]

    @property
    def title(self) -> str:
        return ANNEX_TITLES[self.outcome]

    @property
    def n_unlisted(self) -> int:
        return self.n_documents - len(self.rows)

    @property
    def columns(self) -> list[Column]:
        """The columns of this annex that were frozen with the release; the authority stands over each table."""
        frozen = [column for column in columns_in(self.outcome) if column.name in self.frozen_fields]
        return [column for column in frozen if column.name != "authority"]

    @property
    def heads(self) -> list[tuple[None, str]]:
        return [(None, "序号"), *((None, column.words_in(self.outcome)) for column in self.columns)]

    @property
    def first(self) -> int:
        """The place of its first row in the whole list; in the paper each annex counts from 1."""
        return self.rows[0].position if self.rows else 1

    @property
    def groups(self) -> list[tuple[str, int, list[tuple[str, list[ReleaseRow]]]]]:
        """(group, number of documents, [(authority, rows)]) in the printed order."""
        groups = []
        for group, rows_of_group in groupby(self.rows, key=lambda row: row.authority_group):
            rows = list(rows_of_group)
            authorities = [(name, list(own)) for name, own in groupby(rows, key=lambda row: row.authority)]
            groups.append((GROUP_WORDS[group], len(rows), authorities))
        return groups


@pages.route("")
@needs(Permission.READ_PUBLIC)
def index() -> ResponseReturnValue:
    with reading(current_store()) as session:
        listed = public_releases(session)
        standings = standings_of(session, [release.id or 0 for release in listed])
    corrected = {release.corrects_id for release in listed}
    return render_template(
        "public/releases/index.html",
        releases=listed,
        counts=_counts,
        standings=standings,
        corrected=corrected,
    )


@pages.route("/<id:release_id>")
@needs(Permission.READ_PUBLIC)
def show(release_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        release = public_release(session, release_id)
        if release is None:
            abort(404)
        rows = rows_of(session, release_id)
        standings = standings_of(session, [release_id]).get(release_id, {})
        chain = public_corrections(session, release.round_id)
        changes = changes_of(session, release)
        pdf = pdf_of_release(session, release_id)
        named = [*rows, *(change.row for change in changes)]
        linked = set(public_documents(session, {row.document_id for row in named}))
    return render_template(
        "public/releases/show.html",
        release=release,
        counts=_counts(release),
        standings=standings,
        annexes=_annexes(release, rows),
        linked=linked,
        chain=chain,
        changes=changes,
        pdf_sha256=pdf.pdf_sha256,
    )


@pages.route("/<id:release_id>/list.<any(docx, pdf, xlsx, csv):suffix>")
@limiter.limit(DOWNLOADS)
@needs(Permission.READ_PUBLIC)
def download(release_id: int, suffix: str) -> ResponseReturnValue:
    """The paper's frozen bytes, what was printed of it, or its rows as a table."""
    with reading(current_store()) as session:
        release = public_release(session, release_id, with_docx=suffix == "docx")
        if release is None:
            abort(404)
        if suffix == "pdf":
            content = bytes_of_pdf(session, release_id) or abort(404)
        elif suffix == "docx":
            content = release.docx
        else:
            rows = rows_of(session, release_id)
            content = render_rows(rows, release.frozen_fields, suffix, release.issuer)
    return downloads.download(content, release.title, suffix)


def _counts(release: Release) -> list[tuple[Outcome, str, int]]:
    """(outcome, its word, number of documents) in the order of the paper's annexes."""
    return [(Outcome(value), OUTCOME_WORDS[Outcome(value)], n) for value, n in release.counts.items()]


def _annexes(release: Release, rows: Sequence[ReleaseRow]) -> list[Annex]:
    return [
        Annex(outcome, n_documents, [row for row in rows if row.outcome is outcome], release.frozen_fields)
        for outcome, _, n_documents in _counts(release)
    ]
