"""Whose code a number carries: learnt from documents, and the codes that everybody knows."""

import pytest

from registry.domain.authorities import AuthorityKind
from registry.domain.organ_codes import Body, learnt, owners, root_of, whose_else

GOVERNMENT = Body("云汀区人民政府", AuthorityKind.GOVERNMENT, frozenset({"云政"}))
OFFICE = Body("云汀区人民政府办公室", AuthorityKind.OFFICE, frozenset({"云政办"}))
WATER = Body("云汀区水利局", AuthorityKind.DEPARTMENT, frozenset({"云水"}))
SCHOOLS = Body("云汀区教育局", AuthorityKind.DEPARTMENT)
UNKNOWN = Body("（制定机关待核）", AuthorityKind.DEPARTMENT, is_unknown=True)
BY_ROOT = owners([GOVERNMENT, OFFICE, WATER, SCHOOLS])


@pytest.mark.parametrize(
    ("code", "root"),
    [
        ("云政规", "云政"),
        ("云政办发", "云政办"),
        ("云水", "云水"),
        ("云文", "云文"),
        ("云文综", "云文"),
        ("国办发", "国办"),
    ],
)
def test_codes_for_several_kinds_of_papers_have_one_root(code: str, root: str) -> None:
    assert root_of(code) == root


@pytest.mark.parametrize(
    ("code", "issuers", "whose"),
    [
        ("云水规", [WATER], ""),
        ("云水规", [SCHOOLS], "云汀区水利局"),
        ("云水规", [SCHOOLS, WATER], ""),
        ("云政办", [GOVERNMENT], ""),
        ("云政规", [OFFICE], ""),
        ("云政办", [SCHOOLS], "云汀区人民政府办公室"),
        ("云新规", [SCHOOLS], ""),
        ("云水规", [UNKNOWN], ""),
        ("国办发", [Body("上海市商务委员会", AuthorityKind.DEPARTMENT)], "国务院、中央及其办公厅"),
        ("国办发", [Body("国务院办公厅", AuthorityKind.OUTSIDE)], ""),
        ("国土资规", [SCHOOLS], ""),
        ("闽政", [SCHOOLS], "福建的省级人民政府及其办公厅"),
        ("闽政办", [Body("福建省人民政府办公厅", AuthorityKind.OFFICE)], ""),
        ("闽教规", [Body("福建省教育厅", AuthorityKind.DEPARTMENT)], ""),
        ("青政", [Body("示范区青石镇人民政府", AuthorityKind.TOWNSHIP)], ""),
        ("青政", [Body("示范区石镇人民政府", AuthorityKind.TOWNSHIP)], "青海的省级人民政府及其办公厅"),
        ("青政", [Body("青溪区人民政府", AuthorityKind.GOVERNMENT)], ""),
    ],
)
def test_a_number_belongs_to_who_may_give_it(code: str, issuers: list[Body], whose: str) -> None:
    assert whose_else(code, issuers, BY_ROOT.get(root_of(code))) == whose


def test_the_heir_of_a_body_carries_on_its_numbers() -> None:
    heir = Body("云汀区水务局", AuthorityKind.DEPARTMENT, heirs=frozenset({"云汀区水利局"}))
    assert whose_else("云水规", [heir], WATER) == ""


def test_a_code_is_learnt_from_most_documents_of_a_body() -> None:
    uses = {
        ("甲", "云水"): 9,
        ("甲", "云政"): 1,
        ("乙", "云水"): 1,
        ("乙", "云教"): 2,
        ("丙", "云财"): 3,
        ("丁", "云财"): 3,
    }
    assert learnt(uses) == {"甲": "云水"}
    assert learnt({("甲", "云水"): 2}) == {}
