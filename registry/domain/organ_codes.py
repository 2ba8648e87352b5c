"""机关代字: the part of a number that stands for its issuer, learnt from an authority's documents, and whose it is.

Sources: GB/T 9704-2012 7.2.5 (the code is the issuer's); 国办发, 国发 are the State Council's; a province's government
and its office write the province's short name with 政 or 府.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from registry.domain.authorities import AuthorityKind

Holder = TypeVar("Holder", bound=Hashable)
_TYPES = re.compile(r"(?<=..)(?:规范|规|发|字|文|函|通|综|电|令|公告|通告|告|备|复)+$")
"""What follows the issuer's own code and tells the kind of paper: 云政规, 云政发, 云政文 are all of 云政."""
_NATIONAL = re.compile(r"国(?:办|发|函|令|务院|办函|发明电|办发明电)?|中办|中发")
_PROVINCES = {
    "京": "北京", "津": "天津", "沪": "上海", "渝": "重庆", "冀": "河北", "豫": "河南", "滇": "云南", "辽": "辽宁",
    "黑": "黑龙江", "湘": "湖南", "皖": "安徽", "鲁": "山东", "新": "新疆", "苏": "江苏", "浙": "浙江", "赣": "江西",
    "鄂": "湖北", "桂": "广西", "甘": "甘肃", "晋": "山西", "蒙": "内蒙古", "陕": "陕西", "吉": "吉林", "闽": "福建",
    "贵": "贵州", "黔": "贵州", "粤": "广东", "青": "青海", "藏": "西藏", "川": "四川", "宁": "宁夏", "琼": "海南",
}  # fmt: skip
_PROVINCIAL = re.compile(rf"(?P<short>[{''.join(_PROVINCES)}])(?:政|府)(?:办|厅)?")
_PLACE_END = re.compile(r"[省市州盟县区旗]")
_OF_GOVERNMENT = re.compile(r"[政府](?:办|厅)?$")
_LEAST, _SHARE = 3, 0.75
_GOVERNING = (AuthorityKind.GOVERNMENT, AuthorityKind.OFFICE)


@dataclass(frozen=True)
class Body:
    """An authority with the roots of its codes. `heirs` are the authorities that took over from it, or it from them."""

    name: str
    kind: AuthorityKind
    roots: frozenset[str] = frozenset()
    heirs: frozenset[str] = frozenset()
    is_unknown: bool = False


def root_of(code: str) -> str:
    """The code without what tells the kind of paper: 云政规 → 云政, 云政办发 → 云政办."""
    return _TYPES.sub("", code)


def root_of_key(key: str) -> str:
    """The root of the code in the key of a number ("云政规|2022|3")."""
    return root_of(key.partition("|")[0])


def learnt(uses: Mapping[tuple[Holder, str], int]) -> dict[Holder, str]:
    """authority → root, for those of whose documents most carry this root, and who have most documents of the root.

    `uses` counts the documents by authority and root. Fewer than three documents teach nothing.
    """
    of_holder: Counter[Holder] = Counter()
    of_root: Counter[str] = Counter()
    most: dict[Holder, tuple[int, str]] = defaultdict(lambda: (0, ""))
    for (holder, root), n in uses.items():
        of_holder[holder] += n
        of_root[root] += n
        most[holder] = max(most[holder], (n, root))
    return {
        holder: root
        for holder, (n, root) in most.items()
        if n >= _LEAST and n >= _SHARE * of_holder[holder] and n >= _SHARE * of_root[root]
    }


def may_own(body: Body, root: str) -> bool:
    """Whether a body may be learnt to own a root: that of a government (…政, …府办) is none of a department's."""
    return not body.is_unknown and (_is_governing(body) or not _OF_GOVERNMENT.search(root))


def owners(bodies: Iterable[Body]) -> dict[str, Body]:
    """root → the authority whose code it is; roots of several authorities are left out."""
    by_root: dict[str, list[Body]] = defaultdict(list)
    for body in bodies:
        for root in body.roots:
            by_root[root].append(body)
    return {root: holders[0] for root, holders in by_root.items() if len(holders) == 1}


def whose_else(code: str, issuers: Sequence[Body], owner: Body | None) -> str:
    """Whose code a number carries, in words, if it is none of its issuers'; "" where it is, or nobody knows the code.

    An office writes the numbers of its government and the other way round; of joint issuers one is enough.
    """
    root = root_of(code)
    if not issuers or any(body.is_unknown or root in body.roots for body in issuers):
        return ""
    if owner is not None:
        return "" if any(_are_close(owner, body) for body in issuers) else owner.name
    if _NATIONAL.fullmatch(root):
        is_national = any(
            body.name.startswith(("国务院", "中共中央", "中央", "中华人民共和国")) for body in issuers
        )
        return "" if is_national else "国务院、中央及其办公厅"
    provincial = _PROVINCIAL.fullmatch(root)
    if provincial is None or any(_may_be_provincial(provincial["short"], body) for body in issuers):
        return ""
    return f"{_PROVINCES[provincial['short']]}的省级人民政府及其办公厅"


def _may_be_provincial(short: str, body: Body) -> bool:
    """Whether a body may carry the code of a province's government: it is this, or one of its places begins alike.

    青石镇 in 示范区青石镇人民政府 writes 青政 as 青海 does.
    """
    if body.name.startswith(_PROVINCES[short]) and _is_governing(body):
        return True
    return any(place.startswith(short) for place in _PLACE_END.split(body.name))


def _is_governing(body: Body) -> bool:
    """Whether a body is a government or its office, of whatever level."""
    return body.kind in _GOVERNING or "人民政府" in body.name


def _are_close(owner: Body, body: Body) -> bool:
    """Whether one writes numbers for the other: the same body, a government and its office, heirs of each other."""
    if owner.name == body.name or owner.name in body.heirs or body.name in owner.heirs:
        return True
    short, long = sorted((owner.name, body.name), key=len)
    return all(map(_is_governing, (owner, body))) and long.startswith(short.removesuffix("人民政府"))
