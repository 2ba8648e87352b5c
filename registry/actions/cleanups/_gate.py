"""The items of a round as the gate sees them, with what the register says against them."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from sqlmodel import Session, select

from registry.actions.cleanups._extensions import extension_problems
from registry.actions.cleanups._rounds import Pair, compare_scope, labels_of
from registry.actions.cleanups.leaking import Cited, cited_in, hidden_in, marks_in
from registry.domain.catalog import is_public
from registry.domain.cleanups import Outcome
from registry.domain.consultations import comment_findings, period_findings
from registry.domain.findings import Finding, FindingRow, Item
from registry.domain.gate import release_findings
from registry.domain.listed import ListedDocument
from registry.domain.printed_reasons import printed_reason
from registry.domain.returned_rows import clash_findings
from registry.domain.validity import STATUS_WORDS, Status
from registry.domain.written_days import cn_date
from registry.storage.authorities import Authority, authority_names
from registry.storage.cleanups.after import OwedAmendment, undone_amendments
from registry.storage.cleanups.clashes import open_clashes
from registry.storage.cleanups.consultations import consultation_of, unanswered_comments
from registry.storage.cleanups.tables import CleanupItem, CleanupRound
from registry.storage.gate import (
    NamedDocument,
    changed_since_decided,
    documents_named,
    secret_serials,
    standing_objections,
    superseded_bases,
    unready_successors,
)

_REPLACED = re.compile(r"替代|代替|取代|替换|重新制定|重新修订|新出台|已?出台新|以新")


def findings_of(session: Session, cleanup: CleanupRound, pairs: Sequence[Pair], on: date) -> list[Finding]:
    """Every reason why this round's list may not be released, by the register as it is now."""
    n_in_scope, late, gone = compare_scope(session, cleanup)
    labels = labels_of(session, late + gone)
    findings = release_findings(
        gate_items(session, cleanup, pairs, on),
        n_in_scope,
        [FindingRow(document_id, labels[document_id], document_id) for document_id in late],
        [FindingRow(document_id, labels[document_id], document_id) for document_id in gone],
    )
    consultation = consultation_of(session, cleanup.id or 0)
    return [
        *clash_findings(_clashing(session, cleanup, pairs)),
        *findings,
        *period_findings(consultation.closes_on if consultation else None, on),
        *comment_findings(unanswered_comments(session, cleanup.id or 0)),
    ]


def _clashing(session: Session, cleanup: CleanupRound, pairs: Sequence[Pair]) -> list[FindingRow]:
    """The rows of workbooks that wait to be settled, each with its document."""
    documents = {item.id: item.document_id for item, _ in pairs}
    clashes = open_clashes(session, cleanup.id or 0)
    labels = labels_of(session, [documents[clash.item_id] for clash in clashes])
    return [
        FindingRow(clash.id or 0, f"{labels[document_id]}（{clash.place}）", document_id)
        for clash in clashes
        for document_id in [documents[clash.item_id]]
    ]


