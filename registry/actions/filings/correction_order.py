"""What 责令改正通知 says: the opinion, which of its days have passed, and what is still to be corrected."""

from datetime import date

from sqlmodel import Session

from registry.actions.filings.moved import Moved, moved_before, worksheet_of_move
from registry.actions.filings.paper_facts import filed_values, incoming_filing
from registry.actions.filings.paper_values import answered_on, opinions_named
from registry.actions.papers.keep_paper import PaperFacts
from registry.domain.documents import shown_title
from registry.domain.errors import Refusal
from registry.domain.filings import DECISIONS, OPINIONS, FilingState
from registry.domain.levels import Level
from registry.domain.numerals import numeral
from registry.domain.validity import EVENT_WORDS
from registry.domain.worksheets import Verdict
from registry.domain.written_days import cn_date
from registry.exports.papers.points import ItemFinding, numbered_findings, sheet_findings, typed_findings
from registry.storage.documents.tables import Document
from registry.storage.documents.timelines import acts_since
from registry.storage.filings import Filing, moves_of
from registry.storage.worksheets import answered_findings

_CORRECTING = (FilingState.OPINION, FilingState.FEEDBACK)
_DEMAND = "请按照审查意见修改或者废止该文件"


def correction_order_source(session: Session, subject: str, on: date) -> PaperFacts:
    """The order that the lead signs on a day. Raises Refusal while no day of the opinion has passed."""
    filing = incoming_filing(session, subject)
    moves = moves_of(session, filing.id or 0)
    opinions = [line for line in moves if line.move in OPINIONS]
    if not opinions or filing.state not in _CORRECTING:
        raise Refusal("已提审查意见或者已反馈、还没有办结的备案，才能责令改正。")
    opined = moved_before(session, filing, opinions[-1])
    late_answer, late_correction = _passed(filing, on)
    if not (late_answer or late_correction):
        raise Refusal(_not_passed(filing))
    _check_uncorrected(session, opined)
    findings = _to_correct(session, opined)
    document = session.get_one(Document, filing.document_id)
    return PaperFacts(
        subject=filing.id or 0,
        about=shown_title(document),
        authority_id=filing.authority_id,
        since=moves[-1].on,
        values=filed_values(session, filing, document)
        | {
            "前次意见": opinions_named(session, opinions[-1:]),
            "反馈日期": cn_date(answered_on(moves) if filing.state is FilingState.FEEDBACK else None),
            "统计日期": cn_date(on),
            "已过反馈期限": cn_date(late_answer),
            "已过改正期限": cn_date(late_correction),
            "改正期限": "" if late_correction else cn_date(filing.correct_by),
            "改正内容": numbered_findings(findings),
            "改正要求": f"{numeral(len(findings) + 1)}、改正要求\n{_DEMAND}",
        },
    )


def _passed(filing: Filing, on: date) -> tuple[date | None, date | None]:
    """The day for the answer, and the day for the correction, where they have passed."""
    answer_by = filing.step_due_on if filing.state is FilingState.OPINION else None
    late_answer = answer_by if answer_by and answer_by < on else None
    return late_answer, filing.correct_by if filing.correct_by and filing.correct_by < on else None


def _not_passed(filing: Filing) -> str:
    if filing.state is FilingState.FEEDBACK and filing.correct_by is None:
        return "制定机关已经反馈，审查意见没有定改正期限。仍要改正的，请再次提出审查意见，写明改正期限。"
    return "审查意见定的反馈期限、改正期限在成文日期都还没有过，不能责令改正。"


def _check_uncorrected(session: Session, opined: Moved) -> None:
    """Raises Refusal where the register knows of an act on the document since the opinion."""
    acts = acts_since(session, opined.filing.document_id, DECISIONS, opined.line.on)
    if acts:
        standing = f"自{cn_date(acts[-1].effective_on)}起" if acts[-1].effective_on else "已"
        raise Refusal(
            f"登记簿写明该文件{standing}{EVENT_WORDS[acts[-1].kind]}，在审查意见之后。请先核对："
            "已经改正的，办理“确认已改正”；没有改到位的，再次提出审查意见，写明还要改什么。"
        )


def _to_correct(session: Session, opined: Moved) -> list[ItemFinding]:
    """The findings of the opinion without its advice, and without those on which the office accepted the answer."""
    sheet = worksheet_of_move(session, opined.line)
    if sheet is None:
        return typed_findings(opined.line.reason)
    left = []
    for row in answered_findings(session, [sheet.id or 0]):
        finding, answer = row.finding.value(), row.answer.value() if row.answer else None
        is_accepted = answer is not None and answer.verdict is Verdict.ACCEPTED
        if finding.level is not Level.ADVICE and not is_accepted:
            left.append(finding)
    if not left:
        raise Refusal("审查意见里没有还要改正的问题（都是建议，或者已经认可制定机关的说明），不用责令改正。")
    return sheet_findings(left)
