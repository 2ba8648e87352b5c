"""The relations of a document: its bases, and what it amends, repeals and forwards, each with a quote."""

import re
from collections.abc import Iterator

from registry.domain import doc_numbers
from registry.domain.normal import title_key
from registry.readers.documents.citations import Cited, bare_numbers_in, cited_in, quote_around
from registry.readers.documents.facts import RelationFound
from registry.readers.documents.repeals import repeals_in

_SENTENCE = re.compile(r"[^。；\n]+[。；]?")
_BASIS = re.compile(r"(?:根据|依据|依照|按照)(?!(?:需要|实际|工作需要))")
_MAKES = re.compile(
    r"制定|制订|编制本|修订本|进行了?清理|[，,](?:结合|现|特|经[^济]|提出|[^，,]{0,10}(?:决定|同意|研究))|如下"
)
_MAKES_ITSELF = re.compile(
    r"(?:制定|制订|编制)(?:了)?(?:本(?:办法|规定|细则|条例|规则|方案|预案|意见|通知|制度|标准|规程|规范|准则|措施|计划|规划|程序|法|解释)|《)"
)
_GOES_ON = re.compile(r"^\s*(?:结合|现(?:就|将|决定|对|提出)|特|为此|制定本|经研究)")
_IS_DUTY = re.compile(r"(?:应当?|必须|须|可以?|不得|要|需要?|严格|统一|本法|本条例|本办法|等)$")
_IS_FOLLOWED = re.compile(r"^[^，。；]{0,24}(?:执行|办理|处理|处罚|确定|审批)[。；，]")
_LATER_ARTICLE = re.compile(r"^\s*第(?!一条|1条)[一二三四五六七八九十百\d]+条")
_STATED_BASIS = re.compile(r"(?:编制|制定|起草|编写)(?:的)?依据\s*[。：:]?\s*$")
_LINK_PIECES = re.compile(
    r"[(（][^()（）]*(?:[(（][^()（）]*[)）][^()（）]*)*[)）]"
    r"|^\s*第[^，。；《》]{1,20}[条款项](?:的?规定)?(?=[、和及与以])"
    r"|^\s*(?:等|的)?(?:国家)?(?:有关|相关)?(?:法律|行政法规|法规|规章|政策|文件|规定|要求|精神)+(?=[，,和及与以、])"
)
_LINK_PARTS = re.compile(r"[、\s]|[,，](?=以及|[和及与并]|\s*$)|以及")
_LINK_PART = re.compile(
    r"(?:[和与及并等]*(?:宪法|中华人民共和国|[12]\d{3}年|[一-鿿\d]{0,30}(?:[省市区县部厅局委院署办会组]|政府|部门|办公室|银行|中央|国家)"
    r"(?:联合)?(?:印发|发布|制定|批准|颁布|公布|关于|出台|下发)?的?))?[和与及并等]*"
)
_AMENDS = re.compile(
    r"作(?:出|了)?(?:如下|以下)(?:修改|修订|修正|调整)|(?:予以|进行|的?部分(?:条款|内容))(?:修改|修订|修正|调整)"
)
_AMENDING_ITEM = re.compile(
    r"^\s*(?:[(（]?[一二三四五六七八九十百\d]+[)）、.．])?\s*(?:将|对|删去|删除|在)?(?=《)"
)
_AMENDED = re.compile(r"修改为|修正为|修订为|删去|删除|增加")
_BEFORE_AMENDED = re.compile(
    r"(?:[对将][^，。；《》]{0,40}(?:发布|公布|印发|制定|颁布|通过)的|对|将|修改|修订)\s*$"
)
_KIND = "条例|办法|规定|细则|通知|意见|决定|规则|方案|制度|标准|规划|报告|请示|批复"
_TITLE_ACTS = (
    ("amends", re.compile(r"(?:修改|修订|修正|调整)(?=[《〈])(?P<rest>.+)$")),
    ("repeals", re.compile(r"废止(?=[《〈])(?P<rest>.+)$")),
)
_TITLE_ACTS_BARE = re.compile(
    rf"关于(?P<act>修改|修订|修正|废止)(?!部分|一批|若干|有关|和|、|[^的]{{0,6}}(?:等|件))(?P<rest>[^《〈]{{4,}}?(?:{_KIND}))(?:(?:的)?(?:部分|有关|个别)?(?:条款|内容))?的(?:决定|通知|公告|令)$"
)
_SWAP_BRACKETS = str.maketrans("〈〉《》", "《》〈〉")  # a title within a title is written 〈〉
_ISSUED_BEFORE = re.compile(r"(?:印发|下发|发布|公布|制定|出台)了?\s*$")
_TITLE_FORWARDS = re.compile(
    r"^(?:(?!贯彻|落实|执行|学习|做好)[^《])*?(?:转发|批转)(?:(?P<rest>.+?)的?通知|(?P<whole>《.+》))$"
)
_TITLE_AMENDMENT = re.compile(r"^(?P<rest>[^《》]+(?:法|条例|规定|办法))修正案(?:[(（][^()（）]+[)）])?$")
_FORWARDS = re.compile(r"(?:转发|批转)(?:给|各|你)|现(?:予|将其)?(?:转发|批转)")
_EXPLAINS = re.compile(r"解读|答记者问|问答|图解|起草说明|新闻发布")
_SHORT_FOR = re.compile(r"\s*[(（]以下(?:统一)?简称[:：]?\s*[《“]([^《》“”]{2,30})[》”]")
_LONGEST = 3000  # characters of a sentence that are searched
_BASIS_REACH = 1500
_FORWARDS_REACH = 800


