"""The issuing authorities of a document: the lead authority and the co-issuers."""

import re
from collections.abc import Sequence

from registry.domain.normal import visible
from registry.readers.documents.authorities import is_authority, names_in_title, split_names
from registry.readers.documents.dates import DAY
from registry.readers.documents.facts import Fact
from registry.readers.documents.notes import note_of, read_adopting_body, read_promulgator

_ORGAN = re.compile(r"(.+?)(?:令|公告|通告)(?:〔|第|\d)")
_TERM = re.compile(r"第[一二三四五六七八九十]+届")
_HEAD_CHARS = 600
_SITE = re.compile(r"网站?$|门户|平台$|公众号|编辑部$")
_LINES_OF_IMPRINT = 6
_PRINTER = re.compile(rf"(?P<body>[一-鿿]{{3,30}}?)办公[厅室]\s*{DAY}\s*印发")
_PLACELESS = re.compile(r"[省市区县州](?![一-鿿]{1,6}[省市区县州])")
_GOVERNMENT_MEETING = re.compile(
    r"《(?P<title>[^《》]{4,60})》[^《》。]{0,40}?(?:经|由)[^《》。]{0,25}?(?P<level>[省市县区州])(?:人民)?政府[^《》。]{0,20}?会议"
)


def read_authorities(
    title: str, paragraphs: Sequence[str], metadata: dict[str, str], number: Fact | None, signer: str
) -> Fact | None:
    """The issuing authorities, lead first, joined by 、.

    They are read from the first of: the order's number, the beginning of the title, the meeting that adopted the text,
    the signature (`signer`), the publisher of the web page. A title without the place (市教育局关于…) gives way to a
    signature that has it. The web page's table counts where title and signature do not both name another body; where
    one of them does, both are choices: portals enter the office that put the page up. When only the imprint names an
    office as printer, the office and its superior body are offered as choices.
    """
    stated = metadata.get("authority", "")
    if not stated or _SITE.search(stated):
        return _told(title, paragraphs, metadata, number, signer)
    names, where = split_names(stated), "网页信息表的“发文机关”"
    titled, signers = names_in_title(title), split_names(signer)
    told = titled or signers
    if not told or not names or _is_same(names[0], [*titled, *signers]):
        return _names(stated, stated, where)
    quote = f"{stated}；{title if titled else signer}"
    if titled and signers and _is_same(titled[0], signers):
        return _names("、".join(titled), title, "标题和落款，与网页信息表的“发文机关”不同")
    return Fact(
        None, quote, f"{where}与{'标题' if titled else '落款'}不同", ["、".join(told), "、".join(names)]
    )


def _told(
    title: str, paragraphs: Sequence[str], metadata: dict[str, str], number: Fact | None, signer: str
) -> Fact | None:
    """The authorities that the document itself names, else the publisher of the web page."""
    order = _ORGAN.match(number.value or "") if number else None
    if order and is_authority(order[1]):
        return _names(_TERM.sub("", order[1]), number.quote if number else "", "令号或公告号")
    names = names_in_title(title)
    if names and not (_PLACELESS.match(names[0]) and signer and not _PLACELESS.match(signer)):
        return _names("、".join(names), title, "标题")
    head = "".join(visible(line) for line in paragraphs[:14])[:_HEAD_CHARS].replace(" ", "")
    adopted = (
        read_adopting_body(head, title) or _government_of_order(head) or read_promulgator(note_of(paragraphs))
    )
    if adopted:
        return adopted
    if signer:
        return _names(signer, signer, "落款")
    publisher = metadata.get("publisher", "")
    return _names(publisher, publisher, "网页信息表的“发布机构”") if publisher else _printer(paragraphs)


def _is_same(name: str, others: Sequence[str]) -> bool:
    """Whether one of the names is this one, with or without its place: 市教育局 for 云汀市教育局."""
    return any(name.endswith(other) or other.endswith(name) for other in others)


def _printer(paragraphs: Sequence[str]) -> Fact | None:
    printed = _PRINTER.search("\n".join(paragraphs[-_LINES_OF_IMPRINT:]))
    if not printed or not is_authority(printed["body"]):
        return None
    office = printed[0][: len(printed["body"]) + len("办公室")]
    return Fact(None, printed[0], "版记的印发机关", [printed["body"], office])


def _government_of_order(head: str) -> Fact | None:
    """The government whose meeting adopted the rule that an order promulgates. The rule's title names its place.

    《青溪市护林办法》已经市人民政府第3次常务会议通过，现予公布 → 青溪市人民政府.
    """
    meeting = _GOVERNMENT_MEETING.search(head)
    if not meeting or not re.search("现予?以?(?:公布|发布)", head[meeting.end() : meeting.end() + 60]):
        return None
    place = re.match(rf"[一-鿿]{{1,8}}?{meeting['level']}", meeting["title"])
    return Fact(f"{place[0]}人民政府", meeting[0], "公布令正文") if place else None


def _names(written: str, quote: str, where: str) -> Fact | None:
    names = split_names(written)
    return Fact("、".join(names), quote, where) if names else None
