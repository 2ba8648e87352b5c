"""The authorities of 云汀区, a district that does not exist."""

from datetime import date

from registry.demonstration.shapes import Authority, FormerName
from registry.domain.authorities import AuthorityKind

DISTRICT = "云汀区"
UPPER_GOVERNMENT = "澜州市人民政府"
_REFORM = date(2019, 1, 18)  # the day the renamed departments put up their new plates


def _authority(
    code: str, name: str, short: str, organ_code: str, kind: AuthorityKind, *former: FormerName
) -> Authority:
    return Authority(code, name, short, organ_code, kind, f"{code}@yunting.example.invalid", former)


AUTHORITIES: tuple[Authority, ...] = (
    _authority("zf", "云汀区人民政府", "区人民政府", "云政", AuthorityKind.GOVERNMENT),
    _authority("zfb", "云汀区人民政府办公室", "区政府办公室", "云政办", AuthorityKind.OFFICE),
    _authority("fgj", "云汀区发展和改革局", "区发展和改革局", "云发改", AuthorityKind.DEPARTMENT),
    _authority("jyj", "云汀区教育局", "区教育局", "云教", AuthorityKind.DEPARTMENT),
    _authority("mzj", "云汀区民政局", "区民政局", "云民", AuthorityKind.DEPARTMENT),
    _authority(
        "zrzyj",
        "云汀区自然资源局",
        "区自然资源局",
        "云自然资",
        AuthorityKind.DEPARTMENT,
        FormerName("云汀区国土资源局", "云国土", _REFORM),
    ),
    _authority("zjj", "云汀区住房和城乡建设局", "区住房和城乡建设局", "云住建", AuthorityKind.DEPARTMENT),
    _authority(
        "nyncj",
        "云汀区农业农村局",
        "区农业农村局",
        "云农",
        AuthorityKind.DEPARTMENT,
        FormerName("云汀区农业局", "云农", _REFORM),
    ),
    _authority(
        "scjgj",
        "云汀区市场监督管理局",
        "区市场监督管理局",
        "云市监",
        AuthorityKind.DEPARTMENT,
        FormerName("云汀区食品药品监督管理局", "云食药监", _REFORM),
    ),
    Authority(
        "lsj",
        "云汀区粮食局",
        "区粮食局",
        "云粮",
        AuthorityKind.DEPARTMENT,
        "lsj@yunting.example.invalid",
        merged_into="fgj",
        merged_on=_REFORM,
    ),
    _authority("wtjd", "云汀区望汀街道办事处", "望汀街道办事处", "望街", AuthorityKind.SUBDISTRICT),
    _authority("ltz", "云汀区鹭汀镇人民政府", "鹭汀镇人民政府", "鹭政", AuthorityKind.TOWNSHIP),
    _authority("sjz", "云汀区松涧镇人民政府", "松涧镇人民政府", "松政", AuthorityKind.TOWNSHIP),
    _authority("mkx", "云汀区梅坑乡人民政府", "梅坑乡人民政府", "梅政", AuthorityKind.TOWNSHIP),
)

BY_CODE: dict[str, Authority] = {authority.code: authority for authority in AUTHORITIES}
