"""Let the PDF of a paper be tried again that could not be made."""

from datetime import datetime

from registry.domain.errors import Refusal
from registry.domain.papers.rules import RULES
from registry.domain.roles import Actor, require
from registry.storage import audit
from registry.storage.engine import Store, transaction
from registry.storage.papers import NO_BYTES, Paper
from registry.storage.pdfs import try_pdf_again


def print_again(store: Store, actor: Actor, paper_id: int, *, now: datetime) -> None:
    """Forgets why there is no PDF, so that the next run tries it. Raises Refusal where none failed, and Denied."""
    with transaction(store) as session:
        paper = session.get(Paper, paper_id, options=NO_BYTES)
        if paper is None:
            raise Refusal("没有这份文书。")
        owners = [] if paper.authority_id is None else [paper.authority_id]
        require(actor, RULES[paper.kind].permission, owners)
        if not try_pdf_again(session, Paper, paper_id, now):
            raise Refusal("只有没有生成成功的 PDF 可以重新生成；这一份可能已由他人重新生成，请刷新后查看。")
        audit.record(
            session,
            now,
            actor.name,
            "print_again",
            f"paper:{paper_id}",
            kind=paper.kind.value,
            number=paper.number,
        )
