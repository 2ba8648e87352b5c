"""Which kind of authority a name tells, for those that an import adds."""

from registry.domain.normal import title_key
from registry.storage.authorities import AuthorityKind

_OUTSIDE = (
    *("全国人民代表大会", "全国人大", "国务院", "中华人民共和国", "中共", "中国共产党", "最高人民", "国家"),
)


def kind_from_name(name: str) -> AuthorityKind:
    """The kind that an authority's name tells; a person reviews it."""
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
