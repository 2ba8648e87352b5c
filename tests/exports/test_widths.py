"""The widths of columns: what each needs at least, and who gets the rest."""

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from registry.exports._widths import (
    column_widths,
    day_need,
    name_need,
    number_parts,
    number_width,
    prose_need,
)

ROOM = 12_000
TEN_DIGITS = 1_050 + 100  # 52.5 pt, as 仿宋 sets 2026.12.31, and the margins of a cell
TITLE = "示范区人民政府关于印发《示范区城市生活垃圾分类管理办法（试行）》的通知"
NUMBER = "示政办规〔2024〕112号"


def test_a_day_always_has_the_room_of_ten_digits():
    (width, _) = column_widths([day_need("公布日期"), prose_need("标题", [TITLE] * 9)], ROOM)
    assert width >= TEN_DIGITS
    crowded = column_widths([*[day_need("公布日期")] * 9, prose_need("标题", [TITLE] * 9)], ROOM)
    assert min(crowded[:9]) >= TEN_DIGITS
    assert sum(crowded) == ROOM


def test_the_longest_number_stands_on_one_line_and_a_monster_does_not_rule():
    needs = [
        name_need("发文字号", chain([NUMBER], ["甲"] * 99, ["〔2024〕1号" * 9]), [NUMBER]),
        prose_need("标题", [TITLE]),
    ]
    width = column_widths(needs, ROOM)[0]
    assert 210 * 10.5 + 100 <= width < 210 * 16


def test_a_name_of_five_characters_is_not_torn_and_a_longer_one_may_be():
    assert name_need("指标", iter(["及时率", "审查办结率"]), []).least == 5.2
    assert name_need("指标", iter(["及时率", "审查办结比率"]), []).least == 4


def test_a_long_number_breaks_at_a_natural_place_and_leaves_its_room_to_the_title():
    long = "示范区人民政府通告2026年第3号"
    numbers = [long, *["示住建〔2026〕64号"] * 9]
    days = [day_need("公布日期")] * 3
    notes = prose_need("备注", ["2026.11.07起被替代，见示住建〔2026〕70号", *["—"] * 9])
    needs = [
        prose_need("文件名称", [TITLE] * 10),
        name_need("发文字号", iter(numbers), numbers),
        *days,
        notes,
    ]
    title, number, *_, note = column_widths(needs, ROOM)
    assert number_parts(long) == ["示范区人民政府通告", "2026年第3号"]
    assert number_parts("示范市示范区人民政府令第12号") == ["示范市示范区人民政府令", "第12号"]
    assert number_parts("示范区住房和城乡建设局规〔2026〕112号") == [
        "示范区住房和城乡建设局规",
        "〔2026〕112号",
    ]
    assert number_parts(NUMBER) == [NUMBER]
    assert number_parts("其中〔2026〕字样的文件一律按照原来的年份编号") == [
        "其中〔2026〕字样的文件一律按照原来的年份编号"
    ]
    assert 210 * 9 <= number < 210 * 13
    assert note < title / 2
    assert title > 210 * 15


def test_what_makes_rows_tall_gets_the_room():
    long, short = prose_need("理由", [TITLE * 3] * 9), prose_need("标题", [TITLE] * 9)
    title, reason = column_widths([short, long], ROOM)
    assert reason > 2 * title
    note, title = column_widths([prose_need("备注", [""] * 9), short], ROOM)
    assert title > 10 * note


def test_more_rows_have_wider_numbers():
    assert number_width(9) == number_width(99) < number_width(50_000)


@given(
    st.lists(
        st.one_of(
            st.just(day_need("公布日期")),
            st.text("甲乙0123〔〕", max_size=30).map(lambda words: name_need("名称", iter([words]), [words])),
            st.text("甲乙丙", max_size=900).map(lambda words: prose_need("理由", [words])),
        ),
        min_size=1,
        max_size=14,
    )
)
def test_the_columns_fill_the_table_whatever_they_hold(needs: list):
    widths = column_widths(needs, ROOM)
    assert sum(widths) == ROOM
    assert min(widths) > 0
