"""The publication of a document: 公布日期, 网站发布日期, 公开属性, and marks of secrecy."""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from registry.domain.normal import visible
from registry.readers.documents.dates import day_in
from registry.readers.documents.facts import Fact

_OF_DISCLOSURE = r"公开(?:属性|方式|类型|选项|形式|类别|程度)[：:]?\s*"
_THIS = r"(?:此件|本件|此文件|本文件)\s*(?:属于|可以?|为|是)?\s*"
_DISCLOSURES = {
    "public": rf"{_THIS}(?:全文|对外|向社会|社会)?\s*(?:主动)?\s*公开\s*(?:发布)?"
    rf"|[(（](?:主动公开|公开发布|全文公开)[)）]|{_OF_DISCLOSURE}(?:主动)?公开|^主动公开$",
    "on_request": rf"{_THIS}依申请\s*公开|[(（]依申请公开[)）]|{_OF_DISCLOSURE}依申请公开|^依申请公开$",
    "withheld": rf"{_THIS}(?:不予|免予|不得|不宜|不|非)\s*公开|{_THIS}(?:仅?限|仅供)内部"
    rf"|[(（](?:不予公开|不公开|免予公开|非公开)[)）]|{_OF_DISCLOSURE}(?:不予|免予|不)公开|^不予公开$",
}
_PUBLISHING = re.compile(r"现予?以?(?:公布|发布|颁布)")
_SECRET_LINE = re.compile(
    r"^(?:密级[：:]?)?(?:绝密|机密|秘密)(?:\s*[★☆*＊]\s*(?:\d+\s*(?:年|个月|天)|长期)?|[\s ]*(?:\d+年|长期))?$"
)
_SECRET_INLINE = re.compile(r"(?:绝密|机密|秘密)\s*[★☆]")


def is_secret(paragraphs: Sequence[str], margins: Sequence[str]) -> bool:
    """Whether there is a 密级 mark at the head ("机密★10年", GB/T 9704-2012 7.2.2). The word in prose is no mark."""
    lines = [visible(line) for line in [*paragraphs[:8], *margins]]
    spaced = [line.replace(" ", "") for line in lines]
    return any(_SECRET_LINE.match(line) for line in spaced) or any(
        _SECRET_INLINE.search(line[:60]) for line in spaced
    )


def read_published(
    text: str, signed: Fact | None, note: Fact | None, metadata: dict[str, str]
) -> Fact | None:
    """公布日期 from the web page or from the note under the title (`note`).

    A web page's 发布日期 may be the day on which an old document was put on the site: when it is before or more than 60
    days after the signature, both are choices. For an order that says 现予公布, the date of signature is a choice.
    """
    stated = day_in(metadata.get("published_on", ""))
    if stated:
        return Fact(stated.isoformat(), metadata["published_on"], "网页信息表的“公布日期”")
    posted = read_posted(metadata)
    if note or posted is None:
        return note or _published_by_order(text, signed)
    if posted.value is None or signed is None or signed.value is None:
        return posted
    gap = date.fromisoformat(posted.value) - date.fromisoformat(signed.value)
    if timedelta(0) <= gap <= timedelta(days=60):
        return posted
    return Fact(None, posted.quote, posted.where, [signed.value, posted.value])


def read_posted(metadata: dict[str, str]) -> Fact | None:
    """网站发布日期 from the web page's table."""
    stated = metadata.get("posted_on", "")
    on = day_in(stated)
    return Fact(on.isoformat(), stated, "网页信息表的“发布日期”") if on else None


def read_disclosure(text: str, metadata: dict[str, str]) -> Fact | None:
    """公开属性 from the web page's table or from a mark such as "此件公开发布"; different marks are choices."""
    stated = metadata.get("disclosure", "")
    source, where = (f"公开属性：{stated}", "网页信息表的“公开属性”") if stated else (text, "文末标注")
    quotes = {
        value: match[0]
        for value, pattern in _DISCLOSURES.items()
        if (match := re.search(pattern, source, re.M))
    }
    if len(quotes) > 1:
        return Fact(None, "、".join(quotes.values()), where, list(quotes))
    return next((Fact(value, quote, where) for value, quote in quotes.items()), None)


def _published_by_order(text: str, signed: Fact | None) -> Fact | None:
    act = _PUBLISHING.search(text[:1500])
    if act is None or signed is None or signed.value is None:
        return None
    return Fact(None, act[0], "公布令，按签署之日推定", [signed.value])
