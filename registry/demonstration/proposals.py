"""The citizens' 审查建议 of the demonstration: one that was answered, and one that waits to be accepted."""

from collections.abc import Mapping
from datetime import date, datetime, time

from registry.actions.proposals.add_proposal import add_proposal
from registry.actions.proposals.move_proposal import Details, move_proposal
from registry.actions.proposals.sign_reply import sign_reply
from registry.actions.proposals.submit_proposal import Submission, submit_proposal
from registry.demonstration._days import workday_before
from registry.domain.instants import SHANGHAI, day_of
from registry.domain.review_proposals import Channel, Person, ProposalMove, Proposed, Proposer, Result
from registry.domain.roles import Actor
from registry.storage.documents.tables import Document
from registry.storage.engine import Store, reading

ANSWERED, OPEN = "parking-fee", "village-waste"
CODE = "DEMO1-DEMO2-DEMO3-DEMO4"
"""The receipt code of the answered one, so that the demonstration can be followed."""
_COMPANY = Person(Proposer.COMPANY, "云汀区柳桥商贸有限公司", phone="0000-1234567")
_CITIZEN = Person(Proposer.CITIZEN, "宋清晏", email="song@example.cn")
_REPLY = (
    "经审查，您单位反映的问题属实。收费标准没有按规定开展成本监审和听证，我单位已提出审查意见，要求制定机关纠正。\n"
    "感谢您单位对规范性文件备案审查工作的关心和支持。"
)


def bring_proposals(
    store: Store, people: Mapping[str, Actor], documents: Mapping[str, int], now: datetime
) -> None:
    """Enters both proposals, the answered one on its days before today."""
    today = day_of(now)
    days = [workday_before(today, n) for n in (40, 37, 21, 19)]
    answered = add_proposal(
        store,
        people["clerk"],
        _about(
            store, documents[ANSWERED], _COMPANY, "第四条", "停车收费标准没有经过成本监审和听证就作了调整。"
        ),
        channel=Channel.MAIL,
        received_on=days[0],
        code=CODE,
        now=_at(days[0]),
    )
    key = answered.id or 0
    draft = Details(result=Result.TO_CORRECT, draft=_REPLY)
    for move, details, on in (
        (ProposalMove.ACCEPT, Details(), days[1]),
        (ProposalMove.EXAMINE, draft, days[2]),
    ):
        move_proposal(store, people["clerk"], key, move, details, on=on, now=_at(on))
    sign_reply(store, people["lead"], key, on=days[3], now=_at(days[3]))
    reason = "第五条规定保洁费按户收取，没有写明须经村民会议讨论决定，实际成了强制收费，建议修改。"
    submit_proposal(
        store,
        _about(store, documents[OPEN], _CITIZEN, "第五条", reason),
        once="demonstration",
        code="",
        now=now,
    )


def _about(store: Store, document_id: int, person: Person, clause: str, reason: str) -> Submission:
    with reading(store) as session:
        document = session.get_one(Document, document_id)
    proposed = Proposed(document.title, reason, document.doc_no, clause)
    return Submission(person, proposed, document_id=document_id)


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), SHANGHAI)
