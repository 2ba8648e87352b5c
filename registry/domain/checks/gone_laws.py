"""Laws that are gone, still cited in a text: 《…》 anywhere, and laws that 依据, 根据 or 按照 name without 《》."""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from registry.domain.checks.findings import CheckKind, Finding
from registry.domain.citations import NameKeys, keys_of
from registry.domain.gone_bases import Timing, timing_of
from registry.domain.laws import Law, LawTable, ending_words
from registry.domain.levels import Level

GONE_LAW = "law.gone"
_LONGEST = 120  # characters of a title between 《 and 》
_ARTICLE = re.compile(
    r"(?:第[一二三四五六七八九十百零〇\d]{1,8}[条款项](?:之[一二三四五六七八九十])?[、和及与]?){1,9}"
)
_NUMBER = re.compile(r"\s*[（(]([^（）()]{2,40}号)[，,]?[^（）()]{0,30}[）)]")
_RESTS = re.compile(r"依据|根据|依照|按照|遵照|遵守|适用|违反|执行|贯彻|符合")
_ENDS = r"(?:废止|失效|作废|不再执行|停止执行|停止施行|取代|替代|代替|更名|修改为)"
_ENDED_AFTER = re.compile(
    r"(?:[、，和及与]?\s*(?:以及)?《[^《》\n]{1,120}》(?:[（(][^（）()\n]{0,60}[）)])?)*"
    rf"(?:[^，。；\n《》]{{0,12}}|，(?:同时|即行|自行|一并|均|自[^，。；\n]{{0,20}})?){_ENDS}"
)
_ENDED_BEFORE = re.compile(
    rf"{_ENDS}(?:了|的|以下|下列|[、，和及与]|《[^《》\n]{{1,120}}》|[（(][^（）()\n]{{0,60}}[）)]|\s){{0,12}}$"
)
_KNOWN_ENDED = re.compile(
    r"(?:[、，和及与]?\s*(?:以及)?《[^《》\n]{1,120}》)*等?[^，。；\n《》]{0,6}已(?:经)?(?:被)?(?:宣布)?(?:废止|失效)"
)
_NO_LONGER = re.compile(
    r"(?:不再|不得再?|不能再?|不宜再?|停止|不予)(?:适用|依据|根据|依照|按照|遵照|执行|引用|援引)"
    r"(?:[、，和及与]|《[^《》\n]{1,120}》|[（(][^（）()\n]{0,60}[）)]|\s){0,12}$|不适用$"
)
_EARLIER = re.compile(r"(?<!\d)(\d{4})年[^，。；\n]{0,30}?(?:依据|根据|依照|按照|遵照|适用|执行)")
_EARLIER_ACT = re.compile(
    r"[^，。；\n《》]{0,20}(?:签订|订立|签署|作出|核发|颁发|发放|取得|批准|审批|设立|登记)(?:的|了)"
)
_MARKED = re.compile(rf"^\s*[（(【\[][^（）()【】]{{0,20}}{_ENDS}")
_KNOWN_BEFORE = re.compile(r"(?:原|旧|原有的?|原来的|当时的|简称为?[：:]?)[“\"]?$")
_OTHER_THING = re.compile(
    r"^[”\"]?(?:的)?(?:若干|有关|具体|配套|暂行|实施)*(?:实施细则|实施办法|实施条例|实施意见|办法|细则|条例|解释|司法解释|释义|解读|宣传|颁布"
    r"|(?:施行|实施|生效|公布|颁布|废止|失效)(?:之|以)?(?:前|后|期间)|施行[\d一二三四五六七八九十]+周年|实施[\d一二三四五六七八九十]+周年|知识|培训|竞赛|学习|读本|汇编|修正案|草案)"
)
_SHORT_FOR = re.compile(
    r"以下(?:统|均)?(?:简)?称(?:为)?[：:]?[“\"]?《?([^《》”\"（）()，。]{2,30})[》”\"]?[）)]?"
)
_LIST_HEAD = re.compile(
    r"(?:废止|失效)[^。；\n]{0,40}(?:目录|清单|决定|通知|文件|法规|规章|如下|名单)|(?:下列|以下)[^。；\n]{0,30}(?:废止|失效)"
    r"|(?:法规|规章|文件)[^。；\n]{0,10}清理"
)
_OTHER_HEAD = re.compile(
    r"(?:继续有效|保留|现行有效)[^。；\n]{0,30}(?:目录|清单|文件|如下)|^第[一二三四五六七八九十百]+条", re.M
)
_ITEM_START = re.compile(
    r"(?:^|[\n；;：:])\s*(?:[（(]?[\d一二三四五六七八九十]{1,4}[）)]?\s*[.．、\s]?\s*)?(?:[^\n。；《]{0,30})$"
)
_BARE = re.compile(r"(?:依据|根据|依照|按照|遵照|违反)([^，。；：\n《]{3,80})")
_BARE_NAME = re.compile(r"(?:中华人民共和国)?([一-鿿]{2,40}?(?:法|条例))(?=第|的|等|规定|有关|之|$)")
_STATE = "中华人民共和国"
_LONGEST_BARE = 40
_AFTER_NAME = re.compile(
    r"第|的|等|规定|有关|之|办理|处理|处罚|处置|执行|制定|进行|给予|予以|追究|实施(?!细则|办法|条例|意见)|[（(]|\s|$"
)
_APART = re.compile(r"、|以及|(?<!共)和|与|及")


