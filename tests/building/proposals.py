"""Citizens' review proposals for tests: as sent from the public form, as entered by a clerk, and moved on."""

import io
import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from flask.testing import FlaskClient
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse, encode_multipart

from registry.actions.proposals.add_proposal import add_proposal
from registry.actions.proposals.move_proposal import Details, move_proposal
from registry.actions.proposals.submit_proposal import Submission
from registry.domain.review_proposals import Channel, Person, ProposalMove, Proposed, Proposer, Result
from registry.domain.roles import OPERATOR, Actor
from registry.storage.engine import Store
from tests.cast import NOW

NAME, PHONE, MAIL, ADDRESS = "甄提出", "13900002468", "zhen@example.cn", "示范区柳荫巷九号"
PERSON = Person(Proposer.CITIZEN, NAME, PHONE, MAIL, ADDRESS)
PROPOSED = Proposed(
    "示范区农机购置补贴办法",
    "第三条只补贴本区企业生产的农机。\n建议删去。",
    "示农〔2026〕3号",
    "第三条",
    "《公平竞争审查条例》",
)
TYPED = {
    "kind": "citizen",
    "name": NAME,
    "phone": PHONE,
    "email": MAIL,
    "address": ADDRESS,
    "title": PROPOSED.title,
    "doc_no": PROPOSED.doc_no,
    "clause": PROPOSED.clause,
    "higher_law": PROPOSED.higher_law,
    "reason": PROPOSED.reason,
}
Files = Sequence[tuple[bytes, str]]  # contents and names
_TOKEN = re.compile(r'name="token" value="([^"]+)"')
_CODE = re.compile(r"[0-9A-Z]{5}(?:-[0-9A-Z]{5}){3}")


def token_of(page: TestResponse) -> str:
    """The token of the form on a page."""
    found = _TOKEN.search(page.text)
    assert found, page.text[:500]
    return found[1]


def code_of(page: TestResponse) -> str:
    """The receipt code on a page."""
    found = _CODE.search(page.text)
    assert found, page.text
    return found[0]


def send(
    client: FlaskClient, *, token: str | None = None, query: str = "", files: Files = (), **changes: Any
) -> TestResponse:
    """The answer to the form, opened and sent by this browser with these changes to TYPED."""
    if token is None:
        token = token_of(client.get(f"/submissions/new{query}"))
    data = {**TYPED, **changes, "token": token}
    filled = MultiDict((name, value) for name, value in data.items() if value is not None)
    for content, name in files:
        filled.add("files", FileStorage(io.BytesIO(content), name))
    boundary, body = encode_multipart(filled)  # in memory: the client's own way leaves a large file open
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(f"/submissions/new{query}", data=body, content_type=kind)


def submit(client: FlaskClient, **changes: Any) -> str:
    """The receipt code of a proposal that was sent from the public form."""
    answer = send(client, **changes)
    assert answer.status_code == 200, answer.text
    return code_of(answer)


def follow(client: FlaskClient, code: str) -> TestResponse:
    """The answer to a typed receipt code, which this browser then holds."""
    return client.post("/submissions/follow", data={"code": code})


def enter(
    store: Store,
    actor: Actor = OPERATOR,
    *,
    received_on: date = date(2026, 3, 2),
    person: Person = PERSON,
    proposed: Proposed = PROPOSED,
    document_id: int | None = None,
    code: str | None = None,
) -> int:
    """The id of a proposal that came by letter."""
    submission = Submission(person, proposed, person.is_anonymous, (), document_id)
    proposal = add_proposal(
        store, actor, submission, channel=Channel.MAIL, received_on=received_on, code=code, now=NOW
    )
    return proposal.id or 0


def examine(store: Store, actor: Actor, proposal_id: int, *, on: date = date(2026, 3, 4)) -> None:
    """Accepts a proposal and hands in the result with the draft of a reply."""
    move_proposal(store, actor, proposal_id, ProposalMove.ACCEPT, Details(), on=on, now=NOW)
    details = Details(result=Result.TO_CORRECT, draft="经审查，第三条应当修改。\n已要求制定机关处理。")
    move_proposal(store, actor, proposal_id, ProposalMove.EXAMINE, details, on=on, now=NOW)
