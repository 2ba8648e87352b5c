"""What the papers of a review proposal say: the reply, and that it is refused or forwarded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlmodel import Session

from registry.actions.papers.keep_paper import PaperFacts
from registry.domain.citations import citation
from registry.domain.errors import Refusal
from registry.domain.normal import id_of, lines_of
from registry.domain.papers.kinds import PaperKind
from registry.domain.review_proposals import ProposalMove, Proposer
from registry.domain.written_days import cn_date
from registry.exports.papers.templates import Value
from registry.storage import office
from registry.storage.review_proposals import ProposalReply, ProposalStep, ReviewProposal, person_of, steps_of

PAPERS: dict[ProposalMove, PaperKind] = {
    ProposalMove.REPLY: PaperKind.PROPOSAL_REPLY,
    ProposalMove.REFUSE: PaperKind.PROPOSAL_REFUSAL,
    ProposalMove.FORWARD: PaperKind.PROPOSAL_FORWARDING,
}
"""The moves that answer the proposer, and the paper of each."""


def reply_facts(session: Session, proposal: ReviewProposal, text: str) -> PaperFacts:
    """审查建议答复 with the text that is signed."""
    result = proposal.result.word if proposal.result else ""
    return _facts(session, proposal, {"答复内容": _paragraphs(text), "审查结果": result})


def step_facts(session: Session, proposal: ReviewProposal, step: ProposalStep) -> PaperFacts:
    """不予受理告知书 or 转送告知书 of the move that the step tells of."""
    own: dict[str, Value] = {"理由": _paragraphs(step.reason)}
    if step.move is ProposalMove.FORWARD:
        own |= {"转送机关": step.receiver, "转送日期": cn_date(step.on)}
    return _facts(session, proposal, own)


def proposal_source(move: ProposalMove) -> Callable[[Session, str, date], PaperFacts]:
    """The source of the paper of a move. It raises Refusal before the move, and once the person's data are erased."""

    def source(session: Session, subject: str, on: date) -> PaperFacts:
        proposal = session.get(ReviewProposal, id_of(subject) or 0)
        if proposal is None:
            raise Refusal(f"没有这件审查建议：{subject}。")
        if proposal.erased_on:
            raise Refusal(
                f"{proposal.number}的提出人信息已于{cn_date(proposal.erased_on)}删除，不能再出具文书。"
            )
        made = [step for step in steps_of(session, proposal.id or 0) if step.move is move]
        if not made:
            raise Refusal(f"{proposal.number}没有“{move.word}”，没有{PAPERS[move].word}。")
        if move is ProposalMove.REPLY:
            signed = session.get_one(ProposalReply, proposal.id)
            facts = reply_facts(session, proposal, signed.text)
        else:
            facts = step_facts(session, proposal, made[-1])
        return replace(facts, since=made[-1].on, recorded_at=made[-1].recorded_at)

    return source


def _facts(session: Session, proposal: ReviewProposal, own: dict[str, Value]) -> PaperFacts:
    person = person_of(session, proposal.id or 0)
    is_citizen = person is None or person.kind is Proposer.CITIZEN
    values: dict[str, Value] = {
        "提出人": (person.name if person else "") or "审查建议提出人",
        "称谓": "您" if is_citizen else "你单位",
        "文件": citation(proposal.title, proposal.doc_no),
        "登记号": proposal.number,
        "收到日期": cn_date(proposal.received_on),
        "本机关": office.setting(session, "office_name"),
    }
    return PaperFacts(
        subject=proposal.id or 0,
        about=f"{proposal.number}：{proposal.title}",
        number=proposal.number,
        values=values | own,
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(lines_of(text))
