"""Keep the answer whether a document was in force on a day as a paper of the office (时效性查询结果)."""

from collections.abc import Sequence
from datetime import datetime

from registry.actions.papers.keep_paper import PaperFacts, keep_paper
from registry.actions.papers.make_paper import check_unchanged
from registry.domain.citations import citation
from registry.domain.documents import Disclosure
from registry.domain.errors import Refusal
from registry.domain.instants import SHANGHAI, day_of
from registry.domain.papers.kinds import PaperKind
from registry.domain.papers.register import status_answer
from registry.domain.roles import Actor, Permission, require
from registry.domain.written_days import cn_date, cn_dates
from registry.exports.papers.facts import Evidence, StatusProof
from registry.storage.documents.locks import lock_document
from registry.storage.engine import Store, transaction
from registry.storage.papers import Paper


def keep_status_proof(
    store: Store, actor: Actor, document_id: int, proof: StatusProof, *, after: int, now: datetime
) -> Paper:
    """The paper, signed today, with all the entries of the register that show the answer. Raises Refusal and Denied.

    `after` is the newest such paper that the person saw, 0 for none: a button pressed twice keeps no second paper.
    """
    require(actor, Permission.EXAMINE_FILING)
    if proof.on > day_of(now):
        raise Refusal(
            f"查询日期{cn_date(proof.on)}晚于今天（{cn_date(day_of(now))}），以后的效力还会变动，不能出具。"
            "请选今天或者以前的日期。"
        )
    with transaction(store) as session:
        document = lock_document(session, document_id)
        if not document.is_published or document.disclosure is Disclosure.SECRET:
            raise Refusal("只有已经公布、不涉密的文件才能出具时效性查询结果。")
        check_unchanged(session, PaperKind.STATUS_PROOF, str(document_id), after)
        facts = PaperFacts(
            subject=document_id,
            about=document.title,
            authority_id=document.lead_authority_id,
            values={
                "文件": citation(proof.title, proof.doc_no or ""),
                "制定机关": proof.authority,
                "登记日期": cn_dates(proof.dates),
                "查询日期": cn_date(proof.on),
                "结论": status_answer(proof.on, proof.status, is_presumed=proof.is_presumed),
                "理由": cn_dates(proof.why),
                "修改": cn_dates("".join(proof.amended)),
                "依据": _entries(proof.evidence),
                "查询时间": _made(proof.made_at),
                "本机关": proof.office,
            },
        )
        return keep_paper(session, actor.name, PaperKind.STATUS_PROOF, facts, signed_on=day_of(now), now=now)


def _entries(evidence: Sequence[Evidence]) -> tuple[str, ...]:
    if not evidence:
        return ("没有登记效力变动和文件关系。",)
    return tuple(
        f"{number}．{cn_date(entry.on)}，{entry.what}{f'——{cn_dates(entry.source)}' if entry.source else ''}"
        for number, entry in enumerate(evidence, 1)
    )


def _made(at: datetime) -> str:
    local = at.astimezone(SHANGHAI)
    return f"{cn_date(local)}{local:%H:%M}"
