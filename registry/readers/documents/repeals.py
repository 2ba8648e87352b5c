"""What a text repeals: in a clause (《…》同时废止), after an announcement (废止下列文件：…) and in an annexed list."""

import re
from collections.abc import Iterator

from registry.domain import doc_numbers
from registry.readers.documents.citations import Cited, bare_numbers_in, cited_in, first_number, quote_around
from registry.readers.documents.facts import RelationFound

_CLAUSES = re.compile(r"[^。\n]+。?")
_LONGEST = 3000  # characters of a sentence that are looked at
_SAYS_SO = re.compile("废止|失效|作废|停止|不再")
_END = r"(?=\s*(?:[。；;，,：:（(”]|$))"
_ACT = re.compile(
    r"(?:(?:同时|予以|即行|自行|自动|相应|一并|一律|随之|随即|自然|届时|宣布|全部|均|即|起|文件|[》)）])[，、]?\s*"
    r"(?:予以|宣布|停止执行[、，])?\s*(?:作废|失效|停止使用|不再(?:执行|施行|适用|有效))"
    rf"|废止|停止(?:执行|施行|实施)){_END}"
)
_ACTIVE = re.compile(
    r"(?:决定|现|宣布|同时)(?:予以|对|将)?(?:废止|停止执行)(?:原|以下|下列)?[^《。；，]{0,25}(?=《)"
)
_NOT = re.compile(
    r"(?:不得|不予|是否|可以|可|应当(?:及时|依法)?|尚未|没有|未|已[^，；]{0,16}|被[^，；]{0,8}|如[^，；]{0,20}|拟|建议|提出|或者?|修改、|需要?|宜|前|按照?有关规定)\s*(?:同时|予以|宣布|自行)?$"
)
_PROPOSED = re.compile(r"(?:建议|拟|提请|请求|可以|能否|是否)[^，。；《]{0,8}$")
_NEXT = re.compile(
    r"^(?:[(（][^()（）]*[)）])*\s*(?:文件|文)?(?:等\d*[件部项份个]?[^，。；《》]{0,12})?(?:[、，,；和及与并]|以及|同时|\s)*"
    r"(?:原|[(（]?[一二三四五六七八九十\d]+[)）、.．])?\s*"
    r"(?:[^《》。；]{0,120}?(?:发布|公布|通过|印发|修订|修正|批准|制定|下发|转发|颁布|施行|出台|关于|政府|办公厅|办公室|[局厅部委])的?)?\s*$"
)
_ISSUED_WITH = re.compile(r"[^，；、《》]{0,12}(?:公布|发布|印发|颁布|修正|修订|规定|转发|批转|批准|下发)")
_RESTS_ON = re.compile(r"(?:根据|依据|按照|依照|按|除)[^，；《》]{0,12}$")
_ONLY_NAMED = re.compile(
    r"^(?:[(（][^()（）]*[)）])*(?:所?规定|的规定|的?要求|确定|核发|颁发|(?!自)[^，；《》]{0,6}(?:施行|实施|公布|发布|生效|印发)(?:之日|前|后|以)|(?:第.{1,2}次)?修[正订改]|外)"
)
_PART = re.compile(
    r"^(?:[(（][^()（）]*[)）])*(?:中?的?第[^，。；《》]{1,20}[条款项章节]|中|的?(?:有关|相关|部分)(?:条款|规定|内容))"
)
_NAMES_LIST = re.compile(
    r"(?:废止|失效|停止执行)[^。；，：]{0,25}(?:目录|清单|一览表|名单|文件|规章|法规)\s*(?:[(（][^()（）]*[)）])?$"
)
_ANNOUNCES = re.compile(r"(?:废止|失效|停止执行)[^。；]{0,25}[：:]\s*$")
_ANNOUNCES_HERE = re.compile(r"(?:下列|以下)[^。；：]{0,40}(?:废止|失效|停止执行)\s*[：:](?P<rest>[^。]+)")
_ENDS_LIST = re.compile(
    r"^附\s*件\s*\d*\s*[：:]?$|^第[一二三四五六七八九十]+[条章]|(?:继续有效|保留|修改|修订|拟)[^。；，]{0,20}(?:目录|清单|文件|规章)"
)
_ITEM = re.compile(r"^[(（]?(?:\d{1,4}|[一二三四五六七八九十百]{1,5})\s*[)）、.．]\s*(?P<title>.+)$")
_DETAIL = re.compile(r"^(?:说明|理由|备注|依据|原因|发文|发布|印发|制定|文号|文时间)")
_BEFORE_NUMBER = re.compile(
    r"^[12]\d{3}年\d{1,2}月?\d{0,2}[日年]\d{0,2}日?(?:[一-鿿、\d]+(?:[委部局署院厅]|政府|办公室)(?=[一-鿿]{2,8}[〔\[(（]|[〔\[]\d\d[〕\]]))?"
)
_IS_TITLE = re.compile(
    r"(?:办法|规定|细则|条例|通知|意见|方案|决定|规则|制度|公告|通告|批复|函|指南|指引|规程|规范|准则|标准|计划|规划|纲要|措施|程序|政策|解释|补充)(?:[(（][^()（）]+[)）])*$"
)
_AFTER_TITLE = re.compile(r"^(?:[(（][^()（）]*[)）])?[；;。、，,]?$")


