"""The results of cleanups: the frozen lists with the frozen bytes of their papers."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, Response, abort, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.listed import GROUP_WORDS, Column, ReleaseRow, columns_in
from registry.domain.normal import tidy
from registry.domain.roles import Permission
from registry.exports.papers.facts import ANNEX_TITLES
from registry.exports.release import render_rows
from registry.storage.documents.public import public_documents
from registry.storage.engine import reading
from registry.storage.release_pages import (
    RowFilter,
    count_rows,
    printed_counts,
    rows_in_batches,
    rows_of_page,
    rows_query,
)
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
from registry.web.access import current_settings, current_store, needs
from registry.web.limits import DOWNLOADS, limiter
from registry.web.paging import Page, place

pages = Blueprint("releases", __name__, url_prefix="/releases")
ROWS_ON_PAGE, LONGEST_WORDS = 100, 200


@dataclass(frozen=True)
class Annex:
    """The rows of one outcome on this page by group and authority; `first` is the place of the annex's first row in
    the whole list (in the paper each annex counts from 1), `n_printed` how many it prints, `n_documents` counts all."""

    outcome: Outcome
    number: int
    n_documents: int
    n_printed: int
    first: int
    rows: list[ReleaseRow]
    frozen_fields: list[str]

    @property
    def title(self) -> str:
        return ANNEX_TITLES[self.outcome]

    @property
    def n_unlisted(self) -> int:
        return self.n_documents - self.n_printed

    @property
    def columns(self) -> list[Column]:
        """The columns of this annex that were frozen with the release; the authority stands over each table."""
        frozen = [column for column in columns_in(self.outcome) if column.name in self.frozen_fields]
        return [column for column in frozen if column.name != "authority"]

    @property
    def heads(self) -> list[tuple[None, str]]:
        return [(None, "序号"), *((None, column.words_in(self.outcome)) for column in self.columns)]

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, list[ReleaseRow]]]]]:
        """(group, [(authority, rows)]) in the printed order."""
        groups = []
        for group, rows_of_group in groupby(self.rows, key=lambda row: row.authority_group):
            rows = list(rows_of_group)
            authorities = [(name, list(own)) for name, own in groupby(rows, key=lambda row: row.authority)]
            groups.append((GROUP_WORDS[group], authorities))
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
        asked = asked_rows(release.counts)
        query = rows_query(release_id, asked)
        total = count_rows(session, query)
        number, size = place(total, ROWS_ON_PAGE)
        rows = rows_of_page(session, query, size, (number - 1) * size)
        printed = printed_counts(session, release_id)
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
        outcome_choices=[(outcome.value, word) for outcome, word, _ in _counts(release)],
        standings=standings,
        annexes=_annexes(release, rows, printed, is_narrowed=bool(asked.words or asked.outcome)),
        asked=asked,
        embed_address=f"{current_settings().public_url}{url_for('embed.release', release_id=release_id)}",
        page=Page(rows, total, number, size),
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


@pages.route("/<id:release_id>/list.json")
@limiter.limit(DOWNLOADS)
@needs(Permission.READ_PUBLIC)
def as_json(release_id: int) -> ResponseReturnValue:
    """The frozen rows with the facts of the release, written as they are read."""
    with reading(current_store()) as session:
        release = public_release(session, release_id) or abort(404)
    lines = stream_with_context(_json_lines(release))
    return Response(lines, mimetype="application/json", headers={"Access-Control-Allow-Origin": "*"})


def _json_lines(release: Release) -> Iterator[str]:
    names = ("id", "title", "issuer", "doc_no", "meeting", "counts", "n_secret", "corrects_id", "because")
    facts = {name: getattr(release, name) for name in (*names, "rows_sha256", "docx_sha256")}
    days = {name: getattr(release, name).isoformat() for name in ("decided_on", "published_on", "cut_off_on")}
    yield json.dumps({**facts, **days}, ensure_ascii=False)[:-1] + ', "rows": ['
    with reading(current_store()) as session:
        for number, rows in enumerate(rows_in_batches(session, release.id or 0)):
            frozen = [{name: vars(row)[name] for name in release.frozen_fields} for row in rows]
            yield (",\n" if number else "\n") + json.dumps(frozen, ensure_ascii=False, default=str)[1:-1]
    yield "\n]}\n"


def _counts(release: Release) -> list[tuple[Outcome, str, int]]:
    """(outcome, its word, number of documents) in the order of the paper's annexes."""
    return [(Outcome(value), OUTCOME_WORDS[Outcome(value)], n) for value, n in release.counts.items()]


def asked_rows(counts: Mapping[str, int]) -> RowFilter:
    """What the address asks of the rows of a release."""
    outcome = request.args.get("outcome", "")
    return RowFilter(
        Outcome(outcome) if outcome in counts else None, words=tidy(request.args.get("q", ""))[:LONGEST_WORDS]
    )


def _annexes(
    release: Release,
    rows: Sequence[ReleaseRow],
    printed: Mapping[Outcome, tuple[int, int]],
    *,
    is_narrowed: bool,
) -> list[Annex]:
    """The annexes with the rows of this page; without rows only where the whole list is shown and has none of it."""
    annexes = []
    for number, (outcome, _, n_documents) in enumerate(_counts(release), 1):
        first, n_printed = printed.get(outcome, (1, 0))
        own = [row for row in rows if row.outcome is outcome]
        if own or (not n_printed and not is_narrowed):
            annexes.append(Annex(outcome, number, n_documents, n_printed, first, own, release.frozen_fields))
    return annexes
