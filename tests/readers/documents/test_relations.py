import pytest

from registry.readers.documents.relations import find_relations


def relations_of(title: str, text: str) -> list[tuple[str, str, str]]:
    return [(relation.kind, relation.title, relation.doc_no) for relation in find_relations(title, text)]


def test_a_new_version_repeals_the_old_one_of_its_name() -> None:
    text = "2010年1月1日公布的《青溪市护林办法》同时废止。"
    assert relations_of("青溪市护林办法", text) == [("repeals", "青溪市护林办法", "")]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "根据《甲法》、《乙条例》（国务院令第5号）和国务院《丙规定》等有关规定，结合本市实际，制定本办法。",
            ["甲法", "乙条例", "丙规定"],
        ),
        ("依据《甲法》，制定本办法。", ["甲法"]),
        ("根据《甲法》。结合本市实际，制定本条例。", ["甲法"]),
        ("按照省政府办公厅《关于甲的通知》要求，今年开展评选。现就有关事宜通知如下：", ["关于甲的通知"]),
        ("根据宪法和《甲法》，制定本条例。", ["甲法"]),
        ("根据有关法律和国务院《甲条例》，制定本条例。", ["甲条例"]),
        ("根据《甲法》第三条、第五条的规定和《乙条例》，制定本办法。", ["甲法", "乙条例"]),
        ("根据《甲法》等法律法规，以及《关于乙的意见》，制定本办法。", ["甲法", "关于乙的意见"]),
        ("根据市财政局等三部门《甲办法》和市护林领导小组《乙方案》精神，制定本计划。", ["甲办法", "乙方案"]),
        ("（二）编制依据。《甲法》《乙条例》《市应急预案》等。", ["甲法", "乙条例", "市应急预案"]),
        (
            "根据《甲乙法》（以下简称《甲法》）、《甲乙法实施条例》，制定本办法。",
            ["甲乙法", "甲乙法实施条例"],
        ),
        ("根据《甲法》，为贯彻落实《乙纲要》，制定本办法。", ["甲法"]),
        ("根据国务院批准的《青溪总体方案》（以下简称《方案》），制定本办法。", ["青溪总体方案"]),
        ("根据《甲法》，我们制定了《青溪市用水办法》，现印发给你们。", ["甲法"]),
        ("为贯彻落实《甲意见书》，现提出如下意见：", []),
        ("按照《甲分类》统计的数据应当报送。", []),
        ("根据工作需要，印发《甲方案》。", []),
        ("企业享受优惠，按照《甲通知》、《乙通知》有关规定执行。现就有关事项通知如下：", []),
        ("各单位应当根据《甲方案》，结合实际制定办法。", []),
        ("第七条 市政府根据《甲方案》，依法制定相关制度。", []),
    ],
)
def test_bases_are_what_the_rule_says_it_rests_on(text: str, titles: list[str]) -> None:
    assert [title for kind, title, _ in relations_of("青溪市护林办法", text) if kind == "based_on"] == titles


def test_a_basis_may_be_a_number_alone() -> None:
    text = "根据青政〔2012〕7号文件精神，现就有关事项通知如下："
    assert relations_of("青溪市护林通知", text) == [("based_on", "", "青政〔2012〕7号")]


def test_a_basis_far_down_counts_when_the_annexed_rule_states_its_own() -> None:
    annex = "正文。" * 900 + "第一条 根据《甲法》，制定本办法。第二条 根据《乙法》，现将许可分级。"
    assert relations_of("关于印发护林办法的通知", annex) == [("based_on", "甲法", "")]


@pytest.mark.parametrize(
    ("title", "relations"),
    [
        (
            "青溪市人民政府关于修改《甲办法》和《乙办法》的决定",
            [("amends", "甲办法", ""), ("amends", "乙办法", "")],
        ),
        ("青溪市人民政府关于修改〈甲办法〉的决定", [("amends", "甲办法", "")]),
        (
            "青溪市人民政府关于修改〈甲办法〉和〈青溪市实施《乙条例》的办法〉的决定",
            [("amends", "甲办法", ""), ("amends", "青溪市实施〈乙条例〉的办法", "")],
        ),
        ("青溪市人民政府关于废止《甲办法》的决定", [("repeals", "甲办法", "")]),
        ("转发市教育局《关于午餐的意见》的通知", [("forwards", "关于午餐的意见", "")]),
        (
            "青溪市人民政府办公室转发市教育局关于午餐的意见的通知",
            [("forwards", "市教育局关于午餐的意见", "")],
        ),
        ("转发市教育局关于午餐的通知", [("forwards", "市教育局关于午餐的通知", "")]),
        ("青溪市人民政府关于修改青溪市护林办法的决定", [("amends", "青溪市护林办法", "")]),
        ("青溪市人民政府关于废止青溪市护林办法的决定", [("repeals", "青溪市护林办法", "")]),
        ("关于转发《青溪省教育厅关于午餐的意见》", [("forwards", "青溪省教育厅关于午餐的意见", "")]),
        ("青溪市教育局关于贯彻《省政府转发教育厅关于午餐意见的通知》的通知", []),
        ("青溪市教育局关于贯彻落实省政府转发教育厅午餐意见的通知", []),
        ("青溪市护林条例修正案（二）", [("amends", "青溪市护林条例", "")]),
        ("青溪市人民政府关于修改部分规章的决定", []),
        ("青溪市人民政府关于废止一批规范性文件的决定", []),
        ("青溪市人民政府关于护林的通知", []),
    ],
)
def test_a_title_states_what_it_amends_repeals_or_forwards(
    title: str, relations: list[tuple[str, str, str]]
) -> None:
    assert relations_of(title, "") == relations


