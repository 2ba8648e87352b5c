"""A loaded table of laws judged row by row: what is new, changed, the same, or refused with a sentence, and why.

Nothing is written here, and the rest of a table is loaded when some of its rows are refused.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from registry.domain.circles import circles_of
from registry.domain.citations import NameKeys, keys_of_words
from registry.domain.laws import LAW_WORDS, Law, LawStatus, LawTable, bracketed

_Pair = tuple[Law | None, Law]
_Following = Mapping[Hashable, Collection[Hashable]]
_ROUNDS = 8
_SHOWN = 6  # laws of a circle that a sentence names
LONGEST = {"title": 300, "doc_no": 200, "successor": 300, "source": 500}
FIELD_WORDS: dict[str, str] = {
    "title": "法律名称",
    "doc_no": "文号",
    "status": "状态",
    "since": "日期",
    "successor": "替代法规",
    "source": "依据",
}
"""The fields of a law in the words of the screen."""


class LawVerdict(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REFUSED = "refused"


VERDICT_WORDS: dict[LawVerdict, str] = {
    LawVerdict.NEW: "新增",
    LawVerdict.CHANGED: "更新",
    LawVerdict.SAME: "不变",
    LawVerdict.REFUSED: "未通过",
}


@dataclass(frozen=True)
class LawLine:
    """A row of a table: the law that it states, or the problem why it states none. `cells` are as written."""

    place: str
    law: Law | None
    problem: str = ""
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.law.title if self.law else self.cells.get("title", "")


@dataclass(frozen=True)
class JudgedLine:
    """A row with its verdict. `law` is what is written, `old` what it replaces; `says` are problems and doubts."""

    line: LawLine
    verdict: LawVerdict
    law: Law | None = None
    old: Law | None = None
    says: tuple[str, ...] = ()

    @property
    def changes(self) -> list[tuple[str, str, str]]:
        """(field, old, new) in the words of the screen."""
        if self.law is None or self.old is None:
            return []
        return changes_of(self.old, self.law)

    @property
    def is_revived(self) -> bool:
        """Whether a law that the table has as gone is not gone by this row."""
        return self.law is not None and self.old is not None and self.old.is_gone and not self.law.is_gone


def changes_of(old: Law, new: Law) -> list[tuple[str, str, str]]:
    """(field, old, new) of what differs between two versions of a law, in the words of the screen."""
    pairs = ((name, shown(old, name), shown(new, name)) for name in FIELD_WORDS)
    return [(FIELD_WORDS[name], before, after) for name, before, after in pairs if before != after]


def shown(law: Law, name: str) -> str:
    """A field of a law as the screen shows it."""
    value = getattr(law, name)
    return LAW_WORDS[value] if isinstance(value, LawStatus) else str(value or "")


def judge_lines(lines: Sequence[LawLine], existing: Iterable[Law]) -> list[JudgedLine]:
    """The verdict on every line, in their order, against the laws that the table of the office has."""
    kept = list(existing)
    by_title = _by_title(kept)
    problems = {at: line.problem for at, line in enumerate(lines) if line.law is None}
    problems |= _disagreements(lines)
    pairs: dict[int, _Pair] = {}
    for at, line in enumerate(lines):
        if line.law is not None and at not in problems:
            outcome = _merged(line.law, by_title.get(line.law.keys.title, []))
            if isinstance(outcome, str):
                problems[at] = outcome
            else:
                pairs[at] = outcome
    in_circle = _in_circles(lines, pairs, kept)
    problems |= in_circle
    pairs = {at: pair for at, pair in pairs.items() if at not in in_circle}
    table = LawTable(_after(pairs, kept))
    repeated = _repeated(lines, pairs)
    return [
        _judged(line, problems.get(at, ""), pairs.get(at), repeated.get(at, ""), table)
        for at, line in enumerate(lines)
    ]


def problem_of(law: Law) -> str:
    """Why a law cannot be kept as it is stated; "" when it can."""
    for name, longest in LONGEST.items():
        if len(value := getattr(law, name)) > longest:
            return f"“{FIELD_WORDS[name]}”有{len(value)}字，超过{longest}字，请核对是否把几行并成了一行。"
    if not law.keys.title:
        return "没有写法律名称，请补上。"
    if law.successor and law.successor.count("《") > 1:
        return f"“替代法规”写了几部（{law.successor}），请只写接替它的一部，其余写在“依据”里。"
    if law.successor and _names_itself(law):
        return (
            f"“替代法规”写的就是它自己（{law.successor}），请改成接替它的法规；只是修改的，状态写“已修改”。"
        )
    if law.successor and not law.is_gone:
        return f"状态是“{LAW_WORDS[law.status]}”，又写了替代法规{law.successor}，请核对“状态”和“替代法规”。"
    return ""


def _names_itself(law: Law) -> bool:
    keys = keys_of_words(law.successor)
    if keys.title:
        return keys.title == law.keys.title and keys.doc_no in (None, law.keys.doc_no)
    return keys.doc_no == law.keys.doc_no


def _disagreements(lines: Sequence[LawLine]) -> dict[int, str]:
    """line → problem, of the lines that state one law in different ways."""
    by_keys: dict[NameKeys, list[int]] = defaultdict(list)
    for at, line in enumerate(lines):
        if line.law is not None:
            by_keys[line.law.keys].append(at)
    problems: dict[int, str] = {}
    for places in by_keys.values():
        first, *rest = (lines[at] for at in places)
        assert first.law is not None
        differing = {
            name
            for line in rest
            if line.law is not None
            for name in ("status", "since", "successor")
            if _plain(first.law, name) != _plain(line.law, name)
        }
        if differing:
            names = "、".join(
                FIELD_WORDS[name] for name in ("status", "since", "successor") if name in differing
            )
            said = "，".join(f"{lines[at].place}写{_stated(lines[at])}" for at in places[:4])
            sentence = f"同一部法律写了{len(places)}行，{names}不一致（{said}），请核对后只留一行。"
            problems |= dict.fromkeys(places, sentence)
    return problems


def _plain(law: Law, name: str) -> object:
    """A field for comparing: two spellings of one successor are the same."""
    return keys_of_words(law.successor) if name == "successor" and law.successor else getattr(law, name)


def _stated(line: LawLine) -> str:
    assert line.law is not None
    day = f"{line.law.since or '没有日期'}"
    after = f"、由{line.law.successor}替代" if line.law.successor else ""
    return f"“{LAW_WORDS[line.law.status]}、{day}{after}”"


def _by_title(laws: Iterable[Law]) -> dict[str, list[Law]]:
    titled: dict[str, list[Law]] = defaultdict(list)
    for law in laws:
        titled[law.keys.title].append(law)
    return titled


def _merged(law: Law, titled: Sequence[Law]) -> tuple[Law | None, Law] | str:
    """(the law it replaces, the law that is written), or the problem. A blank cell leaves what is known."""
    if problem := problem_of(law):
        return problem
    same = [other for other in titled if other.keys.doc_no == law.keys.doc_no]
    if not same and law.keys.doc_no:
        same = [other for other in titled if other.keys.doc_no is None]
    elif not same:
        same = list(titled)
    if len(same) > 1:
        numbers = "、".join(other.doc_no for other in same)
        return f"法规表里有{len(same)}部同名的（{numbers}），请写明文号。"
    if not same:
        return None, law
    old = same[0]
    blank = {
        name: getattr(old, name)
        for name in ("doc_no", "successor", "source")
        if not getattr(law, name) and (name != "successor" or law.is_gone)
    }
    keeps_day = law.status is old.status or (law.is_gone and old.is_gone)
    since = old.since if law.since is None and keeps_day else law.since
    new = replace(law, title=old.title, since=since, **blank)
    return old, (old if not changes_of(old, new) else new)


def _in_circles(lines: Sequence[LawLine], pairs: Mapping[int, _Pair], kept: Sequence[Law]) -> dict[int, str]:
    """line → problem, of the lines to refuse so that no law is replaced by itself in the end.

    A refused line leaves what the table had, which may close another circle. After some rounds all lines are
    refused that might close one, so that a table takes no longer than its length asks.
    """
    problems: dict[int, str] = {}
    left = dict(pairs)
    for round_ in range(_ROUNDS + 1):
        laws = _after(left, kept)
        following = _following(laws) if round_ < _ROUNDS else _may_follow([*kept, *laws])
        circles = circles_of(following)
        if not (refused := {at for at, (_, law) in left.items() if law.keys in circles}):
            break
        places = {law.keys: lines[at].place for at, (_, law) in left.items()}
        names = {law.keys: law.name for law in laws}
        for at in refused:
            words = _circle_words(circles[left[at][1].keys], names, places)
            problems[at] = f"替代关系绕回了自己：{words}，请核对“替代法规”。"
        left = {at: pair for at, pair in left.items() if at not in refused}
    return problems


def _following(laws: Iterable[Law]) -> _Following:
    """law → the law that took its place, if one did."""
    table = LawTable(laws := list(laws))
    return {
        law.keys: (after.keys,)
        for law in laws
        if law.is_gone and (after := table.successor_of(law)) is not None
    }


def _may_follow(laws: Sequence[Law]) -> _Following:
    """law → the words of its successor → every law that they may name."""
    table = LawTable(laws)
    following: dict[Hashable, Collection[Hashable]] = {}
    for law in laws:
        if law.is_gone and law.successor:
            keys = keys_of_words(law.successor)
            words = "words", keys
            if words not in following:
                following[words] = tuple(other.keys for other in table.called(keys))
            if set(following[words]) - {law.keys}:
                following[law.keys] = (*following.get(law.keys, ()), words)
    return following


def _circle_words(
    circle: Sequence[Hashable], names: Mapping[NameKeys, str], places: Mapping[NameKeys, str]
) -> str:
    laws = [link for link in circle if isinstance(link, NameKeys)]
    links = [f"{names[keys]}（{places.get(keys, '法规表里已有')}）" for keys in laws] + [names[laws[0]]]
    return "→".join(links if len(links) <= _SHOWN else [*links[:3], "…", *links[-2:]])


def _after(pairs: Mapping[int, _Pair], kept: Sequence[Law]) -> list[Law]:
    """The laws of the table once the new ones are written."""
    new = {law.keys: law for _, law in pairs.values()}
    replaced = {old.keys for old, _ in pairs.values() if old is not None} | new.keys()
    return [*(law for law in kept if law.keys not in replaced), *new.values()]


def _repeated(lines: Sequence[LawLine], laws: Mapping[int, _Pair]) -> dict[int, str]:
    """line → place of the earlier line that states the same law."""
    places: dict[NameKeys, str] = {}
    repeated = {}
    for at, (_, law) in laws.items():
        if law.keys in places:
            repeated[at] = places[law.keys]
        places.setdefault(law.keys, lines[at].place)
    return repeated


def _judged(line: LawLine, problem: str, pair: _Pair | None, repeats: str, table: LawTable) -> JudgedLine:
    if pair is None:
        return JudgedLine(line, LawVerdict.REFUSED, says=(problem,))
    old, law = pair
    if repeats:
        return JudgedLine(line, LawVerdict.SAME, law, law, (f"与{repeats}重复，只记一次。",))
    verdict = LawVerdict.NEW if old is None else LawVerdict.SAME if old == law else LawVerdict.CHANGED
    judged = JudgedLine(line, verdict, law, old, tuple(doubts_of(law, table)))
    return replace(judged, says=(_revived(old, law), *judged.says)) if old and judged.is_revived else judged


def _revived(old: Law, law: Law) -> str:
    after = f"，由{bracketed(old.successor)}替代" if old.successor else ""
    was = f"{LAW_WORDS[old.status]}（{old.since or '日期未载'}{after}）"
    return f"原为{was}，改为{LAW_WORDS[law.status]}，请核对；原来写的留在历史记录里。"


def doubts_of(law: Law, table: LawTable) -> list[str]:
    """What a person should look at in a law that is kept all the same."""
    doubts = []
    if law.is_gone and law.since is None:
        doubts.append(f"没有{LAW_WORDS[law.status]}日期，看不出一份文件公布时它是否还有效，请补上。")
    if law.successor and table.successor_of(law) is None:
        doubts.append(f"替代法规{law.successor}不在法规表里，看不出它现在是否有效；可以补录。")
    return doubts
