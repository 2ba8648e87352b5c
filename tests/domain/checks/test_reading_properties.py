"""What holds of the findings of any text: they quote it at their place, in its order, whatever is written in it."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from registry.domain.checks.book import SHIPPED_BOOK, CheckBook
from registry.domain.checks.findings import CheckKind
from registry.domain.checks.reading import check_text
from registry.domain.checks.whole import TextFacts
from registry.domain.checks.written import WrittenRule, check_written, sentence_rule
from registry.domain.errors import Refusal
from registry.domain.levels import Level
from registry.readers.timed_checks import checked_in_time

PARTS = (
    *(
        "违者罚款200元",
        "外地企业",
        "须经许可",
        "没收",
        "收取",
        "押金",
        "工商行政管理局",
        "示范县",
        "原",
        "依法",
    ),
    *(
        "。",
        "；",
        "，",
        "：",
        "\n",
        "\r\n",
        "　",
        " ",
        "\t",
        "（",
        "）",
        "《",
        "》",
        "第一条",
        "1",
        "a",
        "\x00",
    ),
    *("\u2028", "\ud800", "\u200b", "𠮷", "e\u0301"),
)
TEXTS = st.lists(st.sampled_from(PARTS), max_size=60).map("".join) | st.text(max_size=300)
DAYS = st.none() | st.dates(date(1949, 10, 1), date(2100, 1, 1))
FACTS = st.builds(TextFacts, st.text(max_size=20), DAYS, DAYS, DAYS, DAYS)
LINES = st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=4).map(tuple)
WRITTEN = st.builds(
    WrittenRule,
    name=st.just("规则"),
    kind=st.just(CheckKind.FEE),
    level=st.sampled_from(Level),
    says=st.just("请核对。"),
    source=st.just("本局规定"),
    words=LINES,
    here_words=LINES,
    anywhere_words=LINES,
)


@given(TEXTS, FACTS)
@settings(max_examples=200, deadline=None)
def test_findings_quote_their_place_in_the_order_of_the_text(text: str, facts: TextFacts) -> None:
    findings = check_text(text, facts)
    assert all(text[finding.start : finding.end] == finding.quote for finding in findings)
    assert [finding.start for finding in findings] == sorted(finding.start for finding in findings)
    assert all(finding.says and finding.source for finding in findings)
    assert all("\n" not in finding.quote for finding in findings)


@given(TEXTS, FACTS)
@settings(max_examples=50, deadline=None)
def test_within_limits_the_same_is_found(text: str, facts: TextFacts) -> None:
    checked = checked_in_time(text, facts, None, SHIPPED_BOOK)
    assert list(checked.findings) == check_text(text, facts)
    assert checked.problem == ""


@given(WRITTEN, TEXTS)
@settings(max_examples=200, deadline=None)
def test_any_words_that_may_be_kept_can_be_checked_by(written: WrittenRule, text: str) -> None:
    try:
        check_written(written)
    except Refusal:
        return
    book = CheckBook((sentence_rule("office.1", written),), ())
    words = [line.replace("…", "") for line in written.words]
    for finding in check_text(text + "。" + "".join(words), TextFacts(), None, book):
        assert finding.end > finding.start or not finding.quote
