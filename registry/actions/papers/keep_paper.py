"""Keep a paper: number it, draw it and write its row, within the transaction of the move that it belongs to."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlmodel import Session

from registry.actions.papers.office_style import office_style
from registry.domain.citations import quoted
from registry.domain.errors import Refusal
from registry.domain.papers.kinds import KindRule, PaperKind, SubjectKind, Urgency, counter_of, spell_number
from registry.domain.papers.rules import RULES
from registry.domain.papers.series import start_counter_of
from registry.domain.written_days import cn_date
from registry.exports.papers.draw import draw_paper
from registry.exports.papers.model import PLAIN, Block, OfficeStyle, PaperAnnex
from registry.exports.papers.model import Paper as Draft
from registry.exports.papers.templates import Value, fill_template, problem_of, shipped_text
from registry.storage import audit, counters, office
from registry.storage.papers import Paper, newest_templates, template_of

_SAMPLE_NUMBER = "样张"
_CLOSING = re.compile("特此.{2,4}。?")


@dataclass(frozen=True)
class PaperFacts:
    """What a paper of a kind says about its subject: the values of its fields, and whom it concerns.

    `about` names the subject in lists: the title of a document, a period. `issuer` "" is the office. `number` is the
    issuer's own, where the kind has no series of ours. `move_id` is the move of a filing that the paper is about.
    `since` is the day of the newest fact that it states, before which nobody can have signed it. `recorded_at` is when
    the step that it tells of was written, where a step has one paper: one made since is the paper of that step.
    """

    subject: int | str
    about: str
    values: Mapping[str, Value]
    authority_id: int | None = None
    move_id: int | None = None
    annexes: tuple[PaperAnnex, ...] = ()
    enclosures: tuple[str, ...] = ()
    issuer: str = ""
    number: str = ""
    since: date | None = None
    recorded_at: datetime | None = None


def draft_paper(
    session: Session,
    kind: PaperKind,
    facts: PaperFacts,
    signed_on: date,
    number: str = "",
    template: str = "",
    urgency: Urgency | None = None,
) -> Draft:
    """The paper as it would be made, by the office's template or the given one. Raises Refusal for a missing value."""
    return fill_template(
        RULES[kind],
        template or template_text(session, kind)[0],
        facts.values,
        issuer=facts.issuer or office.setting(session, "office_name"),
        signed_on=signed_on,
        number=number or facts.number,
        annexes=facts.annexes,
        enclosures=facts.enclosures,
        urgency=urgency,
    )


def sample_paper(
    session: Session,
    kind: PaperKind,
    facts: PaperFacts,
    signed_on: date,
    template: str = "",
    urgency: Urgency | None = None,
) -> Draft:
    """The paper as it would be made, with 样张 where its number will stand. Raises Refusal for a missing value."""
    number = _SAMPLE_NUMBER if RULES[kind].series else ""
    return draft_paper(session, kind, facts, signed_on, number, template, urgency)


def draw_sample(
    session: Session,
    kind: PaperKind,
    facts: PaperFacts,
    signed_on: date,
    template: str = "",
    urgency: Urgency | None = None,
) -> bytes:
    """The .docx of a sample; nothing is kept. Raises Refusal for a missing value."""
    draft = sample_paper(session, kind, facts, signed_on, template, urgency)
    return draw_paper(draft, style_of(session, facts))