def gate_items(session: Session, cleanup: CleanupRound, pairs: Sequence[Pair], on: date) -> list[Item]:
    """The items; what stands against them is asked for all of them at once."""
    assert cleanup.id is not None
    # a round over a basis is itself the answer to its change
    bases = {} if cleanup.basis else superseded_bases(session, cleanup.id, on)
    unready = unready_successors(session, cleanup.id, on)
    objections = standing_objections(session, cleanup.id)
    undone = undone_amendments(session, [document.id for _, document in pairs], on)
    cited = {said: cited_in(said) for item, _ in pairs if (said := _said(item))}
    every = [named for names in cited.values() for named in names]
    named = documents_named(
        session, {number for _, number, _ in every if number}, {title for title, _, _ in every if title}, on
    )
    serials = secret_serials(session)
    changes = changed_since_decided(session, cleanup.id)
    extended = extension_problems(session, pairs, on)
    names_of = authority_names(session, sorted({item.answering_id for item, _ in pairs}))
    local = set(session.exec(select(Authority.organ_code).where(Authority.organ_code != "")))
    items = []
    for item, document in pairs:
        said = _said(item)
        names = cited.get(said, [])
        replacing = _successors(names, named, document.id) if _REPLACED.search(item.reason) else []
        replacing = [*replacing, *_successors(_of_successor(item, local), named, document.id)]
        items.append(
            Item(
                id=item.id or 0,
                title=document.title,
                doc_no=document.doc_no or None,
                doc_no_key=document.doc_no_key,
                authority_id=document.authority_id,
                authority=document.authority,
                disclosure=document.disclosure,
                outcome=item.outcome,
                reason=item.reason,
                published_on=document.published_on,
                status=document.status,
                duplicate_reason=document.duplicate_reason,
                title_key=document.title_key,
                document_id=document.id,
                day=document.published_on or document.signed_on,
                why=document.why,
                deadline_on=item.deadline_on,
                clause=item.clause,
                responsible=item.responsible,
                printed_reason=printed_reason(item.decision),
                answering_id=item.answering_id,
                answering=names_of.get(item.answering_id, ""),
                # an authority that cleans up its own documents decides at once
                is_answered=item.is_answered or _needs_no_answer(item, cleanup),
                sent_back_because=item.sent_back_because,
                is_extended=extended.get(document.id) == "",
                extension_problem=extended.get(document.id, ""),
                changes=tuple(changes.get(document.id, ())),
                ends_when=document.ends_when,
                leaks=tuple(dict.fromkeys(_leaks(item, document, names, named, serials))),
                stale_bases=tuple(bases.get(document.id, ())),
                objections=tuple(objections.get(document.id, ())),
                unamended=_unamended(undone.get(document.id)),
                successors=tuple(dict.fromkeys([*unready.get(document.id, ()), *replacing])),
            )
        )
    return items


def _said(item: CleanupItem) -> str:
    """Everything that a row of the list prints in a person's words."""
    answer = item.decision
    said = answer.extension_act if answer.outcome is Outcome.RETAIN else answer.reason
    return "\n".join(words for words in (said, answer.successor, answer.clause, answer.responsible) if words)


def _unamended(owed: OwedAmendment | None) -> str:
    if owed is None:
        return ""
    assert owed.item.deadline_on is not None
    return f"“{owed.cleanup.name}”要求{cn_date(owed.item.deadline_on)}前完成修改"


def _needs_no_answer(item: CleanupItem, cleanup: CleanupRound) -> bool:
    """Whether nobody was asked: an authority's own round, or one without a day for answers, decided by the office."""
    is_own = item.answering_id == cleanup.owner_id
    return is_own or (cleanup.answers_due_on is None and item.outcome is not None)


def _leaks(
    item: CleanupItem,
    document: ListedDocument,
    names: Sequence[Cited],
    named: Mapping[str, Sequence[NamedDocument]],
    serials: Sequence[str],
) -> Iterator[str]:
    """What would be public with the row and must not be."""
    if not is_public(document.disclosure, document.is_published):
        return
    said = _said(item)
    yield from marks_in(f"{document.title}\n{said}")
    yield from hidden_in(said, names, named, serials)


def _of_successor(item: CleanupItem, local: Collection[str]) -> list[Cited]:
    """The documents that the outcome names as successor or basis and that the register must have.

    A law or an act from above need not be registered; a number of an authority of ours must be.
    """
    is_replaced = bool(_REPLACED.search(f"{item.reason}{item.successor}"))
    return [
        cited
        for cited in cited_in(item.successor)
        if is_replaced or (cited[1] or "").partition("|")[0] in local
    ]


def _successors(
    names: Sequence[Cited], named: Mapping[str, Sequence[NamedDocument]], own_id: int
) -> Iterator[str]:
    """What is wrong with the documents that are said to have replaced this one."""
    for title, number, words in names:
        found = [other for other in named.get(number or title, ()) if other.id != own_id]
        if not found:
            yield f"{words}没有登记"
        elif not any(other.is_published and other.status is Status.IN_FORCE for other in found):
            other = found[0]
            yield f"{words}{STATUS_WORDS[other.status] if other.is_published else '尚未公布'}"
