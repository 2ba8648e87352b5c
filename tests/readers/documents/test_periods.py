import pytest

from registry.readers.documents.facts import Fact
from registry.readers.documents.periods import read_effective, read_validity

SIGNED = Fact("2021-03-05", "2021年3月5日", "落款")
ISSUED = Fact("2021-03-08", "2021年3月8日印发", "版记")
PUBLISHED = Fact("2021-03-10", "2021-03-10", "网页信息表的“公布日期”")


@pytest.mark.parametrize(
    ("clause", "value", "choices"),
    [
        ("本办法自2021年5月1日起施行。", "2021-05-01", []),
        ("本通知从二〇二一年五月一日起正式执行。", "2021-05-01", []),
        ("本规定于2021年5月1日开始实施。", "2021-05-01", []),
        ("本办法自2021年5月1日零时起生效。", "2021-05-01", []),
        ("甲条例\n2021年5月1日 施行\n第一条 内容。", "2021-05-01", []),
        ("本办法自2021年5月1日起试行，试行期为1年。", "2021-05-01", []),
        ("本办法有效期自2021年5月1日至2026年4月30日。", "2021-05-01", []),
        ("本办法自2021年5月1日起至2026年4月30日止施行。", "2021-05-01", []),
        ("自2019年5月1日起至2020年4月30日，继续实施降低费率的政策。", None, None),
        ("自2003年9月1日起施行的《甲法》适用本办法。", None, None),
        ("原甲法（自2003年9月1日起施行）规定的处罚，从其规定。", None, None),
        ("本通知自2021年5月1日起施行。\n本办法自2021年6月1日起施行。", None, ["2021-05-01", "2021-06-01"]),
        ("本办法自公布之日起施行。", "2021-03-10", []),
        ("本办法自印发之日起施行。", "2021-03-08", []),
        ("本办法自印发之日起30日后施行。", None, ["2021-04-07", "2021-04-08"]),
        ("本办法自公布之日起满三十日施行。", None, ["2021-04-09", "2021-04-10"]),
        ("本办法自公布之日起6个月后施行。", None, ["2021-09-10", "2021-09-11"]),
    ],
)
def test_the_day_of_effect(clause: str, value: str | None, choices: list[str] | None) -> None:
    fact = read_effective(clause, SIGNED, ISSUED, PUBLISHED, {})
    assert (fact and fact.value, fact and fact.choices) == (value, choices)


def test_a_computed_day_shows_its_working() -> None:
    fact = read_effective("自印发之日起30日后施行", SIGNED, ISSUED, None, {})
    assert fact is not None
    assert fact.quote == "自印发之日起30日后施行"
    assert fact.where == (
        "正文，印发之日取版记的印发日期2021-03-08，当日不计，满30日为2021-04-07，次日为2021-04-08"
    )


def test_without_a_day_of_publication_the_signature_is_only_offered() -> None:
    fact = read_effective("自公布之日起施行", SIGNED, None, None, {})
    assert fact is not None
    assert (fact.value, fact.choices, fact.where) == (
        None, ["2021-03-05"], "正文，公布之日取成文日期2021-03-05",
    )  # fmt: skip
    nothing = read_effective("自公布之日起施行", None, None, None, {})
    assert nothing is not None
    assert (nothing.value, nothing.choices) == (None, [])


