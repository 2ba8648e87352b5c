"""The words of the papers of a cleanup round that follow from its name, its authorities and its outcomes."""

import re
from collections.abc import Mapping, Sequence

from registry.domain.authorities import AuthorityKind
from registry.domain.cleanups import OUTCOME_WORDS, Answer, Outcome

MOST_NAMED = 5
_YEAR = re.compile(r"^(\d{4}年度?)(?!.*规范性文件)(.*清理.*)$")
_LEVEL = re.compile(r"(自治区|[省市区县旗州盟])人民政府$")


def matter_of(name: str) -> str:
    """The round as a title names it: 2026年度集中清理 is 2026年度行政规范性文件集中清理."""
    return _YEAR.sub(r"\1行政规范性文件\2", name.strip())


def addressed(authorities: Sequence[tuple[str, AuthorityKind]], government: str) -> str:
    """Whom a notice is sent to: each by name where they are few, else in the words for all of their kind."""
    if len(authorities) <= MOST_NAMED:
        return "，".join(name for name, _ in authorities)
    level = _LEVEL.search(government)
    of_level = f"{level[1]}政府" if level else "政府"
    kinds = {kind for _, kind in authorities}
    local = []
    if AuthorityKind.TOWNSHIP in kinds:
        names = [name for name, kind in authorities if kind is AuthorityKind.TOWNSHIP]
        word = "镇" if all("镇" in name for name in names) else "乡镇"
        local.append(f"各{word}人民政府")
    if AuthorityKind.SUBDISTRICT in kinds:
        local.append("街道办事处" if local else "各街道办事处")
    central = []
    if kinds & {AuthorityKind.DEPARTMENT, AuthorityKind.VERTICAL}:
        central.append(f"{of_level}各部门、各直属机构")
    if AuthorityKind.OFFICE in kinds:
        central.append(f"{of_level}办公室")
    others = [name for name, kind in authorities if kind is AuthorityKind.OUTSIDE]
    return "，".join(filter(None, ["、".join(local), *central, *others]))


def counts_in_words(counts: Mapping[Outcome, int]) -> str:
    """继续有效45件、废止3件; outcomes without a document are left out."""
    return "、".join(
        f"{word}{counts[outcome]}件" for outcome, word in OUTCOME_WORDS.items() if counts.get(outcome)
    )


def difference(proposal: Answer, decision: Answer, *, is_answered: bool, is_sent_back: bool) -> str:
    """How the office's decision and the authority's proposal stand to each other, in a few words."""
    if is_sent_back:
        return "已退回，待重新报送"
    if not is_answered:
        return "未报送"
    if decision.outcome is None:
        return "未审查"
    if is_disputed(proposal, decision):
        return "不一致"
    return "一致"


def is_disputed(proposal: Answer, decision: Answer) -> bool:
    """Whether the office decided another outcome than the authority proposed."""
    return None not in (proposal.outcome, decision.outcome) and proposal.outcome is not decision.outcome


def opinion(answer: Answer) -> str:
    """The outcome with its reason: 废止（已被替代）; "" without an outcome."""
    if answer.outcome is None:
        return ""
    word = OUTCOME_WORDS[answer.outcome]
    return f"{word}（{answer.reason.strip().rstrip('。')}）" if answer.reason.strip() else word
