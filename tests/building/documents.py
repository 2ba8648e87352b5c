"""Documents for tests: facts that pass every rule, and functions that register them."""

from datetime import date, datetime
from hashlib import sha256
from typing import Any

from registry.actions.documents.register_document import register_document
from registry.domain.documents import Dates, Disclosure, DocumentFacts, DocumentKind, Step, StepKind
from registry.domain.roles import OPERATOR, Actor
from registry.storage.check_book import book_version
from registry.storage.documents.tables import Document, text_of
from registry.storage.engine import Store, transaction
from registry.storage.text_checks import TextCheck, keep_check
from tests.cast import NOW

STEPS = (
    Step(StepKind.PUBLIC_CONSULTATION, date(2025, 12, 1), "示范区农业农村局", "收到意见3条"),
    Step(StepKind.LEGALITY_REVIEW, date(2025, 12, 20), "示范区司法局", "同意"),
    Step(StepKind.COLLECTIVE_DECISION, date(2025, 12, 31), "局长办公会议", "通过"),
)
DATES = Dates(
    signed_on=date(2026, 2, 1),
    published_on=date(2026, 2, 2),
    effective_on=date(2026, 3, 1),
    valid_until=date(2031, 2, 28),
)


def facts(authority_id: int = 2, **changes: Any) -> DocumentFacts:
    """A document of the drafter's authority that may be published."""
    values: dict[str, Any] = {
        "title": "示范区农机购置补贴办法",
        "doc_no": "示农〔2026〕3号",
        "kind": DocumentKind.MEASURES,
        "authority_ids": (authority_id,),
        "dates": DATES,
        "steps": STEPS,
        "text": "第一条　为了规范农机购置补贴，制定本办法。",
    }
    return DocumentFacts(**{**values, **changes})


def register(store: Store, actor: Actor, now: datetime, *, is_published: bool = True, **changes: Any) -> int:
    """Registers a document of this year that passes every rule, and returns its id.

    A contact's draft is entered by the office, whose 合法性审核 on paper an authority may not type in. A draft with the
    usual text was checked by the rules, which find nothing in it; one with a text of its own was not.
    """
    lead_id = changes.get("authority_ids", (changes.get("authority_id", 2),))[0]
    is_own = actor.authority_id == lead_id and "steps" not in changes
    by = OPERATOR if is_own and not is_published else actor
    document_id = register_document(store, by, facts(**changes), is_published=is_published, now=now)
    if not is_published and "text" not in changes:
        keep_clear_check(store, document_id)
    return document_id


def keep_clear_check(store: Store, document_id: int) -> None:
    """Keeps that the rules find nothing in the text as it is now."""
    with transaction(store) as session:
        text, version = text_of(session, document_id), session.get_one(Document, document_id).version
        check = TextCheck(
            document_id=document_id,
            document_version=version,
            text_sha256=sha256(text.encode()).hexdigest(),
            book_version=book_version(session),
            checked_at=NOW,
        )
        keep_check(session, check, [], text)


def register_nth(store: Store, n: int = 3) -> int:
    """Registers a published document of this year whose number is the n-th, and returns its id."""
    return register(store, OPERATOR, NOW, title=f"示范区农机购置补贴办法之{n}", doc_no=f"示农〔2026〕{n}号")


def register_old(store: Store, title: str, *, authority_id: int = 2, **fields: Any) -> int:
    """Registers a notice published on 2020-05-01 unless told otherwise, without its steps, and returns its id."""
    dates = fields.pop("dates", Dates(published_on=date(2020, 5, 1), effective_on=date(2020, 5, 1)))
    is_published = fields.pop("is_published", True)
    notice = DocumentFacts(title, (authority_id,), DocumentKind.NOTICE, dates, **fields)
    return register_document(store, OPERATOR, notice, is_published=is_published, now=NOW)


def register_secret(store: Store, serial: str = "密-1", *, authority_id: int = 2) -> int:
    """Registers a secret stub, and returns its id."""
    return register_old(
        store,
        "",
        authority_id=authority_id,
        disclosure=Disclosure.SECRET,
        local_serial=serial,
        dates=Dates(signed_on=date(2019, 1, 1)),
    )
