"""The kind of an authority that its name implies."""

import pytest

from registry.domain.authorities import (
    AUTHORITY_KIND_WORDS,
    GROUP_ORDER,
    AuthorityKind,
    kind_from_name,
    no_issuer_because,
)


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
        ("青溪区政府办公室", AuthorityKind.OFFICE),
        ("青溪县人民政府办公室", AuthorityKind.OFFICE),
        ("青溪旗人民政府办公室", AuthorityKind.OFFICE),
        ("云水苏木人民政府", AuthorityKind.TOWNSHIP),
        ("青溪县云水民族乡人民政府", AuthorityKind.TOWNSHIP),
        ("云水镇政府", AuthorityKind.TOWNSHIP),
        ("云水镇人民政府办公室", AuthorityKind.TOWNSHIP),
        ("云水街道办", AuthorityKind.SUBDISTRICT),
        ("青溪县政府", AuthorityKind.GOVERNMENT),
        ("青溪旗人民政府", AuthorityKind.GOVERNMENT),
        ("福建省泉州市青溪区人民政府", AuthorityKind.GOVERNMENT),
        ("福建省人民政府办公厅", AuthorityKind.OUTSIDE),
        ("内蒙古自治区人民政府", AuthorityKind.OUTSIDE),
        ("福建省市场监督管理局", AuthorityKind.OUTSIDE),
        ("青溪区市场监督管理局", AuthorityKind.DEPARTMENT),
        ("青溪区发展和改革委员会", AuthorityKind.DEPARTMENT),
        ("青溪经济开发区管理委员会", AuthorityKind.DEPARTMENT),
        ("国家税务总局青溪区税务局", AuthorityKind.VERTICAL),
        ("青溪区气象局", AuthorityKind.VERTICAL),
        ("青溪区烟草专卖局", AuthorityKind.VERTICAL),
        ("青溪市邮政管理局", AuthorityKind.VERTICAL),
        ("国家统计局青溪调查队", AuthorityKind.VERTICAL),
        ("青溪区消防救援大队", AuthorityKind.VERTICAL),
        ("中华人民共和国青溪海关", AuthorityKind.VERTICAL),
        ("青溪海事局", AuthorityKind.VERTICAL),
        ("海关总署", AuthorityKind.OUTSIDE),
        ("中国气象局", AuthorityKind.OUTSIDE),
        ("中华人民共和国财政部", AuthorityKind.OUTSIDE),
        ("青溪区人大常委会", AuthorityKind.OUTSIDE),
        ("青溪区人民代表大会常务委员会", AuthorityKind.OUTSIDE),
        ("青溪区监察委员会", AuthorityKind.OUTSIDE),
        ("青溪区人民法院", AuthorityKind.OUTSIDE),
        ("青溪区人民检察院", AuthorityKind.OUTSIDE),
        ("青溪区委办公室", AuthorityKind.OUTSIDE),
        ("县府办", AuthorityKind.OFFICE),
        ("省政府办公厅", AuthorityKind.OUTSIDE),
        ("湖北省住房和城乡建设厅", AuthorityKind.OUTSIDE),
        ("国家税务总局福建省税务局", AuthorityKind.OUTSIDE),
        ("人力资源社会保障部办公厅", AuthorityKind.OUTSIDE),
        ("青溪区防汛指挥部", AuthorityKind.DEPARTMENT),
    ],
)
def test_a_name_implies_a_kind(name: str, kind: AuthorityKind) -> None:
    assert kind_from_name(name) is kind


def test_every_kind_has_a_word_and_a_place_in_printed_lists() -> None:
    assert set(AUTHORITY_KIND_WORDS) == set(GROUP_ORDER) == set(AuthorityKind)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("青溪区人大常委会", "人大及其常委会"),
        ("青溪区监察委员会", "监察委员会"),
        ("青溪区人民法院", "人民法院"),
        ("中共青溪区委员会", "党的机关"),
        ("青溪区云水镇党委", "党的机关"),
        ("政协青溪区委员会", "政协"),
    ],
)
def test_a_body_that_issues_nothing_for_a_government_is_named(name: str, body: str) -> None:
    assert f"属于{body}，不是行政机关" in no_issuer_because(name)


@pytest.mark.parametrize(
    "name",
    [
        "青溪区卫生健康委员会",
        "青溪区国有资产监督管理委员会",
        "青溪区教育局",
        "青溪区人民政府",
        "青溪高新区管委会",
        "青溪区城市管理局",
    ],
)
def test_an_administrative_organ_is_not_taken_for_such_a_body(name: str) -> None:
    assert no_issuer_because(name) == ""
