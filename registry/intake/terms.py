"""Days and marks of a document: signed, published, effective, valid until; disclosure and secrecy."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from registry.domain.normal import visible
from registry.intake.authorities import is_authority
from registry.intake.dates import FoundDate, dates_in
from registry.intake.facts import Fact

_SIGNER = re.compile(r"(?P<name>[一-鿿、 ]{2,60})\s*$")
_SIGNER_END = re.compile(
    r"(?:政府|办公厅|办公室|委员会|[局厅部院署委室]|银行|公司|中心|总队|法院|检察院|领导小组|指挥部|总工会|联合会|大学|学院|集团)\s*$"
)
_PERSON = re.compile(r"(?:[省市县区州部厅局署]长|主任|主席|总理|行长)\s*[一-鿿]{2,4}(?: [一-鿿])?\s*$")
_RUNS_ON = re.compile(
    r"^\s*(?:[起止前后至到，、以之(通颁发印批令经修对第的由在]|公布|[一-鿿]{2,30}第[一二三四五六七八九十]+次)"
)
_AFTER_SIGNATURE = re.compile(r"\s*(?:[(（\n]|公开|[一]、|第一条|附件|主题词|抄送|更多信息|$)")
_EFFECT = "(?:正式)?(?:开始)?(?:施行|实施|执行|生效|起效)"
_FROM_DATE = re.compile(rf"自\s*(?P<date>[^，。；自]{{6,20}}?日)\s*起\s*{_EFFECT}")
_FROM_ACT = re.compile(
    rf"自\s*(?P<act>公布|发布|印发|下发|颁布|发文|签发|发出)之日起\s*(?:满)?\s*(?:(?P<days>\d{{1,3}}|[一二三四五六七八九十]{{1,3}})\s*[日天]后?)?(?:后)?\s*{_EFFECT}"
)
_OWN = re.compile(
    r"(?:本(?:办法|规定|细则|通知|意见|条例|方案|规则|措施|决定|法|通告|公告|标准|目录|规程|准则|制度|政策|文件|解释|名录|指引|规划|计划|章程)|现予(?:以)?(?:公布|发布|印发)|公布)[^。；]{0,30}$"
)
_YEARS = re.compile(
    r"(?:有效期|有效期限|试行期|试行期限|暂行期|施行期限|实施期限)(?:限)?(?:为|是|：|:)?\s*(?P<n>\d{1,2}|[一二三四五六七八九十两])\s*(?P<unit>年|个月)"
)
_UNTIL = re.compile(
    r"(?:有效期(?:限)?(?:截止)?(?:至|到)|(?:施行|实施|执行)?[，,]?\s*(?:有效期)?至)\s*(?P<date>[^，。；至]{6,20}?日)(?:止|。|，|；|$)"
)
_FOREVER = re.compile(r"(?:有效期(?:限)?(?:为|：)?|，)长期有效")
_DISCLOSURES = (
    (
        "public",
        re.compile(
            r"此件(?:主动)?(?:公开发布|公开|主动公开)|[(（](?:主动公开|公开发布)[)）]|公开(?:属性|方式|类型|选项)[：:]\s*主动公开"
        ),
    ),
    (
        "on_request",
        re.compile(r"此件依申请公开|[(（]依申请公开[)）]|公开(?:属性|方式|类型|选项)[：:]\s*依申请公开"),
    ),
    (
        "withheld",
        re.compile(
            r"此件(?:不予公开|不公开|不得公开)|[(（](?:不予公开|此件不公开)[)）]|公开(?:属性|方式|类型|选项)[：:]\s*不予公开"
        ),
    ),
)
_SECRET_LINE = re.compile(
    r"^(?:密级[：:]?)?(?:绝密|机密|秘密)(?:\s*[★☆*＊]\s*(?:\d+\s*(?:年|个月|天)|长期)?|[\s ]*(?:\d+年|长期))?$"
)
_SECRET_INLINE = re.compile(r"(?:绝密|机密|秘密)\s*[★☆]")
_NOTE = re.compile(r"^\s*[(（]?\s*(?:[12]\d{3}\s*年|[(（][^)）]{0,40}(?:令|公告))")
_NOTED_ACT = re.compile(r"[^。；]{0,60}?(?:通过|公布|发布|颁布|批准|修正|修订)")
_HAN = dict(zip("一二三四五六七八九十", range(1, 11), strict=True)) | {"两": 2}


def is_secret(paragraphs: Sequence[str], margins: Sequence[str]) -> bool:
    """Whether a 密级 mark stands at the head ("机密★10年", GB/T 9704-2012 7.2.2); the mere word in prose is none."""
    lines = [visible(line) for line in [*paragraphs[:8], *margins]]
    spaced = [line.replace(" ", "") for line in lines]
    return any(_SECRET_LINE.match(line) for line in spaced) or any(
        _SECRET_INLINE.search(line[:60]) for line in spaced
    )


def read_signature(text: str, title: str, metadata: dict[str, str]) -> tuple[Fact | None, str]:
    """The day in the 落款 and the authority that stands before it. Two different days are a choice, unless the
    title says that the second belongs to the paper it forwards or issues."""
    signed = [each for each in dates_in(text) if _signs(text, each)]
    signer = _signer(text, signed[0]) if signed else ""
    stated = next(dates_in(metadata.get("signed_on", "")), None)
    if stated:
        return Fact(stated.on.isoformat(), metadata["signed_on"], "网页信息表的“成文日期”"), signer
    if not signed:
        return None, ""
    carries_another = re.search("转发|批转|印发", title)
    own = [each for each in signed if each.start < _annex(text)] if not carries_another else []
    days = _days(own or signed[:1])
    quote = text[max(0, signed[0].start - 30) : signed[0].end].strip()
    return _dated(days, quote, "落款"), signer


def read_note_date(text: str) -> Fact | None:
    """The day in the note under the title: adopted, promulgated, or (last) amended: more than one is a choice."""
    note = "\n".join(line[:600] for line in text[:1500].split("\n")[:10] if _NOTE.match(line))
    found = [each for each in dates_in(note) if _NOTED_ACT.match(note[each.end :])]
    return _dated(_days(found), note[found[0].start : found[-1].end + 20], "题注") if found else None


def read_published(signed: Fact | None, metadata: dict[str, str]) -> Fact | None:
    """公布日期 as the page states it. A page's 发布日期 may be the day somebody put an old paper on the site:
    more than 60 days after the signature it is only offered beside it."""
    stated = next(dates_in(metadata.get("published_on", "")), None)
    if stated:
        return Fact(stated.on.isoformat(), metadata["published_on"], "网页信息表的“公布日期”")
    posted = read_posted(metadata)
    if posted is None or posted.value is None or signed is None or signed.value is None:
        return posted
    gap = date.fromisoformat(posted.value) - date.fromisoformat(signed.value)
    if timedelta(0) <= gap <= timedelta(days=60):
        return posted
    return Fact(None, posted.quote, posted.where, [signed.value, posted.value])


def read_posted(metadata: dict[str, str]) -> Fact | None:
    """网站发布日期 as the page's table states it."""
    stated = metadata.get("posted_on", "")
    found = next(dates_in(stated), None)
    iso = re.match(r"\d{4}-\d\d-\d\d", stated)
    on = found.on.isoformat() if found else iso[0] if iso else None
    return Fact(on, stated, "网页信息表的“发布日期”") if on else None


