"""The number of a release against the register: standard, its issuer's own, and not given to another paper."""

from collections.abc import Collection

from sqlmodel import Session, col, select

from registry.domain import doc_numbers
from registry.domain.citations import quoted
from registry.domain.errors import Refusal
from registry.domain.release_numbers import Issuer, number_problem
from registry.storage.authorities import Authority
from registry.storage.documents.tables import Document
from registry.storage.issue_register.entries import IssueEntry
from registry.storage.releases import Release

_OF_CLEANUPS = "清理"  # in the title of a line of the issue register that may be the release itself


def check_number(session: Session, written: str, issuer: Authority, years: Collection[int]) -> None:
    """Raises Refusal for a number that a release of this issuer, decided in these years, must not carry."""
    problem = number_problem(written, _issuer(session, issuer, written), years)
    if not problem and written.strip():
        problem = _used(session, doc_numbers.parse(written))
    if problem:
        raise Refusal(problem, "doc_no")


def _issuer(session: Session, issuer: Authority, written: str) -> Issuer:
    others = select(Authority.organ_code).where(Authority.id != issuer.id, Authority.organ_code != "")
    codes = set(session.exec(others))
    organ = doc_numbers.parse(written).organ_code
    if organ and not issuer.organ_code:
        numbered = col(Document.doc_no_key).startswith(f"{organ}|", autoescape=True)
        users = set(session.exec(select(Document.lead_authority_id).where(numbered).distinct()))
        codes |= {organ} if users and issuer.id not in users else set()
    return Issuer(issuer.name, issuer.organ_code, codes)


def _used(session: Session, number: doc_numbers.DocNumber) -> str:
    """What the number was given to, in a sentence; "" when it is free."""
    document = select(Document.title).where(Document.doc_no_key == number.key)
    released = select(Release.title).where(Release.doc_no == number.spelled)
    entry = select(IssueEntry.title).where(
        IssueEntry.doc_no_key == number.key, ~col(IssueEntry.title).contains(_OF_CLEANUPS)
    )
    for where, titles in (("登记的", document), ("公布的", released), ("发文登记簿中的", entry)):
        if (title := session.exec(titles.limit(1)).first()) is not None:
            return f"发文字号{number.spelled}已用于{where}{quoted(title)}，请核对后另行编号。"
    return ""
