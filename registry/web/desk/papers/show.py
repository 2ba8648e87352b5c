"""The page of a paper, and its file: the bytes that were kept when it was made."""

import sqlalchemy as sa
from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from sqlmodel import col

from registry.actions.papers.print_again import print_again
from registry.actions.papers.sources import SOURCES
from registry.actions.proposals.paper_reading import note_reading
from registry.clock import now
from registry.domain.errors import Refusal
from registry.domain.papers.rules import RULES
from registry.domain.roles import Permission
from registry.readers.files.libreoffice import is_installed
from registry.storage.engine import reading
from registry.storage.papers import Paper
from registry.web.access import current_actor, current_store, needs
from registry.web.desk.papers.finding import (
    find_paper,
    materials_address,
    paper_name,
    readable_paper,
    subject_address,
)
from registry.web.downloads import download


@needs(Permission.READ_OWN)
def show(paper_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        row = find_paper(session, paper_id)
        replaced = readable_paper(session, row.paper.replaces_id)
        newer = readable_paper(session, row.newer_id)
    permission = RULES[row.paper.kind].permission
    return render_template(
        "desk/papers/show.html",
        row=row,
        paper=row.paper,
        replaced=replaced,
        newer=newer,
        can_print=is_installed(),
        subject=subject_address(row.paper.subject_kind, row.paper.subject),
        materials=materials_address(row.paper.kind, row.paper.subject),
        may_print=current_actor().may(permission),
        may_replace=row.paper.kind in SOURCES and not row.newer_id and current_actor().may(permission),
    )


@needs(Permission.READ_OWN)
def get_file(paper_id: int, kind: str) -> ResponseReturnValue:
    """The .docx or the .pdf of a paper, as it was kept."""
    with reading(current_store()) as session:
        paper = find_paper(session, paper_id).paper
        column = Paper.docx if kind == "docx" else Paper.pdf
        content = session.execute(sa.select(col(column)).where(col(Paper.id) == paper_id)).scalar_one()
    if content is None and kind == "pdf":
        abort(404)
    if content is None:
        raise Refusal("这份文书的内容已随个人信息删除，只留下编号、校验值等记录。")
    note_reading(current_store(), current_actor(), paper.kind, paper.subject, now=now())
    return download(content, paper_name(paper.kind, paper.number, paper.about), kind)


@needs(Permission.READ_OWN)
def print_pdf_again(paper_id: int) -> ResponseReturnValue:
    with reading(current_store()) as session:
        find_paper(session, paper_id)
    print_again(current_store(), current_actor(), paper_id, now=now())
    flash("PDF 将重新生成，一般一分钟左右就有，请稍后刷新本页。", "success")
    return redirect(url_for(".show", paper_id=paper_id), 303)
