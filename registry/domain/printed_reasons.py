"""What a list prints as the reason of an outcome, with what belongs to that outcome."""

import re

from registry.domain.cleanups import Answer, Outcome
from registry.domain.normal import title_key
from registry.domain.written_days import cn_date

LONGEST = 2000
_TITLE = re.compile(r"《([^《》]+(?:《[^》]*》[^《》]*)*)》")


def printed_reason(answer: Answer) -> str:
    """The words of the reason column (DOMAIN §8: 废止理由/依据, 修改理由, 备注); nothing is said twice."""
    match answer.outcome:
        case Outcome.RETAIN:
            return _extension(answer)
        case Outcome.TO_AMEND:
            clause = "" if _says(answer.reason, answer.clause) else f"修改内容：{answer.clause}"
            return _joined(answer.reason, clause)
        case Outcome.REPEAL | Outcome.LAPSE:
            by = "" if _says(answer.reason, answer.successor) else f"替代文件或依据：{answer.successor}"
            return _joined(answer.reason, by)
    return answer.reason


def _extension(answer: Answer) -> str:
    if answer.extended_until is None or not answer.extension_act:
        return ""
    return f"依据{answer.extension_act}，有效期延长至{cn_date(answer.extended_until)}"


def _joined(reason: str, rest: str) -> str:
    return f"{reason.rstrip('。；;')}；{rest}" if reason and rest else reason or rest


def _says(reason: str, words: str) -> bool:
    """Whether the reason names already what the words name: all their titles, or else the words themselves."""
    said = title_key(reason)
    names = _TITLE.findall(words) or [words]
    return all(title_key(name) in said for name in names)
