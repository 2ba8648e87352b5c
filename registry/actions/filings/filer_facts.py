"""What the papers of the filer say: what the register knows, to be completed by a person, as the facts of a paper."""

from dataclasses import dataclass, replace
from datetime import date

from sqlmodel import Session

from registry.actions.papers.keep_paper import PaperFacts, draft_paper
from registry.domain.citations import citation, quoted
from registry.domain.documents import Disclosure, RelationKind, StepKind, missing_steps
from registry.domain.errors import Refusal
from registry.domain.filings import Direction, Track
from registry.domain.formation import needs_fair_review
from registry.domain.normal import id_of, lines_of
from registry.domain.papers.filer import (
    BLANK,
    BLANK_LINE,
    check_filled,
    day_or_blank,
    kind_of_material,
    step_sentences,
)
from registry.domain.papers.kinds import PaperKind
from registry.domain.roles import Role
from registry.exports.papers.templates import Value
from registry.storage import office
from registry.storage.authorities import Authority
from registry.storage.documents.tables import (
    Document,
    documents_by_id,
    relations_of,
    steps_of,
)
from registry.storage.filing_materials import slots
from registry.storage.filings import Filing
from registry.storage.people import active_users


@dataclass(frozen=True)
class ReportWords:
    """What a 备案报告 says besides the document and its authority; "" and None are left as a line to fill.

    `number` is the authority's own. `decided_by` "" with `is_decided` False leaves the 集体审议 out.
    """

    reviewer: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    is_decided: bool = True
    published_on: date | None = None
    effective_on: date | None = None
    number: str = ""
    signatory: str = ""
    contact: str = ""
    phone: str = ""
    n_copies: int = 1


@dataclass(frozen=True)
class StatementWords:
    """The parts of a 起草说明, a line a paragraph; an empty part is left as a line to fill."""

    necessity: str = ""
    course: str = ""
    content: str = ""
    bases: str = ""


Words = ReportWords | StatementWords


def known_words(session: Session, filing: Filing, kind: PaperKind) -> Words:
    """What the register knows of a paper of the filer."""
    if kind is PaperKind.FILING_REPORT:
        return _known_report(session, filing)
    document = session.get_one(Document, filing.document_id)
    steps = steps_of(session, filing.document_id)
    is_fair = needs_fair_review(document.touches_market, document.published_on)
    missing = missing_steps(document.kind, steps, is_fair)
    return StatementWords(
        course="\n".join(step_sentences(steps, missing)),
        bases="\n".join(_bases(session, filing.document_id)),
    )


def filer_facts(session: Session, filing: Filing, words: Words) -> PaperFacts:
    """The facts of the paper that says these words. Raises Refusal for a secret stub."""
    document = session.get_one(Document, filing.document_id)
    if document.disclosure is Disclosure.SECRET:
        raise Refusal("涉密文件不在系统中制作备案材料，请按保密规定办理。")
    authority = session.get_one(Authority, filing.authority_id)
    facts = PaperFacts(
        subject=filing.id or 0,
        about=document.title,
        authority_id=filing.authority_id,
        issuer=authority.name,
        values={
            "制定机关": authority.name,
            "文件": citation(document.title, document.doc_no),
            "文件名称": quoted(document.title),
        },
    )
    if isinstance(words, StatementWords):
        return replace(facts, values={**facts.values, **_parts(words)})
    own: dict[str, Value] = {
        "备案机关": words.reviewer or BLANK,
        "审议机构": (words.decided_by or BLANK) if words.is_decided else "",
        "审议日期": day_or_blank(words.decided_on),
        "公布日期": day_or_blank(words.published_on),
        "施行日期": day_or_blank(words.effective_on),
        "签发人": words.signatory or BLANK,
        "联系人": words.contact,
        "联系电话": words.phone,
    }
    enclosures = _enclosed(session, filing, words.n_copies)
    return replace(facts, number=words.number, enclosures=enclosures, values={**facts.values, **own})


def report_source(session: Session, subject: str, on: date) -> PaperFacts:
    """备案报告 of a filing from the register alone. Raises Refusal where a person has to say more."""
    return _source(session, subject, PaperKind.FILING_REPORT, on)


def statement_source(session: Session, subject: str, on: date) -> PaperFacts:
    """起草说明 of a filing from the register alone. Raises Refusal where a person has to say more."""
    return _source(session, subject, PaperKind.DRAFTING_STATEMENT, on)


def check_whole(session: Session, kind: PaperKind, facts: PaperFacts, on: date) -> None:
    """Raises Refusal for a paper with a place left to fill, other than the line of who signs a report."""
    draft = draft_paper(session, kind, facts, on)
    check_filled([draft.addressees, *(block for block in draft.body if isinstance(block, str))])


def _source(session: Session, subject: str, kind: PaperKind, on: date) -> PaperFacts:
    filing = session.get(Filing, id_of(subject) or 0)
    if filing is None:
        raise Refusal(f"没有这件备案：{subject}。")
    facts = filer_facts(session, filing, known_words(session, filing, kind))
    check_whole(session, kind, facts, on)
    return facts


def _known_report(session: Session, filing: Filing) -> ReportWords:
    document = session.get_one(Document, filing.document_id)
    steps = {step.kind: step for step in steps_of(session, filing.document_id)}
    decided = steps.get(StepKind.COLLECTIVE_DECISION)
    contacts = active_users(session, [Role.CONTACT], filing.authority_id)
    return ReportWords(
        reviewer=_reviewer(session, filing),
        decided_by=decided.body.strip() if decided else "",
        decided_on=decided.done_on if decided else None,
        is_decided=not (decided and decided.not_applicable_because.strip()),
        published_on=document.published_on,
        effective_on=document.effective_on,
        contact=contacts[0].name if len(contacts) == 1 else "",
    )


def _reviewer(session: Session, filing: Filing) -> str:
    """To whom the report goes; "" for a standing committee, whose name the register does not know."""
    if filing.track is Track.CONGRESS:
        return ""
    if filing.direction is Direction.OUTGOING:
        return office.setting(session, "review_authority")
    government = office.setting(session, "government_name")
    is_named = government != office.DEFAULTS["government_name"]
    return government if is_named else office.setting(session, "office_name")


def _parts(words: StatementWords) -> dict[str, Value]:
    parts = {
        "必要性": words.necessity,
        "起草过程": words.course,
        "主要内容": words.content,
        "制定依据": words.bases,
    }
    return {name: tuple(lines_of(text)) or (BLANK_LINE,) for name, text in parts.items()}


def _enclosed(session: Session, filing: Filing, n_copies: int) -> tuple[str, ...]:
    """The materials that were handed in, but the report itself, with their copies."""
    return tuple(
        f"{slot.material}（{n_copies}份）"
        for slot in slots(session, filing)
        if slot.files and kind_of_material(slot.material) is not PaperKind.FILING_REPORT
    )


def _bases(session: Session, document_id: int) -> list[str]:
    """The laws and documents that the document says it rests on, each once."""
    ties = [tie for tie in relations_of(session, document_id)[0] if tie.kind is RelationKind.BASED_ON]
    others = documents_by_id(session, [tie.other_id for tie in ties if tie.other_id])
    names = []
    for tie in ties:
        other = others.get(tie.other_id or 0)
        names.append(citation(other.title, other.doc_no) if other and other.title else tie.other_text)
    return list(dict.fromkeys(name for name in names if name))
