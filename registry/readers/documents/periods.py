"""The period in which a document applies: 施行日期 and 有效期, each with its working."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from registry.domain.calendars import add_months, last_day_words, last_valid_day
from registry.readers.documents.dates import dates_in, day_in
from registry.readers.documents.facts import Fact

_EFFECT = "(?:正式)?(?:开始)?(?:施行|实施|执行|生效|起效|试行)"
_FROM_DATE = re.compile(
    rf"(?:自|从|于)\s*(?P<date>[^，。；自从于]{{6,20}}?日)\s*(?:零时|0\s?时)?\s*(?P<from>起|开始)?\s*{_EFFECT}(?!的)"
)
_ALONE = re.compile(rf"^(?P<date>[^，。；\n]{{8,20}}?日)\s*(?:起)?{_EFFECT}$", re.M)
_COUNT = r"\d{1,3}|[一二三四五六七八九十]{1,3}"
_FROM_ACT = re.compile(
    rf"(?:自|从)\s*(?P<act>公布|发布|印发|下发|颁布|发文|签发|发出)之日起\s*(?:满)?\s*"
    rf"(?:(?P<n>{_COUNT})\s*(?P<unit>日|天|个月)(?:之?后)?)?(?:后)?\s*{_EFFECT}"
)
_ACTS_OF_ISSUE = ("印发", "下发", "发文", "签发", "发出")
_DOCUMENT = (
    "本(?:办法|规定|细则|通知|意见|条例|方案|规则|措施|决定|法|通告|公告|标准|目录|规程|准则|制度|政策|文件|解释|名录|"
    "指引|规划|计划|章程)"
)
_OWN = re.compile(rf"(?:{_DOCUMENT}|现予(?:以)?(?:公布|发布|印发)|公布)[^。；]{{0,30}}$")
_PERIOD_WORD = "(?:有效期|试行期|暂行期|施行期|实施期|执行期)"
_LENGTH = (
    r"(?P<n>\d{1,2}|[一二三四五六七八九十两]{1,3})\s*周?(?P<unit>年|个月)(?P<half>半)?"
    r"(?:(?<=年)\s*[零又]?\s*(?P<months>\d{1,2}|[一二三四五六七八九十两]{1,3})\s*个月)?"
)
_YEARS = re.compile(
    rf"(?:{_PERIOD_WORD}限?(?:暂?定?为?|是|满|：|:)\s*(?:自[^，。；]{{2,20}}起(?:计算)?[，,]?\s*(?:为期)?\s*)?|试行|暂行|(?<=[，,])暂定)"
    rf"{_LENGTH}"
)
_UNTIL = re.compile(
    r"(?:有效期限?(?:截止)?(?:至|到)|(?:施行|实施|执行)?[，,]?\s*(?:有效期)?至)\s*(?P<date>[^，。；至]{6,20}?日)(?:止|。|，|；|\n|[)）]|$)"
)
_SPAN = re.compile(
    rf"(?:{_PERIOD_WORD}限?(?:为|是|：|:)?\s*自?|(?:自|从)(?=[^，。；]{{20,50}}日\s*止?\s*(?:有效|{_EFFECT})(?:[，。；\n]|$)))"
    r"\s*(?P<date>[^，。；自从至]{6,20}?日)\s*起?\s*至[^，。；至]{6,20}?日"
)
_LAPSES = re.compile(r"(?P<date>\d{4}年\d{1,2}月\d{1,2}日)(?P<from>起)?(?:自动|自行|即行)?失效")
_UNTIL_MONTH = re.compile(
    r"有效期限?(?:截止)?(?:至|到)\s*(?P<year>20\d\d)\s*年(?:\s*(?P<month>1[0-2]|0?[1-9])\s*月)?\s*(?:底|末|止|(?=[。，；\n)）]|$))"
)
_FOREVER = re.compile(rf"有效期限?(?:为|：|:)?长期(?:有效)?|[，,]长期有效|{_DOCUMENT}长期有效")
_DONE = "(?<!已)(?<!已经)(?:完成|完毕|结束|终止|解除|办结|竣工|撤销)"
_TASK = rf"(?P<task>[^，。；：、“”《》\n至到日]{{1,50}}?{_DONE})(?:之日|之时|时|之?后)?"
_UNTIL_TASK = re.compile(
    rf"(?:有效期限?(?:为|：|:)?|{_EFFECT}|[，,])\s*(?:或者?)?(?:至|到)\s*{_TASK}(?:起)?"
    r"(?:自行失效|自动失效|即行失效|失效|为止|止)?(?=[，。；\n)）]|$)"
)
_LAPSES_WITH_TASK = re.compile(
    rf"(?:^|[，。；\n]|待|在|于)\s*{_TASK}[，,]?\s*(?:{_DOCUMENT})?(?:起)?(?:自行|自动|即行)(?:失效|废止)"
)
_IN_A_CELL = re.compile(rf"(?:有效期限?)?(?:为|：|:)?(?:至|到)?{_TASK}(?:为止|止|失效)?")
_OF_A_PAPER = re.compile(
    r"(?:证|证书|许可|执照|资格|资质|合同|协议|批件|批复|批准文件|文书|保函|公告期)(?:的|书)?$"
)
_OF_OTHERS = re.compile(r"(?<!本)规范性文件")  # a rule about documents states the validity of other documents
_IN_FORCE = re.compile(rf"{_DOCUMENT}|施行|实施|执行|生效|印发之日|公布之日|发布之日|文件有效")
_OF_ITSELF = re.compile(rf"有效期|{_DOCUMENT}")
_NUMBERED = (
    r"第[一二三四五六七八九十百零〇\d]+[条章节款项]|[一二三四五六七八九十]+[、.．]"
    r"|[(（][一二三四五六七八九十\d]+[)）]|\d{1,2}[.．、]"
)
_HEADING = r"附则|其他(?:事项)?|[施实执][行施]日?[期间]?|有效期限?|文件有效期|实施时间|执行时间|时效"
_LABEL = re.compile(rf"^\s*(?:{_NUMBERED})?[\s　]*(?:(?:{_HEADING})(?=[\s　:：]))?[\s　:：]*")
_OF_TIME = re.compile(
    rf"的?{_PERIOD_WORD}|的?(?:执行|实施)(?:时间|期间)|的?期限|自|从|于|由|施行|实施|执行|试行|暂行|生效|失效|废止|至|到|长期"
)
_ITSELF = re.compile(
    r"[本此][^的，。；：\s]{0,6}?(?:办法|规定|细则|通知|意见|条例|方案|规则|措施|决定|法|通告|公告|标准|目录|规程|准则|制度|政策|文件|解释|名录|"
    r"指引|规划|计划|章程|文|件|清单|指南|预案|要点|纲要)(?!(?:所|中|第|规定|明确|确定|涉及|设立|附|列)|的(?!有效|[施试实执]))"
)
_OPENINGS = re.compile(
    r"并|且|现[^，]{0,8}|特|兹|以上|上述|即|暂|定|拟|经[^，]{0,30}|根据[^，]{0,60}|为[^，]{2,60}|按照?[^，]{2,60}|[^，]{0,20}解释|特此[^，]{0,6}|请[^，]{2,40}|"
    r"有效期届满[^，]{0,20}|原[^，]{2,40}|.{0,20}同时|.*(?:遵照|贯彻)(?:执行)?"
)
_IN_ITS_BRACKET = re.compile(
    r"》\s*[(（](?:[^()（）]|[(（][^()（）]*[)）])*$"
)  # 《…》（2015年4月10日发布，有效期至…
_PROLONGED = re.compile(r"延长|延期|顺延|延续|续期|延至|继续(?:有效|执行|实施)")
_HAN = dict(zip("一二三四五六七八九十", range(1, 11), strict=True)) | {"两": 2}


def read_effective(
    text: str, signed: Fact | None, issued: Fact | None, published: Fact | None, metadata: dict[str, str]
) -> Fact | None:
    """施行日期: a stated date, or one counted from the date of publication or of issue."""
    stated = day_in(metadata.get("effective_on", ""))
    if stated:
        return Fact(stated.isoformat(), metadata["effective_on"], "网页信息表的“施行日期”")
    clauses = _stated_starts(text)
    days = list(dict.fromkeys(day.on.isoformat() for clause in clauses for day in dates_in(clause["date"])))
    if days:
        quote = clauses[-1][0].strip()
        return Fact(days[0], quote, "正文") if len(days) == 1 else Fact(None, quote, "正文", days)
    acts = list(_FROM_ACT.finditer(text))
    return _after_act(acts[-1], signed, issued, published) if acts else None


def read_validity(text: str, effective: Fact | None, title: str = "") -> dict[str, Fact]:
    """The period as `_of_days` reads it, and ends_when, the task with which it ends: a choice beside a day."""
    days, tasks = _of_days(text, effective, title), list(_tasks(text, title))
    if not tasks:
        return days
    is_sure = not days and len({task for task, _, _ in tasks}) == 1 and all(own for _, _, own in tasks)
    quote = "；".join(dict.fromkeys(words for _, words, _ in tasks))
    names = list(dict.fromkeys(task for task, _, _ in tasks))
    fact = (
        Fact(names[0], quote, "正文")
        if is_sure
        else Fact(None, quote, "正文，是否本文件的有效期请核对", names)
    )
    return days | {"ends_when": fact}


def task_in(words: str) -> str:
    """The task at whose end a document lapses, where a cell of a ledger says nothing else; else ""."""
    match = _IN_A_CELL.fullmatch(words)
    return match["task"] if match else ""


def _tasks(text: str, title: str) -> Iterator[tuple[str, str, bool]]:
    """(task, quote, whether it is said of the document itself) for the ends that are bound to a task."""
    for pattern in (_UNTIL_TASK, _LAPSES_WITH_TASK):
        for match in pattern.finditer(text):
            sentence = _sentence(text, match)
            is_of_force = re.search(rf"{_IN_FORCE.pattern}|有效期", sentence) and not _OF_A_PAPER.search(
                sentence
            )
            if is_of_force and not _is_of_another(text, match, title):
                yield match["task"].strip(), sentence.strip(), _is_own(text, match, title)


def _of_days(text: str, effective: Fact | None, title: str) -> dict[str, Fact]:
    """valid_until (the last valid day), validity_months and is_permanent, as far as the text states them.

    Where the notice and its annex state different values, they are choices. Periods of licences and contracts that
    the document deals with do not count. The end of one measure, a subsidy or a pilot, is a choice at most, and that
    of another document is none.
    """
    ends = list(_stated_ends(text, title))
    own = [fact for fact, is_own in ends if is_own]
    if own:
        return {"valid_until": _one_or_choice(own)}
    if facts := _period(_about_itself(text, list(_about_force(text, _YEARS))), effective):
        return facts
    if forever := _FOREVER.search(text):
        return {"is_permanent": Fact("true", forever[0], "正文")}
    return {"valid_until": _unsure([fact for fact, _ in ends])} if ends else {}


def _stated_ends(text: str, title: str) -> Iterator[tuple[Fact, bool]]:
    """The last valid days that the text states, and whether each is said of the document itself.

    "2026年4月30日失效" leaves open whether that day is still valid: the day before and the day itself are choices.
    """
    untils = _about_itself(text, [until for until in _UNTIL.finditer(text) if _is_period_end(text, until)])
    for until in untils:
        if (day := next(dates_in(until["date"]), None)) and not _is_of_another(text, until, title):
            is_own = _is_own(text, until, title)
            quote = until[0].strip() if is_own else _sentence(text, until).strip()
            yield Fact(day.on.isoformat(), quote, "正文"), is_own
    for month in _about_force(text, _UNTIL_MONTH):
        last = add_months(date(int(month["year"]), int(month["month"] or 12), 1), 1) - timedelta(days=1)
        if not _is_of_another(text, month, title):
            yield (
                Fact(None, month[0], "正文，未写到日，按月末推定", [last.isoformat()]),
                _is_own(text, month, title),
            )
    for lapse in () if untils else _about_force(text, _LAPSES):
        day = next(dates_in(lapse["date"]), None)
        if day and "《" not in _sentence(text, lapse):
            days = [(day.on - timedelta(days=1)).isoformat(), day.on.isoformat()]
            fact = _fact(days[:1] if lapse["from"] else days, lapse[0], "正文，按失效之日推定")
            yield fact, _is_own(text, lapse, title)


def _one_or_choice(facts: list[Fact]) -> Fact:
    """The first fact when all agree, else a fact with every value as a choice and every quote."""
    days = list(
        dict.fromkeys(day for fact in facts for day in ([fact.value] if fact.value else fact.choices))
    )
    if len(days) == 1 or len(facts) == 1:
        return facts[0]
    quotes = dict.fromkeys(fact.quote for fact in facts)
    return Fact(None, "；".join(quotes), "正文，前后不一", days)


def _unsure(facts: list[Fact]) -> Fact:
    """The days as choices: they are said of something else in the document, or may be."""
    days = dict.fromkeys(day for fact in facts for day in ([fact.value] if fact.value else fact.choices))
    quotes = dict.fromkeys(fact.quote for fact in facts)
    return Fact(None, "；".join(quotes), "正文，说的可能不是本文件", list(days))


def _is_own(text: str, match: re.Match[str], title: str) -> bool:
    """Whether the period is said of the document: the sentence names it, or names nothing else before its days."""
    subject = _subject(text, match)
    return not subject or bool(_ITSELF.search(subject)) or _is_issued(subject, title)


def _is_of_another(text: str, match: re.Match[str], title: str) -> bool:
    """Whether the period is said of a document in 《》 that this one does not issue, or prolongs another's period."""
    sentence = _sentence(text, match)
    subject = _subject(text, match)
    if _IN_ITS_BRACKET.search(sentence[: len(sentence) - len(match[0])]):
        return True
    if "《" in subject and not _is_issued(subject, title):
        return True
    return bool(_PROLONGED.search(sentence)) and not _ITSELF.search(subject)


