"""Names of authorities, read from a cell that lists several or from the beginning of a title."""

import re

from registry.domain.normal import visible

END = (
    "人民政府办公厅|人民政府办公室|人民政府|[省市县区州]政府|国务院办公厅|国务院|常务委员会|人民代表大会|委员会办公室|委员会|"
    "办公厅|办公室|办事处|管理局|总局|总署|分局|[^局]局|厅|部|院|署|委|处|指挥部|领导小组|联席会议|银行|总工会|联合会|协会|学会|管委会|"
    "常委会|[残妇科文侨]联|工商联|团中央|团[省市]委|综治办|扶贫办|网信办|总社|合作社|[分支]行|集团|公司|中心|大学|学院|学校|党校|[中小]学|幼儿园|"
    "总队|支队|大队|军区|军分区|警备区|兵团|党组|党委|海关|红十字会|基金会|理事会|档案馆|图书馆|博物馆|研究所|交易所|派出所|监狱|林场|农场|电视台"
)
_AND_OTHERS = r"(?:等[\d一二三四五六七八九十]{1,3}(?:个)?(?:部门|单位|厅局|部委))?"
_VERBS = (
    "关于|印发|转发|批转|公布|发布|颁发|颁布|下达|废止|修改|对|贯彻|实施|令第?[〔\\d一二三四五六七八九十]|公告|通告|"
    "第[\\d一二三四五六七八九十]+号令|令$"
)
_HEAD = re.compile(
    rf"^(?!{_VERBS})(?P<head>[^《》“”，。：:？?]{{2,120}}?(?:{END})){_AND_OTHERS}\s*(?:联合)?(?:{_VERBS})"
)
_DELIMITER = re.compile(r"[、，,;；/]+")
_NEXT = (
    "国家|中国|中共|中央|全国|最高|共青团|省|市|县|区|工业和信息化|人力资源|财政|教育|科技|科学技术|公安|民政|司法|"
    "自然资源|生态环境|住房|交通运输|水利|农业|商务|文化|卫生|审计|税务|市场监管|统计|海关|应急|退役|医疗保障|"
    "发展改革|民航|银保监|证监|人民银行"
)
_SEAM = re.compile(
    rf"(?<=[一-鿿]{{2}}(?:厅|局|部|署|院|委|室|府|行|联|办|组))(?<!国家税务总局)(?!会|员会)(?<![省市县区州盟旗]委)(?={_NEXT}|[一-鿿]{{2,3}}(?:省|市|自治区|县|区))"
)
_BODY_SEAM = re.compile(
    r"(?:(?<=[省市县区州盟旗]委)|(?<=委员会)|(?<=[常管]委会)|(?<=总工会)|(?<=联合会)|(?<=业家协会))(?=共青团|中国|国家|中共|[一-鿿]{2,3}(?:省|市|自治区|县|区))"
)
_NAME_BEGINS = re.compile(r"国家|中国|中共|中央|全国|最高|共青团|[一-鿿]{2,3}(?:省|市|自治区|县|区|州|盟|旗)")
_SPACED_OUT = re.compile(r"(?<![一-鿿])(?:[一-鿿] ){2,}[一-鿿](?![一-鿿])")
_JOINT_END = re.compile(rf"(?:{END})$")


def closed_up(written: str) -> str:
    """The text without the spaces between single characters that are set apart for looks (河 北 省)."""
    return _SPACED_OUT.sub(lambda spaced: spaced[0].replace(" ", ""), written)


def split_names(written: str) -> list[str]:
    """The names of the authorities in a cell, lead first: "国家科委、国家保密局" → two names."""
    parts = [part for part in _DELIMITER.split(closed_up(visible(written))) if part.strip()]
    names = [name for part in parts for run in _rejoined(part.split()) for name in _split_run(run)]
    return list(dict.fromkeys(names))


def names_in_title(title: str) -> list[str]:
    """The authorities named at the beginning of a title ("泉港区教育局 泉港区财政局关于…"); may be empty."""
    match = _HEAD.match(closed_up(visible(title)).replace("、", " "))
    return split_names(match["head"]) if match else []


def is_authority(name: str) -> bool:
    """Whether the name ends as names of authorities do."""
    return bool(_JOINT_END.search(name)) and len(name) >= 3


def _rejoined(words: list[str]) -> list[str]:
    """The names, each put together from the words into which a line break or a stray space split it."""
    names: list[str] = []
    for word in words:
        is_split = bool(names) and not _JOINT_END.search(names[-1]) and not _NAME_BEGINS.match(word)
        if is_split or (names and word in ("办公厅", "办公室")):
            names[-1] += word
        else:
            names.append(word)
    return names


def _split_run(run: str) -> list[str]:
    """The names written without separators; the whole run when a part of it would not be an authority's name."""
    names = [name for part in _BODY_SEAM.split(run) for name in _SEAM.split(part)]
    return names if all(is_authority(name) for name in names) else [run]
