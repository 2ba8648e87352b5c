import pytest

from registry.readers.documents.facts import Fact
from registry.readers.documents.publication import read_disclosure, read_published

SIGNED = Fact("2021-03-05", "2021年3月5日", "落款")


@pytest.mark.parametrize(
    ("mark", "value"),
    [
        ("（此件公开发布）", "public"),
        ("(此件主动公开)", "public"),
        ("信息公开选项：主动公开", "public"),
        ("主动公开", "public"),
        ("（此件依申请公开）", "on_request"),
        ("公开方式：依申请公开", "on_request"),
        ("（此件不予公开）", "withheld"),
        ("（此件不公开）", "withheld"),
        ("公开属性：不予公开", "withheld"),
        ("（本件全文公开）", "public"),
        ("（此件 公开 发布）", "public"),
        ("（此件免予公开）", "withheld"),
        ("（此件仅限内部使用）", "withheld"),
        ("（此件删减后公开）", None),
        ("行政机关应当主动公开政府信息，当事人可以依申请公开。", None),
    ],
)
def test_the_mark_of_disclosure(mark: str, value: str | None) -> None:
    fact = read_disclosure(f"青溪市教育局\n2021年3月5日\n{mark}\n附件", {})
    assert (fact.value if fact else None) == value


def test_two_marks_are_choices_and_the_table_of_the_page_decides() -> None:
    text = "（此件公开发布）\n附件\n（此件依申请公开）"
    fact = read_disclosure(text, {})
    assert fact is not None
    assert (fact.value, fact.choices) == (None, ["public", "on_request"])
    stated = read_disclosure(text, {"disclosure": "依申请公开"})
    assert stated is not None
    assert stated.value == "on_request"


def test_an_order_offers_its_date_of_signature_as_publication_date() -> None:
    fact = read_published("《甲办法》已经会议通过，现予公布。", SIGNED, None, {})
    assert fact is not None
    assert (fact.value, fact.choices) == (None, ["2021-03-05"])
    assert read_published("现印发给你们。", SIGNED, None, {}) is None


def test_the_table_of_the_page_counts_before_the_note_and_the_note_before_the_posting() -> None:
    note = Fact("2021-03-06", "2021年3月6日公布", "题注（公布）")
    both = {"published_on": "2021年3月7日", "posted_on": "2021年3月9日"}
    stated = read_published("", SIGNED, note, both)
    assert stated is not None
    assert stated.value == "2021-03-07"
    assert read_published("", SIGNED, note, {"posted_on": "2021年3月9日"}) == note
