import pytest

from registry.readers.documents.heads import read_number, read_title

TITLE = "青溪市教育局关于护林的通知"
NUMBER = "青教〔2021〕3号"
END = ["各学校：", "请护林。"]


@pytest.mark.parametrize(
    "head",
    [
        ["青溪市教育局文件", NUMBER, TITLE],
        ["青溪市教育局", "青溪市财政局 文件", "青溪市林业局", NUMBER, TITLE],
        ["000012", "特急", f"{NUMBER} 签发人：王明", TITLE],
        ["当前位置：首页 > 政务公开 > 文件", TITLE, "2031-03-08 10:20", "来源：青溪日报", "【字体：大 中 小】", NUMBER],
        ["首页 政务公开", "您现在的位置：首页>>文件", "信息分类：林业", TITLE, "打印", "分享到：", NUMBER],
        [TITLE, TITLE, NUMBER],
        ["青溪市教育局关于护林的", "通 知", "青教〔二〇二一〕3号"],
        [TITLE, "青教〈2021〉3号"],
        ["青溪市教育局关于", "护林的", "通知", NUMBER],
        ["青溪市教育局", "关于护林的通知", NUMBER],
        [TITLE, f"{NUMBER}各学校：为了护林，现将有关事项通知如下，请各学校认真学习，结合实际贯彻执行，不得有误，遇有问题及时报告我局，并抄送市林业局。"],
    ],
)  # fmt: skip
def test_title_and_number_are_read_whatever_surrounds_them(head: list[str]) -> None:
    title, number = read_title([*head, *END], {}), read_number([*head, *END], TITLE, {})
    assert title is not None
    assert number is not None
    assert (title.value, number.value) == (TITLE, NUMBER)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        (["青溪市教育局", "青溪市财政局", "关于护林的通知"], "青溪市教育局 青溪市财政局关于护林的通知"),
        (["【聚焦护林】青溪市护林工作动态", "近日，护林工作开始。"], "【聚焦护林】青溪市护林工作动态"),
        (["【法宝引证码】 CLI.12.7186154", TITLE], TITLE),
        (["关闭小煤矿实施办法", "第一条 内容。"], "关闭小煤矿实施办法"),
        (["青溪市护林办法二〇二一年三月五日", "第一条 内容。"], "青溪市护林办法"),
        (["青溪市人民代表大会、青溪市财政局关于护林的决议"], "青溪市人民代表大会、青溪市财政局关于护林的决议"),
        (["青溪市教育局", f"关于{'护林护草护水护土' * 8}的通知"], f"青溪市教育局关于{'护林护草护水护土' * 8}的通知"),
    ],
)  # fmt: skip
def test_the_title_is_joined_from_its_lines(head: list[str], title: str) -> None:
    fact = read_title(head, {})
    assert fact is not None
    assert fact.value == title


def test_a_number_cited_at_the_beginning_of_prose_is_not_the_document_s_own() -> None:
    prose = f"{NUMBER}文件下发以来，各学校认真学习，结合实际贯彻执行，取得了明显成效，现将有关情况通报如下，请各学校认真学习，再接再厉，继续做好护林工作。"
    assert read_number([TITLE, "各学校：", prose], TITLE, {}) is None
