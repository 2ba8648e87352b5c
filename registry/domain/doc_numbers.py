"""Document numbers (发文字号): parsing the spellings of real ledgers, a key for comparison, the standard spelling.

Sources: GB/T 9704-2012 7.2.5 (机关代字〔年份〕序号, hexagonal brackets, no 第, no leading zero);
orders are numbered 机关令第N号, announcements 机关公告YYYY年第N号.
"""

import re
from dataclasses import dataclass

from registry.domain.normal import CLOSING, OPENING, tidy, visible


@dataclass(frozen=True)
class DocNumber:
    """A number as written (`raw`) and its parts; when it is not a number, `key` is None and `problem` says why."""

    raw: str
    key: str | None = None
    organ_code: str | None = None
    year: int | None = None
    serial: int | None = None
    spelled: str | None = None
    problem: str | None = None


_FIRST_YEAR, _LAST_YEAR = 1949, 2099
_LONGEST_CELL = 1000
_FULL_NAMES = ("政府", "局", "国务院", "委", "委员会", "部", "厅", "署", "办公室")
_DIGITS = "0123456789"
_HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")
_HAN_VALUES = dict(zip("〇○零一二三四五六七八九", (0, 0, *range(10)), strict=True))
_UNITS = {"十": 10, "百": 100, "千": 1000}

_PLAIN = re.compile(
    r"((?!年|.*共和国)(?:(?!号)[一-鿿]){1,12})\s?[〔\[(（【［﹝]((?:19[5-9]|20[0-9])[0-9])[〕\])）】］﹞]\s?第?0{0,3}([1-9][0-9]{0,4})\s?号"
)
_LABEL = re.compile(
    r"^(?:发文字号|发文文号|公文字号|文件字号|文件编号|文件文号|发文号|文件号|文号|字号)[:：]?"
)
_PROSE = re.compile(
    r"^.*(?:的(?:通知|意见|决定|通告|函|批复|办法|规定)|通知如下|落实|贯彻|根据|按照|依据|印发了|文件|下发的|转发的|[》。:“”\"])"
)
_TITLE_BEFORE = re.compile(r"^.{2,}(?:办法|措施|意见|规定|方案|细则|条例|通知|决定)(?=[一-鿿]{2})")
_STATE_PREFIX = re.compile(r"^(?:年(?=.)|人民共和国|共和国)")
_SEPARATORS = re.compile(r"[;,\n\r\t/|]+")
_OPEN, _CLOSE = re.escape(OPENING), re.escape(CLOSING)
_YEAR = r"(?:\d{4}|[〇○零一二三四五六七八九]{4})"
_ANY_YEAR = rf"(?:{_YEAR}|\d\d)"
_SERIAL = r"(?:0*\d{1,6}|[一二三四五六七八九十百千零〇○]{1,7})"
_ORGAN = r"(?P<organ>[^\[\]〔〕【】〖〗{}❲❳<>\d号][^\[\]〔〕【】〖〗{}❲❳<>号]*?)"
_END = r"(?:号|$)"
_BRACKETED = re.compile(
    rf"{_ORGAN}(?:[{_OPEN}](?P<a>{_ANY_YEAR})年?[{_CLOSE}]|[{_OPEN}](?P<b>{_YEAR})年?|(?P<c>{_YEAR})年?[{_CLOSE}])"
    rf"第?(?P<serial>{_SERIAL}){_END}"
)
_YEAR_FIRST = re.compile(
    rf"[{_OPEN}](?P<a>{_ANY_YEAR})年?[{_CLOSE}](?P<organ>[^\W\d_第][^\[\]〔〕【】〖〗{{}}<>号\d]*?)第?(?P<serial>{_SERIAL})号"
)
_YEARLY = re.compile(rf"(?P<organ>[^\d号]*?[^\d号第])(?P<a>{_YEAR})年第?(?P<serial>{_SERIAL})号")
_ORDER = re.compile(
    rf"(?P<organ>[^\d号]*?(?:令|公告|通告))[{_OPEN}]?第?(?P<serial>{_SERIAL})(?:号[{_CLOSE}]?|[{_CLOSE}]?$)"
)
_ORDER_LAST = re.compile(rf"(?P<organ>[^\d号]*?)第(?P<serial>{_SERIAL})号(?P<kind>令|公告|通告)")
_FORMS = (_YEAR_FIRST, _BRACKETED, _YEARLY, _ORDER_LAST, _ORDER)
_ALSO = re.compile(rf"[、和及与](?P<serial>第?{_SERIAL})号")
_CONTINUED = re.compile(r"^(?:[-—~至/]|之[一二三四五六七八九\d])")
_BRACKETS_LOST = re.compile(
    r"(?P<organ>[^\W\d_]{1,12}?)(?P<year>(?:19[5-9]|20[0-4])\d)(?P<serial>\d{1,4})号?$"
)


