"""Commands about documents: doc-no, show, search."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

import click
from sqlmodel import Session, select

from registry.cli.context import DAY, day_or_today, emit, with_store
from registry.domain import doc_numbers
from registry.domain.documents import DISCLOSURE_WORDS, KIND_WORDS, RELATION_WORDS, shown_title
from registry.domain.errors import Refusal
from registry.domain.validity import STATUS_WORDS, Status
from registry.search.find import MOST_HITS, find
from registry.search.selection import OFFICE
from registry.search.walk import MOST_FOUND
from registry.storage.authorities import authority_names
from registry.storage.documents.tables import Document, DocumentAuthority, Relation
from registry.storage.documents.timelines import events_of, span_on, spans_of
from registry.storage.engine import Store, reading
from registry.storage.filings import filings_of


@click.command("doc-no")
@click.argument("texts", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True)
def doc_no(texts: tuple[str, ...], as_json: bool) -> None:
    """解析发文字号：写法、比对键、机关代字、年份、序号。"""
    numbers = [doc_numbers.parse(text) for text in texts]
    if as_json:
        emit([asdict(number) for number in numbers])
    else:
        for number in numbers:
            click.echo(f"{number.raw}\t{number.spelled or number.problem}")
    if any(number.problem for number in numbers):
        raise SystemExit(1)


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
        condition = Document.doc_no_key == key if key else Document.doc_no == number
        documents = session.exec(select(Document).where(condition).order_by(Document.id)).all()  # type: ignore[arg-type]
        if not documents:
            raise Refusal(f"没有登记发文字号为“{number}”的文件。请核对，或用 registry search 查找标题。")
        shown = [_facts(session, document, day) for document in documents]
    if as_json:
        emit(shown[0] | {"same_number": shown[1:]})
        return
    for facts in shown:
        click.echo(f"{facts['title']}（{facts['doc_no']}）\n{day}：{facts['status_word']}。{facts['why']}")


@click.command()
@click.argument("query")
@click.option("--limit", type=click.IntRange(1, MOST_HITS), default=20, show_default=True)
@click.option("--status", type=click.Choice([status.value for status in Status]))
@click.option("--on", type=DAY, help="哪一天的效力（默认今天）。")
@click.option("--json", "as_json", is_flag=True)
@with_store
def search(
    store: Store, query: str, limit: int, status: str | None, on: datetime | None, as_json: bool
) -> None:
    """全文检索：词、引号中的短语、-排除词、任何括号写法的发文字号。"""
    results = find(
        store,
        query,
        audience=OFFICE,
        on=day_or_today(on),
        status=Status(status) if status else None,
        limit=limit,
    )
    hits = [
        {
            "id": hit.id,
            "title": hit.title,
            "doc_no": hit.doc_no,
            "status": hit.status,
            "snippet": "".join(text for text, _ in hit.snippet),
        }
        for hit in results.hits
    ]
    if as_json:
        emit({"total": results.total, "is_more": results.is_more, "hits": hits})
        return
    for hit in results.hits:
        text = "".join(piece for piece, _ in hit.snippet)
        click.echo(f"{STATUS_WORDS[hit.status]}\t{hit.doc_no}\t{hit.title}\n    {text}")
    more = "以上" if (results.looser or 0) >= MOST_FOUND else ""
    looser = f"；含任一词的有{results.looser}件{more}" if results.looser else ""
    total = f"{results.total}件以上" if results.is_more else f"共{results.total}件"
    click.echo(f"{total}{looser}。", err=True)


def _facts(session: Session, document: Document, day: Any) -> dict[str, Any]:
    assert document.id is not None
    span = span_on(session, document.id, day)
    issuers = select(DocumentAuthority).where(DocumentAuthority.document_id == document.id)
    names = [one.name_as_issued for one in sorted(session.exec(issuers), key=lambda one: one.position)]
    return {
        "id": document.id,
        "title": shown_title(document),
        "doc_no": document.doc_no,
        "doc_no_key": document.doc_no_key,
        "kind": KIND_WORDS[document.kind],
        "authority": authority_names(session, [document.lead_authority_id])[document.lead_authority_id],
        "issuers": names,
        "disclosure": DISCLOSURE_WORDS[document.disclosure],
        "is_published": document.is_published,
        **{
            name: getattr(document, name)
            for name in ("signed_on", "issued_on", "published_on", "posted_on", "effective_on", "valid_until")
        },
        "on": day,
        "status": span.status if span else None,
        "status_word": STATUS_WORDS[span.status] if span else "",
        "why": span.why if span else "",
        "is_presumed": span.is_presumed if span else False,
        "spans": [
            {"from_on": one.from_on, "until_on": one.until_on, "status": one.status, "why": one.why}
            for one in spans_of(session, document.id)
        ],
        "events": [
            {"kind": one.kind, "effective_on": one.effective_on, "source": one.source}
            for one in events_of(session, document.id)
        ],
        "relations": [
            {
                "kind": one.kind,
                "word": RELATION_WORDS[one.kind][0],
                "other_id": one.other_id,
                "other": one.other_text,
            }
            for one in session.exec(select(Relation).where(Relation.document_id == document.id))
        ],
        "filings": [
            {"track": one.track, "state": one.state, "due_on": one.due_on, "filing_no": one.filing_no}
            for one in filings_of(session, document.id)
        ],
    }


COMMANDS = (doc_no, show, search)
