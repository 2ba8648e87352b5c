"""Citizens' 审查建议 in the office: the register, a proposal, its moves, its person, and what authorities are asked."""

from flask import Blueprint

from registry.domain.review_proposals import ProposalMove
from registry.web.desk.proposals import add, comments, index, link, move, person, reply, show

_ONE = "/<id:proposal_id>"
_FORM = ["GET", "POST"]
_POST = ["POST"]
_MOVES = ", ".join(move for move in ProposalMove if move is not ProposalMove.REPLY)

pages = Blueprint("proposals", __name__, url_prefix="/proposals")
pages.add_url_rule("/", view_func=index.index)
pages.add_url_rule("/export.<any(csv, xlsx, docx):kind>", view_func=index.export)
pages.add_url_rule("/add", view_func=add.add, methods=_FORM)
pages.add_url_rule(_ONE, view_func=show.show)
pages.add_url_rule(f"{_ONE}/<any({_MOVES}):move>", view_func=move.move, methods=_FORM)
pages.add_url_rule(f"{_ONE}/reply", "sign", reply.sign, methods=_FORM)
pages.add_url_rule(f"{_ONE}/reply.docx", "paper", reply.paper)
pages.add_url_rule(f"{_ONE}/document", "link", link.link, methods=_FORM)
pages.add_url_rule(f"{_ONE}/person", "person", person.person, methods=_POST)
pages.add_url_rule(f"{_ONE}/erase", "erase", person.erase, methods=_FORM)
pages.add_url_rule(f"{_ONE}/files/<id:position>", "download", person.download, methods=_POST)
pages.add_url_rule(f"{_ONE}/comment", "ask", comments.ask, methods=_FORM)

comment_pages = Blueprint("proposal_comments", __name__, url_prefix="/proposal-comments")
comment_pages.add_url_rule("/", view_func=comments.index)
comment_pages.add_url_rule("/<id:comment_id>", view_func=comments.answer, methods=_FORM)
