"""Kept papers, and their words."""

import io

from docx import Document as Docx

from registry.domain.papers.kinds import PaperKind
from registry.storage.engine import Store, reading
from registry.storage.papers import Paper, last_paper


def words_of_paper(store: Store, paper: Paper) -> str:
    """The paragraphs of a kept paper, a line each."""
    with reading(store) as session:
        content = session.get_one(Paper, paper.id).docx or b""
    return "\n".join(paragraph.text for paragraph in Docx(io.BytesIO(content)).paragraphs)


def tables_of_paper(store: Store, paper: Paper) -> list[list[list[str]]]:
    """The tables of a kept paper, their cells by rows."""
    with reading(store) as session:
        content = session.get_one(Paper, paper.id).docx or b""
    return [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in Docx(io.BytesIO(content)).tables
    ]


def paper_about(store: Store, kind: PaperKind, subject: int | str) -> Paper:
    """The newest paper of a kind about a subject."""
    with reading(store) as session:
        paper = last_paper(session, kind, subject)
    assert paper is not None
    return paper