def read_effective(text: str, signed: Fact | None, published: Fact | None) -> Fact | None:
    """施行日期: a stated day, or one that follows from the day of publication."""
    own = [
        match
        for match in _FROM_DATE.finditer(text)
        if _OWN.search(text[max(0, match.start() - 60) : match.start()])
    ]
    found = own or list(_FROM_DATE.finditer(text))[-1:]
    days = _days([each for match in found for each in dates_in(match["date"])])
    if days:
        return _dated(days, found[-1][0], "正文")
    acts = list(_FROM_ACT.finditer(text))
    if not acts:
        return None
    act = acts[-1]
    base = published or signed
    if base is None:
        return Fact(None, act[0], "正文")
    wait = _number(act["days"]) if act["days"] else 0
    candidates = [base.value] if base.value else base.choices
    starts = [date.fromisoformat(day) + timedelta(days=wait) for day in candidates]
    if wait:
        starts = [day for start in starts for day in (start, start + timedelta(days=1))]
    is_certain = len(starts) == 1 and (
        published is not None or act["act"] in ("印发", "下发", "发文", "签发")
    )
    choices = [day.isoformat() for day in starts]
    return Fact(choices[0], act[0], "正文") if is_certain else Fact(None, act[0], "正文", choices)


def read_validity(text: str, effective: Fact | None) -> dict[str, Fact]:
    """valid_until (the last valid day), and validity_months or is_permanent as the text states them."""
    until = next((match for match in _UNTIL.finditer(text) if _is_period_end(text, match)), None)
    stated = next(dates_in(until["date"]), None) if until else None
    if until and stated:
        return {"valid_until": Fact(stated.on.isoformat(), until[0], "正文")}
    period = _YEARS.search(text)
    if period:
        months = _number(period["n"]) * (12 if period["unit"] == "年" else 1)
        facts = {"validity_months": Fact(str(months), period[0], "正文")}
        if effective and effective.value:
            last = _after_months(date.fromisoformat(effective.value), months) - timedelta(days=1)
            facts["valid_until"] = Fact(last.isoformat(), period[0], "正文，自施行日期起算")
        return facts
    forever = _FOREVER.search(text)
    return {"is_permanent": Fact("true", forever[0], "正文")} if forever else {}


