"""What the papers of a filing say, from the register."""

from datetime import date

from sqlmodel import Session

from registry.actions.filings.moved import Moved, moved_before
from registry.actions.filings.paper_values import Values, values_of
from registry.actions.papers.keep_paper import PaperFacts
from registry.domain.citations import citation
from registry.domain.documents import shown_title
from registry.domain.errors import Refusal
from registry.domain.filings import MOVE_WORDS, Direction
from registry.domain.normal import id_of
from registry.domain.papers.filing import PAPER_OF
from registry.domain.papers.kinds import PaperKind
from registry.domain.written_days import cn_date
from registry.storage import office
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing, FilingMove, moves_of
from registry.storage.papers import Paper, papers_of_moves


def move_facts(session: Session, moved: Moved) -> PaperFacts:
    """What the paper of a move says."""
    filing = moved.filing
    document = session.get_one(Document, filing.document_id)
    return PaperFacts(
        subject=filing.id or 0,
        about=shown_title(document),
        authority_id=filing.authority_id,
        move_id=moved.line.id,
        since=moved.line.on,
        values=filed_values(session, filing, document) | values_of(session, moved),
    )


def filed_values(session: Session, filing: Filing, document: Document) -> Values:
    """What every paper of a filing may say of it."""
    return {
        "制定机关": session.get_one(Authority, filing.authority_id).name,
        "文件": citation(shown_title(document), document.doc_no),
        "公布日期": cn_date(document.published_on),
        "报送日期": cn_date(filing.first_submitted_on),
        "备案登记号": filing.filing_no or "",
        "本机关": office.setting(session, "office_name"),
    }


def move_source(session: Session, subject: str, on: date, kind: PaperKind) -> PaperFacts:
    """What a paper of this kind says about a filing: about its move of the day, else about the last such move.

    A move without a paper comes before the others. Raises Refusal where there is no such move, or its paper was issued
    elsewhere.
    """
    filing = incoming_filing(session, subject)
    lines = [line for line in moves_of(session, filing.id or 0) if PAPER_OF.get(line.move) is kind]
    if not lines:
        raise Refusal(_not_yet(filing, kind))
    lines = [line for line in lines if line.on == on] or lines
    papers = papers_of_moves(session, [line.id or 0 for line in lines])
    bare = [line for line in lines if line.id not in papers and not line.paper_elsewhere]
    line = (bare or lines)[-1]
    if line.paper_elsewhere and line.id not in papers:
        raise Refusal(
            f"{cn_date(line.on)}“{MOVE_WORDS[line.move]}”的{kind.word}已另行出具（{line.paper_elsewhere}），不再由系统出具。"
        )
    return move_facts(session, moved_before(session, filing, line))


def kinds_wanting(session: Session, filing_id: int) -> set[PaperKind]:
    """The kinds of which a move of the filing has no paper yet, made here or elsewhere."""
    lines = [line for line in moves_of(session, filing_id) if line.move in PAPER_OF]
    papers = papers_of_moves(session, [line.id or 0 for line in lines])
    bare = [line for line in lines if line.id not in papers and not line.paper_elsewhere]
    return {PAPER_OF[line.move] for line in bare}


def _not_yet(filing: Filing, kind: PaperKind) -> str:
    if filing.is_historic:
        return "这是台账中的历史备案，没有办理记录，文书以当时出具的为准。"
    words = "或者".join(MOVE_WORDS[move] for move, paper in PAPER_OF.items() if paper is kind)
    return f"{words}后才有{kind.word}。"


def move_again(session: Session, wrong: Paper) -> PaperFacts:
    """What a paper says that replaces this one: of the same move."""
    line = session.get(FilingMove, wrong.move_id) if wrong.move_id else None
    if line is None:
        return move_source(session, wrong.subject, wrong.signed_on, wrong.kind)
    return move_facts(session, moved_before(session, incoming_filing(session, wrong.subject), line))


def incoming_filing(session: Session, subject: str) -> Filing:
    """A filing that we examine. Raises Refusal for another."""
    filing = session.get(Filing, id_of(subject) or 0)
    if filing is None:
        raise Refusal(f"没有这件备案：{subject}。")
    if filing.direction is Direction.OUTGOING:
        raise Refusal("由我方上报的文件，文书由上级备案机关出具。")
    return filing
