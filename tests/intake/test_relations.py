import pytest

from registry.intake.relations import cited_in, find_relations


def found(title: str, text: str) -> list[tuple[str, str, str]]:
    return [(each.kind, each.title, each.doc_no) for each in find_relations(title, text)]


@pytest.mark.parametrize(
    ("text", "relations"),
    [
        (
            "本办法自公布之日起施行。《甲办法》（青政〔2012〕7号）同时废止。",
            [("repeals", "甲办法", "青政〔2012〕7号")],
        ),
        (
            "原市政府印发的《甲办法》（青政[2012]7号）和《乙办法》予以废止。",
            [("repeals", "甲办法", "青政〔2012〕7号"), ("repeals", "乙办法", "")],
        ),
        ("自本通知印发之日起，《甲通知》停止执行。", [("repeals", "甲通知", "")]),
        ("青政〔2012〕7号文件同时废止。", [("repeals", "", "青政〔2012〕7号")]),
        ("《关于印发〈甲办法〉的通知》同时废止。", [("repeals", "关于印发〈甲办法〉的通知", "")]),
        ("根据《丙条例》，对《甲办法》予以废止。", [("repeals", "甲办法", "")]),
        ("《国务院关于废止部分行政法规的决定》第一次修订。", []),
        ("文件废止前已经受理的，按照《甲办法》办理。", []),
        ("未列入目录的不得作为依据。", []),
        ("原《办法》同时废止。", []),
    ],
)
def test_repeals_are_found_where_the_text_repeals(text: str, relations: list[tuple[str, str, str]]) -> None:
    assert [each for each in found("青溪市护林办法", text) if each[0] == "repeals"] == relations


def test_a_new_version_repeals_the_old_one_of_its_name() -> None:
    text = "2010年1月1日公布的《青溪市护林办法》同时废止。"
    assert found("青溪市护林办法", text) == [("repeals", "青溪市护林办法", "")]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "根据《甲法》、《乙条例》（国务院令第5号）和国务院《丙规定》等有关规定，结合本市实际，制定本办法。",
            ["甲法", "乙条例", "丙规定"],
        ),
        ("依据《甲法》，制定本办法。", ["甲法"]),
        ("按照《甲分类》统计的数据应当报送。", []),
        ("根据工作需要，印发《甲方案》。", []),
    ],
)
def test_bases_are_what_the_rule_says_it_rests_on(text: str, titles: list[str]) -> None:
    assert [title for kind, title, _ in found("青溪市护林办法", text) if kind == "based_on"] == titles


@pytest.mark.parametrize(
    ("title", "relations"),
    [
        (
            "青溪市人民政府关于修改《甲办法》和《乙办法》的决定",
            [("amends", "甲办法", ""), ("amends", "乙办法", "")],
        ),
        ("青溪市人民政府关于修改〈甲办法〉的决定", [("amends", "甲办法", "")]),
        ("青溪市人民政府关于废止《甲办法》的决定", [("repeals", "甲办法", "")]),
        ("转发市教育局《关于午餐的意见》的通知", [("forwards", "关于午餐的意见", "")]),
        (
            "青溪市人民政府办公室转发市教育局关于午餐的意见的通知",
            [("forwards", "市教育局关于午餐的意见", "")],
        ),
        ("青溪市人民政府关于护林的通知", []),
    ],
)
def test_titles_say_what_they_amend_repeal_or_forward(
    title: str, relations: list[tuple[str, str, str]]
) -> None:
    assert found(title, "") == relations


def test_an_amending_sentence_names_the_amended_rule() -> None:
    assert found("决定", "一、对《甲办法》作如下修改：") == [("amends", "甲办法", "")]


def test_titles_within_titles_stay_whole() -> None:
    assert [each.title for each in cited_in("《关于《甲》的通知》和《乙办法》")] == [
        "关于《甲》的通知",
        "乙办法",
    ]
