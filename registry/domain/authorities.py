"""The kinds of issuing authorities, in the order of printed lists, and the kind that a name implies."""

import re
from enum import StrEnum

from registry.domain.normal import title_key


class AuthorityKind(StrEnum):
    GOVERNMENT = "government"
    OFFICE = "office"
    DEPARTMENT = "department"
    VERTICAL = "vertical"
    SUBDISTRICT = "subdistrict"
    TOWNSHIP = "township"
    OUTSIDE = "outside"


AUTHORITY_KIND_WORDS: dict[AuthorityKind, str] = {
    AuthorityKind.GOVERNMENT: "人民政府",
    AuthorityKind.OFFICE: "政府办公室",
    AuthorityKind.DEPARTMENT: "政府部门",
    AuthorityKind.VERTICAL: "垂直管理部门",
    AuthorityKind.SUBDISTRICT: "街道办事处",
    AuthorityKind.TOWNSHIP: "乡镇人民政府",
    AuthorityKind.OUTSIDE: "非本级机关",
}

GROUP_ORDER = {kind: position for position, kind in enumerate(AuthorityKind)}  # DOMAIN §8

_OFFICE = re.compile(r"(?:人民)?政府(?:办公室|办公厅|办)$|[县区市旗]府办$")
_SUBDISTRICT = re.compile(r"街道办(?:事处)?$|街道$")
_TOWNSHIP = re.compile(r"(?:镇|乡|苏木)(?:人民)?政府(?:(?:党政)?办公室)?$")
_GOVERNMENT = re.compile(r"(?:人民政府|[县区市旗州盟]政府)$")
_MINISTRIES = (
    "财政|教育|科技|科学技术|公安|民政|司法|人社|人力资源(?:和)?社会保障|自然资源|国土资源|生态环境|环境保护|住房(?:和)?城乡建设|交通运输|水利"
    "|农业|农业农村|商务|文化和旅游|应急管理|工业和信息化|退役军人事务"
)
_CENTRAL = re.compile(
    r"^(?:全国人民代表大会|全国人大|国务院|中华人民共和国(?!.+(?:海关|海事局)$)|最高人民|国家|海关总署|中国气象局"
    rf"|原?(?:{_MINISTRIES})部)"
)
_PROVINCIAL = re.compile(
    r"^(?:国家税务总局)?[^市县区州盟旗镇乡]{0,8}?(?:省|自治区)"
    r"(?:(?:人民)?政府(?:办公厅)?|(?:市场|市政|城乡|乡村|[^市县区州盟旗镇乡])*[厅局委院])$"
)
_VERTICAL = re.compile(
    r"海关$|税务(?:分?局|所)$|气象局$|烟草专卖局$|邮政管理局$|国家统计局.*调查队$|海事(?:分?局|处)$"
    r"|消防救援(?:局|总队|支队|大队|站)$|外汇管理局.+(?:支局|分局)$|中国人民银行.+(?:分行|支行)$"
    r"|金融监督?管.*(?:分局|支局)$|出入境边防检查站$|海警局$|国家安全局$"
)
_VERTICAL_CENTRES = frozenset(
    {"国家税务总局", "中国气象局", "国家烟草专卖局", "国家消防救援局", "中华人民共和国海事局", "中国海警局"}
)
_NO_ISSUERS: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"人民代表大会|人大(?:常委会|常务委员会|主席团|办公室)?$|人大常委会"), "人大及其常委会"),
    (re.compile(r"监察委员会$|监委$"), "监察委员会"),
    (re.compile(r"法院$"), "人民法院"),
    (re.compile(r"检察院$"), "人民检察院"),
    (re.compile(r"政协|政治协商会议"), "政协"),
    (
        re.compile(
            r"^中共|^中国共产党|党委|党工委|纪律检查|纪委|[县区市旗州省盟镇乡]委(?:员会)?(?:$|[^员托会])"
        ),
        "党的机关",
    ),
)


def kind_from_name(name: str) -> AuthorityKind:
    """The kind that an authority's name implies. It is a proposal: a person reviews the authority.

    垂直管理 is that of DOMAIN §3; 人大, 监察委, courts, procuratorates and the Party's bodies are none of ours.
    """
    key = title_key(name)
    if no_issuer_because(name):
        return AuthorityKind.OUTSIDE
    if _PROVINCIAL.search(key) or key in _VERTICAL_CENTRES:
        return AuthorityKind.OUTSIDE
    if _VERTICAL.search(key):
        return AuthorityKind.VERTICAL
    if _CENTRAL.search(key):
        return AuthorityKind.OUTSIDE
    if _TOWNSHIP.search(key):
        return AuthorityKind.TOWNSHIP
    if _OFFICE.search(key):
        return AuthorityKind.OFFICE
    if _SUBDISTRICT.search(key):
        return AuthorityKind.SUBDISTRICT
    return AuthorityKind.GOVERNMENT if _GOVERNMENT.search(key) else AuthorityKind.DEPARTMENT


def no_issuer_because(name: str) -> str:
    """Why the body of this name issues no regulatory documents of a government, as a sentence; "" for any other.

    国办发〔2018〕37号: 行政规范性文件 are those of administrative organs and organisations that a law authorises.
    """
    key = title_key(name)
    body = next((body for pattern, body in _NO_ISSUERS if pattern.search(key)), "")
    if not body:
        return ""
    return (
        f"从名称看，“{name.strip()}”属于{body}，不是行政机关，"
        "不制定行政规范性文件（国办发〔2018〕37号）；请核对机关和文件。"
    )
