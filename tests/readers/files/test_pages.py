import pytest

from registry.domain.errors import Refusal
from registry.readers.documents.reading import read_extract
from registry.readers.files.markup import Extract
from registry.readers.files.pages import labelled_lines, page
from registry.readers.files.text import plain_paragraphs

STATED = {
    "index_no": "11350505MB0000000X/2021-00012",
    "authority": "青溪区人民政府办公室",
    "signed_on": "2021年3月5日",
    "title": "青溪区人民政府办公室关于护林的通知",
    "doc_no": "青政办〔2021〕12号",
    "posted_on": "2021-03-08",
    "stated": "有效",
}
CELLS_WITH_COLON = """<table><tr><td><b>索 引 号：</b></td><td>{index_no}</td><td>发文机关：</td><td>{authority}</td></tr>
<tr><td>成文日期：</td><td>{signed_on}</td><td>发布日期：</td><td>{posted_on}</td></tr>
<tr><td>标　　题：</td><td colspan=3>{title}</td></tr><tr><td>发文字号：</td><td>{doc_no}</td><td>有效性：</td><td>{stated}</td></tr></table>"""
HEADED_CELLS = """<table><tr><th>索引号</th><td>{index_no}</td><th>发文机关</th><td>{authority}</td></tr>
<tr><th>签发日期</th><td>{signed_on}</td><th>发布时间</th><td>{posted_on}</td></tr>
<tr><th>名 称</th><td>{title}</td><th>文 号</th><td>{doc_no}</td><th>效力状态</th><td>{stated}</td></tr></table>"""
PLAIN_CELLS = HEADED_CELLS.replace("th>", "td>")
DEFINITIONS = """<dl><dt>索引号</dt><dd>{index_no}</dd><dt>发文机关</dt><dd>{authority}</dd><dt>成文日期</dt><dd>{signed_on}</dd>
<dt>发布日期</dt><dd>{posted_on}</dd><dt>标题</dt><dd>{title}</dd><dt>发文字号</dt><dd>{doc_no}</dd><dt>时效性</dt><dd>{stated}</dd></dl>"""
ITEMS = """<ul><li>索引号：{index_no}</li><li>发文机关：<span>{authority}</span></li><li><span>成文日期：</span>{signed_on}</li>
<li><b>发布日期</b>：{posted_on}</li><li><i>[标题]：</i>{title}</li><li>【发文字号】：{doc_no}</li><li>有效性:{stated}</li></ul>"""
BOXES = """<div class="xx"><div><label>索引号</label><span>{index_no}</span></div><div><label>发文机关</label><span>{authority}</span></div>
<div><label>成文日期</label><span>{signed_on}</span></div><div><label>发布日期</label><span>{posted_on}</span></div>
<div><label>标题</label><span>{title}</span></div><div><label>文号</label><span>{doc_no}</span></div><div><label>有效性</label><span>{stated}</span></div></div>"""
ONE_LINE = """<p>索引号：{index_no} 发文机关：{authority} 成文日期：{signed_on} 发布日期：{posted_on} 标题：{title} 发文字号：{doc_no} 有效性：{stated}</p>"""

BRACKETED = """<div>【索引号】 {index_no}</div><div>【发布部门】{authority} 【成文日期】{signed_on}</div><div>【发布日期】 {posted_on}</div>
<div>【标题】 {title}</div><div>【发文字号】{doc_no}【时效性】{stated}</div>"""
ABOVE = """<table><tr><th>索引号</th><th>制发机关</th><th>签署日期</th><th>发布日期</th><th>公文名称</th><th>发布文号</th><th>有效性</th></tr>
<tr><td>{index_no}</td><td>{authority}</td><td>{signed_on}</td><td>{posted_on}</td><td>{title}</td><td>{doc_no}</td><td>{stated}</td></tr></table>"""


@pytest.mark.parametrize(
    "layout",
    [CELLS_WITH_COLON, HEADED_CELLS, PLAIN_CELLS, DEFINITIONS, ITEMS, BOXES, ONE_LINE, BRACKETED, ABOVE],
)
def test_the_table_of_a_page_is_read_in_every_layout(layout: str) -> None:
    text = '<div id="zoom"><p>各镇：</p><p>请护林。</p></div>'
    read = page(f"<html><body>{layout.format(**STATED)}{text}</body></html>")
    assert read.metadata == STATED
    assert read.paragraphs == ["各镇：", "请护林。"]


