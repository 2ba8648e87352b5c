"""`registry show`: a document, its status on a day and why."""

from datetime import date, datetime
from typing import Any

import click
from sqlmodel import Session, col, select

from registry.cli.context import DAY, day_or_today, with_store
from registry.cli.printing import emit
from registry.domain import doc_numbers
from registry.domain.amendments import amended_words
from registry.domain.documents import DISCLOSURE_WORDS, KIND_WORDS, RELATION_WORDS, shown_title
from registry.domain.errors import Refusal
from registry.domain.validity import STATUS_WORDS, validity_on
from registry.storage.authorities import authority_names
from registry.storage.documents.tables import Document, DocumentAuthority, Relation
from registry.storage.documents.timelines import as_event, as_life, events_of, span_on, spans_of
from registry.storage.documents.versions import texts_of
from registry.storage.engine import Store, reading
from registry.storage.filings import filings_of

_DATES = ("signed_on", "issued_on", "published_on", "posted_on", "effective_on", "valid_until")


@click.command()
@click.argument("number")
@click.option("--on", type=DAY, help="哪一天的效力（默认今天）。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def show(store: Store, number: str, on: datetime | None, as_json: bool) -> None:
    """显示一件文件及其在某日的效力和理由。"""
    day = day_or_today(on)
    key = doc_numbers.key(number)
    with reading(store) as session:
        has_number = Document.doc_no_key == key if key else Document.doc_no == number
        documents = session.exec(select(Document).where(has_number).order_by(col(Document.id))).all()
        if not documents:
            raise Refusal(f"没有登记发文字号为“{number}”的文件。请核对，或用 registry search 查找标题。")
        shown = [_facts(session, document, day) for document in documents]
    if as_json:
        emit(shown[0] | {"same_number": shown[1:]})
        return
    for facts in shown:
        click.echo(f"{facts['title']}（{facts['doc_no']}）\n{day}：{facts['status_word']}。{facts['why']}")
        for amendment in facts["amendments"]:
            click.echo(f"{amendment['words']}{amendment['source']}")


def _facts(session: Session, document: Document, day: date) -> dict[str, Any]:
    assert document.id is not None
    lead_id = document.lead_authority_id
    return {
        "id": document.id,
        "title": shown_title(document),
        "doc_no": document.doc_no,
        "doc_no_key": document.doc_no_key,
        "kind": KIND_WORDS[document.kind],
        "authority": authority_names(session, [lead_id])[lead_id],
        "issuers": _issuers(session, document.id),
        "disclosure": DISCLOSURE_WORDS[document.disclosure],
        "is_published": document.is_published,
        **{name: getattr(document, name) for name in (*_DATES, "has_no_expiry", "ends_when")},
        **_standing(session, document.id, day),
        "relations": [
            {
                "kind": relation.kind,
                "word": RELATION_WORDS[relation.kind][0],
                "other_id": relation.other_id,
                "other": relation.other_text,
            }
            for relation in session.exec(select(Relation).where(Relation.document_id == document.id))
        ],
        "filings": [
            {
                "track": filing.track,
                "state": filing.state,
                "due_on": filing.due_on,
                "filing_no": filing.filing_no,
            }
            for filing in filings_of(session, document.id)
        ],
    }


def _issuers(session: Session, document_id: int) -> list[str]:
    """The names of its issuers as issued, in their order."""
    query = select(DocumentAuthority).where(DocumentAuthority.document_id == document_id)
    issuers = sorted(session.exec(query), key=lambda issuer: issuer.position)
    return [issuer.name_as_issued for issuer in issuers]


def _standing(session: Session, document_id: int, day: date) -> dict[str, Any]:
    """Its status on the day, and the spans and events that it follows from."""
    span = span_on(session, document_id, day)
    return {
        "on": day,
        "status": span.status if span else None,
        "status_word": STATUS_WORDS[span.status] if span else "",
        "why": span.why if span else "",
        "period": _period(session, document_id, day),
        "is_presumed": span.is_presumed if span else False,
        "spans": [
            {"from_on": span.from_on, "until_on": span.until_on, "status": span.status, "why": span.why}
            for span in spans_of(session, document_id)
        ],
        "amendments": _amendments(session, document_id, day),
        "events": [
            {
                "kind": event.kind,
                "effective_on": event.effective_on,
                "source": event.source,
                "articles": event.articles,
                "new_valid_until": event.new_valid_until,
                "new_ends_when": event.new_ends_when,
            }
            for event in events_of(session, document_id)
        ],
    }


def _period(session: Session, document_id: int, day: date) -> dict[str, Any]:
    """Until when it is valid, as that stands on the day."""
    document = session.get_one(Document, document_id)
    acts = [as_event(event) for event in events_of(session, document_id)]
    return validity_on(as_life(document), acts, day)._asdict()


def _amendments(session: Session, document_id: int, day: date) -> list[dict[str, Any]]:
    """What had amended it by the day, and whether the text as amended was uploaded."""
    document = session.get_one(Document, document_id)
    sources = {event.id: event.source for event in events_of(session, document_id)}
    texts = texts_of(session, document, is_for_public=False)
    return [
        {
            "on": amendment.on,
            "words": f"{amended_words([amendment], day)}：",
            "articles": list(amendment.articles),
            "source": sources.get(amendment.event_id, ""),
            "has_text": amendment.has_text,
        }
        for amendment in texts.amendments
        if amendment.on <= day
    ]


COMMANDS = (show,)
