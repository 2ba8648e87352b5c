"""The digest of a day: what is overdue, due soon, waits and happened; each matter once."""

from datetime import date, timedelta

from registry.domain.duties import SOON_DAYS, Duty, News, Part, digest_of

TODAY = date(2026, 3, 10)


def duty(number: int, in_days: int | None, *, mark: str = "owed", is_own: bool = True) -> Duty:
    due_on = None if in_days is None else TODAY + timedelta(in_days)
    return Duty(
        "filing", number, mark, "报送备案", f"第{number}号办法", "甲局", due_on, f"/f/{number}", 1, is_own
    )


def news(number: int, words: str, *, is_reminder: bool = False) -> News:
    return News("filing", number, words, f"/f/{number}", is_reminder)


def test_a_matter_stands_where_its_day_puts_it() -> None:
    duties = [
        duty(1, -1), duty(2, 0), duty(3, SOON_DAYS), duty(4, SOON_DAYS + 1), duty(5, None),
        duty(6, 1, is_own=False),
    ]  # fmt: skip
    parts = digest_of(duties, [], TODAY)
    assert {part: [item.path for item in items] for part, items in parts.items()} == {
        Part.OVERDUE: ["/f/1"],
        Part.SOON: ["/f/2", "/f/3"],
        Part.WAITING: ["/f/4", "/f/5"],
    }


def test_what_happened_to_a_matter_with_a_duty_stands_there_and_only_there() -> None:
    told = [
        news(1, "备案期限提醒", is_reminder=True),
        news(1, "退回补正"),
        news(2, "准予备案"),
        news(1, "退回补正"),
    ]
    parts = digest_of([duty(1, 3)], told, TODAY)
    (soon,) = parts[Part.SOON]
    assert soon.news == ("退回补正",)
    assert [(item.path, item.news) for item in parts[Part.NEWS]] == [("/f/2", ("准予备案",))]


def test_a_reminder_of_a_matter_without_a_duty_is_told() -> None:
    parts = digest_of([], [news(7, "有效期届满提醒", is_reminder=True)], TODAY)
    assert parts[Part.NEWS][0].news == ("有效期届满提醒",)


def test_a_matter_with_two_duties_stands_once_at_the_nearer() -> None:
    parts = digest_of([duty(1, 9, mark="answer"), duty(1, -2, mark="correct")], [], TODAY)
    assert [len(items) for items in parts.values()] == [1]
    assert Part.OVERDUE in parts


def test_a_day_without_anything_has_no_parts() -> None:
    assert digest_of([], [], TODAY) == {}