@pytest.mark.parametrize(
    "text",
    [
        "一、对《甲办法》作如下修改：",
        "现对《甲办法》的部分条款进行修订，具体内容如下：",
        "一、将《甲办法》第三条中的“五日”修改为“三日”。",
        "（一）删去《甲办法》第七条。",
    ],
)
def test_an_amending_sentence_names_the_amended_rule(text: str) -> None:
    assert relations_of("青溪市人民政府关于修改部分规章的决定", text) == [("amends", "甲办法", "")]


def test_the_text_gives_the_number_of_the_amended_rule() -> None:
    text = "现对市教育局1999年12月24日发布的《甲办法》（青教〔1999〕7号）作如下修改："
    assert relations_of("关于修改《甲办法》的决定", text) == [("amends", "甲办法", "青教〔1999〕7号")]


def test_the_text_completes_the_title_of_a_forwarded_document() -> None:
    text = "现将市教育局《关于午餐的意见》（青教〔2012〕7号）转发给你们，请遵照执行。"
    assert relations_of("青溪市人民政府办公室转发市教育局关于午餐意见的通知", text) == [
        ("forwards", "关于午餐的意见", "青教〔2012〕7号")
    ]


@pytest.mark.parametrize(
    ("text", "forwarded"),
    [
        (
            "近日，省教育厅印发了《甲办法》（青教〔2020〕6号）。现将《办法》转发给你们。",
            [("甲办法", "青教〔2020〕6号")],
        ),
        (
            "近日，省教育厅印发了《关于午餐的意见》（青教〔2020〕6号，以下简称《意见》）。这一意见很重要。现将《意见》转发你们。",
            [("关于午餐的意见", "青教〔2020〕6号")],
        ),
        ("关于转发教育厅《甲标准…\n省教育厅印发了《甲标准》。现转发给你们。", [("甲标准", "")]),
        ("省教育厅印发了《甲标准》和《乙标准》的通知。现转发给你们。", [("甲标准", ""), ("乙标准", "")]),
        ("根据《甲法》，现将《乙通知书》（青教〔2020〕6号）转发给你们。", [("乙通知书", "青教〔2020〕6号")]),
        ("学校都要学习《甲办法》。现将先进事迹转发给你们。", []),
    ],
)
def test_a_forwarded_document_may_be_named_in_an_earlier_sentence(
    text: str, forwarded: list[tuple[str, str]]
) -> None:
    relations = relations_of("关于转发教育厅文件的通知", text)
    names = [(name, number) for kind, name, number in relations if kind == "forwards"]
    assert names == (forwarded or [("教育厅文件的通知", "")])


def test_a_decision_after_a_clearance_rests_on_what_it_names() -> None:
    text = "根据《甲法》，我局对相关规章进行了清理。经研究，决定对2件规章予以修改："
    assert relations_of("青溪市教育局关于修改部分规章的决定", text) == [("based_on", "甲法", "")]


def test_a_document_repealed_by_its_short_name_is_listed_once_with_its_full_title() -> None:
    text = "市政府现决定废止《市政府办公室转发〈甲护林办法〉的通知》（青政办〔1985〕291号）。"
    assert relations_of("青溪市人民政府关于废止《甲护林办法》的决定", text) == [
        ("repeals", "市政府办公室转发〈甲护林办法〉的通知", "青政办〔1985〕291号")
    ]


@pytest.mark.parametrize("title", ["《青溪市护林办法》解读", "市林业局就护林办法答记者问"])
def test_a_text_that_only_explains_a_document_has_no_relations(title: str) -> None:
    assert relations_of(title, "根据《甲法》制定本办法。《乙办法》同时废止。") == []


def test_a_quote_contains_the_title_even_in_an_endless_sentence() -> None:
    text = "为了护林，" * 100 + "根据《甲法》，制定本办法。"
    (relation,) = find_relations("青溪市护林办法", text)
    assert "《甲法》" in relation.quote
    assert len(relation.quote) <= 200
