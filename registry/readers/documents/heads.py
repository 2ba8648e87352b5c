"""The head of a document: its title, joined from several lines, and its number."""

import re
from collections.abc import Sequence

from registry.domain import doc_numbers
from registry.domain.normal import title_key, visible
from registry.readers.documents.authorities import is_authority, names_in_title
from registry.readers.documents.dates import DAY
from registry.readers.documents.facts import Fact
from registry.readers.documents.notes import BEFORE_ORGAN, NUMBER, ORDER, PLAIN_NUMBER, note_of, read_order
from registry.readers.files.pages import own_lines

_HEAD_LINES = 14
_LINES_WITH_FRAME = 30  # lines in which the head is looked for, what the web page adds included
_LINES_OF_BANNER = 8
_MOST_LINES = 8
_TAIL_LINES = 6
_KINDS = (
    "通知|意见|办法|规定|决定|决议|条例|细则|规则|方案|规划|计划|纲要|批复|复函|函|公告|通告|通报|命令|令|章程|准则|标准|"
    "指引|指南|目录|名录|措施|法|解释|报告|请示|纪要|预案|要点|制度|答复|程序|规程|法典|安排|清单|倡议书|公报|表|书|解读|说明|问答|规范|政策|举措|修正案"
)
_TITLE_END = re.compile(rf"(?:{_KINDS})(?:[(（][^()（）]{{1,20}}[)）])*》?$")
_STRONG_END = re.compile(
    r"(?:通知|意见|决定|决议|批复|公告|通告|函|通报|令|的?(?:起草|编制)?说明|解读|答复)$"
)
_VERSION = re.compile(
    r"^[(（](?:试行|暂行|修订|修正|草案|征求意见稿|\d{4}\s?年(?!\s?\d)|[^()（）]{0,12}(?:版|稿|修订|修正))[^()（）]{0,8}[)）]$"
)
_NOT_TITLE = re.compile(
    r"^(?:根据|为了?|现将|按照)[^,。]{2,60},|^(?:内部(?:资料|文件)|样本|征求意见$|公开征求意见$|第\s*\d+\s*页|[^关《]{0,12}文件库$|[^关《]{2,12}公报(?:\s|$))|^(?:附件|附表|附录)?\s*[\d一二三四五六七八九十]*[:：]?$|^(?:绝密|机密|秘密|特急|加急|急件|平急)|^(?:ICS|CCS|索\s*引\s*号|发布|来源|时间|"
    r"原文链接|链接|【法宝|【[^】]*】$)|^[\d\s\-—–年月日:：./]+$|^[^关]{2,30}文件$|^目\s*录$|^签发人|^第?\d+期|^政策全文$|^[^《》]{0,12}第[\d一二三四五六七八九十]+次[^《》，。]{0,8}会议决定|^(?:[省市县区]长|部长|主任|厅长|局长)[\s:：]"
)
_STOP = re.compile(
    r"[:：。；]$|^[(（]\d{4}年|^[(（].{0,30}(?:通过|公布|号[)）])|^第[一二三四五六七八九十]+[章条编节]|^[一二三四五六七八九十]+、|^目\s*录$|^各[^，。]{1,20}[、，]"
    rf"|^(?:文件下载|附件下载|发布(?:日期|机构|时间)|来源|原文链接|检索时间|索引号)[：:]|^[(（]?{DAY}"
)
_SPACED_KIND = re.compile(r"(?<=[通意决公通批办规条细方]) (?=[知见定告复法例则案])")
_ORDER_LINE = re.compile(
    r"^(?!.*关于)(?P<organ>(?:[^\d第，。《]|第[一二三四五六七八九十]+届){0,40}(?:令|公告|通告))$"
)
_ORDER_NUMBER = re.compile(
    r"^[(（]?(?:\d{4}年)?第?\s*[〔\[]?[\d一二三四五六七八九十百〇零]+[〕\]]?(?:第?\d+)?\s*号[)）]?$"
)
_OF_RULE = "[^《》]{3,80}(?:[〈《][^〈〉《》]*[〉》][^《》]{0,60}){0,3}"
_ISSUED_RULE = re.compile(
    rf"《(?P<title>{_OF_RULE})》[^。《]{{0,20}}已[经于由]?[^。]{{0,80}}(?:通过|同意|批准|讨论|审议)"
    rf"|(?:现|兹)将?(?:予以)?(?:公布|发布|颁布)《(?P<named>{_OF_RULE})》"
)
_ENDS_WITHIN = re.compile(
    rf"(?:{_KINDS})(?!大会|院|律|规|制|治)(?:[(（][^()（）]{{1,12}}[)）])?》?(?:的(?:通知|公告|决定|意见|函))?"
    r"(?=\s?[(（][^()（）]*号[)）](?!\s*(?:等|的|[、和及与]|有效期|修[改订]|部分|[一-鿿]{0,12}的))|\s?各[^，。、]|\s?根据|\s?为|按照|经[^济]|现将|\d{4}年|近日|\s[^。；：:《》]{2,80}[：:]|[^，。；：:《》]{2,30}[：:]$|"
    r"\s?[^，。；：:《》]{2,30}(?:人民政府|局|厅|委)[，、：:])"
)