def find_relations(title: str, text: str) -> list[RelationFound]:
    """The bases, amendments, repeals and forwards of a document, in the order of the text, without duplicates.

    A text that only explains another (解读, 答记者问) has none. A partial repeal is an amendment.
    """
    if _EXPLAINS.search(title):
        return []
    full_names = _full_names(text)
    in_text = [
        _with_full_name(relation, full_names)
        for relation in (*_bases(text), *repeals_in(text), *_amends(title, text), *_forwards(text))
    ]
    keys = {(relation.kind, key) for relation in in_text if (key := title_key(relation.title))}
    in_title = [
        relation
        for relation in _from_title(title)
        if not any(
            kind == relation.kind and _is_same(title_key(relation.title), key, kind) for kind, key in keys
        )
    ]
    own = title_key(title)  # a new version repeals the old version with the same title
    return _without_duplicates(
        [
            relation
            for relation in [*in_title, *in_text]
            if relation.kind == "repeals" or title_key(relation.title) != own
        ]
    )


def _full_names(text: str) -> dict[str, Cited]:
    """Short name → citation, for short names that the text defines: 《…》（以下简称《总体方案》）."""
    names = {}
    for citation in cited_in(text):
        if short := _SHORT_FOR.match(text[citation.end : citation.end + 40]):
            names[short[1]] = citation
    return names


def _with_full_name(relation: RelationFound, full_names: dict[str, Cited]) -> RelationFound:
    full = full_names.get(relation.title)
    if full is None:
        return relation
    return RelationFound(relation.kind, full.title, relation.doc_no or full.doc_no, relation.quote)


def _is_same(in_title: str, in_text: str, kind: str) -> bool:
    """Whether title and text name the same document: one name contains the other. A document forwards only one."""
    return in_title in in_text or in_text in in_title or kind == "forwards"


def _without_duplicates(relations: list[RelationFound]) -> list[RelationFound]:
    """The relations, one for each document; of two with the same title, the one with a number."""
    full = [relation for relation in relations if relation.title and relation.doc_no]
    numbered = {(relation.kind, title_key(relation.title)) for relation in full}
    numbers = {(relation.kind, doc_numbers.key(relation.doc_no)) for relation in full}
    unique: dict[tuple[str, str, str | None], RelationFound] = {}
    for relation in relations:
        key = title_key(relation.title)
        number = doc_numbers.key(relation.doc_no) if relation.doc_no else None
        if key and not number and (relation.kind, key) in numbered:
            continue
        if not key and (relation.kind, number) in numbers:
            continue
        unique.setdefault((relation.kind, key, number), relation)
    return list(unique.values())


def _from_title(title: str) -> Iterator[RelationFound]:
    """The relations that the document's own title states."""
    for kind, pattern in _TITLE_ACTS:
        if match := pattern.search(title):
            rest = match["rest"]
            if rest.startswith("〈"):
                rest = rest.translate(_SWAP_BRACKETS)
            yield from (RelationFound(kind, citation.title, "", title) for citation in cited_in(rest))
    if match := _TITLE_ACTS_BARE.search(title):
        yield RelationFound("repeals" if match["act"] == "废止" else "amends", match["rest"], "", title)
    if match := _TITLE_AMENDMENT.match(title):
        yield RelationFound("amends", match["rest"], "", title)
    if match := _TITLE_FORWARDS.match(title):
        rest = match["rest"] or match["whole"]
        cited = next(cited_in(rest), None)
        whole = rest if re.search(rf"(?:{_KIND})$", rest) else f"{rest}的通知"
        yield RelationFound("forwards", cited.title if cited else whole, "", title)


