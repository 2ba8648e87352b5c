"""A last day belongs to what it is said of: the document, one of its measures, or another document."""

import pytest

from registry.readers.documents.facts import Fact
from registry.readers.documents.periods import read_validity

START = Fact("2024-05-01", "自2024年5月1日起施行", "正文")
NOTICE = "青溪县人民政府关于印发青溪县护林办法的通知"


@pytest.mark.parametrize(
    "sentence",
    [
        "第二条　对护林企业减免的场地租金，执行至2026年12月31日。",
        "第二条　第三条第二款的补贴政策有效期至2026年12月31日。",
        "第二条　试点工作执行期限至2026年12月31日止。",
        "本办法规定的奖励有效期至2026年12月31日。",
    ],
)
def test_the_end_of_one_measure_is_a_choice_that_quotes_its_sentence(sentence: str) -> None:
    until = read_validity(f"{sentence}\n第三条　本办法自2024年5月1日起施行。", START, NOTICE)["valid_until"]
    assert until.value is None
    assert until.choices == ["2026-12-31"]
    assert "2026年12月31日" in until.quote


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        (NOTICE, "第二条　《青溪县封山办法》有效期延长至2026年12月31日。"),
        (
            "青溪县林业局关于延长青溪县封山办法有效期的通知",
            "经评估，《青溪县封山办法》有效期延长至2026年12月31日。",
        ),
        ("青溪县林业局关于继续执行封山措施的通知", "封山措施的有效期延续至2026年12月31日。"),
    ],
)
def test_the_end_of_another_document_is_none_of_ours(title: str, sentence: str) -> None:
    assert "valid_until" not in read_validity(sentence, START, title)


@pytest.mark.parametrize(
    "sentence",
    [
        "第九条　本办法自2024年5月1日起施行，有效期至2026年12月31日。",
        "本通知有效期至2026年12月31日。",
        "本办法由县林业局负责解释，自2024年5月1日起施行，有效期至2026年12月31日。",
        "（有效期至2026年12月31日）",
        "经县政府同意，现予印发，有效期至2026年12月31日。",
        "《青溪县护林办法》有效期至2026年12月31日。",
        "本实施细则执行至2026年12月31日。",
    ],
)
def test_the_documents_own_end_is_sure(sentence: str) -> None:
    title = "青溪县人民政府关于印发《青溪县护林办法》的通知"
    assert read_validity(sentence, START, title)["valid_until"].value == "2026-12-31"


@pytest.mark.parametrize(
    ("period", "months", "until"),
    [
        ("2年6个月", "30", "2026-10-31"),
        ("两年零六个月", "30", "2026-10-31"),
        ("一年六个月", "18", "2025-10-31"),
        ("五年零三个月", "63", "2029-07-31"),
        ("二年半", "30", "2026-10-31"),
        ("18个月", "18", "2025-10-31"),
        ("5年", "60", "2029-04-30"),
    ],
)
def test_years_and_months_add_up(period: str, months: str, until: str) -> None:
    facts = read_validity(f"本办法自2024年5月1日起施行，有效期{period}。", START)
    assert (facts["validity_months"].value, facts["valid_until"].value) == (months, until)