def test_a_list_in_the_text_is_not_the_metadata_of_the_page() -> None:
    rows = "<tr><td>序号</td><td>文件名称</td><td>文号</td></tr><tr><td>1</td><td>甲办法</td><td>青政〔2001〕1号</td></tr>"
    heads = "<tr><th>名称</th><th>备注</th></tr><tr><td>甲办法</td><td>废止</td></tr>"
    read = page(f"<html><body><p>正文。</p><table>{rows}</table><table>{heads}</table></body></html>")
    assert read.metadata == {}


def test_the_publisher_of_a_page_is_the_issuer_only_when_the_text_names_none() -> None:
    stated = {"publisher": "青溪市教育局"}
    paper = plain_paragraphs("关于护林的通知\n各学校：\n请护林。\n青溪市人民政府\n2021年3月5日")
    assert read_extract(Extract("html", paper, stated), "a").value("issuing_authority") == "青溪市人民政府"
    assert read_extract(Extract("html", paper[:3], stated), "a").value("issuing_authority") == "青溪市教育局"


@pytest.mark.parametrize("blank", ["", "-", "——", "/", "无", "暂无"])
def test_a_blank_field_is_left_out(blank: str) -> None:
    read = page(f"<table><tr><td>发文机关：</td><td>{blank}</td><td>文号：</td><td>{blank}</td></tr></table>")
    assert read.metadata == {}


@pytest.mark.parametrize(
    ("name", "shown", "first"),
    [
        ("青溪市护林办法_青溪市人民政府", "青溪市护林办法", "青溪市护林办法"),
        ("青溪市护林办法 - 青溪网", "青溪市护林办法", "青溪市护林办法"),
        ("青溪市人民政府门户网站", "青溪市人民政府", "第一条 请护林。"),
    ],
)
def test_the_title_of_a_page_is_its_heading_when_the_page_shows_it(name: str, shown: str, first: str) -> None:
    head = f"<head><title>{name}</title></head>"
    read = page(
        f"<html>{head}<body><div>{shown}</div><div id=zoom><p>第一条 请护林。</p></div></body></html>"
    )
    assert read.paragraphs[0] == first


def test_a_page_of_unknown_layout_gives_its_text_and_heading() -> None:
    menu = "".join(f"<li><a>栏目{n}</a></li>" for n in range(20))
    text = "".join(f"<p>第{n}段，护林护草的内容要写得足够长，才像一篇正文。</p>" for n in range(12))
    read = page(
        f"<html><body><ul>{menu}</ul><h1>青溪市护林办法</h1><div>{text}</div><p>版权所有</p></body></html>"
    )
    assert read.paragraphs[:2] == ["青溪市护林办法", "第0段，护林护草的内容要写得足够长，才像一篇正文。"]
    assert len(read.paragraphs) == 13


@pytest.mark.parametrize(
    ("lines", "stated"),
    [
        (["护林办法", "发布日期: 2021-03-08", "发布机构: 青溪市教育局", "正文。", "文号：青政〔2001〕1号"],
         {"posted_on": "2021-03-08", "publisher": "青溪市教育局"}),
        (["甲", "乙", "丙", "丁", "文号：青政〔2001〕1号"], {}),
        (["索引号： 发文机关：青溪市教育局"], {"authority": "青溪市教育局"}),
        ([], {}),
    ],
)  # fmt: skip
def test_labelled_lines_at_the_head_of_a_text_are_metadata(lines: list[str], stated: dict[str, str]) -> None:
    assert labelled_lines(lines) == stated


def deep(n: int) -> str:
    return "<html><body><p>甲</p>" + "<font>" * n + "<p>护林</p>" + "</font>" * n + "<p>末</p></body></html>"


def test_a_page_is_read_however_deep_its_editor_nested_it() -> None:
    assert page(deep(1000)).paragraphs == ["甲", "护林", "末"]


def test_a_page_nested_too_deep_is_refused_and_not_cut() -> None:
    with pytest.raises(Refusal, match="读不到全文"):
        page(deep(5000))
