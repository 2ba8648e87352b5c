"""The list of authorities with its filters, and its download: with the filter 可以制定 it is the 制定主体清单."""

from dataclasses import dataclass
from datetime import date

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.clock import today
from registry.domain.authorities import AUTHORITY_KIND_WORDS
from registry.domain.roles import Permission
from registry.exports.tables import Cell
from registry.storage.authorities import (
    Authority,
    all_authorities,
    authority_names,
    count_to_review,
    former_names,
    issuing_since,
)
from registry.storage.documents.listed import count_by_authority
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.downloads import download_table
from registry.web.paging import export_links, page_of_list

MAY_ISSUE, MAY_NOT, ENDED, TO_REVIEW = "issuing", "not_issuing", "abolished", "to_review"
STATE_WORDS = {MAY_ISSUE: "可以制定", MAY_NOT: "不得制定", ENDED: "已撤销", TO_REVIEW: "待核"}
HEADERS = (
    "序号", "机关名称", "类别", "机关代字", "制定资格", "启用日期", "撤销日期", "承接机关", "曾用名", "文件数",
)  # fmt: skip


@dataclass(frozen=True)
class Filters:
    """The filters of the list, from the address."""

    q: str
    kind: str
    state: str

    def fits(self, authority: Authority) -> bool:
        if self.q not in authority.name or self.kind not in ("", authority.kind):
            return False
        is_reviewed_issuer = authority.is_issuer and not authority.needs_review
        return {
            MAY_ISSUE: is_reviewed_issuer and authority.abolished_on is None,
            MAY_NOT: not authority.is_issuer,
            ENDED: authority.abolished_on is not None,
            TO_REVIEW: authority.needs_review,
        }.get(self.state, True)


@needs(Permission.READ_ALL)
def index() -> ResponseReturnValue:
    filters = _filters()
    with reading(current_store()) as session:
        authorities = [authority for authority in all_authorities(session) if filters.fits(authority)]
        return render_template(
            "desk/authorities/index.html",
            page=page_of_list(authorities),
            n_documents=count_by_authority(session),
            n_to_review=count_to_review(session),
            filters=filters,
            states=STATE_WORDS,
            exports=export_links(lambda kind: url_for(".export", kind=kind), len(authorities)),
            may_edit=current_actor().may(Permission.MANAGE_AUTHORITIES),
        )


@needs(Permission.READ_ALL)
def export(kind: str) -> ResponseReturnValue:
    """The filtered list as a file, with the former names and days that the page leaves out."""
    filters = _filters()
    with reading(current_store()) as session:
        authorities = [authority for authority in all_authorities(session) if filters.fits(authority)]
        rows = _rows(session, authorities)
    subject = "制定主体清单" if filters.state == MAY_ISSUE else "制定机关名单"
    return download_table(kind, HEADERS, rows, f"{subject}{today()}")


def _rows(session: Session, authorities: list[Authority]) -> list[list[Cell]]:
    since: dict[int, date] = issuing_since(session)
    former, n_documents = former_names(session), count_by_authority(session)
    heirs = authority_names(
        session, [authority.successor_id for authority in authorities if authority.successor_id]
    )
    return [
        [
            number,
            authority.name,
            AUTHORITY_KIND_WORDS[authority.kind],
            authority.organ_code,
            "待核" if authority.needs_review else "可以制定" if authority.is_issuer else "不得制定",
            since.get(authority.id or 0),
            authority.abolished_on,
            heirs.get(authority.successor_id or 0, ""),
            "、".join(name for name in former.get(authority.id or 0, []) if name != authority.name),
            n_documents.get(authority.id or 0, 0),
        ]
        for number, authority in enumerate(authorities, 1)
    ]


def _filters() -> Filters:
    words = (request.args.get(name, "").strip()[:100] for name in ("q", "kind", "state"))
    return Filters(*words)
