"""When a document was made public and to whom it may be shown: its days, its disclosure, and the marks of secrecy."""

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
    """Whether a 密级 mark stands at the head ("机密★10年", GB/T 9704-2012 7.2.2); the mere word in prose is none."""
    lines = [visible(line) for line in [*paragraphs[:8], *margins]]
    spaced = [line.replace(" ", "") for line in lines]
    return any(_SECRET_LINE.match(line) for line in spaced) or any(
        _SECRET_INLINE.search(line[:60]) for line in spaced
    )


def read_published(
    text: str, signed: Fact | None, note: Fact | None, metadata: dict[str, str]
) -> Fact | None:
    """公布日期 as the page or the note under the title (`note`) states it. A page's 发布日期 may be the day somebody
    put an old paper on the site: more than 60 days after the signature it is only offered beside it. Where an order
    says 现予公布, the day it was signed is offered."""
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
    """网站发布日期 as the page's table states it."""
    stated = metadata.get("posted_on", "")
    on = day_in(stated)
    return Fact(on.isoformat(), stated, "网页信息表的“发布日期”") if on else None


def read_disclosure(text: str, metadata: dict[str, str]) -> Fact | None:
    """公开属性 from the page's table or the mark "此件公开发布" and its kin; two different marks are a choice."""
    stated = metadata.get("disclosure", "")
    source, where = (f"公开属性：{stated}", "网页信息表的“公开属性”") if stated else (text, "文末标注")
    found = {
        value: match[0]
        for value, pattern in _DISCLOSURES.items()
        if (match := re.search(pattern, source, re.M))
    }
    if len(found) > 1:
        return Fact(None, "、".join(found.values()), where, list(found))
    return next((Fact(value, quote, where) for value, quote in found.items()), None)


def _published_by_order(text: str, signed: Fact | None) -> Fact | None:
    act = _PUBLISHING.search(text[:1500])
    if act is None or signed is None or signed.value is None:
        return None
    return Fact(None, act[0], "公布令，按签署之日推定", [signed.value])
