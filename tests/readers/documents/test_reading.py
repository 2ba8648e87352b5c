import time
from pathlib import Path

import pytest
from docx import Document

from registry.readers.documents.reading import read_document, read_extract
from registry.readers.files.markup import Extract
from registry.readers.files.pages import page
from registry.readers.files.text import plain_paragraphs

NOTICE = """青溪区人民政府办公室文件
青政办〔2021〕12号
青溪区人民政府办公室关于印发《青溪区
烟花爆竹管理办法（试行）》的通知
各镇人民政府、街道办事处，区直各单位：
《青溪区烟花爆竹管理办法（试行）》已经区政府研究同意，现印发给你们，请认真贯彻执行。
附件：1.青溪区烟花爆竹管理办法（试行）
2.责任分工表
青溪区人民政府办公室
2021年3月5日
（此件公开发布）
青溪区烟花爆竹管理办法（试行）
第一章　总则
第一条　为了加强管理，根据《中华人民共和国安全生产法》《烟花爆竹安全管理条例》（国务院令第455号）等法律法规，结合本区实际，制定本办法。
第二条　违反本办法第五条规定的，依法处理。
第三条　本办法自2021年5月1日起施行，有效期2年。《青溪区烟花爆竹燃放规定》（青政〔2012〕7号）同时废止。"""

ORDER = """青溪市人民政府令
第12号
《青溪市河道管理办法》已经2020年6月1日市人民政府第30次常务会议通过，现予公布，自2020年8月1日起施行。
市长　王明
二〇二〇年六月五日
青溪市河道管理办法
第一条　为加强河道管理，根据《中华人民共和国水法》，制定本办法。"""


def read(text: str) -> dict[str, str | None]:
    reading = read_extract(Extract("txt", plain_paragraphs(text)), "文件.txt")
    return {name: fact.value for name, fact in reading.facts.items()}


def test_a_notice_gives_its_facts() -> None:
    assert read(NOTICE) == {
        "title": "青溪区人民政府办公室关于印发《青溪区烟花爆竹管理办法（试行）》的通知",
        "doc_no": "青政办〔2021〕12号",
        "issuing_authority": "青溪区人民政府办公室",
        "signed_on": "2021-03-05",
        "effective_on": "2021-05-01",
        "validity_months": "24",
        "valid_until": "2023-04-30",
        "disclosure": "public",
        "provisional": "试行",
        "annex_title": "青溪区烟花爆竹管理办法（试行）",
        "addressees": "各镇人民政府、街道办事处，区直各单位",
        "attachments": "青溪区烟花爆竹管理办法（试行）；责任分工表",
    }


@pytest.mark.parametrize(
    ("title", "rule"),
    [
        ("青溪区人民政府关于印发青溪区护林办法（试行）的通知", "青溪区护林办法（试行）"),
        ("青溪区人民政府印发关于护林若干措施的通知", "关于护林若干措施"),
        ("青溪区人民政府关于公布《青溪区护林目录》的通告", "青溪区护林目录"),
        ("青溪区人民政府关于公布规范性文件清理结果的通知", None),
        ("青溪区人民政府关于护林办法的通知", None),
    ],
)
def test_a_notice_names_the_rule_that_it_issues(title: str, rule: str | None) -> None:
    assert read(f"{title}\n各镇：").get("annex_title") == rule


def test_the_quote_of_every_fact_is_in_the_text() -> None:
    reading = read_extract(Extract("txt", plain_paragraphs(NOTICE)), "文件.txt")
    for name, fact in reading.facts.items():
        assert fact.quote.split("\n")[0] in reading.text.replace("《青溪区\n", "《青溪区"), name
        assert fact.where, name


def test_an_order_promulgates_the_rule_that_follows() -> None:
    facts = read(ORDER)
    assert facts["title"] == "青溪市河道管理办法"
    assert facts["doc_no"] == "青溪市人民政府令第12号"
    assert facts["issuing_authority"] == "青溪市人民政府"
    assert facts["signed_on"] == "2020-06-05"
    assert facts["effective_on"] == "2020-08-01"


def test_joint_issuers_are_separated_lead_first() -> None:
    text = "青溪市财政局 青溪市教育局关于学费减免的通知\n青财教〔2020〕8号\n各学校：\n现将有关事项通知如下。"
    facts = read(text)
    assert (facts["issuing_authority"], facts["co_issuers"]) == ("青溪市财政局", "青溪市教育局")