def keep_paper(
    session: Session,
    actor: str,
    kind: PaperKind,
    facts: PaperFacts,
    *,
    signed_on: date,
    urgency: Urgency | None = None,
    replaces: Paper | None = None,
    because: str = "",
    now: datetime,
) -> Paper:
    """The paper, numbered without a gap in its year. Raises Refusal where a value that it must state is missing.

    It is drawn here because it prints the number that the transaction takes (docs/decisions/042).
    """
    rule = RULES[kind]
    text, version = template_text(session, kind)
    serial, number = _number(session, rule, signed_on.year, facts)
    draft = draft_paper(session, kind, facts, signed_on, number, text, urgency)
    if replaces is not None:
        draft = replace(draft, body=_with_replaced(draft.body, replaces))
    docx = draw_paper(draft, style_of(session, facts))
    paper = Paper(
        kind=kind,
        subject_kind=rule.subject,
        subject=str(facts.subject),
        authority_id=facts.authority_id,
        move_id=facts.move_id,
        title=draft.title[:500],
        about=facts.about[:500],
        number=number,
        series=rule.series if serial else None,
        year=signed_on.year if serial else None,
        serial=serial,
        template_version=version,
        template_sha256=hashlib.sha256(text.encode()).hexdigest(),
        signed_on=signed_on,
        urgency=urgency,
        docx=docx,
        sha256=hashlib.sha256(docx).hexdigest(),
        replaces_id=replaces.id if replaces else None,
        because=because,
        pdf_due_at=now,
        made_at=now,
        made_by=actor,
    )
    session.add(paper)
    session.flush()
    audit.record(
        session,
        now,
        actor,
        "make_paper",
        f"paper:{paper.id}",
        kind=kind.value,
        number=number,
        about=f"{rule.subject}:{facts.subject}",
        sha256=paper.sha256,
        urgency=urgency.word if urgency else "",
        replaces=replaces.number or str(replaces.id) if replaces else "",
        reason="" if rule.subject is SubjectKind.PROPOSAL else because,  # it may name the person, and stays
    )
    return paper


def _with_replaced(body: tuple[Block, ...], wrong: Paper) -> tuple[Block, ...]:
    """The body with the sentence about what it replaces, before the closing phrase where it has one."""
    named = wrong.number or f"{cn_date(wrong.signed_on)}的同名文书"
    replaced = f"本文书替代{quoted(wrong.title)}（{named}），被替代的文书自本文书送达之日起不再使用。"
    last = body[-1] if body else ""
    if isinstance(last, str) and _CLOSING.fullmatch(last.strip()):
        return (*body[:-1], replaced, last)
    return (*body, replaced)


def template_text(session: Session, kind: PaperKind) -> tuple[str, int]:
    """The template that holds for a kind, and its version; 0 for the shipped one, also while the office's is faulty."""
    own = template_of(session, kind)
    if own and own.text and not problem_of(kind, own.text):
        return own.text, own.version
    return shipped_text(kind), 0


def faulty_templates(session: Session) -> dict[PaperKind, str]:
    """The office's templates that the program can no longer use, with the reason; the shipped ones hold instead."""
    newest = newest_templates(session).values()
    problems = {own.kind: problem_of(own.kind, own.text) for own in newest if own.text}
    return {kind: problem for kind, problem in problems.items() if problem}


def style_of(session: Session, facts: PaperFacts) -> OfficeStyle:
    """The look of a paper: the office's head and foot stand on its own papers only."""
    return PLAIN if facts.issuer else office_style(session)


def _number(session: Session, rule: KindRule, year: int, facts: PaperFacts) -> tuple[int | None, str]:
    if not rule.series:
        return None, facts.number
    because = office.setting(session, "sending_paused_because")
    if because:
        raise Refusal(f"文书编号暂停编发：{because}")
    serial = counters.take(session, counter_of(rule.series, year))
    if serial == 1:
        _check_started(session, rule.series, year, bool(facts.move_id))
    return serial, spell_number(office.setting(session, "paper_code"), rule.series, year, serial)


def _check_started(session: Session, series: str, year: int, is_of_move: bool) -> None:
    """Raises Refusal for the first number of a year before the register was used, unless its start was set."""
    first = office.tracked_from(session).year
    if year >= first or counters.exists(session, start_counter_of(series, year)):
        return
    by_hand = "文书已经用纸质出具的，办理时请勾选“文书已另行出具”；要由系统编号的，" if is_of_move else ""
    raise Refusal(
        f"系统从{first}年起使用，不知道{year}年的“{series}”文书已经编到几号，不能接着编号，以免重号。"
        f"{by_hand}请系统管理员先在“设置—文书编号”填写{year}年最后使用的序号。",
        "on",
    )
