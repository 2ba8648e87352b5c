"""How a doubt is resolved: the page where this person does it, and the facts of the document behind the doubt."""

from collections.abc import Iterable, Mapping

from flask import g, url_for
from sqlmodel import Session

from registry.domain.citations import quoted
from registry.domain.doc_numbers import parse
from registry.domain.doubts import MEANINGS, Doubt
from registry.domain.normal import shortened
from registry.domain.roles import Permission
from registry.domain.written_days import cn_date
from registry.storage.authorities import UNKNOWN_CODE, authority_by_code
from registry.storage.documents.tables import Document
from registry.storage.doubts.queue import QueueRow
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store
from registry.web.desk.documents.finding import known_documents

_FIELDS = {
    Doubt.UNKNOWN_STATUS: "effective_on",
    Doubt.NO_PUBLISHED_ON: "published_on",
    Doubt.SAME_NUMBER: "doc_no",
    Doubt.PUBLISHED_BEFORE_SIGNED: "published_on",
    Doubt.ODD_NUMBER: "doc_no",
    Doubt.FOREIGN_NUMBER: "doc_no",
    Doubt.LONG_TRIAL: "valid_until",
    Doubt.SHORT_VALIDITY: "valid_until",
    Doubt.MISSING_STEPS: "steps",
    Doubt.PRESUMED_START: "effective_on",
    Doubt.NO_VALIDITY: "valid_until",
}
"""The field of the document's form that resolves the doubt."""
_QUOTED = 100  # characters of a ledger's words
_AUTHORITY = {Doubt.NOT_AN_ISSUER: "is_issuer", Doubt.UNREVIEWED_AUTHORITY: "name"}
"""The field of the authority's form that resolves the doubt."""

_EVENT_FIELDS = {
    Doubt.UNCLEAR_STATUS: "kind",
    Doubt.CONCLUSION_NOT_RECORDED: "kind",
    Doubt.UNDATED_END: "effective_on",
}
"""The field of the form of an event that resolves the doubt."""


def mending(row: QueueRow, back: str | None = None) -> tuple[str, str]:
    """(action, address); for those who may not change it, the page of the document. The forms lead `back` when done."""
    doubt, document = row.doubt, row.document
    page = url_for("desk.documents.show", document_id=document.id)
    if not _may(doubt):
        return "查看", page
    if doubt is Doubt.UNREVIEWED_AUTHORITY and document.lead_authority_id == _unknown_id():
        form = url_for("desk.documents.edit", document_id=document.id, back=back, _anchor="lead_authority")
        return "补录制定机关", form
    return MEANINGS[doubt].action, _address(row, page, back)


def in_particular(doubt: Doubt, document: Document) -> str:
    """The facts of the document behind the doubt, in words; empty if the name of the doubt says it all."""
    match doubt:
        case Doubt.PUBLISHED_BEFORE_SIGNED:
            return f"公布{cn_date(document.published_on)}，成文{cn_date(document.signed_on)}"
        case Doubt.LONG_TRIAL:
            return f"有效期至{cn_date(document.valid_until)}" if document.valid_until else "登记为长期有效"
        case Doubt.SHORT_VALIDITY:
            start = document.effective_on or document.published_on
            return f"自{cn_date(start)}起，有效期至{cn_date(document.valid_until)}"
        case Doubt.ODD_NUMBER:
            return parse(document.doc_no).problem or ""
        case Doubt.UNCLEAR_STATUS:
            said = document.note.partition("台账载明：")[2] or document.note
            return f"台账写的是“{shortened(said, _QUOTED)}”" if said else ""
        case Doubt.FOREIGN_NUMBER:
            return f"“{document.doc_no}”的机关代字是{document.number_owner}的"
        case Doubt.PRESUMED_START:
            return f"暂按公布日期{cn_date(document.published_on)}起算"
        case _:
            return ""


def told_twins(session: Session, rows: Iterable[QueueRow]) -> dict[int, bool]:
    """The twins of which this person may learn: id → whether they may open its page too."""
    twins = {twin.id: twin for row in rows for twin in row.twins}
    may_see = current_actor().may_see
    known = known_documents(session, twins.values())
    return {twin.id or 0: may_see([twin.lead_authority_id]) for twin in known}


def twins_in_words(row: QueueRow, told: Mapping[int, bool]) -> str:
    """《甲办法》、《乙办法》，另有1份其他机关的文件; empty without twins."""
    named = "、".join(quoted(twin.title) for twin in row.twins if twin.id in told)
    n_untold = sum(twin.id not in told for twin in row.twins)
    return "，".join([named] * bool(named) + [f"另有{n_untold}份其他机关的文件"] * bool(n_untold))


def _unknown_id() -> int | None:
    """The id of the placeholder authority, looked up once per page."""
    if "unknown_authority_id" not in g:
        with reading(current_store()) as session:
            unknown = authority_by_code(session, UNKNOWN_CODE)
            g.unknown_authority_id = unknown.id if unknown else None
    unknown_id: int | None = g.unknown_authority_id
    return unknown_id


def _may(doubt: Doubt) -> bool:
    actor = current_actor()
    if doubt in _AUTHORITY:
        return actor.may(Permission.MANAGE_AUTHORITIES)
    if doubt in _EVENT_FIELDS:
        return actor.may(Permission.RECORD_EVENT)
    return actor.may(Permission.PUBLISH_DOCUMENT)


def _address(row: QueueRow, page: str, back: str | None) -> str:
    """The address of the form, with the field to correct behind the #, which gets the keyboard."""
    doubt, document = row.doubt, row.document
    if doubt in _AUTHORITY:
        field, authority_id = _AUTHORITY[doubt], document.lead_authority_id
        return url_for("desk.authorities.edit", authority_id=authority_id, back=back, _anchor=field)
    if doubt in _FIELDS:
        return url_for("desk.documents.edit", document_id=document.id, back=back, _anchor=_FIELDS[doubt])
    if doubt is Doubt.SAME_TITLE:
        other = f"#{row.twins[0].id}" if row.twins else None
        return url_for(
            "desk.documents.relate", document_id=document.id, other=other, back=back, _anchor="kind"
        )
    if doubt in _EVENT_FIELDS:
        anchor = _EVENT_FIELDS[doubt]
        return url_for("desk.documents.record_event", document_id=document.id, back=back, _anchor=anchor)
    return f"{page}#unlooked" if doubt is Doubt.UNLOOKED_VALUES else f"{page}#relations"