class _Citation(NamedTuple):
    """A law cited at a place of the text; `end` includes the articles named after it."""

    keys: NameKeys
    start: int
    end: int
    articles: str


def check_laws(text: str, laws: Iterable[Law], made_on: date | None) -> Iterator[Finding]:
    """The places where a text made on a day cites laws that are gone.

    A law with the same articles is told once, and once more where the text rests on it after a mere mention.
    Without the day, and for a text older than the end of the law, it is advice: nothing is known to be wrong.
    """
    table = LawTable(laws)
    seen: set[tuple[NameKeys, str, bool]] = set()
    others = _abbreviations(text)
    for citation in chain(_in_brackets(text), _bare(text, table.gone_titles)):
        law = table.find(citation.keys, made_on)
        if law is None or not law.is_gone or citation.keys.title in others:
            continue
        if (law.keys, citation.articles, True) in seen:
            continue
        rests = _rests(text, citation, law)
        told = law.keys, citation.articles, rests
        if told not in seen and not _is_excused(text, citation):
            seen.add(told)
            yield _finding(text, citation, law, table, made_on, rests=rests)


def _finding(
    text: str, citation: _Citation, law: Law, table: LawTable, made_on: date | None, *, rests: bool
) -> Finding:
    timing = timing_of(law.since, made_on)
    says = f"{'依据' if rests else '所引'}{ending_words(table, law)}"
    if timing is Timing.BEFORE and rests:
        says += "，本文作出时它已经不能作依据，请改引现行规定"
    elif timing is Timing.BEFORE:
        says += "，本文作出时它已经不再有效，请核对是否要改引现行规定"
    elif timing is Timing.AFTER:
        says += "，本文作出时它还有效，清理或者修改时请改引现行规定"
    else:
        says += "，缺少日期，看不出本文作出时它是否还有效，请核对"
    if citation.articles and timing is not Timing.AFTER:
        says += "，所引条款要逐条对照"
    level = Level.IMPROPER if timing is Timing.BEFORE and rests else Level.ADVICE
    quote = text[citation.start : citation.end]
    source = law.source or "法规表"
    return Finding(GONE_LAW, CheckKind.LAW, level, quote, citation.start, citation.end, f"{says}。", source)


def _rests(text: str, citation: _Citation, law: Law) -> bool:
    """Whether the text itself rests on the citation, and tells not of what was done while the law was in force."""
    before = _clause_before(text, citation.start)
    if not _RESTS.search(before) or _EARLIER_ACT.match(text, citation.end):
        return False
    earlier = _EARLIER.search(before)
    return not (earlier and law.since and int(earlier[1]) <= law.since.year)