def parse(text: str) -> DocNumber:
    """The number in the text. Never raises: for no number, or several, the result has a `problem`."""
    plain = _PLAIN.fullmatch(text)
    if (
        plain
        and not _PROSE.search(plain[1])
        and not _TITLE_BEFORE.search(plain[1])
        and plain[1][-1] not in "令告"
    ):
        return _number(text, plain[1], int(plain[2]), int(plain[3]))
    numbers = parse_all(text)
    if len(numbers) == 1:
        return numbers[0]
    spelled = "、".join(number.spelled or number.raw for number in numbers)
    return DocNumber(text, problem=f"一格里有{len(numbers)}个文号（{spelled}），请只保留主办机关的一个")


def parse_all(text: str) -> list[DocNumber]:
    """Every number in the text, in order; when there is none, one element with a `problem`. Never raises."""
    if len(text) > _LONGEST_CELL:
        return [DocNumber(text, problem="内容太长，不是发文字号，请核对")]
    compact = _compact(text)
    candidates = [number for piece in _SEPARATORS.split(compact) for number in _read_piece(piece, text)]
    numbers = list({number.key: number for number in candidates if number.key}.values())
    problems = [number for number in candidates if number.problem]
    if not numbers or problems:
        return numbers + problems if numbers else [problems[0] if problems else _no_number(text, compact)]
    return [_with_raw(numbers[0], text)] if len(numbers) == 1 else numbers


def key(text: str) -> str | None:
    """The key that all spellings of a number share ("赣府厅发|2020|8"); None when the text is not a number."""
    return parse(text).key


def standard(text: str) -> str | None:
    """The standard spelling of the number in the text, also where its brackets were lost; None when it tells none."""
    number = parse(text)
    return number.spelled if number.key else _without_brackets(_compact(text))


def printed(text: str) -> str:
    """The number as lists print it: as written, in doubt too, on one line and without a label (文号：) before it."""
    written = tidy(text)
    return _LABEL.sub("", written).strip() or written


def spell(organ_code: str, year: int | None, serial: int) -> str:
    """The standard spelling: 机关代字〔YYYY〕N号, 机关令第N号, 机关公告YYYY年第N号."""
    if year is None:
        return f"{organ_code}第{serial}号"
    if organ_code.endswith(("公告", "通告")):
        return f"{organ_code}{year}年第{serial}号"
    return f"{organ_code}〔{year}〕{serial}号"


MAX_SERIAL = 99_999
"""The last number of a series of ours in a year."""


def filing_no(year: int, serial: int) -> str:
    """备案登记号, gap-free per year: 备〔2026〕1号."""
    return f"备〔{year}〕{serial}号"


def _compact(text: str) -> str:
    """The text without spaces, blank lines and the label 文号：."""
    lines = (visible(line).replace(" ", "") for line in text.replace("；", ";").splitlines())
    return _LABEL.sub("", "\n".join(line for line in lines if line)).strip("\n。.·")


def _read_piece(piece: str, text: str) -> list[DocNumber]:
    """The numbers in a piece of the cell; "3号、5号" after a number repeats its organ and year."""
    numbers: list[DocNumber] = []
    at = 0
    while at < len(piece):
        match = _next_match(piece, at)
        if match is None:
            break
        number = _from_match(match, text, is_first=not numbers)
        at = match.end()
        if number.key and _CONTINUED.match(piece[at:]) and not _next_match(piece, at):
            problem = f"“{visible(text)}”的“号”后面还有内容，看不出是哪一个文号，请核对"
            return [*numbers, DocNumber(text, problem=problem)]
        numbers.append(number)
        while number.key and (also := _ALSO.match(piece, at)):
            serial = _integer(also["serial"].lstrip("第"))
            numbers.append(_number(also[0], number.organ_code or "", number.year, serial))
            at = also.end()
    return numbers