def repeals_in(text: str) -> Iterator[RelationFound]:
    """The documents that the text ends, wholly (repeals) or in part (amends), each with its clause.

    What stands in an open quotation does not repeal: an amending decision quotes the rule it amends.
    """
    for paragraph in text.split("\n"):
        n_open = 0
        for clause in _CLAUSES.finditer(paragraph):
            words = clause[0]
            if n_open <= 0 and _SAYS_SO.search(words):
                yield from _in_clause(words[-_LONGEST:])
            n_open += words.count("“") - words.count("”")
        if announced := _ANNOUNCES_HERE.search(paragraph):
            for each in cited_in(announced["rest"]):
                quote = quote_around(announced[0], each.start, each.end)
                yield RelationFound("repeals", each.title, each.doc_no, quote)
    yield from _listed(text.split("\n"))


def _in_clause(words: str) -> Iterator[RelationFound]:
    cited = list(cited_in(words))
    named_here = sorted([*cited, *_numbers(words)], key=lambda each: each.start)
    done = 0
    for act in _ACT.finditer(words):
        if any(each.start < act.start() < each.end - 1 for each in cited) or _is_open(words, act.start()):
            continue
        before = words[done : act.start()]
        if not _NOT.search(before[-24:]):
            named = [each for each in named_here if done <= each.start and each.end <= act.start() + 1]
            for each in _chain(words, named, act.start()):
                kind = "amends" if _PART.match(words[each.end :]) else "repeals"
                quote = quote_around(words, each.start, act.end())
                yield RelationFound(kind, each.title, each.doc_no, quote)
        done = act.end()
    for active in _ACTIVE.finditer(words):
        if not any(each.start < active.start() < each.end for each in cited):
            for each in _onward(words, [one for one in cited if one.start >= active.end()], active.end()):
                quote = quote_around(words, active.start(), each.end)
                yield RelationFound("repeals", each.title, each.doc_no, quote)


def _is_open(words: str, at: int) -> bool:
    """Whether a quotation is open there: an amending text that quotes a repeal does not repeal."""
    return words.count("“", 0, at) > words.count("”", 0, at)


def _chain(words: str, named: list[Cited], at: int) -> list[Cited]:
    """Of the titles before the act, the last and those that are strung to it by 、 和 or 某机关发布的."""
    chain: list[Cited] = []
    until = at
    for each in reversed(named):
        if chain and not _NEXT.match(words[each.end : until]) and not _PART.match(words[each.end : until]):
            break
        until = each.start
        if not _ONLY_NAMED.match(words[each.end :]) and not _RESTS_ON.search(words[: each.start]):
            chain.insert(0, each)
        elif not chain:
            break
    return [] if _PROPOSED.search(words[:until]) else chain


def _onward(words: str, named: list[Cited], at: int) -> Iterator[Cited]:
    for each in named:
        if each.start != at and not _NEXT.match(words[at : each.start]):
            return
        at = each.end
        yield each


def _numbers(words: str) -> Iterator[Cited]:
    """Numbers that stand for a document without its title, as in 青政〔2012〕7号文件同时废止."""
    for each in bare_numbers_in(words):
        if not _ISSUED_WITH.match(words[each.end :]):
            yield each


def _listed(paragraphs: list[str]) -> Iterator[RelationFound]:
    """The items of every list whose heading says that it holds what is repealed or declared lapsed."""
    heading, is_annex, is_waiting = "", False, False
    item: RelationFound | None = None
    for line in (each.strip() for each in paragraphs):
        names_list = len(line) < 80 and bool(_NAMES_LIST.search(line)) and "《" not in line
        if names_list or _ANNOUNCES.search(line) or _ENDS_LIST.search(line):
            if item:
                yield item
            item, is_annex, is_waiting = None, names_list, False
            heading = "" if _ENDS_LIST.search(line) else line
        elif heading and line.isdecimal():
            is_waiting = True
        elif heading and (title := _title_of(line, is_annex, is_waiting)):
            if item:
                yield item
            item, is_waiting = _item(title, f"{heading[-60:]} {line}"[:200]), False
        elif item and not item.doc_no and (number := _number_of(line)):
            item.doc_no = number
        elif not is_annex:
            heading = ""
    if item:
        yield item


def _title_of(line: str, is_annex: bool, is_waiting: bool) -> str:
    """The title that a line of the list names, or nothing."""
    match = _ITEM.match(line)
    title = match["title"] if match else line if is_waiting or line.startswith("《") else ""
    if len(title) > 150 or _DETAIL.match(title) or (re.search(r"[。：:]$", title) and "《" not in title):
        return ""
    if is_waiting and doc_numbers.parse(title).spelled:
        return ""
    if title.startswith("《"):
        cited = next(cited_in(title), None)
        return title if cited and _AFTER_TITLE.match(title[cited.end :]) else ""
    return title if is_annex or _IS_TITLE.search(title) else ""


def _item(title: str, quote: str) -> RelationFound:
    cited = next(cited_in(title), None) if title.startswith("《") else None
    if cited:
        return RelationFound("repeals", cited.title, cited.doc_no, quote)
    tail = re.search(r"[(（]([^()（）]*(?:[(（][^()（）]*[)）])?[^()（）]*号)[)）][；。]?$", title)
    number = first_number(tail[1]) if tail else ""
    return RelationFound("repeals", title[: tail.start()] if tail and number else title, number, quote)


def _number_of(line: str) -> str:
    """The number that a detail line gives: 文号：…, or a table's cell that is one."""
    if re.match(r"说明|理由|备注|依据|原因", line):
        return ""
    if "号" in line and (stated := re.search(r"文号[^：:]{0,6}[：:](.+)$", line)):
        return first_number(_BEFORE_NUMBER.sub("", stated[1]))
    return doc_numbers.parse(line).spelled or "" if len(line) < 40 else ""
