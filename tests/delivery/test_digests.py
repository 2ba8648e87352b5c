"""The words of a digest, kept whole in golden files."""

from datetime import date
from pathlib import Path

from lxml import html

from registry.delivery.digests import MOST_ITEMS, render_digest
from registry.domain.duties import Duty, Item, Part

GOLDEN = Path(__file__).parent / "golden_digest"
PUBLIC_URL = "https://beian.example.gov.cn"
TODAY = date(2026, 3, 10)


def _duty(number: int, task: str, title: str, due_on: date | None) -> Duty:
    return Duty(
        "filing", number, "owed", task, title, "示范区农业农村局", due_on, f"/desk/filings/{number}", 1, True
    )


PARTS = {
    Part.OVERDUE: [
        Item("/desk/filings/1", _duty(1, "报送备案", "示范区秸秆综合利用管理办法", date(2026, 3, 6)))
    ],
    Part.SOON: [
        Item(
            "/desk/filings/2",
            _duty(2, "报送补正材料", "示范区渔船管理<办法>", date(2026, 3, 13)),
            ("通知补正：《示范区渔船管理<办法>》请于2026年3月13日前补正",),
        ),
        Item(
            "/desk/cleanups/1",
            Duty(
                "cleanup",
                1,
                "answers",
                "报送清理意见",
                "2026年定期清理",
                "",
                date(2026, 3, 10),
                "/desk/cleanups/1",
                1,
                True,
            ),
        ),
    ],
    Part.WAITING: [Item("/desk/filings/3", _duty(3, "确认处理结果", "示范区养犬管理规定", None))],
    Part.NEWS: [Item("/desk/filings/4", None, ("准予备案：《示范区河道采砂管理办法》", "备案审查办结"))],
}


def test_a_digest_reads_as_it_was_agreed(tmp_path: Path) -> None:
    message = render_digest(PARTS, TODAY, PUBLIC_URL)
    for name, drawn in (
        ("digest.txt", f"{message.subject}\n\n{message.text}"),
        ("digest.html", message.html),
    ):
        (tmp_path / name).write_text(drawn, "utf-8")
        assert (GOLDEN / name).exists(), f"look at {tmp_path / name} and keep it as {GOLDEN / name}"
        assert drawn == (GOLDEN / name).read_text("utf-8"), f"drawn now: {tmp_path / name}"


def test_html_tells_the_same_as_the_plain_text_and_no_title_writes_html() -> None:
    message = render_digest(PARTS, TODAY, PUBLIC_URL)
    words = "".join(html.fromstring(message.html.encode()).text_content().split())
    for items in PARTS.values():
        for item in items:
            assert all("".join(news.split()) in words for news in item.news)
            assert f"{PUBLIC_URL}{item.path}" in message.text
            assert f'href="{PUBLIC_URL}{item.path}"' in message.html
    assert "<办法>" not in message.html


def test_a_long_part_tells_how_many_more_there_are() -> None:
    items = [
        Item(f"/desk/filings/{n}", _duty(n, "报送备案", f"第{n}号办法", TODAY)) for n in range(MOST_ITEMS + 5)
    ]
    message = render_digest({Part.SOON: items}, TODAY, PUBLIC_URL)
    assert f"快到期{MOST_ITEMS + 5}件" in message.subject
    assert "另有5件" in message.text
    assert "另有5件" in message.html
