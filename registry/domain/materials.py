"""The materials that are handed in with a filing: which file is which, and which are missing (rule profile)."""

from collections.abc import Collection, Iterable, Sequence

FORMAL_TEXT = "正式文本"
LONGEST = 40


def material_of(name: str, materials: Iterable[str]) -> str | None:
    """The material that a file name names: "2.起草说明（盖章）.pdf" → 起草说明; None for none or several."""
    said = [material for material in materials if material in name]
    return said[0] if len(said) == 1 else None


def missing_materials(materials: Sequence[str], handed_in: Collection[str]) -> list[str]:
    """The materials that the rules ask for and nobody has handed in, in the order of the rules."""
    return [material for material in materials if material not in handed_in]
