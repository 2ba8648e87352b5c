"""The pages of the settings."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from registry.domain.places import DEFAULT_PROFILES
from registry.domain.rules import OWN_SOURCES, PARAMETERS, REMINDERS, from_json
from registry.storage import counters, office
from registry.storage.calendar import newest_years
from registry.storage.engine import Store, reading, transaction
from registry.storage.rules import RuleProfileVersion
from tests.domain.test_holiday_decrees import NOTICE

SignIn = Callable[[str], FlaskClient]
OFFICE = {
    "office_name": "示范区司法局",
    "government_name": "示范区人民政府",
    "review_authority": "示范市人民政府",
    "first_cleanup_due_on": "2026-12-31",
    "annex_1": "retain",
    "annex_2": "repeal",
    "annex_3": "lapse",
    "annex_4": "to_amend",
    "annex_5": "reclassify",
}
RULE: dict[str, Any] = {
    "name": "示范省（第1号令）",
    "place": "示范省",
    "source": "示范省人民政府令第1号",
    "in_force_from": "2027-01-01",
    "filing_days_government": "10",
    "formal_check_working_days": "5",
    "supplement_days": "15",
    "review_days": "30",
    "review_extension_days": "20",
    "opinion_answer_days": "30",
    "proposal_reply_days": "60",
    "consultation_working_days": "7",
    "consultation_days_market": "30",
    "legality_working_days_least": "5",
    "legality_working_days_most": "15",
    "legality_question_stops": "y",
    "legality_materials": "送审稿\n起草说明",
    "validity_months_ordinary": "60",
    "validity_months_provisional": "24",
    "expiry_reminders": "180、60,30 7",
    "filing_reminders": "0、5、1",
    "filing_late_every": "7",
    "step_reminders": "3、0",
    "step_late_every": "7",
    "late_head_days": "10",
    "late_lead_days": "20",
    "cleanup_cycle_months": "24",
    "cleanup_reminders": "90、30",
    "evaluation_months": "6",
    "return_days": "30",
    "immediate_cleanup_days": "30",
    "materials": "备案报告\n正式文本\n",
    "rollover": "y",
    "vertical_filing": "local",
}
DECREE = {"year": "2027", "source": "国办发明电〔2026〕7号", "text": NOTICE.replace("2026", "2027")}


def profile(store: Store, rule_id: int) -> Any:
    with reading(store) as session:
        return from_json(session.get_one(RuleProfileVersion, rule_id).body)


def test_the_first_page_shows_what_holds(sign_in: SignIn) -> None:
    text = sign_in("admin").get("/desk/settings/").text
    for words in (
        "2026年1月1日（建立系统时确定，不能修改）",
        "待本单位核实",
        "2027年放假安排尚未录入",
        "备〔2026〕1号",
    ):
        assert words in text


@pytest.mark.parametrize(
    "address",
    ["", "edit", "rules/1", "rules/add", "rules/1/revise", "holidays/add", "numbers/start", "resume"],
)
def test_only_an_admin_enters(sign_in: SignIn, address: str) -> None:
    assert sign_in("admin").get(f"/desk/settings/{address}").status_code == 200
    for name in ("drafter", "clerk", "lead", "auditor"):
        assert sign_in(name).get(f"/desk/settings/{address}").status_code == 403


def test_the_offices_names_are_changed(sign_in: SignIn, store: Store) -> None:
    admin = sign_in("admin")
    answer = admin.post("/desk/settings/edit", data=OFFICE, follow_redirects=True)
    assert "设置已保存" in answer.text
    assert "继续有效 → 废止 → 失效 → 修改 → 不属于规范性文件" in answer.text
    with reading(store) as session:
        assert office.setting(session, "first_cleanup_due_on") == "2026-12-31"


@pytest.mark.parametrize(
    ("changes", "sentence"), [({"office_name": ""}, "请填写本单位名称"), ({"annex_2": "retain"}, "各排一次")]
)
def test_what_cannot_be_stays_on_the_form(sign_in: SignIn, changes: dict[str, str], sentence: str) -> None:
    answer = sign_in("admin").post("/desk/settings/edit", data=OFFICE | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "示范市人民政府" in answer.text


def test_a_rule_shows_every_figure_with_its_source(sign_in: SignIn) -> None:
    text = sign_in("admin").get("/desk/settings/rules/2").text
    for _, label, _ in PARAMETERS:
        assert label in text
    assert text.count("第219号") > len(PARAMETERS) - len(REMINDERS) - len(OWN_SOURCES)
    for source in OWN_SOURCES.values():
        assert source in text
    assert text.count("不是法定期限") == len(REMINDERS)


def test_confirming_makes_a_new_version_of_the_same_figures(sign_in: SignIn, store: Store) -> None:
    admin = sign_in("admin")
    answer = admin.post("/desk/settings/rules/2/confirm", follow_redirects=True)
    assert "已标记为本单位核实" in answer.text
    assert (profile(store, 3).version, profile(store, 3).confirmed) == (2, True)
    assert "这是旧版本" in admin.get("/desk/settings/rules/2").text
    assert admin.get("/desk/settings/rules/2/revise").status_code == 404
    assert "刚被他人改过" in admin.post("/desk/settings/rules/2/confirm").text


def test_a_revised_rule_keeps_its_name_and_what_was_not_touched(sign_in: SignIn, store: Store) -> None:
    data = RULE | {"name": "别的名字", "confirmed": "y", "filing_days_congress": "30"}
    assert sign_in("admin").post("/desk/settings/rules/2/revise", data=data).status_code == 303
    new = profile(store, 3)
    assert (new.name, new.version) == (DEFAULT_PROFILES[1].name, 2)
    assert (new.filing_days_government, new.filing_days_congress, new.confirmed) == (10, 30, True)
    assert new.expiry_reminders == (180, 60, 30, 7)
    assert new.filing_reminders == (5, 1, 0)
    assert (new.step_reminders, new.step_late_every) == ((3, 0), 7)
    assert (new.late_head_days, new.late_lead_days) == (10, 20)
    assert new.materials == ("备案报告", "正式文本")


def test_the_form_of_a_revision_says_what_holds_now(sign_in: SignIn, store: Store) -> None:
    text = sign_in("admin").get("/desk/settings/rules/2/revise").text
    for words in ('value="15"', "180、60、30、7", "合法性审核意见", "保存为第2版"):
        assert words in text


def test_a_new_rule_stands_beside_the_others(sign_in: SignIn, store: Store) -> None:
    admin = sign_in("admin")
    assert admin.post("/desk/settings/rules/add", data=RULE).status_code == 303
    assert profile(store, 3).filing_days_congress is None
    assert "示范省（第1号令）" in admin.get("/desk/settings/").text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"source": ""}, "请写明依据"),
        ({"filing_days_government": "0"}, "应为1至9999的整数"),
        ({"filing_reminders": "五"}, "请填写天数，用顿号分开"),
        ({"materials": " "}, "至少列出一项备案材料"),
        ({"in_force_until": "2026-01-01"}, "停止施行日期早于施行日期"),
    ],
)
def test_a_rule_that_cannot_be_is_refused(sign_in: SignIn, changes: dict[str, str], sentence: str) -> None:
    answer = sign_in("admin").post("/desk/settings/rules/add", data=RULE | changes)
    assert answer.status_code == 422
    assert sentence in answer.text
    kept = dict(re.findall(r'name="(\w+)"[^>]* value="([^"]*)"', answer.text))
    assert kept["source"] == (RULE | changes)["source"]


def test_the_rules_of_a_place_are_shown_then_adopted(sign_in: SignIn, store: Store) -> None:
    admin = sign_in("admin")
    assert "套期限规则待核实" in admin.get("/desk/").text
    shown = admin.post("/desk/settings/place", data={"place": "北京市"}).text
    assert "确认采用" in shown
    with reading(store) as session:
        assert session.get(RuleProfileVersion, 3) is None
    done = admin.post(
        "/desk/settings/place", data={"place": "北京市", "confirmed": "北京市"}, follow_redirects=True
    )
    assert "已采用北京市的规则，待本单位核实" in done.text
    assert profile(store, 3).place == "北京市"
    same = admin.post("/desk/settings/place", data={"place": "福建省"}).text
    assert "现行规则与该地的相同" in same
    assert admin.post("/desk/settings/place", data={"place": "火星"}).status_code == 422


def test_a_holiday_year_is_read_then_checked_then_kept(sign_in: SignIn, store: Store) -> None:
    admin = sign_in("admin")
    wrong = admin.post("/desk/settings/holidays/add", data=DECREE)
    assert wrong.status_code == 422
    assert "不会是补班日" in wrong.text  # the days of 2026 are other weekdays in 2027
    fitting = DECREE | {"text": PLAIN_2027}
    shown = admin.post("/desk/settings/holidays/add", data=fitting)
    assert "读到13天放假、1天补班，请核对" in shown.text
    with reading(store) as session:
        assert 2027 not in {year.year for year in newest_years(session)}
    kept = admin.post(
        "/desk/settings/holidays/add", data=fitting | {"is_checked": "y"}, follow_redirects=True
    )
    assert "2027年放假安排已录入，0件未办结备案的期限随之变更" in kept.text
    assert "2027年放假安排尚未录入" not in kept.text


def test_a_change_within_the_year_is_shown_beside_what_holds(sign_in: SignIn, store: Store) -> None:
    admin = sign_in("admin")
    change = {
        "year": "2026",
        "source": "关于延长2026年春节假期的通知",
        "text": "延长2026年春节假期至2月24日。",
    }
    shown = admin.post("/desk/settings/holidays/add", data=change).text
    assert "2026年已录入过放假安排，与现行安排相比" in shown
    assert "2026年2月24日（周二）：未作安排 → 春节放假" in shown
    answer = admin.post(
        "/desk/settings/holidays/add", data=change | {"is_checked": "y"}, follow_redirects=True
    )
    assert "2026年放假安排已录入" in answer.text
    assert "2026年（第2版）" in answer.text


PLAIN_2027 = """一、元旦：1月1日放假。
二、春节：2月6日至10日放假调休。2月20日上班。
三、清明节：4月5日放假。
四、劳动节：5月1日放假。
五、端午节：6月9日放假。
六、中秋节：9月15日放假。
七、国庆节：10月1日至3日放假。
"""


def test_the_numbers_start_where_paper_ended(sign_in: SignIn, store: Store) -> None:
    admin = sign_in("admin")
    answer = admin.post(
        "/desk/settings/numbers/start", data={"year": "2026", "last_serial": "38"}, follow_redirects=True
    )
    assert "下一个备案登记号为备〔2026〕39号" in answer.text
    again = admin.post("/desk/settings/numbers/start", data={"year": "2026", "last_serial": "50"})
    assert again.status_code == 422
    assert "起始号不能再改" in again.text


def test_after_a_restore_the_last_number_is_confirmed(sign_in: SignIn, store: Store) -> None:
    with transaction(store) as session:
        counters.set_at_least(session, "registration-2026", 4)
        office.set_setting(session, "sending_paused_because", "从备份恢复后暂停")
    admin = sign_in("admin")
    assert "核对并恢复" in admin.get("/desk/settings/").text
    assert "备〔2026〕4号" in admin.get("/desk/settings/resume").text
    assert "不能比它小" in admin.post("/desk/settings/resume", data={"last_serial": "3"}).text
    answer = admin.post("/desk/settings/resume", data={"last_serial": "6"}, follow_redirects=True)
    assert "下一个备案登记号为备〔2026〕7号" in answer.text
    assert "没有暂停" in admin.get("/desk/settings/resume").text


def test_a_series_of_papers_goes_on_from_the_last_number_by_hand(sign_in: SignIn) -> None:
    admin = sign_in("admin")
    data = {"series": "备登", "year": "2026", "last_serial": "12"}
    answer = admin.post("/desk/settings/paper-series/start", data=data, follow_redirects=True)
    assert "下一个编号为备登〔2026〕13号" in answer.text
    assert "2026年备登编号：0 → 12" in admin.get("/desk/audit/").text
    mended = admin.post(
        "/desk/settings/paper-series/start", data=data | {"last_serial": "11"}, follow_redirects=True
    )
    assert "下一个编号为备登〔2026〕12号" in mended.text, "a mistyped start can be corrected while unused"


def test_the_numbers_of_papers_are_confirmed_after_a_restore(sign_in: SignIn, store: Store) -> None:
    with transaction(store) as session:
        counters.set_at_least(session, "paper-备登-2026", 3)
        office.set_setting(session, "sending_paused_because", "从备份恢复后暂停")
    admin = sign_in("admin")
    assert "备登最后使用的序号" in admin.get("/desk/settings/resume").text
    low = admin.post("/desk/settings/resume", data={"last_serial": "0", "备登": "2"})
    assert "应不小于它" in low.text
    admin.post("/desk/settings/resume", data={"last_serial": "0", "备登": "7"})
    with reading(store) as session:
        assert counters.read(session, "paper-备登-2026") == 7
