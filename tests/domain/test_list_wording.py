"""The words of released lists are the office's; what a release fills in is named."""

from dataclasses import replace

import pytest

from registry.domain.errors import Refusal
from registry.domain.list_wording import DEFAULTS, basis_of, check_wording, filled
from registry.domain.places import DEFAULT_PROFILES

PROFILE = DEFAULT_PROFILES[-1]


def test_the_words_that_are_shipped_may_be_saved() -> None:
    check_wording(DEFAULTS)


def test_what_is_filled_in_stands_in_the_place_of_its_name() -> None:
    assert filled("经【会议】通过", {"会议": "第3次常务会议"}) == "经第3次常务会议通过"


def test_the_rules_of_the_place_are_cited_once_somebody_confirmed_them() -> None:
    assert PROFILE.source not in basis_of("", PROFILE)
    assert basis_of("", replace(PROFILE, confirmed=True)).endswith(f"和{PROFILE.source}等有关规定")
    assert basis_of("根据本区规定", PROFILE) == "根据本区规定"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"list_effect": "【终止】的文件自【哪天】起不再执行"}, "【哪天】没有内容可以代入"),
        ({"list_approval": "经【会议】通过"}, "应当有【审议日期】"),
        ({"list_approval": ""}, "由谁审议"),
        ({"list_channel": ""}, "在哪里查询"),
        ({"list_unlisted": "长" * 1001}, "最多1000字"),
    ],
)
def test_words_that_would_print_nonsense_are_refused(words: dict[str, str], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        check_wording(words)
