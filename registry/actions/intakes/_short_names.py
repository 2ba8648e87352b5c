"""The end of an authority's name in place of it (区民政局 for 云汀区民政局): taken where the title says the rest."""

from collections.abc import Container, Iterable
from functools import lru_cache

from registry.domain.normal import title_key
from registry.readers.documents.authorities import names_in_title

_SHORTEST, _SHOWN = 3, 3

heads = lru_cache(maxsize=1 << 12)(names_in_title)


def full_name(name: str, title: str, registered: Container[str]) -> str:
    """The one name at the head of the title that ends so and whose key is registered; else the name itself."""
    key = title_key(name)
    if key in registered or len(key) < _SHORTEST:
        return name
    fitting = [head for head in heads(title) if title_key(head) in registered and _ends_in(head, key)]
    return fitting[0] if len(fitting) == 1 else name


def doubt_of_short(name: str, names: Iterable[str]) -> str:
    """The sentence that names the authorities whose names end so; empty when there are none."""
    key = title_key(name)
    fitting = [each for each in names if _ends_in(each, key)] if len(key) >= _SHORTEST else []
    if not fitting:
        return ""
    shown = "、".join(f"“{each}”" for each in fitting[:_SHOWN])
    more = f"等{len(fitting)}个机关" if len(fitting) > _SHOWN else ""
    found = (
        f"只有{shown}，标题没有写明是不是它"
        if len(fitting) == 1
        else f"有{shown}{more}，标题没有写明是哪一个"
    )
    return (
        f"“{name}”不在制定机关名单中，名单中以它结尾的{found}；"
        "是的，请在台账中写全称后重新导入；照此写入的，新增一个机关并列入待核"
    )


def _ends_in(name: str, key: str) -> bool:
    whole = title_key(name)
    return whole != key and whole.endswith(key)