@pytest.mark.parametrize(
    ("clause", "facts"),
    [
        ("自2021年5月1日起施行，有效期5年。", {"validity_months": "60", "valid_until": "2026-04-30"}),
        ("自2021年5月1日起施行。有效期为五年。", {"validity_months": "60", "valid_until": "2026-04-30"}),
        ("本办法试行两年。", {"validity_months": "24", "valid_until": "2023-04-30"}),
        ("本办法有效期自施行之日起18个月。", {"validity_months": "18", "valid_until": "2022-10-31"}),
        ("自2021年5月1日起施行，有效期至2024年12月31日。", {"valid_until": "2024-12-31"}),
        ("自2021年5月1日起施行，有效期至2024年12月31日", {"valid_until": "2024-12-31"}),
        ("有效期自2021年5月1日至2026年4月30日。", {"valid_until": "2026-04-30"}),
        ("本通知有效期至2024年2月底。", {"valid_until": ["2024-02-29"]}),
        ("本通知有效期至2024年底。", {"valid_until": ["2024-12-31"]}),
        ("本办法自公布之日起施行，有效期限为长期。", {"is_permanent": "true"}),
        ("本办法自2021年5月1日起至2024年4月30日止施行。", {"valid_until": "2024-04-30"}),
        ("有效期3年，至2024年4月30日止。", {"valid_until": "2024-04-30"}),
        ("自2021年5月1日起施行，有效期暂定两年半。", {"validity_months": "30", "valid_until": "2023-10-31"}),
        ("自2021年5月1日起施行，暂定一年。", {"validity_months": "12", "valid_until": "2022-04-30"}),
        ("自2021年5月1日起施行，有效期5周年。", {"validity_months": "60", "valid_until": "2026-04-30"}),
        ("本办法长期有效。", {"is_permanent": "true"}),
        ("自2021年5月1日起施行，2026年4月30日失效。", {"valid_until": ["2026-04-29", "2026-04-30"]}),
        ("自2021年5月1日起施行，自2026年5月1日起自动失效。", {"valid_until": "2026-04-30"}),
        ("《甲办法》自2021年5月1日起施行，2026年4月30日失效。", {}),
        ("规范性文件自公布之日起施行，未明确有效期的其有效期为5年。", {}),
        ("有效期至上级出台新规定时止。", {}),
        ("许可证有效期5年。", {}),
        ("取得的资格证书的有效期为3年，本办法另有规定的除外。", {}),
        ("自2021年5月1日起施行，许可证有效期至2024年12月31日。", {}),
        ("申请人应当提交至2024年12月31日止的账册。", {}),
    ],
)
def test_the_period_of_validity(clause: str, facts: dict[str, str | list[str]]) -> None:
    start = Fact("2021-05-01", "自2021年5月1日起施行", "正文")
    validity = read_validity(f"第九条　内容。\n{clause}", start)
    assert {name: fact.value or fact.choices for name, fact in validity.items()} == facts


@pytest.mark.parametrize(
    ("annex", "facts"),
    [
        ("本办法有效期5年。", {"validity_months": ["36", "60"], "valid_until": ["2024-04-30", "2026-04-30"]}),
        ("本办法有效期三年。", {"validity_months": "36", "valid_until": "2024-04-30"}),
        ("新招录人员试行一年。", {"validity_months": "36", "valid_until": "2024-04-30"}),
        ("第九条　内容。", {"validity_months": "36", "valid_until": "2024-04-30"}),
    ],
)
def test_two_periods_in_notice_and_annex_are_a_choice(annex: str, facts: dict[str, str | list[str]]) -> None:
    start = Fact("2021-05-01", "自2021年5月1日起施行", "正文")
    validity = read_validity(f"本通知自2021年5月1日起施行，有效期3年。\n护林办法\n{annex}", start)
    assert {name: fact.value or fact.choices for name, fact in validity.items()} == facts


def test_two_last_days_in_notice_and_annex_are_a_choice_with_both_quotes() -> None:
    text = "本通知有效期至2024年4月30日。\n护林办法\n本办法有效期至2026年4月30日。"
    end = read_validity(text, None)["valid_until"]
    assert (end.value, end.choices) == (None, ["2024-04-30", "2026-04-30"])
    assert (end.quote, end.where) == ("有效期至2024年4月30日。；有效期至2026年4月30日。", "正文，前后不一")


def test_a_computed_end_shows_its_working_and_keeps_a_choice_open() -> None:
    start = Fact(None, "自公布之日起施行", "正文", ["2021-03-05"])
    end = read_validity("本办法自公布之日起施行，有效期2年。", start)["valid_until"]
    assert (end.value, end.choices) == (None, ["2023-03-04"])
    assert end.where == "正文，自施行日期2021-03-05起算2年，届满前一日为止"


def test_years_from_the_29th_of_february_end_with_the_month_and_say_so() -> None:
    start = Fact("2020-02-29", "自2020年2月29日起施行", "正文")
    end = read_validity("本办法自2020年2月29日起施行，有效期5年。", start)["valid_until"]
    assert end.value == "2025-02-28"
    assert end.where == "正文，自施行日期2020-02-29起算5年，2025年2月没有29日，到月末为止"


def test_years_and_months_from_a_31st_end_with_the_month() -> None:
    start = Fact("2024-08-31", "自2024年8月31日起施行", "正文")
    for words in ("2年6个月", "二年零六个月", "2年半", "30个月"):
        end = read_validity(f"本办法自2024年8月31日起施行，有效期{words}。", start)["valid_until"]
        assert end.value == "2027-02-28"


@pytest.mark.parametrize(
    "words", ["有效期自施行之日起计算，为期3年", "有效期满三年后自动失效", "有效期为自施行之日起3年"]
)
def test_a_period_is_read_in_other_words(words: str) -> None:
    start = Fact("2021-05-01", "自2021年5月1日起施行", "正文")
    end = read_validity(f"本办法自2021年5月1日起施行，{words}。", start)["valid_until"]
    assert end.value == "2024-04-30"
