"""The number of a release (发文字号) before its bytes are frozen: in the standard form, and its issuer's own.

Source: GB/T 9704-2012 7.2.5.
"""

from collections.abc import Collection
from dataclasses import dataclass

from registry.domain import doc_numbers


@dataclass(frozen=True)
class Issuer:
    """Who numbers a release; `organ_code` "" where nobody recorded it. `others` are codes of other authorities."""

    name: str
    organ_code: str = ""
    others: Collection[str] = ()


def number_problem(written: str, issuer: Issuer, years: Collection[int]) -> str:
    """Why a release must not carry this number, with the standard form; "" when it may, or has none yet.

    `years` are those in which a number of this release may have been given.
    """
    if not written.strip():
        return ""
    number, standard = doc_numbers.parse(written), doc_numbers.standard(written)
    if number.key is None and standard is None:
        return f"{number.problem}。公布之后不能再改，尚未编号的可以先不填。"
    if standard != written.strip():
        return f"发文字号“{written.strip()}”不是规范写法，应为{standard}。公布之后不能再改，请改正。"
    organ = number.organ_code or ""
    if not _is_own(organ, issuer):
        return _foreign(number, issuer)
    if number.year is not None and number.year not in years:
        given = "、".join(f"{year}年" for year in sorted(set(years)))
        return f"发文字号{standard}的年份与审议、公布的年份（{given}）不符，请核对。"
    return ""


def _is_own(organ: str, issuer: Issuer) -> bool:
    """Whether the code begins as the issuer's own does and is no longer code of another authority (云政办 for 云政)."""
    own = [start for start in (issuer.organ_code, issuer.name) if start and organ.startswith(start)]
    longest = max(map(len, own), default=0)
    is_others = any(organ.startswith(other) and len(other) > longest for other in issuer.others if other)
    return not is_others and bool(own or not issuer.organ_code)


def _foreign(number: doc_numbers.DocNumber, issuer: Issuer) -> str:
    remedy = "机关代字有误的，请在制定机关页改正。"
    if not issuer.organ_code:
        return f"发文字号{number.spelled}的机关代字“{number.organ_code}”是其他机关的，不是{issuer.name}的。{remedy}"
    own = doc_numbers.spell(issuer.organ_code, number.year, number.serial or 1)
    return f"发文字号{number.spelled}不是{issuer.name}的机关代字，应为{own}。{remedy}"
