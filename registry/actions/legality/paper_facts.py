"""What a 合法性审核意见书 says, from the passage of a draft that has the opinion."""

from dataclasses import replace
from datetime import date

from sqlmodel import Session

from registry.actions.papers.keep_paper import PaperFacts
from registry.domain.citations import quoted
from registry.domain.documents import shown_title
from registry.domain.errors import Refusal
from registry.domain.legality_reviews import OPINIONS, ReviewMove
from registry.domain.normal import id_of, lines_of
from registry.domain.papers.register import numbered
from registry.domain.written_days import cn_date
from registry.storage import office
from registry.storage.documents.locks import lead_authority
from registry.storage.documents.tables import Document
from registry.storage.fair_reviews import fair_review_of
from registry.storage.legality_reviews import LegalityReview, moves_of, reviews_of
from registry.storage.papers import Paper

CONCLUSIONS: dict[ReviewMove, str] = {
    ReviewMove.FIND_LAWFUL: "合法",
    ReviewMove.CONFIRM_CHANGES: "应当修改，已按审核意见修改",
    ReviewMove.ASK_CHANGES: "应当修改",
    ReviewMove.FIND_UNLAWFUL: "不合法",
}


def opinion_facts(
    session: Session, document: Document, review: LegalityReview, move: ReviewMove
) -> PaperFacts:
    """The facts of the opinion that a move gives; the review has it already."""
    authority = lead_authority(session, document)
    fair = fair_review_of(session, document.id or 0)
    return PaperFacts(
        subject=document.id or 0,
        about=shown_title(document),
        authority_id=authority.id,
        values={
            "制定机关": authority.name,
            "文件": quoted(shown_title(document)),
            "送审日期": cn_date(review.received_on),
            "审核结论": CONCLUSIONS[move],
            "审核意见": numbered(lines_of(review.opinion)),
            "公平竞争审查": fair.facts().in_words() if fair else "",
            "本机关": office.setting(session, "office_name"),
        },
    )


def opinion_source(session: Session, subject: str, on: date) -> PaperFacts:
    """The facts of the last opinion on a draft. Raises Refusal where the office gave none."""
    document = session.get(Document, id_of(subject) or 0)
    if document is None:
        raise Refusal(f"没有这份文件：{subject}。")
    for review in reversed(reviews_of(session, document.id or 0)):
        given = [line for line in moves_of(session, review.id or 0) if line.move in OPINIONS]
        if given:
            facts = opinion_facts(session, document, review, given[-1].move)
            return replace(facts, since=given[-1].on, recorded_at=given[-1].recorded_at)
    raise Refusal("本单位还没有对这份文件出具合法性审核意见。")


def opinion_again(session: Session, wrong: Paper) -> PaperFacts:
    """The facts of the paper that replaces another. Raises Refusal for an earlier opinion than the last."""
    facts = opinion_source(session, wrong.subject, wrong.signed_on)
    if facts.recorded_at and facts.since and wrong.made_at < facts.recorded_at:
        raise Refusal(
            f"这份文书是以前的一次审核意见，{cn_date(facts.since)}已对这份文件出具新的审核意见，"
            "不能再更换。请在最近一次意见的文书上更换；以前的照旧保存。"
        )
    return facts