def _in_brackets(text: str) -> Iterator[_Citation]:
    """The outermost 《…》, each with the number in brackets and the articles that follow."""
    depth, start = 0, 0
    for match in re.finditer("[《》\n\t]", text):
        if match[0] in "\n\t":
            depth = 0
        elif match[0] == "《":
            start = match.start() if depth == 0 else start
            depth += 1
        elif depth:
            depth -= 1
            if depth == 0 and match.start() - start <= _LONGEST:
                yield _citation(text, start, match.end(), text[start + 1 : match.start()])


def _citation(text: str, start: int, end: int, title: str) -> _Citation:
    number = _NUMBER.match(text, end)
    keys = _keys(title, number[1] if number else "")
    articles = _ARTICLE.match(text, number.end() if number else end)
    return _Citation(keys, start, articles.end() if articles else end, articles[0] if articles else "")


@lru_cache(maxsize=4096)
def _keys(title: str, number: str) -> NameKeys:
    return keys_of(title, number)


def _bare(text: str, titles: frozenset[str]) -> Iterator[_Citation]:
    """The laws named without 《》 directly after 依据, 根据 and the like: those of the titles, and any 法 or 条例."""
    for clause in _BARE.finditer(text):
        at = clause.start(1)
        for part in _APART.split(clause[1]):
            at = text.index(part, at) if part else at
            if end := _end_of_name(part, titles):
                yield _citation(text, at, at + end, part[:end])
            at += len(part)


def _end_of_name(words: str, titles: frozenset[str]) -> int:
    """Where the law ends that the words begin with; 0 when they begin with none."""
    start = len(_STATE) if words.startswith(_STATE) else 0
    for end in range(min(len(words), start + _LONGEST_BARE), start + 1, -1):
        if words[start:end] in titles and _AFTER_NAME.match(words, end):
            return end
    name = _BARE_NAME.match(words)
    return name.end() if name else 0


def _abbreviations(text: str) -> set[str]:
    """The title keys that the text itself gives to another law: 《劳动合同法》（以下简称《合同法》）."""
    others = set()
    for short in _SHORT_FOR.finditer(text):
        key = keys_of(short[1], "").title
        head = text[max(0, short.start() - _LONGEST) : short.start()]
        named = head.rfind("《")
        full = head[named + 1 :].partition("》")[0] if named >= 0 else ""
        if full and keys_of(full, "").title != key:
            others.add(key)
    return others - {""}


def _is_excused(text: str, citation: _Citation) -> bool:
    """Whether the words around a citation say that the law is known to be gone, or name another thing by it."""
    before = _sentence_before(text, citation.start)
    after = text[citation.end : citation.end + 200]
    if _KNOWN_BEFORE.search(before) or _MARKED.match(after):
        return True
    if text[citation.end - 1] == "》" and _OTHER_THING.match(after):
        return True
    if _ENDED_BEFORE.search(before) or _NO_LONGER.search(before) or _KNOWN_ENDED.match(after):
        return True
    if _RESTS.search(_clause_before(text, citation.start)):
        return False
    return bool(_ENDED_AFTER.match(after)) or _is_listed(text, citation.start)


def _is_listed(text: str, start: int) -> bool:
    """Whether the citation is an item of a list of documents that are ended."""
    if not _ITEM_START.search(text[max(0, start - 60) : start]):
        return False
    above = text[max(0, start - 4000) : start]
    heads = [match.end() for match in _LIST_HEAD.finditer(above)]
    others = [match.end() for match in _OTHER_HEAD.finditer(above)]
    return bool(heads) and (not others or heads[-1] > others[-1])


def _sentence_before(text: str, place: int) -> str:
    earliest = max(0, place - 200)
    first = max(text.rfind(mark, earliest, place) for mark in "。；;\n\t") + 1
    return text[max(first, earliest) : place]


def _clause_before(text: str, place: int) -> str:
    """The words of the clause before a place; 、 and 《》 do not end it."""
    sentence = _sentence_before(text, place)
    first = max(sentence.rfind(mark) for mark in "，,：:") + 1
    return sentence[first:]
