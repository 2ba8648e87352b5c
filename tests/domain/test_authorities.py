"""The kind of an authority that its name implies."""

import pytest

from registry.domain.authorities import AUTHORITY_KIND_WORDS, GROUP_ORDER, AuthorityKind, kind_from_name


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("青溪区人民政府", AuthorityKind.GOVERNMENT),
        ("青溪区人民政府办公室", AuthorityKind.OFFICE),
        ("青溪市人民政府办公厅", AuthorityKind.OFFICE),
        ("青溪区政府办", AuthorityKind.OFFICE),
        ("青溪区教育局", AuthorityKind.DEPARTMENT),
        ("青溪区云水街道办事处", AuthorityKind.SUBDISTRICT),
        ("青溪区云水镇人民政府", AuthorityKind.TOWNSHIP),
        ("青溪区石桥乡人民政府", AuthorityKind.TOWNSHIP),
        ("国务院办公厅", AuthorityKind.OUTSIDE),
        ("国家税务总局", AuthorityKind.OUTSIDE),
        ("中共青溪区委", AuthorityKind.OUTSIDE),
        ("《青溪区 教育局》", AuthorityKind.DEPARTMENT),
    ],
)
def test_a_name_implies_a_kind(name: str, kind: AuthorityKind) -> None:
    assert kind_from_name(name) is kind


def test_every_kind_has_a_word_and_a_place_in_printed_lists() -> None:
    assert set(AUTHORITY_KIND_WORDS) == set(GROUP_ORDER) == set(AuthorityKind)
