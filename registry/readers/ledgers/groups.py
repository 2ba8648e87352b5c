"""What the words around a table say of the rows below them: a sheet's name, a title row, a row that heads a section.

二、宣布废止的文件（3件） gives its status to the rows down to the next heading of its level or of a higher one.
"""

import re
from dataclasses import dataclass, field

from registry.domain.normal import visible
from registry.readers.ledgers.columns import Header, labels_of
from registry.readers.ledgers.status_words import ENDED, UNCLEAR, StatedStatus, names_an_end, read_status

_SHEET, _ANNEX, _PART, _SECTION, _ITEM = range(5)
_LONGEST = 60  # characters of a heading; longer words are a remark
_SHORT = 8  # characters of a status that stands alone in its row
_MARKS = ':()（）《》“”"、.-—_'
_HAN = "一二三四五六七八九十"
_NUMBERS = (
    (_ANNEX, re.compile(r"附[件表录]?(?:[\d一二三四五六七八九十]{1,2}|(?=[:：.]|$))(?:-\d+)?[:.、)]*")),
    (_PART, re.compile(rf"(?:第[{_HAN}\d]{{1,3}}(?:部分|章|类|节|批)[:、.]*|[{_HAN}]{{1,3}}[、.:])")),
    (_SECTION, re.compile(rf"\([{_HAN}]{{1,3}}\)[、.:]*")),
    (_ITEM, re.compile(r"(?:\(\d{1,3}\)|\d{1,3}[.、)])(?!\d)")),
)
_COUNT = re.compile(rf"[(（]?(?:共|合计|总计|计)*[\d{_HAN}]{{1,5}}[件份项个部][)）]?|[(（](?:续|\d+)[)）]")
_NOUN = (
    r"(?:(?:部分|一批|有关|相关)?(?:的|类)?(?:(?:市|县|区|镇|街道|本级|政府|部门)*(?:行政|政府)*规范性)?(?:政策性?)?(?:文件|公文|规章)"
    r"|的|类)?(?:的?(?:目录|清单|名单|名录|一览|汇总|情况|统计|台账|登记|明细|部分)?表?)*"
)
_YEAR_AFTER = re.compile(r"(?:19|20)\d\d年?度?$")
_TAIL = re.compile(rf"{_NOUN}[:(（]*$")
_LISTED = re.compile(r"(?:文件|公文|规章|目录|清单|名单|一览表|汇总表|情况表|类|部分)(?:\([^()]*\)|[:、.])*$")
_BEFORE = re.compile(
    r"^.*(?:人民政府|政府|办公室|办公厅|委员会|[^失]局|厅|街道|办事处|部门|单位|机关|关于公布|关于)(?!.*(?:人民政府|关于))"
    r"|^(?:截[至止])?(?:19|20)\d\d年?(?:度|底|末)?(?:\d{1,2}月底?)?(?:以来|以前)?|^(?:本次|此次|历年|本级|全[县区市])"
)
_REMARK = re.compile(r"^(?:注|说明|备注|填表说明|填报说明|要求)|[。;]|请|[小合总共]计")
_SEVERAL = re.compile(r"废止[^()]{0,4}失效|失效[^()]{0,4}废止")
_OF_ABOVE, _OF_BELOW = re.compile("以上|上述"), re.compile("以下|下列")
_OF_ALL = re.compile(r"以上|上述|以下|下列|所列|本表|本目录|全部文件|均")
"""In a remark that speaks of the rows above or below it, such as 注：以上文件均已废止."""


@dataclass(frozen=True)
class GroupStatus:
    """The status that a heading gives to the rows below it, with the heading and where it stands (the quote)."""

    status: StatedStatus
    quote: str
    words: str