_STATUS_MARK = re.compile(
    r"^\s*[【\[［（(〔]\s*(?:已|现已|已被|全文)?(?:失效|废止|作废|停止执行|终止|修改|修订|宣布失效)\s*[】\]］）)〕]\s*"
    r"|\s*[【\[［（(〔]\s*(?:已|现已|已被|全文)(?:失效|废止|作废|停止执行|终止|宣布失效)\s*[】\]］）)〕]\s*$"
)
_OF_SITE = re.compile(  # what a web site writes around a title
    r"^[\[【]\s*(?:政策|文件|规范性文件|原文|全文|转载)[^\]】]{0,6}[\]】]\s*(?=.)"
    r"|(?<=[件知见法定议则画划复函告报令决])(?:\s*[_|｜]\s*|\s+[-–—]+\s+)[^《》，。；]{2,60}$"
    r"|(?<=.)(?:\.{3,}|…+)?\s*(?:文件|附件)下载\s*[：:].*$|(?<=通知|意见|决定|公告|通告|批复)(?:\.{3,}|…+)$|\s*[【\[（(](?:现行)?有效[】\]）)]$"
)
_TWICE = re.compile(r"^(?P<title>.{8,100}?)\s*(?P=title)")
_GOES_ON = re.compile(r"(?:转发|批转|印发|关于|[的和与及、《〈])$")
_DATED = re.compile(rf"^[^。；：]{{3,}}?(?=[(（]?\s*{DAY})")
_NUMBER_LINE = re.compile(rf"^(?:发文字号|文号|文件编号)?[:：]?\s*[(（]?{NUMBER}[)）]?$")
_NOT_ITS_OWN = "文件|精神|规定|要求|收悉|和|、|公布|发布|颁布|第[一二三四五六七八九十]+次|修"
_STARTS = re.compile(rf"^(?:[一-鿿 ]{{2,30}}文件 ?)?[(（]?{NUMBER}[)）]?(?!{_NOT_ITS_OWN})")
_STARTS_NOTICE = re.compile(rf"^[(（]?{NUMBER}[)）]?(?=各|[^，。；：:]{{2,40}}[:：])")
_HOLDS_A_KIND = "[一-鿿]{0,12}(?:通知|意见|办法|规定|细则|条例|方案|措施|决定|规划)"
_AFTER_TITLE = re.compile(
    rf"^(?P<title>.*?(?:{_KINDS}))\s*(?!的|{_HOLDS_A_KIND})({PLAIN_NUMBER})\s*(?=各|\d|{DAY}|[^，。；]{{2,40}}[:：]|$)"
)
_TITLE_AND_NUMBER = re.compile(rf"^(?P<title>.+(?:{_KINDS}))[(（]{NUMBER}[)）]$")
_LABELLED = re.compile(rf"(?:发文字号|文号|文件编号)[:：]{NUMBER}")


def read_title(paragraphs: Sequence[str], metadata: dict[str, str]) -> Fact | None:
    """The title: from the web page's table, else of the rule that an order promulgates, else the first lines
    joined until they end like a title."""
    if stated := unmarked(metadata.get("title", "")):
        return Fact(stated, metadata["title"], "网页信息表的“标题”")
    head = _head(paragraphs)
    if not head:
        return None
    for index, line in enumerate(head[:4]):
        joined = visible(line)
        if _ORDER_LINE.match(joined.replace(" ", "")) or re.match(ORDER, joined):
            issued = _ISSUED_RULE.search("".join(head[index:]))
            if issued:
                return Fact(issued["title"] or issued["named"], issued[0][:120], "发布令正文")
    issued = _ISSUED_RULE.match(head[0].lstrip("(（"))
    lines = _title_lines(head) or [
        line for line in head[:1] if _ORDER_LINE.match(visible(line).replace(" ", ""))
    ]
    if issued and "现予" in head[0][:200]:
        return Fact(issued["title"] or issued["named"], issued[0][:120], "发布令正文")
    if not lines:
        return None
    title = unmarked(_glued(lines))
    if title.count("》") > title.count("《"):
        title = title[: title.index("》")]
    if title.count("《") == 1 and title.startswith("《") and title.endswith("》"):
        title = title[1:-1]
    return Fact(title, "\n".join(lines), "文首标题")