def read_disclosure(text: str) -> Fact | None:
    """公开属性 from the mark "此件公开发布" and its kin."""
    for value, pattern in _DISCLOSURES:
        if match := pattern.search(text):
            return Fact(value, match[0], "文末标注")
    return None


def _is_period_end(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 40) : match.start()] + match[0]
    return bool(re.search(r"有效期|施行|实施|执行|生效", before))


def _signs(text: str, found: FoundDate) -> bool:
    """Whether the date stands as a signature: after an authority or a person in office, with no clause after it."""
    line_start = text.rfind("\n", 0, found.start) + 1
    before = text[max(line_start, found.start - 80) : found.start]
    after = text[found.end : found.end + 40]
    if _RUNS_ON.match(after.split("\n")[0]) and not re.match(
        r"\s*[(（](?:此件|主动|公开|依申请|联系|印章)", after
    ):
        return False
    if before.endswith("。"):
        return bool(_AFTER_SIGNATURE.match(after))
    if not before.strip():
        return not after.split("\n")[0].strip() and line_start > 0
    return bool(_SIGNER_END.search(before[-40:]) or _PERSON.search(before[-20:])) and not re.search(
        r"[，、《]\S{0,12}$", before[-6:]
    )


def _signer(text: str, found: FoundDate) -> str:
    lines = text[: found.start].rstrip().rsplit("\n", 3)
    names: list[str] = []
    for line in reversed(lines[-3:]):
        name = re.split(r"[。；：:，,)）》”]", line)[-1].strip()
        if not is_authority(name) or len(name) > 60:
            break
        names.insert(0, name)
    return " ".join(names)


def _annex(text: str) -> int:
    match = re.search(r"\n附\s*件\s*\d*\s*[:：]?\n", text)
    return match.start() if match else len(text)


def _days(found: list[FoundDate]) -> list[str]:
    return list(dict.fromkeys(each.on.isoformat() for each in found))


def _dated(days: list[str], quote: str, where: str) -> Fact:
    return Fact(days[0], quote, where) if len(days) == 1 else Fact(None, quote, where, days)


def _number(written: str) -> int:
    if written.isdecimal():
        return int(written)
    if len(written) == 1:
        return _HAN[written]
    tens, _, ones = written.partition("十")
    return (_HAN[tens] if tens else 1) * 10 + (_HAN[ones] if ones else 0)


def _after_months(start: date, months: int) -> date:
    """The corresponding day, or the month's last (民法典 202)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    for day in range(start.day, 27, -1):
        try:
            return date(year, month + 1, day)
        except ValueError:
            continue
    return date(year, month + 1, start.day)