def _is_issued(subject: str, title: str) -> bool:
    """Whether the subject is the rule in 《》 that the title issues."""
    cited = re.search(r"《([^《》]{2,80})》", subject)
    return bool(cited and cited[1] in title and re.search("印发|公布|发布|颁布", title))


def _subject(text: str, match: re.Match[str]) -> str:
    """What the sentence speaks of before its first word of time: 本办法 in 本办法自2024年5月1日起施行."""
    sentence = _sentence(text, match)
    sentence = sentence[_LABEL.match(sentence).end() :]  # type: ignore[union-attr]  # it matches the empty string
    if itself := _ITSELF.match(sentence):
        return itself[0]
    first = _OF_TIME.search(sentence)
    clauses = (sentence[: first.start()] if first else sentence).replace(",", "，").split("，")
    said = [clause.strip(' 　“”"（(') for clause in clauses if clause.strip(' 　“”"（(')]
    said = [clause for clause in said if not _OPENINGS.fullmatch(clause)]
    return said[-1] if said else ""


def _stated_starts(text: str) -> list[re.Match[str]]:
    """The clauses that state from which day the document itself applies; without them, the last clause of any kind."""
    clauses = list(_FROM_DATE.finditer(text))
    own = [clause for clause in clauses if _OWN.search(text[max(0, clause.start() - 60) : clause.start()])]
    others = [
        clause
        for clause in clauses
        if clause["from"] and text[clause.start() - 1 : clause.start()] not in "(（"
    ]
    spans = [span for span in _SPAN.finditer(text) if _is_period_end(text, span)]
    return own or others[-1:] or list(_ALONE.finditer(text[:3000]))[-1:] or _about_itself(text, spans)


