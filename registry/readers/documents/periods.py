"""The period in which a document applies: 施行日期 and 有效期, each with its working."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from registry.domain.calendars import add_months, last_valid_day
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
_YEARS = re.compile(
    rf"(?:{_PERIOD_WORD}限?(?:暂?定?为?|是|：|:)\s*(?:自[^，。；]{{2,20}}起(?:计算)?\s*)?|试行|暂行|(?<=[，,])暂定)"
    r"(?P<n>\d{1,2}|[一二三四五六七八九十两]{1,3})\s*周?(?P<unit>年|个月)(?P<half>半)?"
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
_OF_A_PAPER = re.compile(
    r"(?:证|证书|许可|执照|资格|资质|合同|协议|批件|批复|批准文件|文书|保函|公告期)(?:的|书)?$"
)
_OF_OTHERS = re.compile(r"(?<!本)规范性文件")  # a rule about documents states the validity of other documents
_IN_FORCE = re.compile(rf"{_DOCUMENT}|施行|实施|执行|生效|印发之日|公布之日|发布之日|文件有效")
_OF_ITSELF = re.compile(rf"有效期|{_DOCUMENT}")
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


def read_validity(text: str, effective: Fact | None) -> dict[str, Fact]:
    """valid_until (the last valid day), validity_months and is_permanent, as far as the text states them.

    Where the notice and its annex state different values, they are choices. Periods of licences and contracts that
    the document deals with do not count.
    """
    ends = list(_stated_ends(text))
    if ends:
        return {"valid_until": _one_or_choice(ends)}
    if facts := _period(_about_itself(text, list(_about_force(text, _YEARS))), effective):
        return facts
    forever = _FOREVER.search(text)
    return {"is_permanent": Fact("true", forever[0], "正文")} if forever else {}


def _stated_ends(text: str) -> Iterator[Fact]:
    """The last valid days that the text states.

    "2026年4月30日失效" leaves open whether that day is still valid: the day before and the day itself are choices.
    """
    untils = _about_itself(text, [until for until in _UNTIL.finditer(text) if _is_period_end(text, until)])
    for until in untils:
        if day := next(dates_in(until["date"]), None):
            yield Fact(day.on.isoformat(), until[0].strip(), "正文")
    for month in _about_force(text, _UNTIL_MONTH):
        last = add_months(date(int(month["year"]), int(month["month"] or 12), 1), 1) - timedelta(days=1)
        yield Fact(None, month[0], "正文，未写到日，按月末推定", [last.isoformat()])
    for lapse in () if untils else _about_force(text, _LAPSES):
        day = next(dates_in(lapse["date"]), None)
        if day and "《" not in _sentence(text, lapse):
            days = [(day.on - timedelta(days=1)).isoformat(), day.on.isoformat()]
            yield _fact(days[:1] if lapse["from"] else days, lapse[0], "正文，按失效之日推定")


def _one_or_choice(facts: list[Fact]) -> Fact:
    """The first fact when all agree, else a fact with every value as a choice and every quote."""
    days = list(
        dict.fromkeys(day for fact in facts for day in ([fact.value] if fact.value else fact.choices))
    )
    if len(days) == 1 or len(facts) == 1:
        return facts[0]
    quotes = dict.fromkeys(fact.quote for fact in facts)
    return Fact(None, "；".join(quotes), "正文，前后不一", days)


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
        counts = "或".join(
            f"{period['n']}{period['unit']}{period['half'] or ''}" for period in lengths.values()
        )
        where = f"{where}，自施行日期{'或'.join(starts)}起算{counts}，届满前一日为止"
        is_certain = effective is not None and effective.value is not None
        facts["valid_until"] = _fact(lasts, quote, where) if is_certain else Fact(None, quote, where, lasts)
    return facts


def _fact(values: list[str], quote: str, where: str) -> Fact:
    return Fact(values[0], quote, where) if len(values) == 1 else Fact(None, quote, where, values)


def _months(period: re.Match[str]) -> int:
    if period["unit"] == "个月":
        return _number(period["n"])
    return _number(period["n"]) * 12 + (6 if period["half"] else 0)


def _about_force(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches in sentences about the document's own force; for a match at the beginning, the sentence before."""
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - 80) : match.start()]
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
