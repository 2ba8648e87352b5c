"""The next step with a document, and the reason."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from flask import url_for

from registry.domain.days_left import days_words
from registry.domain.documents import STEP_WORDS, Disclosure, StepKind
from registry.domain.filings import TO_BE_SUBMITTED, TRACK_WORDS
from registry.domain.roles import Actor, Permission
from registry.domain.written_days import cn_date, cn_dates
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.filings import Filing

_EVALUATE_BEFORE = timedelta(days=180)
_REVIEW = STEP_WORDS[StepKind.LEGALITY_REVIEW]


class NextStep(NamedTuple):
    """A step with its reason, and the label and address of its button."""

    what: str
    why: str
    label: str = ""
    url: str = ""


def next_step(
    actor: Actor,
    document: Document,
    authority: Authority,
    missing: Sequence[str],
    filings: Sequence[Filing],
    n_to_confirm: int,
    lapses_on: date | None,
    today: date,
) -> NextStep | None:
    """The next step for this person, or None.

    `missing` are the missing formation steps in words, `n_to_confirm` the number of unconfirmed relations, and
    `lapses_on` the future day on which the document lapses.
    """
    if not document.is_published:
        return _draft(actor, document, missing)
    if document.disclosure is Disclosure.SECRET:
        return None
    may_edit = actor.may(Permission.PUBLISH_DOCUMENT)
    if document.published_on is None and may_edit:
        why = "没有公布日期，备案期限和效力都无法计算。"
        return NextStep("补录公布日期", why, "补录日期", _url("edit", document, "#published_on"))
    if authority.is_unknown and may_edit:
        why = "导入的台账或正文没有写明制定机关，责任单位和备案去向都定不了。"
        return NextStep("补录制定机关", why, "去补录", _url("edit", document, "#lead_authority"))
    if authority.needs_review and actor.may(Permission.MANAGE_AUTHORITIES):
        url = url_for("desk.authorities.show", authority_id=authority.id)
        return NextStep("核对制定机关", f"“{authority.name}”由导入带入，尚未核对。", "去核对", url)
    if n_to_confirm and may_edit:
        why = f"有{n_to_confirm}条关系由系统识别；废止、修改等在确认之后才记入对方文件。"
        return NextStep("确认文件关系", why, "去确认", _url("show", document, "#relations"))
    may_submit = actor.may(Permission.SUBMIT_FILING)
    waiting = [filing for filing in filings if filing.state in TO_BE_SUBMITTED and may_submit]
    if waiting:
        return _to_file(min(waiting, key=lambda filing: filing.due_on or date.max))
    if lapses_on and lapses_on <= today + _EVALUATE_BEFORE and may_edit:
        last = lapses_on - timedelta(days=1)
        left = days_words((last - today).days)
        why = f"有效期至{cn_date(last)}，{left}；继续执行的，应在届满前评估并延长或重新公布。"
        return NextStep("评估是否延长有效期", why, "记录延长", _url("record_event", document))
    return None


def _draft(actor: Actor, document: Document, missing: Sequence[str]) -> NextStep:
    lacking = f"还缺少：{'、'.join(missing)}。" if missing else "制定程序已齐备。"
    if not actor.may(Permission.PUBLISH_DOCUMENT):
        if document.handed_over_at:
            return NextStep(
                "等待法制机构标记公布", f"{lacking}已交法制机构。", "补充登记", _url("edit", document)
            )
        if _REVIEW in missing and not document.returned_because:
            why = f"{lacking}未经合法性审核的，不得提请集体审议。"
            url = url_for("desk.legality.show", document_id=document.id)
            return NextStep("办理合法性审核", why, "去办", url)
        returned = f"退回理由：{document.returned_because}" if document.returned_because else ""
        return NextStep("交法制机构公布", f"{returned}{lacking}", "去交", _url("hand_over", document))
    if missing:
        return NextStep(
            "补录制定程序",
            f"{lacking}程序未完成的文件不得公布施行。",
            "补录",
            _url("edit", document, "#steps"),
        )
    return NextStep("标记公布", f"{lacking}公布后自动计算备案期限。", "标记公布", _url("publish", document))


def _to_file(filing: Filing) -> NextStep:
    why = f"{cn_date(filing.due_on)}前。{cn_dates(filing.working)}" if filing.due_on else filing.working
    return NextStep(f"报送{TRACK_WORDS[filing.track]}", why, "办理备案", f"/desk/filings/{filing.id}")


def _url(verb: str, document: Document, anchor: str = "") -> str:
    return url_for(f"desk.documents.{verb}", document_id=document.id) + anchor