def _after_act(act: re.Match[str], signed: Fact | None, issued: Fact | None, published: Fact | None) -> Fact:
    """The day of effect counted from 公布 or 印发.

    The first day does not count (民法典 201). Whether "30日后" is the thirtieth day or the day after it is disputed:
    both are choices, with their working.
    """
    is_issue = act["act"] in _ACTS_OF_ISSUE
    base, word = (issued, "版记的印发日期") if is_issue and issued else (published, "公布日期")
    if base is None:
        base, word = signed, "成文日期"
    if base is None:
        return Fact(None, act[0], "正文")
    days = [base.value] if base.value else base.choices
    if not act["n"]:
        is_certain = len(days) == 1 and (is_issue or (published is not None and published.value is not None))
        where = f"正文，{act['act']}之日取{word}{'、'.join(days)}"
        return Fact(days[0], act[0], where) if is_certain else Fact(None, act[0], where, days)
    choices: list[str] = []
    for day in days:
        last = _after(date.fromisoformat(day), _number(act["n"]), act["unit"])
        choices += [last.isoformat(), (last + timedelta(days=1)).isoformat()]
    count = f"{act['n']}{act['unit']}"
    where = f"正文，{act['act']}之日取{word}{days[0]}，当日不计，满{count}为{choices[0]}，次日为{choices[1]}"
    return Fact(None, act[0], where, choices)