@dataclass
class Groups:
    """The headings in force at a row, by level."""

    _by_level: dict[int, GroupStatus] = field(default_factory=dict)
    _left: dict[int, str] = field(default_factory=dict)

    def name_sheet(self, name: str) -> None:
        self._set(_SHEET, name, f"工作表名：{visible(name)}")

    def head(self, text: str) -> None:
        """A heading above the rows that follow. It ends those of its level and below it."""
        level, _ = _numbered(visible(text))
        status = heading_status(text)
        if status is None and speaks_of_all(text, above=False):
            said = GroupStatus(StatedStatus(UNCLEAR), f"表内说明：{visible(text)[:_LONGEST]}", visible(text))
            self._by_level.setdefault(_PART, said)
            return
        if level is None and status is None:
            return  # the name of an authority or a year; it ends nothing
        self._set(_PART if level is None else level, text, f"所在部分：{visible(text)}")

    def left_of(self, row: list[str], header: Header) -> GroupStatus | None:
        """What a column left of the titles says: its cell above, where this one is blank, may be meant for it too."""
        own = {at for name, at in header.columns.items() if name not in ("subject", "stated")}
        for at in range(min(header.columns["title"], len(row))):
            if at in own:
                continue
            if row[at].strip():
                self._left[at] = row[at]
            elif names_an_end(visible(self._left.get(at, ""))):
                quote = f"{labels_of(header.headers)[at]}：本行空白，上方写着“{visible(self._left[at])}”"
                return GroupStatus(StatedStatus(UNCLEAR), quote, self._left[at])
        return None

    @property
    def status(self) -> GroupStatus | None:
        """The status of the innermost heading; unclear when an outer one has ended what it calls valid."""
        held = [self._by_level[level] for level in sorted(self._by_level)]
        clear = [group for group in held if group.status.kind != UNCLEAR]
        if not clear:
            return held[-1] if held else None
        inner = clear[-1]
        outer = next((group for group in clear if group.status.kind in ENDED), None)
        if outer and inner.status.kind in ("in_force", "retained"):
            return GroupStatus(StatedStatus(UNCLEAR), f"{outer.quote}；{inner.quote}", inner.words)
        return inner

    def _set(self, level: int, text: str, quote: str) -> None:
        self._left.clear()
        for below in [other for other in self._by_level if other >= level]:
            del self._by_level[below]
        if status := heading_status(text):
            self._by_level[level] = GroupStatus(status, quote, visible(text))


def words_of(row: list[str]) -> str:
    """The distinct words of a row that heads a table or a part of it."""
    return "".join(dict.fromkeys(cell.strip() for cell in row if cell.strip()))


def heading_status(text: str) -> StatedStatus | None:
    """The status that a heading names; None when it names none."""
    written = visible(text).replace(" ", "")
    if not 0 < len(written) <= _LONGEST or _REMARK.search(written):
        return None
    words = _COUNT.sub("", _unnumbered(written))
    words = _TAIL.sub("", _YEAR_AFTER.sub("", words)).strip(_MARKS)
    if not words:
        return None
    if _SEVERAL.search(words):
        return StatedStatus(UNCLEAR)
    for candidate in (words, _BEFORE.sub("", words), _BEFORE.sub("", _BEFORE.sub("", words))):
        status = read_status(candidate) if candidate else None
        if status and status.kind != UNCLEAR:
            return StatedStatus(status.kind, status.day)
    return StatedStatus(UNCLEAR) if names_an_end(words) else None


def is_group_heading(text: str) -> bool:
    """Whether words that stand alone in a row head a section by their status, instead of being a title."""
    written = visible(text).replace(" ", "")
    level, _ = _numbered(written)
    if heading_status(text) is None:
        return False
    is_short = len(written) <= _SHORT and read_status(written.strip(_MARKS)).kind != UNCLEAR
    return level is not None or bool(_LISTED.search(_COUNT.sub("", written))) or is_short


def speaks_of_all(text: str, *, above: bool) -> bool:
    """Whether a remark says of the rows above it, or of those below it, that they have ended."""
    written = visible(text).replace(" ", "")
    other = _OF_BELOW if above else _OF_ABOVE
    return bool(_OF_ALL.search(written)) and names_an_end(written) and not other.search(written)


def _unnumbered(text: str) -> str:
    """The words after every number at their beginning: 附件：1. 废止的文件."""
    level, words = _numbered(text)
    return text.lstrip(_MARKS) if level is None else _unnumbered(words.lstrip(_MARKS))


def _numbered(text: str) -> tuple[int | None, str]:
    """(the level that the number at the beginning tells, the words after it)."""
    written = text.replace(" ", "")
    for level, pattern in _NUMBERS:
        if match := pattern.match(written):
            return level, written[match.end() :]
    return None, written
