"""The documents beside a document, why each is there, and two documents side by side."""

import re
from collections.abc import Sequence

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import Session

from registry.clock import today
from registry.domain.authorities import AuthorityKind
from registry.domain.beside import NEARNESS_WORDS, Nearness
from registry.domain.beside_hints import HINT_WORDS, OFFERED, ForeignPlace, foreign_places
from registry.domain.comparing import LONGEST_COMPARED, Match, compare
from registry.domain.documents import RELATION_WORDS, Disclosure
from registry.domain.roles import Permission
from registry.domain.validity import STATUS_WORDS
from registry.exports.tables import Cell
from registry.search.beside import Beside, Neighbour, find_beside, shared_passages
from registry.search.selection import OFFICE, Audience
from registry.storage.authorities import all_authorities
from registry.storage.documents.tables import Document, relations_of
from registry.storage.documents.versions import texts_of
from registry.storage.engine import reading
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.documents.finding import known_documents, visible_document
from registry.web.downloads import download_table
from registry.web.paging import export_links, has_filters, page_of_list

HEADERS = (
    "序号",
    "文件名称",
    "发文字号",
    "制定机关",
    "公布日期",
    "今日时效性",
    "相近程度",
    "为什么在这里",
    "请看一看",
)
_UNIT = re.compile(r"^.{1,8}?([县区旗])")


@needs(Permission.READ_OWN)
def beside(document_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        document = visible_document(session, document_id)
        found = documents_beside(document_id)
        page = page_of_list(_chosen(found))
        return render_template(
            "desk/documents/beside.html",
            document=document,
            page=page,
            notes=found.notes,
            n_all=len(found.neighbours),
            passages=shared_passages(session, document_id, page.items),
            foreign_places=_foreign_places(session, document),
            nearnesses=[(nearness.name.lower(), words) for nearness, words in NEARNESS_WORDS.items()],
            may_relate=_may_relate(document),
            is_filtered=has_filters(),
            exports=export_links(
                lambda kind: url_for(".export_beside", document_id=document_id, kind=kind), page.total
            ),
            OFFERED=OFFERED,
            why=why,
        )


@needs(Permission.READ_OWN)
def export_beside(document_id: int, kind: str) -> ResponseReturnValue:
    """The list as a file, with its filters."""
    with reading(current_store()) as session:
        visible_document(session, document_id)
    rows = [_cells(n, neighbour) for n, neighbour in enumerate(_chosen(documents_beside(document_id)), 1)]
    return download_table(kind, HEADERS, rows, f"{document_id}号文件旁边的文件{today()}")


@needs(Permission.READ_OWN)
def compare_with(document_id: int, other_id: int) -> ResponseReturnValue:
    """Two documents side by side; the other one is any of which this person may learn."""
    with reading(current_store()) as session:
        document = visible_document(session, document_id)
        other = _known(session, other_id)
        here, there = _text_of(session, document), _text_of(session, other)
        own, of_others = relations_of(session, document_id)
    comparison = compare(here, there)
    shown = request.args.get("only") != "same"
    pairs = [pair for pair in comparison.pairs if shown or pair.match in (Match.SAME, Match.NEAR)]
    return render_template(
        "desk/documents/compare.html",
        document=document,
        other=other,
        comparison=comparison,
        page=page_of_list(pairs),
        Match=Match,
        has_texts=bool(here and there),
        is_all=shown,
        longest=LONGEST_COMPARED,
        ties=[
            *(RELATION_WORDS[row.kind][0] for row in own if row.other_id == other_id),
            *(RELATION_WORDS[row.kind][1] for row in of_others if row.document_id == other_id),
        ],
        may_relate=_may_relate(document),
    )


def documents_beside(document_id: int) -> Beside:
    """What stands beside a document today, as far as this person may learn of it."""
    actor = current_actor()
    own = Audience("authority", actor.authority_id or 0)
    audience = OFFICE if actor.may(Permission.READ_ALL) else own
    return find_beside(current_store(), document_id, audience=audience, on=today())


def why(neighbour: Neighbour) -> str:
    """Why a document is in the list: 本文62%的内容也在它的正文里；标题讲的是同一件事；都依据《…》."""
    overlap, reasons = neighbour.overlap, []
    if overlap.nearness:
        share = f"本文{overlap.here:.0%}、对方{overlap.there:.0%}的内容相同"
        reasons.append(f"{share}（约{overlap.n_characters}字，不计每份文件都有的开头和附则）")
    if neighbour.is_like:
        reasons.append("标题讲的是同一件事")
    if neighbour.shares:
        more = f"等{len(neighbour.shares)}件" if len(neighbour.shares) > 2 else ""
        reasons.append(f"都依据{'、'.join(neighbour.shares[:2])}{more}")
    if not reasons:
        reasons.append("两份正文用了许多别处少见的词")
    return "；".join(reasons)


def _chosen(found: Beside) -> Sequence[Neighbour]:
    """The neighbours that pass the filters in the address; unknown values are ignored."""
    asked, standing = request.args.get("nearness", "").upper(), request.args.get("status", "")
    return [
        neighbour
        for neighbour in found.neighbours
        if asked not in Nearness.__members__ or neighbour.nearness is Nearness[asked]
        if standing not in {*STATUS_WORDS} or neighbour.status == standing
        if request.args.get("hint") != "1" or neighbour.hints
    ]


def _cells(n: int, neighbour: Neighbour) -> list[Cell]:
    return [
        n,
        neighbour.title,
        neighbour.doc_no,
        neighbour.authority,
        neighbour.published_on,
        STATUS_WORDS[neighbour.status],
        NEARNESS_WORDS[neighbour.nearness],
        why(neighbour),
        "".join(HINT_WORDS[hint] for hint in neighbour.hints),
    ]


def _may_relate(document: Document) -> bool:
    actor = current_actor()
    return actor.may(Permission.WRITE_DOCUMENT) and actor.may_see([document.lead_authority_id])


def _known(session: Session, document_id: int) -> Document:
    """The other document; 404 where there is none, it is secret, or this person may not learn of it."""
    document = session.get(Document, document_id)
    if document is None or document.disclosure is Disclosure.SECRET:
        abort(404)
    if not known_documents(session, [document]):
        abort(404)
    return document


def _text_of(session: Session, document: Document) -> str:
    is_for_public = not current_actor().may_see([document.lead_authority_id])
    text, _ = texts_of(session, document, is_for_public=is_for_public).on(today())
    return text


def _foreign_places(session: Session, document: Document) -> list[ForeignPlace]:
    """Places that the text names as its own and that no authority of the register has in its name."""
    authorities = all_authorities(session)
    own = [authority.name for authority in authorities if authority.kind is not AuthorityKind.OUTSIDE]
    units = {match[1] for name in own if (match := _UNIT.match(name))}
    names = [authority.name for authority in authorities]
    return foreign_places(_text_of(session, document)[:LONGEST_COMPARED], names, units)
