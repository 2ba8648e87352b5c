"""The list of authorities, filtered, and its download: with 可以制定 chosen, the 制定主体清单."""

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
class Asked:
    """What the address asks of the list."""

    q: str
    kind: str
    state: str

    def fits(self, one: Authority) -> bool:
        if self.q not in one.name or self.kind not in ("", one.kind):
            return False
        is_listed = one.is_issuer and not one.needs_review and one.abolished_on is None
        return {
            MAY_ISSUE: is_listed,
            MAY_NOT: not one.is_issuer,
            ENDED: one.abolished_on is not None,
            TO_REVIEW: one.needs_review,
        }.get(self.state, True)


@needs(Permission.READ_ALL)
def index() -> ResponseReturnValue:
    asked = _asked()
    with reading(current_store()) as session:
        found = [one for one in all_authorities(session) if asked.fits(one)]
        return render_template(
            "desk/authorities/index.html",
            page=page_of_list(found),
            n_documents=count_by_authority(session),
            n_to_review=count_to_review(session),
            asked=asked,
            states=STATE_WORDS,
            exports=export_links(lambda kind: url_for(".export", kind=kind), len(found)),
            may_edit=current_actor().may(Permission.MANAGE_AUTHORITIES),
        )


@needs(Permission.READ_ALL)
def export(kind: str) -> ResponseReturnValue:
    """The whole list as filtered, with the names and days that the page leaves out."""
    asked = _asked()
    with reading(current_store()) as session:
        rows = _rows(session, [one for one in all_authorities(session) if asked.fits(one)])
    subject = "制定主体清单" if asked.state == MAY_ISSUE else "制定机关名单"
    return download_table(kind, HEADERS, rows, f"{subject}{today()}")


def _rows(session: Session, found: list[Authority]) -> list[list[Cell]]:
    since: dict[int, date] = issuing_since(session)
    former, n_documents = former_names(session), count_by_authority(session)
    heirs = authority_names(session, [one.successor_id for one in found if one.successor_id])
    return [
        [
            number,
            one.name,
            AUTHORITY_KIND_WORDS[one.kind],
            one.organ_code,
            "待核" if one.needs_review else "可以制定" if one.is_issuer else "不得制定",
            since.get(one.id or 0),
            one.abolished_on,
            heirs.get(one.successor_id or 0, ""),
            "、".join(name for name in former.get(one.id or 0, []) if name != one.name),
            n_documents.get(one.id or 0, 0),
        ]
        for number, one in enumerate(found, 1)
    ]


def _asked() -> Asked:
    words = (request.args.get(name, "").strip()[:100] for name in ("q", "kind", "state"))
    return Asked(*words)
