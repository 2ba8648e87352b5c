"""The words of every kind of notice: kept whole in golden files, complete, and refused when a fact is missing."""

import re
from pathlib import Path

import pytest
from lxml import html

from registry.delivery.errors import DeliveryError
from registry.delivery.messages import TEXTS, render, render_brief, render_letter
from registry.domain.filings import MOVES
from registry.domain.legality_reviews import MOVES as REVIEW_MOVES
from registry.domain.notices import NoticeKind
from tests.delivery.notice_cases import CASES, CLOCK, FILING, PUBLIC_URL

GOLDEN = Path(__file__).parent / "golden"
REGISTRY = Path(__file__).resolve().parents[2] / "registry"


@pytest.mark.parametrize("case", CASES)
def test_a_notice_reads_as_it_was_agreed(case: str) -> None:
    message = render(*CASES[case], PUBLIC_URL)
    assert f"{message.subject}\n\n{message.text}" == (GOLDEN / f"{case}.txt").read_text("utf-8")


@pytest.mark.parametrize("case", CASES)
def test_a_notice_that_shows_html_reads_as_it_was_agreed(case: str, tmp_path: Path) -> None:
    """A case without its file, or with an older one, leaves its page where the message says, to be looked at."""
    drawn = tmp_path / f"{case}.html"
    drawn.write_text(render_letter(*CASES[case], PUBLIC_URL).html, "utf-8")
    golden = GOLDEN / f"{case}.html"
    assert golden.exists(), f"look at {drawn} and keep it as {golden}"
    assert drawn.read_text("utf-8") == golden.read_text("utf-8"), f"drawn now: {drawn}"


def links(case: str) -> list[str]:
    """The addresses that the message of a case leads to: the page of its matter, then that of its paper."""
    facts = CASES[case][1]
    return [PUBLIC_URL + facts[name] for name in ("path", "paper_path") if facts.get(name)]


@pytest.mark.parametrize("case", CASES)
def test_html_tells_the_same_as_the_plain_text(case: str) -> None:
    message = render_letter(*CASES[case], PUBLIC_URL)
    page = html.fromstring(message.html.encode())
    words = "".join(page.text_content().split())
    left_out = ("您好：", "（", "查看和办理：", "查看文书：")  # the greeting, the last line and the links
    for line in message.text.splitlines():
        if line and not line.startswith(left_out):
            for part in line.split("：", 1):
                assert "".join(part.split()) in words, line
    assert [link.get("href") for link in page.iter("a")] == links(case)


@pytest.mark.parametrize("case", CASES)
def test_html_fetches_nothing_and_fits_a_narrow_screen(case: str) -> None:
    text = render_letter(*CASES[case], PUBLIC_URL).html
    assert not re.search(r"<img|<link|<script|<style|url\(|@import|src=", text)
    assert re.findall(r"https?://[^\"<]+", text.replace("&amp;", "&")) == links(case)
    widths = [int(width) for width in re.findall(r'width[=:]"?(\d+)(?!%|\d)', text)]
    assert max(widths) <= 640
    assert "max-width:640px" in text


def test_a_title_cannot_write_html_or_a_link() -> None:
    facts = (
        FILING
        | CLOCK
        | {"title": "<b>办法</b>[点此](http://evil.cn)**&amp;", "reason": "<i>1</i>\n二、见<b>"}
    )
    page = render_letter(NoticeKind.FILING_DUE, facts, PUBLIC_URL).html
    assert "<b>" not in page
    assert "&lt;b&gt;办法&lt;/b&gt;" in page
    assert "&amp;amp;" in page
    assert "&amp;lt;" not in page
    brief = render_brief(NoticeKind.FILING_DUE, facts, PUBLIC_URL).text
    assert "［点此］(http://evil.cn)" in brief
    assert brief.count("](") == 1
    opinion = render_letter(NoticeKind.FILING_OPINION, facts, PUBLIC_URL).html
    assert "&lt;i&gt;1&lt;/i&gt;<br>二、见&lt;b&gt;" in opinion


@pytest.mark.parametrize("case", CASES)
def test_a_robot_tells_a_group_the_deadline_and_the_link_and_no_reason(case: str) -> None:
    kind, facts = CASES[case]
    brief = render_brief(kind, facts, PUBLIC_URL)
    plain = render_brief(kind, facts, PUBLIC_URL)
    lines = brief.text.splitlines()
    assert lines[0] == f"**{plain.subject}**"
    assert f"[查看和办理]({PUBLIC_URL}{facts['path']})" in lines
    assert re.findall(r"\]\((.*)\)$", brief.text, re.MULTILINE) == links(case)
    assert "下一步：" in brief.text
    if facts.get("reason"):
        assert facts["reason"] not in brief.text
    assert len(brief.text.encode()) < 2000


def test_every_kind_that_anything_queues_has_its_texts_and_its_golden_file() -> None:
    code = "".join(
        path.read_text("utf-8") for part in ("actions", "jobs") for path in (REGISTRY / part).rglob("*.py")
    )
    thresholds = (REGISTRY / "domain" / "notices.py").read_text("utf-8").partition("def notice_key")[2]
    thresholds += (REGISTRY / "domain" / "reminders.py").read_text("utf-8")
    queued = {NoticeKind[name] for name in re.findall(r"NoticeKind\.([A-Z_]+)", code + thresholds)}
    queued |= {rule.notice for rule in (*MOVES.values(), *REVIEW_MOVES.values()) if rule.notice}
    assert queued == set(NoticeKind), "a kind that nobody sends has no place in the domain"
    assert {path.stem for path in TEXTS.glob("[!_]*.txt")} == set(NoticeKind)
    assert {kind for kind, _ in CASES.values()} == set(NoticeKind)
    assert {path.stem for path in GOLDEN.iterdir()} == set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_a_notice_says_where_to_act_and_what_comes_next(case: str) -> None:
    kind, facts = CASES[case]
    message = render(kind, facts, PUBLIC_URL)
    assert f"{PUBLIC_URL}{facts['path']}\n" in message.text
    assert "下一步：" in message.text
    assert "\n" not in message.subject
    assert "\n\n\n" not in message.text


@pytest.mark.parametrize("case", CASES)
def test_a_missing_fact_is_an_error_not_a_gap(case: str) -> None:
    kind, facts = CASES[case]
    with pytest.raises(DeliveryError, match="path") as caught:
        render(kind, {name: value for name, value in facts.items() if name != "path"}, PUBLIC_URL)
    assert caught.value.is_permanent


def test_a_title_is_told_as_it_is_written() -> None:
    facts = FILING | CLOCK | {"title": "关于<示范>A&B\r\n的通知"}
    message = render(NoticeKind.FILING_DUE, facts, PUBLIC_URL)
    assert "关于<示范>A&B 的通知" in message.subject


def test_a_due_date_that_is_gone_says_so() -> None:
    message = render(
        NoticeKind.FILING_RECOMPUTED, FILING | {"due_on": "", "before": "2026-03-20"}, PUBLIC_URL
    )
    assert "备案期限待定" in message.subject
    assert "请补录公布日期" in message.text
