"""The results of cleanups: frozen lists as they were released, with the very bytes of their papers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import cast

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.roles import Permission
from registry.exports.papers import ANNEX_TITLES, GROUP_WORDS, Group
from registry.exports.tables import render_csv, render_xlsx
from registry.storage.documents.public import public_documents
from registry.storage.engine import reading
from registry.storage.releases import (
    RELEASE_HEADERS,
    Release,
    ReleaseRow,
    as_table,
    public_release,
    public_releases,
    rows_of,
)
from registry.web import downloads
from registry.web.access import current_store, needs
from registry.web.limits import DOWNLOADS, limiter

pages = Blueprint("releases", __name__, url_prefix="/releases")


Column = tuple[str, Callable[[ReleaseRow], str], bool]  # label, words, never wrapped


def _day(day: date | None) -> str:
    return day.isoformat() if day else "—"


_COLUMNS: dict[Outcome, tuple[Column, ...]] = {
    Outcome.RETAIN: (
        ("施行日期", lambda row: _day(row.effective_on), True),
        ("有效期至", lambda row: row.valid_until_text, True),
        ("备注", lambda row: row.reason, False),
    ),
    Outcome.TO_AMEND: (
        ("修改理由", lambda row: row.reason, False),
        ("责任单位", lambda row: row.responsible or row.authority, False),
        ("完成时限", lambda row: _day(row.deadline_on), True),
    ),
    Outcome.LAPSE: (
        ("失效理由", lambda row: row.reason, False),
        ("失效日期", lambda row: _day(row.ended_on), True),
    ),
    Outcome.REPEAL: (
        ("废止理由/依据", lambda row: row.reason, False),
        ("废止日期", lambda row: _day(row.ended_on), True),
    ),
    Outcome.RECLASSIFY: (("认定理由", lambda row: row.reason, False),),
}


@dataclass(frozen=True)
class Annex:
    """The printed rows of one outcome by group and authority, and how many more were counted and not printed."""

    outcome: Outcome
    n_documents: int
    rows: list[ReleaseRow]

    @property
    def title(self) -> str:
        return ANNEX_TITLES[self.outcome]

    @property
    def n_unlisted(self) -> int:
        return self.n_documents - len(self.rows)

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns that only lists of this outcome have."""
        return _COLUMNS[self.outcome]

    @property
    def heads(self) -> list[tuple[None, str]]:
        labels = ["序号", "文件名称", "发文字号", "公布日期", *(label for label, _, _ in self.columns)]
        return [(None, label) for label in labels]

    @property
    def first(self) -> int:
        """The place of its first row in the whole list; in the paper each annex counts from 1."""
        return self.rows[0].position if self.rows else 1

    @property
    def groups(self) -> list[tuple[str, int, list[tuple[str, list[ReleaseRow]]]]]:
        """(group, number of documents, [(authority, rows)]) in the printed order."""
        found = []
        for group, some in groupby(self.rows, key=lambda row: row.authority_group):
            own = list(some)
            authorities = [(name, list(of)) for name, of in groupby(own, key=lambda row: row.authority)]
            found.append((GROUP_WORDS[cast(Group, group)], len(own), authorities))
        return found


@pages.route("")
@needs(Permission.READ_PUBLIC)
def index() -> ResponseReturnValue:
    with reading(current_store()) as session:
        found = public_releases(session)
    return render_template("public/releases/index.html", releases=found, counts=_counts)


@pages.route("/<id:release_id>")
@needs(Permission.READ_PUBLIC)
def show(release_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        release = public_release(session, release_id)
        if release is None:
            abort(404)
        rows = rows_of(session, release_id)
        linked = set(public_documents(session, {row.document_id for row in rows}))
    return render_template(
        "public/releases/show.html",
        release=release,
        counts=_counts(release),
        annexes=_annexes(release, rows),
        linked=linked,
    )


@pages.route("/<id:release_id>/list.<any(docx, xlsx, csv):suffix>")
@limiter.limit(DOWNLOADS)
@needs(Permission.READ_PUBLIC)
def download(release_id: int, suffix: str) -> ResponseReturnValue:
    """The paper's frozen bytes, or its rows as a table."""
    with reading(current_store()) as session:
        release = public_release(session, release_id, with_docx=suffix == "docx")
        if release is None:
            abort(404)
        rows = as_table(rows_of(session, release_id)) if suffix != "docx" else []
    if suffix == "docx":
        return downloads.download(release.docx, release.title, suffix)
    is_csv = suffix == "csv"
    content = render_csv(RELEASE_HEADERS, rows) if is_csv else render_xlsx(RELEASE_HEADERS, rows, "清理结果")
    return downloads.download(content, release.title, suffix)


def _counts(release: Release) -> list[tuple[Outcome, str, int]]:
    """(outcome, its word, number of documents) in the order of the paper's annexes."""
    return [(Outcome(one), OUTCOME_WORDS[Outcome(one)], n) for one, n in release.counts.items()]


def _annexes(release: Release, rows: Sequence[ReleaseRow]) -> list[Annex]:
    return [
        Annex(outcome, n_documents, [row for row in rows if row.outcome is outcome])
        for outcome, _, n_documents in _counts(release)
    ]
