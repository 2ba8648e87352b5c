"""A citation has the same keys as the document it cites."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.domain.citations import annex_of, citation, keys_of, keys_of_words, quoted, title_of_notice


@pytest.mark.parametrize(
    ("words", "title", "number"),
    [
        ("《示范区旧办法》（示政规〔2020〕3号）", "示范区旧办法", "示政规|2020|3"),
        ("《示范区旧办法》(示政规(2020)3号)等文件", "示范区旧办法", "示政规|2020|3"),
        ("《关于转发《甲办法》的通知》（示政〔2019〕1号）", "关于转发甲办法的通知", "示政|2019|1"),
        ("《甲办法》和《乙办法》（示政〔2019〕1号）", "甲办法", None),
        ("示范区旧办法（示政规〔2020〕3号）", "示范区旧办法", "示政规|2020|3"),
        ("示范区旧办法（试行）", "示范区旧办法试行", None),
        ("示政规[2020]3号", "", "示政规|2020|3"),
        ("农业机械化促进法", "农业机械化促进法", None),
        ("《中华人民共和国行政处罚法》", "行政处罚法", None),
        ("《中华人民共和国行政处罚法（2021年修订）》第二条", "行政处罚法", None),
        ("《行政处罚法》（2021年修正）", "行政处罚法", None),
        ("中华人民共和国道路运输条例（2023年第五次修订）", "道路运输条例", None),
        ("《中华人民共和国示范管理办法（2021年修订）》", "中华人民共和国示范管理办法2021年修订", None),
        ("", "", None),
        ("》《", "", None),
    ],
)
def test_words_give_the_keys_of_the_document_they_cite(words: str, title: str, number: str | None) -> None:
    assert keys_of_words(words) == (title, number)


@pytest.mark.parametrize(
    ("title", "number"),
    [("示范区旧办法", "示政规〔2020〕3号"), ("关于印发《示范区办法》的通知", ""), ("", "示政规〔2020〕3号")],
)
def test_a_citation_has_the_keys_of_its_document(title: str, number: str) -> None:
    assert keys_of_words(citation(title, number)) == keys_of(title, number)


@given(st.text())
def test_no_words_raise_an_error(words: str) -> None:
    assert len(keys_of_words(words).title) <= 500


@given(st.text("示范区农机办法", min_size=1), st.text("示范区农业农村局"))
def test_a_notice_and_the_rule_it_issues_lead_to_each_other(annex: str, issuer: str) -> None:
    assert annex_of(title_of_notice(annex, issuer)) == annex


def test_other_notices_issue_no_rule() -> None:
    assert annex_of("示范区关于做好农机工作的通知") == ""


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("甲办法", "《甲办法》"),
        ("《甲办法》", "《甲办法》"),
        (" 关于印发《甲办法》的通知 ", "《关于印发〈甲办法〉的通知》"),
        ("关于印发〈甲办法〉的通知", "《关于印发〈甲办法〉的通知》"),
        ("《关于印发《甲办法》的通知》", "《关于印发〈甲办法〉的通知》"),
        ("《甲办法》实施细则", "《〈甲办法〉实施细则》"),
        ("《甲办法》和《乙办法》", "《〈甲办法〉和〈乙办法〉》"),
        ("转发《关于印发《甲办法》的通知》的通知", "《转发〈关于印发《甲办法》的通知〉的通知》"),
        ("转发〈关于印发《甲办法》的通知〉的通知", "《转发〈关于印发《甲办法》的通知〉的通知》"),
        ("转发《关于修改《实施《甲法》办法》的决定》", "《转发〈关于修改《实施〈甲法〉办法》的决定〉》"),
        ("青教〈2021〉3号文件的说明", "《青教〈2021〉3号文件的说明》"),
        ("甲办法》的通知", "《甲办法〉的通知》"),
        ("", "《》"),
    ],
)
def test_titles_within_titles_take_turns(title: str, words: str) -> None:
    assert quoted(title) == words


@given(st.text("甲乙《》〈〉", max_size=12))
def test_quoting_keeps_every_word(title: str) -> None:
    assert re.sub("[《》〈〉]", "", quoted(title)) == re.sub("[《》〈〉]", "", title)


@given(
    st.recursive(st.text("甲乙", min_size=1), lambda inner: inner.map(lambda title: f"甲{quoted(title)}乙"))
)
def test_a_quoted_title_is_not_quoted_twice(title: str) -> None:
    assert quoted(quoted(title)) == quoted(title)