def _bases(text: str) -> Iterator[RelationFound]:
    """The documents on which the text says that it is based."""
    sentences = list(_SENTENCE.finditer(text))
    for index, sentence in enumerate(sentences):
        words = sentence[0][:_LONGEST]
        following = sentences[index + 1][0] if index + 1 < len(sentences) else ""
        if _STATED_BASIS.search(words) and len(words) < 30:
            yield from _linked(following, 0)
        is_far = sentence.start() > _BASIS_REACH or _LATER_ARTICLE.match(words)
        if is_far and not _MAKES_ITSELF.search(words):
            continue
        for basis in _BASIS.finditer(words):
            rest = words[basis.end() :]
            makes = _MAKES.search(rest) or (_GOES_ON.match(following) and _MAKES.search("，" + following))
            if makes and not _IS_DUTY.search(words[: basis.start()]):
                yield from _linked(words, basis.end())


def _linked(words: str, start: int) -> Iterator[RelationFound]:
    """The bases in an enumeration of titles and numbers from `start` on, joined by 、 和 or an authority's name."""
    end, linked = start, []
    citations = sorted([*cited_in(words), *bare_numbers_in(words)], key=lambda citation: citation.start)
    for citation in citations:
        if citation.start < start:
            continue
        if not _is_link(words[end : citation.start]):
            break
        end = citation.end
        linked.append(citation)
    if not _IS_FOLLOWED.match(words[end:]):
        for citation in linked:
            quote = quote_around(words, citation.start, citation.end)
            yield RelationFound("based_on", citation.title, citation.doc_no, quote)


def _is_link(between: str) -> bool:
    """Whether the words between two titles only join them: 、 和, an authority's name, 第三条的规定和, 等法规，以及."""
    parts = _LINK_PARTS.split(_LINK_PIECES.sub("", between)) if len(between) < 120 else [between]
    return all(_LINK_PART.fullmatch(part) for part in parts)


def _amends(title: str, text: str) -> Iterator[RelationFound]:
    """The documents that the text amends, in its own words or as items of an amending decision."""
    is_amending = bool(re.search("修改|修订|修正|调整", title))
    for sentence in _SENTENCE.finditer(text):
        words = sentence[0]
        says = sentence.start() < 3000 and _AMENDS.search(words)
        item = _AMENDING_ITEM.match(words) if is_amending and _AMENDED.search(words) else None
        if not says and not item:
            continue
        for cited in cited_in(words):
            before = words[max(0, cited.start - 50) : cited.start]
            if (item and item.end() == cited.start) or (says and _BEFORE_AMENDED.search(before)):
                yield RelationFound(
                    "amends", cited.title, cited.doc_no, quote_around(words, cited.start, cited.end)
                )


def _forwards(text: str) -> Iterator[RelationFound]:
    """The documents named in the sentence that forwards; without a title there, those issued in an earlier sentence."""
    earlier = ""
    for sentence in _SENTENCE.finditer(text[:_FORWARDS_REACH]):
        words = earlier + sentence[0]
        if act := _FORWARDS.search(words, len(earlier)):
            chain = _last_chain(sentence[0][: act.start() - len(earlier)])
            offset = len(earlier)
            if not chain:
                chain, offset = _last_chain(earlier), 0
                chain = chain if chain and _ISSUED_BEFORE.search(earlier[: chain[0].start]) else []
            for citation in chain:
                quote = quote_around(words, offset + citation.start, act.end())
                yield RelationFound("forwards", citation.title, citation.doc_no, quote)
        earlier = words if words.count("《") == words.count("》") else ""


def _last_chain(words: str) -> list[Cited]:
    """The last title with those joined to it: 《甲》和《乙》."""
    chain: list[Cited] = []
    for citation in reversed(list(cited_in(words))):
        if chain and not _is_link(words[citation.end : chain[0].start]):
            break
        chain.insert(0, citation)
    return chain
