"""Papers of the townships and the subdistrict: one entry per document."""

from registry.demonstration.shapes import Ago, Draft
from registry.domain.documents import RelationKind

_LAW = RelationKind.BASED_ON

DRAFTS: tuple[Draft, ...] = (
    Draft(
        "road-fee",
        "松涧镇村道养护管理办法",
        ("sjz",),
        0,
        Ago(0, 320),
        "村道养护",
        "交通运输",
        is_printed=True,
        lasts=5,
    ),
    Draft(
        "straw-burning",
        "云汀区梅坑乡人民政府关于禁止露天焚烧秸秆的通告",
        ("mkx",),
        0,
        Ago(0, 180),
        "秸秆禁烧",
        "生态保护",
        lasts=3,
        ties=((_LAW, "《中华人民共和国大气污染防治法》"),),
    ),
    Draft(
        "courtyard-renewal",
        "云汀区望汀街道办事处关于老旧小区改造和长效管理有关事项的通知",
        ("wtjd",),
        0,
        Ago(0, 140),
        "老旧小区改造",
        "城乡建设",
        lasts=3,
    ),
    Draft(
        "collective-assets",
        "松涧镇农村集体资金资产资源管理办法",
        ("sjz",),
        0,
        Ago(0, 130),
        "农村集体三资",
        "农业农村",
        is_printed=True,
        starts_in="month",
        lasts=5,
    ),
    Draft(
        "village-waste",
        "鹭汀镇农村生活垃圾分类管理办法",
        ("ltz",),
        0,
        Ago(0, 95),
        "生活垃圾分类",
        "城乡建设",
        is_printed=True,
        starts_in="month",
        lasts=5,
    ),
)