def unmarked(title: str) -> str:
    """The title without a mark of its status: 【已失效】…, …（已废止）."""
    return _STATUS_MARK.sub("", title).strip()


def status_mark(title: str) -> str:
    """The words of a mark of status in a title (已失效); "" when there is none."""
    marked = _STATUS_MARK.search(title)
    return marked[0].strip("【】[]［］（）()〔〕 　") if marked else ""


def read_number(paragraphs: Sequence[str], title: str, metadata: dict[str, str]) -> Fact | None:
    """The document's own number: from the web page's table, its head, the order that promulgated it, or next to its
    title at the end (the name of the attached file). Numbers cited in prose or footnotes do not count."""
    stated = metadata.get("doc_no", "")
    if stated and doc_numbers.key(stated):
        return _number_fact(stated, stated, "网页信息表的“发文字号”")
    head = [visible(line) for line in _head(paragraphs)]
    for index, line in enumerate(head):
        if line.endswith(("。", "；", ";")) and len(line) > 60 and index > 1:
            started = _STARTS_NOTICE.match(line.replace(" ", "")) if index < _LINES_OF_BANNER else None
            if started:
                return _number_fact(started[1], started[0], "文首")
            break
        number = _number_in_line(line, head, index)
        if number:
            return number
    return read_order(note_of([visible(line) for line in paragraphs])) or _number_at_end(title, paragraphs)


def _title_lines(head: list[str]) -> list[str]:
    """The lines of the title, without what else stands on them; may be empty."""
    lines: list[str] = []
    head = _below_banner([_without_site(_SPACED_KIND.sub("", line)) for line in head])
    for index, line in enumerate(head):
        plain = visible(line)
        if lines and _VERSION.match(plain):
            return [*lines, line]
        following = visible(head[index + 1]) if index + 1 < len(head) else ""
        if _NUMBER_LINE.match(plain.replace(" ", "")) or _ORDER_NUMBER.match(plain):
            if lines and not (_begins_notice(following) and not _TITLE_END.search(_glued(lines))):
                break
            lines = []
            continue
        if not lines and _is_banner(plain, following):
            continue
        part = _title_part(line, _glued(lines))
        if not lines and _NOT_TITLE.search(visible(part)):
            continue
        if lines and title_key(part) == title_key(_glued(lines)):
            break
        if len(part) > _longest_part(lines, part) or (
            _STOP.search(visible(part)) and not (_TITLE_END.search(part) and not lines)
        ):
            break
        if lines and _begins_notice(part) and _is_apart(lines, part):
            lines = []
        lines.append(part)
        if len(lines) == _MOST_LINES or not line.endswith(part) or _is_whole(lines, following):
            if _VERSION.match(following):
                lines.append(head[index + 1])
            break
    return lines


def _without_site(line: str) -> str:
    """The line without the words of a web site around a title, and once where the title stands twice."""
    line = _OF_SITE.sub("", _OF_SITE.sub("", line))
    poster, _, rest = line.partition("：")
    line = rest if len(poster) < 12 and is_authority(poster) and _begins_notice(rest) else line
    twice = _TWICE.match(_STARTS.sub("", line))
    return twice["title"] if twice and _TITLE_END.search(twice["title"]) else line


def _begins_notice(line: str) -> bool:
    """Whether the line begins as a title does: 某局关于…, 某局转发…."""
    return bool(names_in_title(line)) and bool(re.search("关于|印发|转发", line))


def _is_apart(lines: list[str], following: str) -> bool:
    """Whether the lines are no part of the title that the following line begins: a label of the page, or the banner
    of the authority that the title names again."""
    before = _glued(lines)
    if is_authority(before):
        return names_in_title(following)[:1] == [before]
    return not _GOES_ON.search(before) and before.count("《") == before.count("》")


def _head(paragraphs: Sequence[str]) -> list[str]:
    """The first lines that are the document's own, not the web page's."""
    return own_lines(paragraphs[:_LINES_WITH_FRAME])[:_HEAD_LINES]


def _below_banner(head: list[str]) -> list[str]:
    """The head without the banner above the number or the word 令: lines of authorities, with or without 文件."""
    if len(head) > 2 and is_authority(head[0]) and _is_banner(visible(head[1]), visible(head[2])):
        return head[1:]
    for index, line in enumerate(head[:_LINES_OF_BANNER]):
        plain = visible(line)
        if index and _STARTS.match(plain.replace(" ", "")):
            return head[index:]
        is_name = is_authority(re.sub(r"\s*文\s?件$", "", plain)) or plain.replace(" ", "") == "文件"
        if not is_name or re.search("关于|印发|转发", plain):
            break
    return head


