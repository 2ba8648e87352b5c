"""What fills the fields of the papers of a filing's moves."""

from collections.abc import Callable, Sequence
from datetime import date

from sqlmodel import Session

from registry.actions.filings.moved import Act, Moved, worksheet_of_move
from registry.domain.citations import citation
from registry.domain.documents import shown_title
from registry.domain.errors import Refusal
from registry.domain.filings import STATE_WORDS, Move
from registry.domain.normal import tidy
from registry.domain.numerals import numeral
from registry.domain.papers.filing import CONCLUSIONS, PAPER_OF
from registry.domain.papers.kinds import PaperKind
from registry.domain.validity import EVENT_WORDS
from registry.domain.worksheets import REPLY_WORDS, heading
from registry.domain.written_days import cn_date, cn_dates
from registry.exports.papers.points import (
    ItemFinding,
    numbered_findings,
    points,
    sheet_findings,
    typed_findings,
)
from registry.exports.papers.templates import Value
from registry.storage.documents.tables import Document
from registry.storage.filings import FilingMove
from registry.storage.papers import papers_of_moves
from registry.storage.worksheets import answered_findings

Values = dict[str, Value]
_DEMAND = "请对照上述意见研究处理，需要修改或者废止的，按规定程序办理"
_ANSWERS_OF_SUBMISSION = {PaperKind.REGISTRATION_NOTICE, PaperKind.DEFERRAL_NOTICE, PaperKind.REFUSAL_NOTICE}


def values_of(session: Session, moved: Moved) -> Values:
    """What the paper of the move says besides the document and its authority. Raises Refusal without 报送日期."""
    kind = PAPER_OF[moved.line.move]
    if kind in _ANSWERS_OF_SUBMISSION and moved.filing.first_submitted_on is None:
        raise Refusal(
            f"{kind.word}须写明报送日期，这件备案没有“报送备案”的记录，不能由系统出具。请核对办理记录。"
        )
    return _VALUES[kind](session, moved)


def _registration(session: Session, moved: Moved) -> Values:
    filing = moved.filing
    submitted_on, due_on = filing.first_submitted_on, filing.due_on
    late = (submitted_on - due_on).days if submitted_on and due_on else 0
    return {
        "登记日期": cn_date(filing.registered_on),
        "报送期限": cn_date(due_on),
        "逾期日数": str(late) if late > 0 else "",
    }


def _supplement(session: Session, moved: Moved) -> Values:
    return {"补正内容": points(moved.line.reason), "补正期限": cn_date(moved.filing.step_due_on)}


def _refusal(session: Session, moved: Moved) -> Values:
    return {"理由": points(moved.line.reason)}


def _extension(session: Session, moved: Moved) -> Values:
    filing = moved.filing
    return {
        "理由": points(moved.line.reason),
        "原审查期限": cn_date(moved.before_on),
        "审查期限": cn_date(filing.step_due_on),
        "期限算法": cn_dates(filing.step_working),
        "期限依据": filing.step_working.partition("；依据：")[2],
    }


def _opinion(session: Session, moved: Moved) -> Values:
    line, correct_by = moved.line, moved.filing.correct_by
    findings = sheet_findings(moved.findings) or typed_findings(line.reason)
    is_over = correct_by is not None and correct_by < line.on
    return {
        "审查意见": numbered_findings(findings),
        "处理要求": _demand(findings),
        "反馈期限": cn_date(moved.filing.step_due_on),
        "改正期限": "" if is_over else cn_date(correct_by),
        "已过改正期限": cn_date(correct_by) if is_over else "",
        "前次意见": opinions_named(session, moved.opinions),
        "反馈日期": cn_date(answered_on(moved.earlier)),
        **_answered(session, moved),
    }


def _demand(findings: Sequence[ItemFinding]) -> str:
    return f"{numeral(len(findings) + 1)}、处理要求\n{_DEMAND}"


def _conclusion(session: Session, moved: Moved) -> Values:
    move = moved.line.move
    findings = sheet_findings(moved.findings) if move is Move.PASS else []
    return {
        **{word: "是" if move is of else "" for of, word in CONCLUSIONS.items()},
        "结论": STATE_WORDS[moved.line.after],
        "理由": points(moved.line.reason),
        "建议": numbered_findings(findings),
        "前次意见": opinions_named(session, moved.opinions),
        "反馈日期": cn_date(answered_on(moved.earlier)),
        "处理决定": tuple(_act_words(session, act) for act in moved.acts),
    }


def opinions_named(session: Session, opinions: Sequence[FilingMove]) -> str:
    """The opinions by the names, numbers and days of their papers."""
    papers = papers_of_moves(session, [line.id or 0 for line in opinions])
    names = []
    for line in opinions:
        paper = papers.get(line.id or 0)
        marks = (
            f"{paper.number}，{cn_date(paper.signed_on)}"
            if paper
            else line.paper_elsewhere or cn_date(line.on)
        )
        names.append(f"{PAPER_OF[line.move].word}（{marks}）")
    return "、".join(names)


def answered_on(moves: Sequence[FilingMove]) -> date | None:
    """The day of the last answer of the authority."""
    return next((line.on for line in reversed(moves) if line.move is Move.ANSWER), None)


def _answered(session: Session, moved: Moved) -> Values:
    """What the authority did not take over of the opinion before, finding by finding; else its answer as written."""
    sheet = worksheet_of_move(session, moved.opinions[-1]) if moved.opinions else None
    if sheet is None:
        answers = [line.reason for line in moved.earlier if line.move is Move.ANSWER]
        return {"反馈情况": tuple(answers[-1].splitlines()) if answers else ()}
    left = []
    for number, row in enumerate(answered_findings(session, [sheet.id or 0]), 1):
        answer = row.answer.value() if row.answer else None
        if answer and not answer.is_settled:
            reason = f"，理由：{tidy(answer.reason).rstrip('。')}" if answer.reason.strip() else ""
            left.append(
                f"第{numeral(number)}项意见（{heading(row.finding.value())}）{REPLY_WORDS[answer.reply]}{reason}。"
            )
    return {"未采纳情况": tuple(left)}


def _act_words(session: Session, act: Act) -> str:
    """该文件自2026年4月1日起修改，依据《…的决定》（示政规〔2026〕9号，2026年3月30日公布）."""
    by = session.get(Document, act.by_document_id) if act.by_document_id else None
    since = f"自{cn_date(act.effective_on)}起" if act.effective_on else "已"
    return f"该文件{since}{EVENT_WORDS[act.kind]}，依据{_cited(by) if by else act.source.rstrip('。')}。"


def _cited(document: Document) -> str:
    published = f"{cn_date(document.published_on)}公布" if document.published_on else ""
    marks = "，".join(filter(None, (document.doc_no, published)))
    return citation(shown_title(document), marks)


_VALUES: dict[PaperKind, Callable[[Session, Moved], Values]] = {
    PaperKind.REGISTRATION_NOTICE: _registration,
    PaperKind.DEFERRAL_NOTICE: _supplement,
    PaperKind.SUPPLEMENT_NOTICE: _supplement,
    PaperKind.REFUSAL_NOTICE: _refusal,
    PaperKind.EXTENSION_NOTICE: _extension,
    PaperKind.REVIEW_OPINION: _opinion,
    PaperKind.SECOND_OPINION: _opinion,
    PaperKind.CONCLUSION: _conclusion,
}