def test_a_page_gives_the_values_of_its_table() -> None:
    source = """<html><body><table><tr><td><b>索 引 号：</b></td><td>000014349/2020-1</td><td>发文机关：</td><td>青溪市人民政府</td></tr>
    <tr><td>成文日期：</td><td>2020年6月5日</td><td>发布日期：</td><td>2020年6月10日</td></tr>
    <tr><td>标　　题：</td><td colspan=3>青溪市人民政府关于护林的意见</td></tr><tr><td>发文字号：</td><td>青政〔2020〕5号</td></tr></table>
    <script>var a = "脚本";</script><div id="UCAP-CONTENT"><p>青溪市人民政府<br>关于护林的意见</p><p>各区县：</p></div></body></html>"""
    reading = read_extract(page(source), "a.html")
    facts = {name: fact.value for name, fact in reading.facts.items()}
    assert reading.paragraphs == ["青溪市人民政府", "关于护林的意见", "各区县："]
    assert facts["title"] == "青溪市人民政府关于护林的意见"
    assert facts["doc_no"] == "青政〔2020〕5号"
    assert facts["signed_on"] == "2020-06-05"
    assert facts["published_on"] == "2020-06-10"
    assert facts["index_no"] == "000014349/2020-1"


@pytest.mark.parametrize(
    "text",
    [
        "《青溪市护林办法》解读\n近日，市政府印发了《青溪市护林办法》（青政〔2020〕5号），现解读如下。",
        "青溪市护林办法\n第一条　根据《森林法》和青政〔2020〕5号文件精神，制定本办法。",
        "2020年5月，市政府出台《青溪市护林办法》（青政〔2020〕5号）。",
    ],
)
def test_a_cited_number_is_not_the_document_s_own(text: str) -> None:
    assert "doc_no" not in read(text)


def test_a_posting_date_years_after_the_signature_is_only_offered() -> None:
    source = Extract("html", ["正文。"], {"signed_on": "1996年2月5日", "posted_on": "2018年12月24日"})
    fact = read_extract(source, "a").facts["published_on"]
    assert (fact.value, fact.choices) == (None, ["1996-02-05", "2018-12-24"])


@pytest.mark.parametrize(
    ("clause", "value", "choices"),
    [
        ("本办法自2021年5月1日起施行。", "2021-05-01", []),
        ("本办法自二〇二一年五月一日起施行。", "2021-05-01", []),
        ("本办法自印发之日起施行。", "2021-03-05", []),
        ("本办法自公布之日起施行。", None, ["2021-03-05"]),
        ("本办法自公布之日起30日后施行。", None, ["2021-04-04", "2021-04-05"]),
    ],
)
def test_the_day_of_effect_is_stated_derived_or_offered(
    clause: str, value: str | None, choices: list[str]
) -> None:
    text = f"青溪市护林办法\n青政〔2021〕3号\n各区县：\n{clause}\n青溪市人民政府\n2021年3月5日"
    fact = read_extract(Extract("txt", plain_paragraphs(text)), "a").facts["effective_on"]
    assert (fact.value, fact.choices) == (value, choices)


@pytest.mark.parametrize(
    ("clause", "facts"),
    [
        ("自2021年5月1日起施行，有效期5年。", {"validity_months": "60", "valid_until": "2026-04-30"}),
        ("自2021年5月1日起施行，有效期至2024年12月31日。", {"valid_until": "2024-12-31"}),
        ("自2021年5月1日起施行，至2024年12月31日止。", {"valid_until": "2024-12-31"}),
        ("自2021年5月1日起施行，长期有效。", {"is_permanent": "true"}),
        ("自2021年5月1日起施行。", {}),
        ("申请人应当提交至2024年12月31日止的账册。", {}),
    ],
)
def test_the_period_of_validity_is_read(clause: str, facts: dict[str, str]) -> None:
    values = read(f"青溪市护林办法\n本办法{clause}")
    names = ("validity_months", "valid_until", "is_permanent")
    assert {name: values[name] for name in names if name in values} == facts


@pytest.mark.parametrize("mark", ["机密★10年", "秘密", "绝密 ★ 长期", "密级：机密", "机 密"])
def test_a_secret_document_is_flagged_and_nothing_of_it_is_kept(mark: str) -> None:
    reading = read_extract(Extract("docx", ["000001", mark, "青溪市护林办法", "内容"]), "密.docx")
    assert reading.is_secret
    assert (reading.text, reading.facts, reading.relations) == ("", {}, [])
    assert "密.docx" in reading.problems[0]


def test_a_mark_in_the_page_header_counts_and_the_word_in_prose_does_not() -> None:
    assert read_extract(Extract("docx", ["青溪市护林办法"], margins=["机密★5年"]), "a").is_secret
    text = ["青溪市保密办法", "第一条　国家秘密分为绝密、机密、秘密三级。", "秘密文件应当专人保管。"]
    assert not read_extract(Extract("docx", text), "a").is_secret


def test_the_outline_has_chapters_and_articles_but_not_references_to_them() -> None:
    outline = read_extract(Extract("txt", plain_paragraphs(NOTICE)), "a").outline
    assert [heading.label for heading in outline] == ["第一章", "第一条", "第二条", "第三条"]


def test_articles_on_one_line_are_separated() -> None:
    text = "青溪市护林办法\n第一条为了护林，制定本办法。第二条违反本办法第一条的，予以处罚。第三条本办法自公布之日起施行。"
    outline = read_extract(Extract("txt", plain_paragraphs(text)), "a").outline
    assert [heading.label for heading in outline] == ["第一条", "第二条", "第三条"]


