"""The one-page papers of a filing, and the proof of a document's status on a day (GB/T 9704-2012)."""

from collections.abc import Iterator
from datetime import date, datetime, time

from registry.domain.instants import SHANGHAI, day_of
from registry.exports._blocks import text
from registry.exports._papers import closing, heading
from registry.exports._sheet import Imprint, write
from registry.exports._wording import in_prose, numeral
from registry.exports.papers import RegistrationNotice, ReviewOpinion, StatusProof


def render_registration_notice(notice: RegistrationNotice) -> bytes:
    """The .docx that tells the filing authority its document is registered, on time or late."""
    return _paper(
        "规范性文件备案登记通知",
        notice.review_authority,
        notice.notice_no,
        notice.registered_on,
        _registration(notice),
    )


def render_review_opinion(opinion: ReviewOpinion) -> bytes:
    """The .docx that tells the authority what was found, what to do and by when to answer."""
    return _paper(
        "规范性文件备案审查意见书",
        opinion.review_authority,
        opinion.opinion_no,
        opinion.signed_on,
        _opinion(opinion),
    )


def render_status_proof(proof: StatusProof) -> bytes:
    """The .docx that answers whether a document was in force on a day, with the entries of the register behind it."""
    return _paper("规范性文件时效性查询结果", proof.office, None, proof.made_at, _proof(proof))


def _paper(title: str, office: str, number: str | None, made: date, body: Iterator[str]) -> bytes:
    made_at = made if isinstance(made, datetime) else datetime.combine(made, time(), SHANGHAI)
    blocks = [*heading(title, office, number), *body, *closing(office, day_of(made_at))]
    return write(blocks, Imprint(title, office, made_at))


def _named(title: str, doc_no: str | None) -> str:
    bare = title.strip()
    quoted = (
        bare
        if bare.startswith("《") and bare.endswith("》")
        else f"《{bare.replace('《', '〈').replace('》', '〉')}》"
    )
    return f"{quoted}（{doc_no}）" if doc_no else quoted


def _registration(notice: RegistrationNotice) -> Iterator[str]:
    published = f"，该文件于{in_prose(notice.published_on)}公布" if notice.published_on else ""
    yield text("AddressedTo", f"{notice.addressed_to}：")
    yield text(
        "Normal",
        f"你单位于{in_prose(notice.submitted_on)}报送备案的{_named(notice.title, notice.doc_no)}收悉{published}。"
        f"经形式审查，符合备案登记条件，准予登记，备案登记号为{notice.filing_no}，登记日期为{in_prose(notice.registered_on)}。",
    )
    if notice.due_on is None:
        yield text("Normal", "该文件的报送期限不能确定，请核实公布日期后告知我单位。")
    elif notice.is_late:
        days = (notice.submitted_on - notice.due_on).days
        yield text(
            "Normal",
            f"报送期限为{in_prose(notice.due_on)}，实际逾期{days}日。今后请在规定期限内报送。",
        )
    else:
        yield text("Normal", f"报送期限为{in_prose(notice.due_on)}，属按期报送。")
    yield text("Normal", "特此通知。")


def _opinion(opinion: ReviewOpinion) -> Iterator[str]:
    yield text("AddressedTo", f"{opinion.addressed_to}：")
    yield text(
        "Normal",
        f"你单位报送备案的{_named(opinion.title, opinion.doc_no)}（备案登记号：{opinion.filing_no}）收悉。"
        "经审查，提出以下意见：",
    )
    for number, (item, finding) in enumerate(opinion.findings, 1):
        yield text("Heading1", f"{numeral(number)}、关于{item}")
        yield text("Normal", finding)
    yield text("Heading1", f"{numeral(len(opinion.findings) + 1)}、处理要求")
    yield text(
        "Normal",
        f"{opinion.demand.rstrip('。')}，并于{in_prose(opinion.answer_by)}前将处理情况书面告知我单位。",
    )


def _proof(proof: StatusProof) -> Iterator[str]:
    yield text("Normal", f"文件名称：{_named(proof.title, proof.doc_no)}")
    yield text("Normal", f"制定机关：{proof.authority}")
    yield text("Normal", f"查询日期：{in_prose(proof.on)}")
    yield text("Heading1", "一、查询结果")
    yield text("Normal", f"该文件在{in_prose(proof.on)}的时效性为：{proof.status}。")
    yield text("Heading1", "二、依据")
    for number, reason in enumerate(proof.reasons, 1):
        yield text("Normal", f"{number}.{reason}")
    made = proof.made_at.astimezone(SHANGHAI)
    yield text("Normal", f"以上结果根据行政规范性文件登记系统{in_prose(made)}{made:%H:%M}的登记情况得出。")
