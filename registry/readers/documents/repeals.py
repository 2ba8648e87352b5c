"""The documents that a text repeals: in a clause (《…》同时废止), an announcement (废止下列文件：…) or an annex."""

import re
from collections.abc import Iterator

from registry.domain import doc_numbers
from registry.readers.documents.citations import Cited, bare_numbers_in, cited_in, first_number, quote_around
from registry.readers.documents.facts import RelationFound

_CLAUSES = re.compile(r"[^。\n]+。?")
_LONGEST = 3000  # characters of a sentence that are searched
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
    """The documents that the text repeals, wholly ("repeals") or in part ("amends"), each with its clause.

    Words within a quotation do not repeal: an amending decision quotes the rule that it amends.
    """
    for paragraph in text.split("\n"):
        n_open = 0
        for clause in _CLAUSES.finditer(paragraph):
            words = clause[0]
            if n_open <= 0 and _SAYS_SO.search(words):
                yield from _in_clause(words[-_LONGEST:])
            n_open += words.count("“") - words.count("”")
        if announced := _ANNOUNCES_HERE.search(paragraph):
            for citation in cited_in(announced["rest"]):
                quote = quote_around(announced[0], citation.start, citation.end)
                yield RelationFound("repeals", citation.title, citation.doc_no, quote)
    yield from _listed(text.split("\n"))


def _in_clause(words: str) -> Iterator[RelationFound]:
    """The documents that a clause repeals, in passive (《…》同时废止) or active words (废止《…》)."""
    titles = list(cited_in(words))
    citations = sorted([*titles, *_numbers(words)], key=lambda citation: citation.start)
    done = 0
    for act in _ACT.finditer(words):
        is_in_title = any(title.start < act.start() < title.end - 1 for title in titles)
        if is_in_title or _is_quoted(words, act.start()):
            continue
        before = words[done : act.start()]
        if not _NOT.search(before[-24:]):
            preceding = [
                citation
                for citation in citations
                if done <= citation.start and citation.end <= act.start() + 1
            ]
            for citation in _chain_before(words, preceding, act.start()):
                kind = "amends" if _PART.match(words[citation.end :]) else "repeals"
                quote = quote_around(words, citation.start, act.end())
                yield RelationFound(kind, citation.title, citation.doc_no, quote)
        done = act.end()
    for active in _ACTIVE.finditer(words):
        if not any(title.start < active.start() < title.end for title in titles):
            following = [title for title in titles if title.start >= active.end()]
            for citation in _chain_after(words, following, active.end()):
                quote = quote_around(words, active.start(), citation.end)
                yield RelationFound("repeals", citation.title, citation.doc_no, quote)


def _is_quoted(words: str, at: int) -> bool:
    """Whether the place is within a quotation."""
    return words.count("“", 0, at) > words.count("”", 0, at)


def _chain_before(words: str, citations: list[Cited], act: int) -> list[Cited]:
    """The last citation before the act with those joined to it by 、 和 or 某机关发布的."""
    chain: list[Cited] = []
    end = act
    for citation in reversed(citations):
        between = words[citation.end : end]
        if chain and not _NEXT.match(between) and not _PART.match(between):
            break
        end = citation.start
        if not _ONLY_NAMED.match(words[citation.end :]) and not _RESTS_ON.search(words[: citation.start]):
            chain.insert(0, citation)
        elif not chain:
            break
    return [] if _PROPOSED.search(words[:end]) else chain


def _chain_after(words: str, citations: list[Cited], start: int) -> Iterator[Cited]:
    """The citations joined to one another from `start` on."""
    for citation in citations:
        if citation.start != start and not _NEXT.match(words[start : citation.start]):
            return
        start = citation.end
        yield citation


def _numbers(words: str) -> Iterator[Cited]:
    """Bare numbers that stand for a document, as in 青政〔2012〕7号文件同时废止."""
    for citation in bare_numbers_in(words):
        if not _ISSUED_WITH.match(words[citation.end :]):
            yield citation


def _listed(paragraphs: list[str]) -> Iterator[RelationFound]:
    """The items of every list with a heading that says that they are repealed or declared lapsed."""
    heading, is_annex, is_waiting = "", False, False
    item: RelationFound | None = None
    for line in (paragraph.strip() for paragraph in paragraphs):
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
    """The title in a line of the list, or ""."""
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
    """The number in a line below an item (文号：…, or a cell of a table that is a number), or ""."""
    if re.match(r"说明|理由|备注|依据|原因", line):
        return ""
    if "号" in line and (stated := re.search(r"文号[^：:]{0,6}[：:](.+)$", line)):
        return first_number(_BEFORE_NUMBER.sub("", stated[1]))
    return doc_numbers.parse(line).spelled or "" if len(line) < 40 else ""
