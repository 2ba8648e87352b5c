"""The reply to a citizen's review proposal as a paper (审查建议答复, GB/T 9704-2012)."""

from collections.abc import Iterator

from registry.domain.citations import citation
from registry.domain.instants import day_words
from registry.exports.blocks import text
from registry.exports.papers.facts import ReplyPaper
from registry.exports.papers.frame import paper


def render_reply(reply: ReplyPaper) -> bytes:
    """The .docx of the reply: what it answers, the signed text, the office and the day."""
    return paper("关于审查建议的答复", reply.office, reply.number, reply.signed_on, _body(reply))


def opening(reply: ReplyPaper) -> str:
    """The first sentence, which says what is answered."""
    who = "您" if reply.is_citizen else "你单位"
    what = citation(reply.title, reply.doc_no)
    return f"{who}对{what}提出的审查建议（{reply.number}）于{day_words(reply.received_on)}收悉。现答复如下："


def _body(reply: ReplyPaper) -> Iterator[str]:
    yield text("AddressedTo", f"{reply.addressed_to or '审查建议提出人'}：")
    yield text("Normal", opening(reply))
    for line in filter(None, reply.body.splitlines()):
        yield text("Normal", line)
    yield text("Normal", "特此答复。")