def _next_match(piece: str, at: int) -> re.Match[str] | None:
    """The leftmost match of a form from `at` on; of several, the shortest, then the first form in `_FORMS`."""
    matches = [match for form in _FORMS if (match := form.search(piece, at))]
    return min(matches, key=lambda match: (match.start(), match.end()), default=None)


def _from_match(match: re.Match[str], text: str, *, is_first: bool) -> DocNumber:
    parts = match.groupdict()
    organ = _organ(parts["organ"] + (parts.get("kind") or ""))
    organ = organ if is_first else organ.lstrip("和及与")
    written = parts.get("a") or parts.get("b") or parts.get("c")
    year = None if written is None else _year(written)
    serial = _integer(parts["serial"])
    if not organ:
        return DocNumber(text, problem=f"“{visible(text)}”缺少机关代字，不能作为发文字号，请补全")
    if year is not None and not _FIRST_YEAR <= year <= _LAST_YEAR:
        return DocNumber(text, problem=f"“{visible(text)}”中的年份{year}不合理，请核对")
    if serial == 0:
        return DocNumber(text, problem=f"“{visible(text)}”中的序号是0，请核对")
    is_yearly = match.re is _YEARLY and organ.endswith(_FULL_NAMES)
    return _number(match[0], organ, year, serial, is_yearly=is_yearly)


def _number(raw: str, organ: str, year: int | None, serial: int, *, is_yearly: bool = False) -> DocNumber:
    spelled = f"{organ}{year}年第{serial}号" if is_yearly else spell(organ, year, serial)
    return DocNumber(raw, f"{organ}|{year or ''}|{serial}", organ, year, serial, spelled)


def _with_raw(number: DocNumber, raw: str) -> DocNumber:
    return DocNumber(raw, number.key, number.organ_code, number.year, number.serial, number.spelled)


def _organ(written: str) -> str:
    """The 机关代字 without prose or a title before it, separators of joint issuers and the name of the state."""
    organ = (
        _TITLE_BEFORE.sub("", _PROSE.sub("", _LABEL.sub("", written)))
        .replace("、", "")
        .strip(".·—-_")
        .removesuffix("第")
    )
    if organ.count("(") != organ.count(")"):
        organ = organ.strip("()")
    return _STATE_PREFIX.sub("", organ.replace("中华人民共和国", ""))


def _year(written: str) -> int:
    year = int(written.translate(_HAN_DIGITS))
    if year >= 100:
        return year
    return year + (1900 if year >= _FIRST_YEAR % 100 else 2000)


def _integer(written: str) -> int:
    if written[0] in _DIGITS:
        return int(written)
    if not any(char in _UNITS for char in written):
        return int(written.translate(_HAN_DIGITS))
    total = digit = 0
    for char in written:
        if char in _UNITS:
            total += (digit or 1) * _UNITS[char]
            digit = 0
        else:
            digit = _HAN_VALUES[char]
    return total + digit


def _no_number(text: str, compact: str) -> DocNumber:
    """The result for a text without a number: its `problem` says what is missing."""
    shown = visible(text)
    if not compact.strip("-—－/\\_无空"):
        return DocNumber(text, problem="没有填写发文字号")
    if guess := _without_brackets(compact):
        return DocNumber(text, problem=f"“{shown}”的年份没有加括号，疑为 {guess}，请核对")
    if re.search(r"\d{4}年?[])〕】]?第?号?$", compact) and not re.match(r"\d", compact):
        return DocNumber(text, problem=f"“{shown}”缺少序号，不能作为发文字号，请补全")
    if re.fullmatch(r"[\d号第年\[\]()〔〕【】-]+", compact):
        return DocNumber(text, problem=f"“{shown}”缺少机关代字，不能作为发文字号，请补全")
    return DocNumber(text, problem=f"“{shown}”不是发文字号（应如：泉政〔2022〕3号），请核对")


def _without_brackets(compact: str) -> str | None:
    """The number that a text like 泉政20223号 was before it lost its brackets; None for another text."""
    lost = _BRACKETS_LOST.search(compact)
    organ = _organ(lost["organ"]) if lost else ""
    return spell(organ, int(lost["year"]), int(lost["serial"])) if lost and organ else None