def _period(periods: list[re.Match[str]], effective: Fact | None) -> dict[str, Fact]:
    """validity_months, and valid_until counted from the day of effect; different periods are choices."""
    lengths: dict[int, re.Match[str]] = {}
    for period in periods:
        lengths.setdefault(_months(period), period)
    if not lengths:
        return {}
    quote = "；".join(period[0] for period in lengths.values())
    where = "正文" if len(lengths) == 1 else "正文，前后不一"
    facts = {"validity_months": _fact([str(n) for n in lengths], quote, where)}
    starts = [effective.value] if effective and effective.value else effective.choices if effective else []
    lasts = [last_valid_day(date.fromisoformat(day), n).isoformat() for day in starts for n in lengths]
    if lasts:
        counts = "或".join(period[0][period.start("n") - period.start() :] for period in lengths.values())
        ends = dict.fromkeys(last_day_words(date.fromisoformat(day), n) for day in starts for n in lengths)
        where = f"{where}，自施行日期{'或'.join(starts)}起算{counts}，{'或'.join(ends)}"
        is_certain = effective is not None and effective.value is not None
        facts["valid_until"] = _fact(lasts, quote, where) if is_certain else Fact(None, quote, where, lasts)
    return facts


def _fact(values: list[str], quote: str, where: str) -> Fact:
    return Fact(values[0], quote, where) if len(values) == 1 else Fact(None, quote, where, values)


