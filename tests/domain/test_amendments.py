"""Which articles an act changes, and which text a document has on a day."""

from datetime import UTC, date, datetime

import pytest

from registry.domain.amendments import (
    TextOnDay,
    amendments_of,
    changed_articles,
    check_articles,
    read_articles,
    text_on,
    told,
)
from registry.domain.errors import Refusal
from registry.domain.validity import Event, EventKind

FIRST, SECOND = date(2022, 5, 1), date(2024, 3, 1)


def at(hour: int) -> datetime:
    return datetime(2024, 6, 1, hour, tzinfo=UTC)


def amended(event_id: int, on: date, articles: str = "", kind: EventKind = EventKind.AMENDED) -> Event:
    return Event(event_id, kind, on, at(event_id), articles=articles)


def ids(told: TextOnDay) -> tuple[int | None, list[int]]:
    return told.of.event_id if told.of else None, [amendment.event_id for amendment in told.lacks]


def test_the_first_text_holds_until_the_first_amendment_and_is_then_said_to_lack_it() -> None:
    amendments = amendments_of([amended(1, FIRST)])
    assert ids(text_on(amendments, date(2022, 4, 30))) == (None, [])
    assert ids(text_on(amendments, FIRST)) == (None, [1])


def test_each_uploaded_text_holds_from_its_day() -> None:
    amendments = amendments_of([amended(2, SECOND), amended(1, FIRST)], with_text=[1, 2])
    days = (date(2022, 4, 30), FIRST, date(2024, 2, 29), SECOND)
    assert [ids(text_on(amendments, day)) for day in days] == [(None, []), (1, []), (1, []), (2, [])]


def test_a_later_text_holds_what_came_before_it_and_lacks_what_comes_after() -> None:
    assert ids(text_on(amendments_of([amended(1, FIRST), amended(2, SECOND)], [2]), SECOND)) == (2, [])
    assert ids(text_on(amendments_of([amended(1, FIRST), amended(2, SECOND)], [1]), SECOND)) == (1, [2])


def test_of_two_amendments_on_a_day_the_later_record_is_the_later_one() -> None:
    both = [amended(2, FIRST), amended(1, FIRST)]
    assert ids(text_on(amendments_of(both, [1, 2]), FIRST)) == (2, [])
    assert ids(text_on(amendments_of(both, [1]), FIRST)) == (1, [2])


def test_an_amendment_taken_back_changes_no_text() -> None:
    back = Event(3, EventKind.VOIDED, None, at(3), voids=1)
    assert ids(text_on(amendments_of([amended(1, FIRST), back], [1]), FIRST)) == (None, [])


def test_a_partial_repeal_counts_and_other_acts_do_not() -> None:
    events = [
        amended(1, FIRST, "第五条", EventKind.PARTLY_REPEALED),
        Event(2, EventKind.EXTENDED, FIRST, at(2)),
    ]
    assert [amendment.articles for amendment in amendments_of(events)] == [("第五条",)]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("", ""),
        ("第五条、第七条", "第五条、第七条"),
        ("第五条，第七条第二款 和第9条", "第五条、第七条第二款、第9条"),
        ("第十二条第三款第（四）项", "第十二条第三款第（四）项"),
        ("附件1", "附件1"),
        ("第五条、第五条", "第五条"),
    ],
)
def test_articles_are_kept_in_a_plain_list(typed: str, kept: str) -> None:
    assert check_articles(EventKind.AMENDED, typed) == kept


@pytest.mark.parametrize("typed", ["见《保密规定》第五条", "第五条的罚款", "全文", "5"])
def test_other_words_than_articles_are_refused(typed: str) -> None:
    with pytest.raises(Refusal, match="只写条、款、项"):
        check_articles(EventKind.AMENDED, typed)


def test_only_an_amendment_names_articles() -> None:
    with pytest.raises(Refusal, match="修改和部分废止"):
        check_articles(EventKind.REPEALED, "第五条")


def test_the_articles_that_an_amending_act_changes_are_read_as_an_offer() -> None:
    text = (
        "区人民政府决定对《示范区养犬管理办法》作如下修改：\n一、将第五条修改为：“养犬应当登记。”\n"
        "二、第七条第二款中的“三日”修改为“五日”。\n三、删去第九条。\n四、增加一条，作为第十条：“依照第三条办理。”"
    )
    assert read_articles(text) == ("第五条", "第七条", "第九条")
    assert read_articles("依照本办法第三条执行。") == ()


def test_an_article_leads_to_the_acts_that_changed_it() -> None:
    amendments = amendments_of([amended(1, FIRST, "第五条、第七条第二款"), amended(2, SECOND, "第七条")])
    changed = changed_articles(amendments)
    assert {article: [act.event_id for act in acts] for article, acts in changed.items()} == {
        "第五条": [1],
        "第七条": [1, 2],
    }


@pytest.mark.parametrize(
    ("articles", "kind", "sentence"),
    [
        (
            "第五条、第七条",
            EventKind.AMENDED,
            "本文件已被《甲》修改，第五条、第七条自2022年5月1日起按修改后的施行。",
        ),
        ("", EventKind.AMENDED, "本文件已被《甲》修改，自2022年5月1日起按修改后的施行。"),
        ("第五条", EventKind.PARTLY_REPEALED, "本文件第五条已被《甲》废止，自2022年5月1日起不再施行。"),
        ("", EventKind.PARTLY_REPEALED, "本文件已被《甲》部分废止，废止的部分自2022年5月1日起不再施行。"),
    ],
)
def test_an_amendment_is_told_with_its_articles_and_its_day(
    articles: str, kind: EventKind, sentence: str
) -> None:
    (amendment,) = amendments_of([amended(1, FIRST, articles, kind)])
    assert "《甲》".join(told(amendment, FIRST)) == sentence
    assert "《甲》".join(told(amendment, date(2022, 4, 30))) == sentence.replace("已被", "将被")