def _longest_part(lines: list[str], part: str) -> int:
    """The most characters of the title's next line: more for the first, and for the subject after the authorities."""
    is_matter = bool(re.search("关于|印发|转发", part) and _TITLE_END.search(part))
    return 120 if not lines or (is_matter and is_authority(_glued(lines))) else 50


def _is_banner(line: str, following: str) -> bool:
    """Whether the line is the banner of an order or announcement with its number on the next line."""
    return bool(_ORDER_LINE.match(line.replace(" ", "")) and _ORDER_NUMBER.match(following.replace(" ", "")))


def _title_part(line: str, before: str) -> str:
    """The part of a line that belongs to the title: without the number before or after it, and without addressees,
    a note of adoption or body text on the same line."""
    plain = _STARTS.sub("", line)
    numbered = _TITLE_AND_NUMBER.match(plain) or _AFTER_TITLE.match(plain[:300])
    if numbered:
        return numbered["title"]
    dated = _DATED.match(plain[:200])
    if dated and _TITLE_END.search(dated[0].strip()):
        return dated[0].strip()
    for ending in _ENDS_WITHIN.finditer(plain[:200]):
        title = before + plain[: ending.end()]
        is_closed = title.count("《") == title.count("》") and "。" not in title
        if is_closed and (_STRONG_END.search(title) or not re.search("印发|转发", title)):
            return plain[: ending.end()]
    return plain or line


def _is_whole(lines: list[str], following: str) -> bool:
    """Whether the title is complete: it ends like a notice, or like a rule and the next line does not end it better."""
    title = _glued(lines)
    if title.count("《") > title.count("》") or not _TITLE_END.search(title):
        return False
    if _STRONG_END.search(title) or not re.search("关于|印发|转发", title):
        return True
    return not (_TITLE_END.search(following) and len(following) < 50 and not _STOP.search(following))


def _glued(lines: list[str]) -> str:
    """The lines as one title, with spaces only between names of authorities and between Latin words."""
    title = ""
    for line in lines:
        is_next_name = is_authority(title) and bool(names_in_title(line) or is_authority(line))
        needs_space = is_next_name or (title[-1:].isascii() and line[:1].isascii() and title[-1:].isalnum())
        title += (" " if title and needs_space else "") + line
    return re.sub(r"(?<=[一-鿿]) (?=[一-鿿])", "", title) if _is_spaced(title) else title


def _is_spaced(title: str) -> bool:
    """Whether the title's characters are set apart for looks ("中 华 人 民")."""
    words = title.split(" ")
    return len(words) > 3 and sum(len(word) for word in words) / len(words) < 1.5


def _number_in_line(line: str, head: list[str], index: int) -> Fact | None:
    plain = line.replace(" ", "")
    match = _NUMBER_LINE.match(plain) or _LABELLED.search(plain)
    if match:
        return _number_fact(match[1], line, "文首")
    following = head[index + 1].replace(" ", "") if index + 1 < len(head) else ""
    if _ORDER_LINE.match(plain) and _ORDER_NUMBER.match(following):
        organ = head[index - 1].replace(" ", "") if index and plain in ("令", "公告", "通告") else ""
        banner = organ + plain if is_authority(organ) else plain
        return _number_fact(banner + following.strip("()（）"), f"{line}\n{following}", "文首")
    started = _STARTS.match(plain)
    if started and index < 6:
        return _number_fact(started[1], started[0], "文首")
    after = _TITLE_AND_NUMBER.match(plain) or _AFTER_TITLE.match(plain[:300])
    if after and index < 4 and not re.search(r"[。；：:]", plain[: after.start(after.lastindex or 0)]):
        return _number_fact(after[after.lastindex or 0], after[0], "标题之后")
    return None


def _number_at_end(title: str, paragraphs: Sequence[str]) -> Fact | None:
    """The number before the document's own title in one of its last lines."""
    wanted = visible(title).replace(" ", "")
    for line in paragraphs[-_TAIL_LINES:] if wanted else ():
        plain = visible(line).replace(" ", "")
        started = _STARTS.match(plain)
        if started and plain[started.end() :].startswith(wanted):
            return _number_fact(started[1], line, "文末附件名")
    return None


def _number_fact(written: str, quote: str, where: str) -> Fact | None:
    spelled = doc_numbers.parse(BEFORE_ORGAN.sub("", written)).spelled
    return Fact(spelled, quote, where) if spelled else None