def months_of(length: str) -> int | None:
    """The months of a length written alone: 2年6个月, 一年半, 十八个月; None for anything else."""
    period = re.fullmatch(_LENGTH, length)
    return _months(period) if period else None


def _months(period: re.Match[str]) -> int:
    if period["unit"] == "个月":
        return _number(period["n"])
    more = _number(period["months"]) if period["months"] else 6 if period["half"] else 0
    return _number(period["n"]) * 12 + more


def _about_force(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches in sentences about the document's own force; for a match at the beginning, the sentence before."""
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - 80) : match.start()]
        if _IN_ITS_BRACKET.search(before):
            continue
        *earlier, sentence = re.split(r"[。；\n]", before)
        if not sentence.strip() and earlier:
            sentence = earlier[-1]
        if _IN_FORCE.search(sentence) and not _OF_A_PAPER.search(before) and not _OF_OTHERS.search(sentence):
            yield match


def _about_itself(text: str, matches: list[re.Match[str]]) -> list[re.Match[str]]:
    """The matches in sentences that name the document or its 有效期; without them, the first match."""
    return [match for match in matches if _OF_ITSELF.search(_sentence(text, match))] or matches[:1]


def _sentence(text: str, match: re.Match[str]) -> str:
    """The sentence up to the end of the match."""
    return re.split(r"[。；\n]", text[max(0, match.start() - 80) : match.start()])[-1] + match[0]


def _is_period_end(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 40) : match.start()]
    words = before + match[0] + text[match.end() : match.end() + 4]
    return bool(re.search(r"有效期|试行期|施行|实施|执行|生效", words)) and not _OF_A_PAPER.search(before)


def _after(start: date, count: int, unit: str) -> date:
    return add_months(start, count) if unit == "个月" else start + timedelta(days=count)


def _number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    if len(written) == 1:
        return _HAN[written]
    tens, _, ones = written.partition("十")
    return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)
