"""The kinds of issuing authorities, in the order of printed lists, and the kind that a name implies."""

from enum import StrEnum

from registry.domain.normal import title_key


class AuthorityKind(StrEnum):
    GOVERNMENT = "government"
    OFFICE = "office"
    DEPARTMENT = "department"
    SUBDISTRICT = "subdistrict"
    TOWNSHIP = "township"
    OUTSIDE = "outside"


AUTHORITY_KIND_WORDS: dict[AuthorityKind, str] = {
    AuthorityKind.GOVERNMENT: "人民政府",
    AuthorityKind.OFFICE: "政府办公室",
    AuthorityKind.DEPARTMENT: "政府部门",
    AuthorityKind.SUBDISTRICT: "街道办事处",
    AuthorityKind.TOWNSHIP: "乡镇人民政府",
    AuthorityKind.OUTSIDE: "非本级机关",
}

GROUP_ORDER = {kind: position for position, kind in enumerate(AuthorityKind)}  # DOMAIN §8

_OUTSIDE = (
    "全国人民代表大会", "全国人大", "国务院", "中华人民共和国", "中共", "中国共产党", "最高人民", "国家",
)  # fmt: skip


def kind_from_name(name: str) -> AuthorityKind:
    """The kind that an authority's name implies. It is a proposal: a person reviews the authority."""
    key = title_key(name)
    if key.endswith(("人民政府办公室", "人民政府办公厅", "政府办")) and not key.startswith(_OUTSIDE):
        return AuthorityKind.OFFICE
    if key.endswith("街道办事处"):
        return AuthorityKind.SUBDISTRICT
    if key.endswith(("镇人民政府", "乡人民政府")):
        return AuthorityKind.TOWNSHIP
    if key.endswith("人民政府"):
        return AuthorityKind.GOVERNMENT
    return AuthorityKind.OUTSIDE if key.startswith(_OUTSIDE) else AuthorityKind.DEPARTMENT