def test_a_word_file_is_read_with_its_tables_in_place(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("青溪市护林办法")
    document.add_table(1, 1).cell(0, 0).text = "表中文字"
    document.add_paragraph("末段")
    document.save(str(tmp_path / "a.docx"))
    assert read_document(tmp_path / "a.docx", "a.docx").paragraphs == ["青溪市护林办法", "表中文字", "末段"]


@pytest.mark.parametrize(
    "text",
    [
        "现印发给你们，请执行。\n青溪市教育局\n2021年3月5日",
        "现印发给你们，请执行。青溪市教育局2021年3月5日（此件主动公开）附件略",
        "现印发给你们，请执行。二〇二一年三月五日公开程序：本单位审核后公开",
        "现予公布，自2021年9月1日起施行。\n市长　王明\n2021年3月5日",
        "现印发给你们，请于2021年6月1日前上报。\n青溪市教育局　青溪市财政局\n2021年3月5日",
    ],
)
def test_the_signature_is_distinguished_from_other_dates(text: str) -> None:
    facts = read("青溪市教育局关于护林的通知\n各学校：\n" + text)
    assert facts["signed_on"] == "2021-03-05"


def test_a_forwarding_notice_has_its_own_date_of_signature() -> None:
    text = "青溪市人民政府办公室转发市教育局关于午餐意见的通知\n各学校：\n请执行。\n青溪市人民政府办公室\n2021年3月5日\n关于午餐的意见\n正文。\n青溪市教育局\n2021年1月8日"
    assert read(text)["signed_on"] == "2021-03-05"


@pytest.mark.parametrize(
    "text",
    ["《甲办法》、" * 40_000 + "同时废止", "2021年3月5日" * 40_000, "《" * 90_000, "根据《甲》" * 40_000],
)
def test_a_text_made_to_be_slow_is_read_in_seconds(text: str) -> None:
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("head", "title", "number"),
    [
        (
            "青溪区人民政府文件青政〔2021〕12号\n青溪区人民政府关于护林的通知\n各镇：",
            "青溪区人民政府关于护林的通知",
            "青政〔2021〕12号",
        ),
        (
            "000001\n青政办〔2021〕12号　　签发人：王明\n关于护林的通知\n各镇：",
            "关于护林的通知",
            "青政办〔2021〕12号",
        ),
        (
            "青溪市税务局公告\n2022年第32号\n关于护林的公告\n现公告如下：",
            "关于护林的公告",
            "青溪市税务局公告2022年第32号",
        ),
        (
            "青溪市人民政府令\n第 12 号\n现公布《青溪市河道管理办法》，自2026年8月1日起施行。\n市长　王明",
            "青溪市河道管理办法",
            "青溪市人民政府令第12号",
        ),
        (
            "青溪市第十七届人民代表大会常务委员会公告\n第5号\n《青溪市护林条例》已由第二十次会议通过，现予公布。",
            "青溪市护林条例",
            "青溪市第十七届人民代表大会常务委员会公告第5号",
        ),
        (
            "青溪市税务局\n公告\n（第32号）\n关于护林的公告\n现公告如下：",
            "关于护林的公告",
            "青溪市税务局公告第32号",
        ),
        (
            "青溪市护林办法（青政〔2021〕3号）\n第一条　为了护林，制定本办法。",
            "青溪市护林办法",
            "青政〔2021〕3号",
        ),
        ("青溪市护林办法\n（试行）\n第一条　为了护林，制定本办法。", "青溪市护林办法（试行）", None),
        (
            "青溪市教育局关于护林的通知青教〔2021〕3号各学校：\n请执行。",
            "青溪市教育局关于护林的通知",
            "青教〔2021〕3号",
        ),
        (
            "青溪市人民代表大会议事规则\n（2010年7月30日通过）\n第一条　内容。",
            "青溪市人民代表大会议事规则",
            None,
        ),
    ],
)
def test_title_and_number_are_separated_in_every_layout(head: str, title: str, number: str | None) -> None:
    facts = read(head)
    assert (facts["title"], facts.get("doc_no")) == (title, number)


def test_full_width_digits_are_read_as_narrow_and_kept_as_written() -> None:
    wide = NOTICE.translate({ord("0") + n: ord("０") + n for n in range(10)})
    reading = read_extract(Extract("txt", plain_paragraphs(wide)), "文件.txt")
    assert {name: fact.value for name, fact in reading.facts.items()} == read(NOTICE)
    assert "２０２１年３月５日" in reading.text


def test_a_spaced_out_signature_is_a_name() -> None:
    text = "关于护林的通知\n各学校：\n请护林。\n青 溪 市 教 育 局\n二 〇 二 一 年 三 月 五 日"
    assert (read(text)["issuing_authority"], read(text)["signed_on"]) == ("青溪市教育局", "2021-03-05")
