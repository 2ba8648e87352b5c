"""A calendar as RFC 5545 writes it."""

from datetime import UTC, date, datetime

from registry.delivery.calendar import DayEvent, calendar

NOW = datetime(2026, 3, 5, 2, 0, tzinfo=UTC)
EVENT = DayEvent(
    "filing-7-owed@b.cn",
    3,
    date(2026, 3, 31),
    "报送备案：《关于甲,乙;丙\\丁的示范区农作物秸秆综合利用管理办法（试行）》",
    "制定机关：示范区农业农村局\n查看：https://b.cn/7",
    "https://b.cn/7",
)


def _unfolded(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_an_event_is_a_whole_day_that_ends_before_the_next() -> None:
    lines = _unfolded(calendar("期限", [EVENT], NOW))
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert "UID:filing-7-owed@b.cn" in lines
    assert "SEQUENCE:3" in lines
    assert "DTSTAMP:20260305T020000Z" in lines
    assert "DTSTART;VALUE=DATE:20260331" in lines
    assert "DTEND;VALUE=DATE:20260401" in lines


def test_what_has_a_meaning_in_the_format_is_escaped() -> None:
    lines = _unfolded(calendar("期限", [EVENT], NOW))
    assert "SUMMARY:报送备案：《关于甲\\,乙\\;丙\\\\丁的示范区农作物秸秆综合利用管理办法（试行）》" in lines
    assert "DESCRIPTION:制定机关：示范区农业农村局\\n查看：https://b.cn/7" in lines
    evil = DayEvent("u", 0, date(2026, 1, 1), "甲\r\nEND:VEVENT\x00\x07", "", "https://b.cn")
    assert "SUMMARY:甲\\nEND:VEVENT" in _unfolded(calendar("期限", [evil], NOW))


def test_no_line_has_more_than_75_octets_and_none_is_cut_within_a_character() -> None:
    events = [
        DayEvent(f"u{n}", 0, date(2026, 1, 1), "a" * n + "秸秆𠮷" * 40, "", "https://b.cn") for n in range(8)
    ]
    content = calendar("期限", events, NOW)
    assert content.count(b"\n") == content.count(b"\r\n")
    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    assert f"SUMMARY:aaaa{'秸秆𠮷' * 40}" in _unfolded(content)


def test_a_calendar_without_events_is_still_a_calendar() -> None:
    assert "BEGIN:VEVENT" not in _unfolded(calendar("期限", [], NOW))
