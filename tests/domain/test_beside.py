"""How near two documents are: subjects of titles, and phrases that texts share."""

import pytest

from registry.domain.beside import LIKE, VERY_LIKE, Nearness, Phrases, likeness, subject_of
from registry.domain.normal import searchable

BODY = (
    "第一条　农机购置补贴资金分批拨付到合作社账户。第二条　购置烘干机的农户凭购机发票和人机合影申领补贴。"
    "第三条　同一农户一个年度内享受补贴的机具不超过三台。第四条　经销企业虚开发票套取补贴资金的列入黑名单。"
    "第五条　乡镇农业服务中心每季度抽查一成机具的实际使用情况。"
)
OTHER = (
    "第一条　住宅小区的犬只应当在居住地的宠物医院接种狂犬疫苗。第二条　烈性犬不得带出户外，违反的由社区劝导。"
    "第三条　犬只死亡的应当送无害化处理中心焚烧填埋。第四条　物业服务人每月公布小区犬只登记的变化情况。"
)
HEAD = "各乡镇人民政府、区直各部门：现将《{}》印发给你们，请认真贯彻执行。"
TAIL = "本办法由区司法局负责解释。本办法自2026年1月1日起施行，有效期五年，《示范区旧办法》同时废止。"


def overlap(here: str, there: str) -> Nearness:
    return Phrases(searchable(here)).overlap(searchable(there)).nearness


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        ("示范区人民政府关于印发《示范区农村宅基地管理办法（试行）》的通知", "农村宅基地"),
        ("示范市农村宅基地管理规定", "农村宅基地"),
        ("示范区司法局关于进一步加强2023年人民调解工作的通知", "人民调解"),
        ("中华人民共和国行政处罚法", "行政处罚法"),
        ("某某部令第8号 规章制定程序规定", "规章制定程序"),
        ("管理办法", ""),
        ("", ""),
    ],
)
def test_a_subject_is_what_a_title_is_about(title: str, subject: str) -> None:
    assert subject_of(title) == subject


def test_titles_on_one_subject_are_alike_wherever_and_in_whatever_form() -> None:
    one = subject_of("甲县人民政府办公室关于印发甲县犬类管理办法的通知")
    assert likeness(one, subject_of("乙市犬类管理实施细则（暂行）")) >= VERY_LIKE
    assert likeness(one, subject_of("甲县烟花爆竹管理办法")) < LIKE
    assert likeness(subject_of("管理办法"), subject_of("实施细则")) == 0.0
    assert likeness("", one) == 0.0


def test_the_rare_pairs_of_a_title_count_more() -> None:
    weight = {"犬类": 5.0, "类登": 1.0, "登记": 1.0, "类收": 1.0, "收容": 1.0}
    plain = likeness("犬类登记", "犬类收容")
    assert likeness("犬类登记", "犬类收容", lambda pair: weight[pair]) > plain


@pytest.mark.parametrize(
    ("here", "there", "nearness"),
    [
        (BODY, BODY, Nearness.SAME_TEXT),
        (HEAD + BODY + TAIL, BODY + TAIL, Nearness.SAME_TEXT),
        (BODY.replace("农户", "牧户"), BODY.replace("三台", "二台"), Nearness.SAME_TEXT),
        (BODY + OTHER[:60], BODY[:100] + OTHER[60:], Nearness.MOSTLY_SAME),
        (BODY, BODY + OTHER * 3, Nearness.MOSTLY_SAME),
        (BODY, OTHER, Nearness.NONE),
        (HEAD + BODY + TAIL, HEAD + OTHER + TAIL, Nearness.NONE),
        (HEAD + TAIL, HEAD + TAIL, Nearness.NONE),
        ("", "", Nearness.NONE),
        (BODY, "", Nearness.NONE),
        ("甲", "甲", Nearness.NONE),
    ],
)
def test_texts_are_near_by_what_they_say_not_by_what_every_document_says(
    here: str, there: str, nearness: Nearness
) -> None:
    assert overlap(here, there) is nearness


def test_a_passage_copied_into_a_long_text_is_noticed() -> None:
    long = "".join(f"第{n}项任务由第{n}组在{n}月前后完成并报送第{n}号台账备查。" for n in range(10, 60))
    assert overlap(long + BODY, OTHER + BODY) is Nearness.PARTLY_SAME
    assert overlap(long + BODY, OTHER * 4 + BODY + long.replace("组", "办")) is not Nearness.NONE


def test_the_longest_shared_passage_is_quoted_as_it_is_compared() -> None:
    phrases = Phrases(searchable(BODY))
    assert phrases.longest_shared(searchable(OTHER + "农户凭购机发票和人机合影申领补贴。")) in searchable(
        BODY
    )
    assert phrases.longest_shared("") == ""


@pytest.mark.parametrize("text", ["啊" * 200_000, "，" * 100_000, "1" * 300_000, "<>|\\" * 1000])
def test_a_text_of_any_form_is_compared(text: str) -> None:
    phrases = Phrases(searchable(text))
    assert phrases.overlap(searchable(BODY)).nearness is Nearness.NONE
    assert phrases.n_characters <= 60_000
