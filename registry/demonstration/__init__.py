"""The invented district 云汀区 on a given day: its authorities, people, documents with texts, filings and rounds."""

from datetime import date

from registry.demonstration._days import chinese_date
from registry.demonstration.authorities import AUTHORITIES, DISTRICT
from registry.demonstration.documents import documents, with_text
from registry.demonstration.people import PEOPLE
from registry.demonstration.shapes import District, Document, Round
from registry.demonstration.stories import filings, released_round
from registry.domain.citations import citation
from registry.domain.cleanups import OUTCOME_WORDS, Outcome
from registry.domain.documents import Disclosure
from registry.domain.validity import EventKind

BANNER = "示范区：本站的机关、人员和文件均为虚构，仅供演示，不得作为办事依据。"


def district(today: date) -> District:
    """The whole demonstration as of a day; the same day gives the same district.

    Filings are owed since 1 January of last year. The texts, numbers and events of a document agree with its dates.
    """
    tracked_from = date(today.year - 1, 1, 1)
    untexted = documents(today)
    cleanup = released_round(untexted, today)
    by_slug = {document.slug: document for document in untexted}
    return District(
        name=DISTRICT,
        banner=BANNER,
        today=today,
        tracked_from=tracked_from,
        authorities=AUTHORITIES,
        people=PEOPLE,
        documents=tuple(
            with_text(document, lambda slug: _cited(by_slug[slug]), _words(document, by_slug, cleanup))
            for document in untexted
        ),
        filings=filings(untexted, tracked_from, today),
        rounds=(cleanup,),
    )


def _cited(document: Document) -> str:
    """《title》（number）; for a notice that prints rules, the name of the rules."""
    name = document.title
    if "关于印发《" in name:
        name = name.partition("《")[2].rpartition("》")[0]
    return citation(name, document.doc_no)


def _words(document: Document, by_slug: dict[str, Document], cleanup: Round) -> dict[str, str]:
    """The words to fill into a text about other documents: a prolongation, the batch repeal, the cleanup list."""
    if document.slug == cleanup.decision:
        return _cleanup_words(by_slug, cleanup)
    words: dict[str, str] = {}
    for target in by_slug.values():
        for event in target.events:
            if event.by == document.slug and event.new_valid_until and target.dates.valid_until:
                words |= _prolongation_words(
                    target.dates.valid_until, event.effective_on, event.new_valid_until
                )
    repealed = [
        slug
        for slug, target in by_slug.items()
        if any(event.by == document.slug and event.kind is EventKind.REPEALED for event in target.events)
    ]
    words["repeals"] = "\n".join(f"{n}. {_cited(by_slug[slug])}" for n, slug in enumerate(repealed, 1))
    return words


def _prolongation_words(old_until: date, from_on: date, new_until: date) -> dict[str, str]:
    """The words of a prolongation: a late one names the gap it leaves, a timely one continues the old term."""
    is_late = old_until < from_on
    gap = f"自{chinese_date(from_on)}起恢复施行，有效期届满后至恢复施行前不发生效力，不得作为这一期间行政行为的依据"
    return {
        "expires": f"{'已' if is_late else '将'}于{chinese_date(old_until)}有效期届满",
        "continues": gap if is_late else "延长的期限与原有效期连续计算，中间不间断",
        "new_until": chinese_date(new_until),
    }


def _cleanup_words(by_slug: dict[str, Document], cleanup: Round) -> dict[str, str]:
    """The words of the cleanup decision: cut-off, meeting, counts, and the public documents of each annex.

    Documents that are not public are counted but not listed.
    """
    counts = {outcome: sum(item.outcome is outcome for item in cleanup.items) for outcome in Outcome}
    lists = {
        f"list_{outcome.value}": "\n".join(
            f"{n}. {_cited(document)}"
            for n, document in enumerate(
                (
                    by_slug[item.document]
                    for item in cleanup.items
                    if item.outcome is outcome and by_slug[item.document].disclosure is Disclosure.PUBLIC
                ),
                1,
            )
        )
        for outcome in Outcome
    }
    return {
        "cut_off": chinese_date(cleanup.cut_off_on),
        "decided": chinese_date(cleanup.decided_on),
        "total": str(len(cleanup.items)),
        "counts": "、".join(f"{OUTCOME_WORDS[outcome]}{n}件" for outcome, n in counts.items()),
        **lists,
    }
