"""The materials that are handed in with a filing: which file is which, and which are missing (rule profile)."""

import unicodedata
from collections.abc import Collection, Iterable, Sequence

FORMAL_TEXT = "正式文本"
SUPPLEMENT = "补充材料"  # what a review asked for besides, whatever it is called
LONGEST = 40


_ALSO_NAMED = {
    "起草说明": ("制定说明", "起草情况说明", "起草情况的说明"),
    "合法性审核意见": ("合法性审查意见",),
}


def material_of(name: str, materials: Iterable[str]) -> str | None:
    """The material that a file name names: "2.起草说明（盖章）.pdf" → 起草说明; None for none or several."""
    bare = _bare(name)
    said = [material for material in materials if any(word in bare for word in names_of(material))]
    return said[0] if len(said) == 1 else None


def names_of(material: str) -> list[str]:
    """What a material is called in the names of files, without blanks and in half width."""
    return [_bare(word) for word in (material, *_ALSO_NAMED.get(material, ()))]


def _bare(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def missing_materials(materials: Sequence[str], handed_in: Collection[str]) -> list[str]:
    """The materials that the rules ask for and nobody has handed in, in the order of the rules."""
    return [material for material in materials if material not in handed_in]
