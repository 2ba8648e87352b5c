"""The status of a document in a ledger's own words, in any order and dressing.

A status is read only when every word of the cell is understood; otherwise it is unclear, never in force.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from registry.domain.normal import visible

UNCLEAR = "unclear"
ENDED = frozenset({"repealed", "lapsed", "declared_lapsed", "annulled", "reclassified"})
PLANNED = "planned"
PERIOD = "period"
"""The kind of words that say no more than the last day: 有效期至2025年12月31日, 2025年12月31日到期."""
_ALIVE = (
    PLANNED, "partly_repealed", "extended", "amended", "to_amend", "reissued", "not_yet_effective", "retained",
    "in_force",
)  # fmt: skip
"""The kinds that leave a document in force; of several in a cell, the first in this order counts."""
_PLAIN = {
    "in_force": "有效 现行有效 现行 生效 已生效 执行中 正在执行 正常执行 有效期内 在有效期内 尚在有效期内 长期有效 "
    "valid",
    "retained": "继续有效 保留 予以保留 继续执行 继续实施 继续施行 保留继续有效 保留执行 确认有效",
    "to_amend": "修改 拟修改 需修改 需修订 修订 拟修订 予以修改 适时修改 待修改 建议修改 重新制定",
    "amended": "已修改 已修订 已被修改 部分修改",
    "repealed": "废 已废 废止 已废止 予以废止 宣布废止 全文废止 被废止",
    "lapsed": "失效 已失效 自然失效 自动失效 全文失效 过期 已过期",
    "declared_lapsed": "宣布失效 予以失效",
    "suspended": "停止执行 停止施行 暂停执行",
    "annulled": "撤销 已撤销 被撤销",
    "reclassified": "重新认定不属于 不属于规范性文件 不属于行政规范性文件 非规范性文件",
    "not_yet_effective": "尚未生效 尚未施行 未生效 未施行",
}
_PLAIN_WORDS = {word: kind for kind, words in _PLAIN.items() for word in words.split()}
_FORM = r"(?:行政|政府|行政机关)?(?:规范性文件|规范性公文)"
_ENDING = r"(?:废止|废除|作废|失效|撤销|终止|取消|停用)"
_PLAN = r"(?:拟|建议|提请|计划|待|将|应当|应予|应|需要|需|适时|限期|列入|打算|准备|考虑|尽快|即将|研究)"
_PLANS = re.compile(f"{_PLAN}+")
_WHOLE = r"(?:全文|明令|宣布|予以|公告|决定|自行|自动|自然|依法)"
_DAY = re.compile(r"\d{4}[-年./、]\d{1,2}[-月./、]\d{1,2}(?:日|号)?")
_OBJECT = re.compile(rf"{_ENDING}了?《")
"""What this document ends, not what ends it."""
_TIE = re.compile(r"(?:由|经|根据|依据|按照?|以)$")
_MONTH = re.compile(r"\d{4}(?:[-年./]\d{1,2}月?|年度?)")
_ACT = re.compile(
    r"(?:详?见)?(?P<before>[一-鿿]*?(?:被|由|经|根据|依据|按照?|以))?"
    r"(?P<act>《[^《》]+》(?:\([^()]*号\))?|[一-鿿]{1,14}[〔\[(【]\d{4}[〕\])】]第?\d+号(?:令|文件|文)?)(?:为准)?"
)
_KINDS = [
    (kind, re.compile(pattern))
    for kind, pattern in (
        (
            "partly_repealed",
            rf"(?:(?:部分|个别|有关)(?:条款|内容|条文)?|第[一二三四五六七八九十百\d、和至第条]+条)(?:已|被|已经)*{_WHOLE}?{_ENDING}"
            rf"|(?:已|被)*{_ENDING}(?:其中)?\(?(?:部分|个别|有关)(?:条款|内容|条文)?\)?",
        ),
        (
            "reclassified",
            rf"(?:经)?(?:重新)?(?:认定)?(?:为)?(?:不属于|不再属于|不属|不是|非|不再作为|不作为|不再纳入|不再列入){_FORM}(?:管理|范围)?"
            r"|(?:经)?重新认定(?:为)?(?:不属于|不属)",
        ),
        (
            "retained",
            rf"(?:尚|并)?未(?:被|经|予)?{_WHOLE}?(?:{_ENDING}|到期|过期|届满)|(?:暂)?(?:不予|不建议|不拟|无需|无须|不需|不|暂缓)(?:宣布)?(?:废止|撤销|失效)|(?:无需|无须|不需|不)修改",
        ),
        ("not_yet_effective", r"(?:尚|暂|还)?未(?:生效|施行|实施)"),
        (
            "lapsed",
            r"不(?:再|继续)+(?:有效|执行|施行|适用|实施|使用)|(?:已|现)?无效|(?:失去|丧失)效力|(?:超|已)?过有效期"
            r"|(?:有效期|期限|期|试行期|规定期限)?(?:已|已经)?(?:到期|过期|届满|期满|已满|满|逾期)",
        ),
        ("extended", r"(?:延长|续延)(?:了)?(?:有效期限?|执行|实施)?|有效期(?:限)?(?:已|予以)?延长|延期"),
        ("reissued", rf"(?:{_PLAN})*(?:已|予以)?重新(?:公布|发布|印发)"),
        ("suspended", r"(?:停止|暂停|中止|暂缓)(?:执行|施行|实施|适用)"),
        (
            "retained",
            rf"(?:{_PLAN})*(?:予以)?(?:保留|继续(?:有效|执行|实施|施行|适用|保留))|确认(?:继续)?有效",
        ),
        (
            "in_force",
            r"(?:其余|其他)?(?:条款|内容)?(?:现行|仍然|仍|依然|目前)?有效|现行|(?:已|已经)?生效|在用|valid",
        ),
        (PLANNED, rf"{_PLAN}+(?:被|予以)?{_WHOLE}*{_ENDING}(?:的)?(?:计划|目录)?"),
        ("to_amend", rf"(?:{_PLAN}+(?:予以|进行)?(?:修改|修订|修正)(?:完善)?|(?:{_PLAN})*(?:予以)?重新制定)"),
        ("amended", r"(?:已|被|经|已经|部分)+(?:修改|修订|修正)"),
        ("to_amend", r"(?:予以)?(?:修改|修订)(?:完善)?"),
        ("declared_lapsed", r"(?:宣布|公布|公告|予以)+失效"),
        ("annulled", r"撤销"),
        (
            "repealed",
            rf"被(?:新|其他|上位)?(?:的)?(?:文件|规定|办法|法)?(?:所)?(?:代替|替代|取代|替换){_ENDING}?"
            r"|(?:替代|取代|代替|替换)|废止|废除|作废|取消|停用",
        ),
        ("lapsed", r"失效|终止(?:执行|实施|施行)?"),
    )
]
_FILLER = re.compile(
    r"已经|已|被|经|予以|予|于|起|后|时|但|仍|至|到|止|自动|自行|自然|自|的|因|由|而|并|宣布|明令|决定|全文|全部|整体|依法|现|目前|了|日|"
    r"本|该|此件|文件|文|公布|公告|印发|发布|新|所|为|清理|结果|状态|时效性|效力|有效期|:|\*|年"
)
_ANY_END = re.compile(
    rf"{_ENDING}|无效|过期|届满|到期|停止(?:执行|施行|使用)|不再(?:有效|执行|施行|实行|适用|使用)|[替取代]代|替换"
)
_SEPARATOR = re.compile(r"[,，;。.、/|()\[\]【】〔〕《》\s]+|或者?|和|及")
_REASON = re.compile(rf"(?:因|由于|鉴于)[^未不拟待应有,，;。]{{2,20}}?(?=已?(?:被|予以)?{_WHOLE}?{_ENDING})")
_FORMER = re.compile(rf"(?:原|曾|原先|此前)(?:已)?{_PLAN}+{_WHOLE}*{_ENDING}")
_DONE = re.compile(
    r"(?:适用期|阶段性|调整对象|规范对象|工作任务|任务|工作|试点)[^未不拟待,，;。]{0,8}(?:已过|完成|消失|实现|结束|终结|终了|不复存在)(?:[,，;、]|(?=自|已|,|失))"
)
_PERIOD = re.compile(
    rf"(?P<longer>延长)?(?:继续)?有效(?:期限?)?(?P<longer_2>已?延长)?(?:执行)?\(?(?:至|到|截至|截止)(?P<day>{_DAY.pattern})(?:止|为止)?\)?"
    rf"|(?P<longer_3>延长|延期|延长执行|延长实施)(?:至|到)(?P<day_2>{_DAY.pattern})(?:止|为止)?"
    rf"|(?:于|至|到)?(?P<day_3>{_DAY.pattern})(?:到期|期满|届满)(?:后)?(?:自动|自然|自行)?(?:失效)?"
)
_ABOVE = re.compile(
    r"^(?:清理|处理)?(?:意见|结果|结论|建议|情况)|^(?:时效性?|效力状态|效力|状态|有效性)(?=.)"
)
_BELOW = re.compile(r"(?<=..)(?:情况|标记|标志|标识|与否|状态|栏)$")
_IN_BRACKETS = re.compile(
    r"[【\[(（〔](?P<words>(?:[^【】\[\]()（）〔〕《》]|〔\d{4}〕|\[\d{4}\]|《[^《》]*》){1,40})[】\])）〕]"
)
_SET_APART = re.compile(
    rf"(?P<before>(?:现?已)?{_ENDING})[\s—–\-_*:：]+(?P<title>.{{3,}})"
    rf"|(?P<title_2>.{{3,}}?)[\s—–\-_*]+(?P<after>(?:现?已)?(?:被|宣布)?{_ENDING})$"
)
_IS_ABOUT_ENDS = re.compile(rf"关于[^()（）]*{_ENDING}|{_ENDING}[^()（）]*(?:决定|通知|公告|办法|规定)")
_TICKED, _EMPTY = "☑✔✓√■", "□☐"
_BOX = re.compile(f"[{_TICKED}{_EMPTY}]")
_BOX_FIRST = re.compile(f"([{_TICKED}{_EMPTY}])([^{_TICKED}{_EMPTY}]+)")
_BOX_LAST = re.compile(f"([^{_TICKED}{_EMPTY}]+)([{_TICKED}{_EMPTY}])")
_TICKS = frozenset(
    ["√", "∨", "✓", "✔", "☑", "是", "y", "yes", "■", "●", "v", "1", "true", "对", "★", "▲", "○", "◯", "*"]
)
_CROSSES = frozenset(["×", "✕", "✗", "✘", "☒", "x", "否", "n", "no", "0", "false", "不是", "□", "☐"])
_BLANK = frozenset({"", "-", "--", "—", "——", "－", "/"})
_CHOICE = re.compile(r"或|/|、|\||和|及")


@dataclass(frozen=True)
class StatedStatus:
    """What a cell says: the kind (PERIOD, PLANNED, UNCLEAR, "repealed" …), the day of an ending or the last day of a
    period as written, whether the cell says no more than the class does, and the act that ended the document."""

    kind: str
    day: str = ""
    is_plain: bool = False
    act: str = ""


@lru_cache(maxsize=1 << 12)
def read_status(cell: str) -> StatedStatus:
    """The status that a filled cell states."""
    written = _ticked(visible(cell).replace(" ", ""))
    bare = written.strip("。.,;:【】()[]〔〕")
    if bare.lower() in _PLAIN_WORDS:
        return StatedStatus(_PLAIN_WORDS[bare.lower()], is_plain=True)
    if period := _PERIOD.fullmatch(bare):
        is_longer = any(period[name] for name in ("longer", "longer_2", "longer_3"))
        day = period["day"] or period["day_2"] or period["day_3"]
        return StatedStatus("extended" if is_longer else PERIOD, day)
    days = _DAY.findall(written)
    acts = [act["act"] for act in _ACT.finditer(written)]
    if _OBJECT.search(written):
        return StatedStatus(UNCLEAR)
    wordless = _FORMER.sub("", _ACT.sub(_before_act, written))
    wordless = _DONE.sub("", _REASON.sub("", _MONTH.sub("", _DAY.sub("", wordless))))
    kinds, is_understood = _kinds(wordless.lower())
    kind = _together(kinds, bool(_CHOICE.search(wordless))) if is_understood else UNCLEAR
    if kind == "suspended":
        return StatedStatus(kind, days[0] if len(days) == 1 else "")
    if kind not in ENDED:
        return StatedStatus(UNCLEAR if days and kind in ("in_force", "retained") else kind)
    dateless = wordless.strip("。.,;:【】()[]〔〕")
    is_plain = len(days) == 1 and not acts and _PLAIN_WORDS.get(dateless) == kind
    act = acts[0] if len(acts) == 1 else ""
    return StatedStatus(kind, days[0] if len(days) == 1 else "", is_plain, act)


def _ticked(written: str) -> str:
    """The choice that is ticked of several printed in one cell: □有效☑废止, 有效□废止☑."""
    if _BOX.match(written):
        choices = [(words, box) for box, words in _BOX_FIRST.findall(written)]
    else:
        choices = _BOX_LAST.findall(written)
    ticked = [words for words, box in choices if box in _TICKED]
    is_whole = sum(len(words) + 1 for words, _ in choices) == len(written)
    return ticked[0] if len(choices) > 1 and is_whole and len(ticked) == 1 else written


def _before_act(act: re.Match[str]) -> str:
    """What stands before an act in its words, without the word that ties it to them (根据, 由)."""
    return _TIE.sub("", act["before"] or "")


def combined(statuses: list[StatedStatus]) -> StatedStatus:
    """The status of several cells of one row; unclear when they contradict each other."""
    kinds = [status.kind for status in statuses]
    kind = UNCLEAR if UNCLEAR in kinds else _together(kinds, is_choice=False)
    days = list(dict.fromkeys(status.day for status in statuses if status.day))
    acts = list(dict.fromkeys(status.act for status in statuses if status.act))
    return StatedStatus(
        kind,
        days[0] if len(days) == 1 else "",
        all(status.is_plain for status in statuses),
        acts[0] if len(acts) == 1 else "",
    )


def without_plan(words: str) -> str:
    """The words without what makes them a plan: 建议废止 is 废止."""
    return _PLANS.sub("", visible(words).replace(" ", ""))


def names_an_end(words: str) -> bool:
    """Whether the words name an end of whatever it be, understood or not."""
    return bool(_ANY_END.search(words))


def is_mark_heading(heading: str) -> bool:
    """Whether a column is headed by a status (废止, 继续有效, 是否有效), so that its cells are ticked."""
    return _marked(heading) is not None


def read_mark(heading: str, cell: str) -> StatedStatus | None:
    """The status that a cell below such a heading states; None where it states nothing."""
    marked, written = _marked(heading), visible(cell).replace(" ", "").lower()
    if marked is None or written in _BLANK:
        return None
    if written in _TICKS:
        return marked
    if written in _CROSSES:
        if marked.kind not in ("in_force", "retained"):
            return None
        return StatedStatus("lapsed" if marked.kind == "in_force" else UNCLEAR)
    if _DAY.fullmatch(written) and marked.kind in ENDED:
        return StatedStatus(marked.kind, written)
    if _ACT.fullmatch(written) and marked.kind in ENDED:
        return marked
    status = read_status(written)
    return marked if status.kind == UNCLEAR and marked.kind in ("to_amend", "amended") else status


def without_mark(title: str) -> tuple[str, StatedStatus | None]:
    """A title without the status in brackets before or after it (【已失效】甲办法), and that status."""
    for match in _IN_BRACKETS.finditer(title):
        status, rest = read_status(match["words"]), title[: match.start()] + title[match.end() :]
        if status.kind in {*ENDED, PLANNED, "in_force", "retained", "suspended", "partly_repealed"}:
            return rest.strip(), status
        if names_an_end(match["words"]) and not _IS_ABOUT_ENDS.search(title):
            return title, StatedStatus(UNCLEAR)
    apart = _SET_APART.fullmatch(title)
    if apart and not _IS_ABOUT_ENDS.search(apart["title"] or apart["title_2"]):
        return apart["title"] or apart["title_2"], read_status(apart["before"] or apart["after"])
    return title, None


@lru_cache(maxsize=1 << 10)
def _marked(heading: str) -> StatedStatus | None:
    """The status that a heading names with no other word."""
    word = _ABOVE.sub("", visible(heading).replace(" ", "")).removeprefix("是否").rstrip("?？:")
    word = _BELOW.sub("", word)
    if word in _PLAIN_WORDS:
        return StatedStatus(_PLAIN_WORDS[word], is_plain=True)
    kind = next((kind for kind, pattern in _KINDS if pattern.fullmatch(word)), None)
    if kind:
        return StatedStatus(kind)
    kinds, is_understood = _kinds(word)
    is_several = is_understood and len(set(kinds)) > 1 and bool(_SEPARATOR.search(word))
    return StatedStatus(UNCLEAR) if is_several else None


def _kinds(words: str) -> tuple[list[str], bool]:
    """The kinds named, in order, and whether nothing but fillers stands between them."""
    kinds = []
    for part in filter(None, _SEPARATOR.split(words)):
        at = 0
        while at < len(part):
            named = next(
                ((kind, match.end()) for kind, pattern in _KINDS if (match := pattern.match(part, at))), None
            )
            filler = _FILLER.match(part, at)
            if named:
                kinds.append(named[0])
                at = named[1]
            elif filler:
                at = filler.end()
            else:
                return kinds, False
    return kinds, bool(kinds)


def _together(kinds: list[str], is_choice: bool) -> str:
    """The one status of the kinds that a cell names; UNCLEAR when they contradict each other."""
    distinct = list(dict.fromkeys(kinds))
    if len(distinct) == 1:
        return distinct[0]
    if all(kind in _ALIVE for kind in distinct):
        return min(distinct, key=_ALIVE.index)
    if is_choice or not all(kind in ENDED for kind in distinct):
        return UNCLEAR
    if "declared_lapsed" in distinct and set(distinct) <= {"declared_lapsed", "repealed", "lapsed"}:
        return "declared_lapsed"
    particular = [kind for kind in distinct if kind != "lapsed"]
    return particular[0] if len(particular) == 1 else UNCLEAR
