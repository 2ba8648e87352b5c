"""From when and until when a document says it applies: 施行日期 and 有效期, each with its working."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from registry.domain.calendars import add_months, last_valid_day
from registry.intake.dates import dates_in, day_in
from registry.intake.facts import Fact

_EFFECT = "(?:正式)?(?:开始)?(?:施行|实施|执行|生效|起效)"
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
_YEARS = re.compile(
    r"(?:(?:有效期|试行期|暂行期|施行期|实施期|执行期)限?(?:定?为|是|：|:)?\s*(?:自[^，。；]{2,20}起(?:计算)?\s*)?|试行|暂行)"
    r"(?P<n>\d{1,2}|[一二三四五六七八九十两]{1,3})\s*(?P<unit>年|个月)"
)
_UNTIL = re.compile(
    r"(?:有效期限?(?:截止)?(?:至|到)|(?:施行|实施|执行)?[，,]?\s*(?:有效期)?至)\s*(?P<date>[^，。；至]{6,20}?日)(?:止|。|，|；|\n|[)）]|$)"
)
_UNTIL_MONTH = re.compile(
    r"有效期限?(?:截止)?(?:至|到)\s*(?P<year>20\d\d)\s*年(?:\s*(?P<month>1[0-2]|0?[1-9])\s*月)?\s*(?:底|末|止|(?=[。，；\n)）]|$))"
)
_FOREVER = re.compile(r"有效期限?(?:为|：|:)?长期(?:有效)?|，长期有效")
_OF_A_PAPER = re.compile(
    r"(?:证|证书|许可|执照|资格|资质|合同|协议|批件|批复|批准文件|文书|保函|公告期)(?:的|书)?$"
)
_IN_FORCE = re.compile(rf"{_DOCUMENT}|施行|实施|执行|生效|印发之日|公布之日|发布之日|文件有效")
_HAN = dict(zip("一二三四五六七八九十", range(1, 11), strict=True)) | {"两": 2}


def read_effective(
    text: str, signed: Fact | None, issued: Fact | None, published: Fact | None, metadata: dict[str, str]
) -> Fact | None:
    """施行日期: a stated day, or one that follows from the day of publication or of issue."""
    stated = day_in(metadata.get("effective_on", ""))
    if stated:
        return Fact(stated.isoformat(), metadata["effective_on"], "网页信息表的“施行日期”")
    found = _stated_starts(text)
    days = list(dict.fromkeys(each.on.isoformat() for match in found for each in dates_in(match["date"])))
    if days:
        quote = found[-1][0].strip()
        return Fact(days[0], quote, "正文") if len(days) == 1 else Fact(None, quote, "正文", days)
    acts = list(_FROM_ACT.finditer(text))
    return _after_act(acts[-1], signed, issued, published) if acts else None


def read_validity(text: str, effective: Fact | None) -> dict[str, Fact]:
    """valid_until (the last valid day), and validity_months or is_permanent as the text states them. The period of a
    licence or a contract that the document speaks of is none of its own."""
    for until in _UNTIL.finditer(text):
        stated = next(dates_in(until["date"]), None)
        if stated and _is_period_end(text, until):
            return {"valid_until": Fact(stated.on.isoformat(), until[0].strip(), "正文")}
    month = next(_of_the_document(text, _UNTIL_MONTH), None)
    if month:
        last = add_months(date(int(month["year"]), int(month["month"] or 12), 1), 1) - timedelta(days=1)
        return {"valid_until": Fact(None, month[0], "正文，未写到日，按月末推定", [last.isoformat()])}
    period = next(_of_the_document(text, _YEARS), None)
    if period:
        return _period(period, effective)
    forever = _FOREVER.search(text)
    return {"is_permanent": Fact("true", forever[0], "正文")} if forever else {}


def _stated_starts(text: str) -> list[re.Match[str]]:
    """The clauses that say from which day the document itself applies; failing those, the last such clause."""
    found = list(_FROM_DATE.finditer(text))
    own = [match for match in found if _OWN.search(text[max(0, match.start() - 60) : match.start()])]
    others = [
        match for match in found if match["from"] and text[match.start() - 1 : match.start()] not in "(（"
    ]
    return own or others[-1:] or list(_ALONE.finditer(text[:3000]))[-1:]


def _after_act(act: re.Match[str], signed: Fact | None, issued: Fact | None, published: Fact | None) -> Fact:
    """The day that follows from 公布 or 印发. 民法典 201 does not count the first day, and whether "30日后" means the
    thirtieth day or the one after it is disputed: both are offered with their working."""
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
        full = _waited(date.fromisoformat(day), _number(act["n"]), act["unit"])
        choices += [full.isoformat(), (full + timedelta(days=1)).isoformat()]
    count = f"{act['n']}{act['unit']}"
    where = f"正文，{act['act']}之日取{word}{days[0]}，当日不计，满{count}为{choices[0]}，次日为{choices[1]}"
    return Fact(None, act[0], where, choices)


def _period(period: re.Match[str], effective: Fact | None) -> dict[str, Fact]:
    months = _number(period["n"]) * (12 if period["unit"] == "年" else 1)
    facts = {"validity_months": Fact(str(months), period[0], "正文")}
    starts = [effective.value] if effective and effective.value else effective.choices if effective else []
    lasts = [last_valid_day(date.fromisoformat(day), months).isoformat() for day in starts]
    if lasts:
        where = f"正文，自施行日期{'或'.join(starts)}起算{period['n']}{period['unit']}，届满前一日为止"
        is_certain = effective is not None and effective.value is not None
        facts["valid_until"] = (
            Fact(lasts[0], period[0], where) if is_certain else Fact(None, period[0], where, lasts)
        )
    return facts


def _of_the_document(text: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The matches whose sentence, or the one before when they begin it, speaks of the document's own force."""
    for match in pattern.finditer(text):
        before = text[max(0, match.start() - 80) : match.start()]
        *earlier, sentence = re.split(r"[。；\n]", before)
        if not sentence.strip() and earlier:
            sentence = earlier[-1]
        if _IN_FORCE.search(sentence) and not _OF_A_PAPER.search(before):
            yield match


def _is_period_end(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 40) : match.start()]
    return bool(re.search(r"有效期|施行|实施|执行|生效", before + match[0])) and not _OF_A_PAPER.search(
        before
    )


def _waited(start: date, count: int, unit: str) -> date:
    return add_months(start, count) if unit == "个月" else start + timedelta(days=count)


def _number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    if len(written) == 1:
        return _HAN[written]
    tens, _, ones = written.partition("十")
    return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)
