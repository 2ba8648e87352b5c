"""The rule checks over sentences invented for them: those that harm, and those that only look so."""

import pytest

from registry.domain.checks.findings import CheckKind
from registry.domain.checks.reading import check_sentences, check_text
from registry.domain.checks.whole import TextFacts

HARMFUL = {
    CheckKind.LICENCE: (
        "外地企业在我县承接工程须经县住建局许可",
        "外地生猪产品进入本县销售的，须经县农业局批准",
        "未经镇人民政府批准，任何单位和个人不得在集镇摆摊设点",
        "经营户须取得镇政府核发的经营准入证方可经营",
        "开办农家乐应当向镇政府申请办理准营证",
        "从事垃圾清运的，实行准入许可制度",
        "婚丧事宜须事先报村委会批准，方可办理",
        "未取得健康证的，不得从事餐饮服务",
    ),
    CheckKind.PENALTY: (
        "对乱倒垃圾的农户，一律罚款五十元",
        "违者罚款200元",
        "凡在门前三包区域内乱堆乱放的，由镇人民政府处以50元至200元罚款",
        "对占道经营的摊贩，由镇综合执法队没收其经营工具",
        "对拒不改正的，责令停产停业",
        "情节严重的，吊销其营业执照",
        "对违规饲养犬只的，予以警告，并处500元以下罚款",
        "超标电动车一律没收",
        "对逾期不缴纳的，每日加收千分之五滞纳金",
        "对无证经营的，予以取缔",
        "扣缴驾驶证三个月",
        "占用道路的物品予以清除，并处100元罚款",
    ),
    CheckKind.COERCION: (
        "拒不清理的，镇政府可以扣押其车辆和物品",
        "对违规三轮车一律暂扣",
        "逾期未拆除的，由镇人民政府强制拆除，费用由当事人承担",
        "对拒不配合的养殖户，停止供水供电",
        "超过期限未搬离的，强行搬离",
    ),
    CheckKind.FEE: (
        "村民建房须缴纳建房保证金5000元",
        "每户每月收取卫生费10元",
        "沙场每开采一立方米缴纳资源管理费2元",
        "外来车辆进入本镇须缴纳通行保证金",
        "经营者应当交纳市容管理费",
    ),
    CheckKind.RIGHTS: (
        "未缴清卫生费的，不予办理子女入学手续",
        "拒不参加合作医疗的，取消其低保待遇",
        "学生校服必须到教育局指定的厂家购买",
        "村民每户出资300元用于修路",
        "机动车辆所有人必须购买驾驶人意外伤害保险",
        "凡我镇企业须订阅县报一份",
    ),
    CheckKind.COMPETITION: (
        "政府投资项目应当优先采购本县企业生产的建材",
        "同等条件下优先选用本地施工企业",
        "县外建筑企业进入本县市场，应当在本县设立分公司",
        "投标人应当在本市注册满一年",
        "对在我区纳税100万元以上的企业，按其地方留成部分的50%给予奖励",
        "招商引资企业缴纳的税收前三年先征后返",
        "各单位公务接待用酒必须使用本地生产的白酒",
        "酒店客房价格统一不得低于每间100元",
        "优先使用本县农产品，采购比例不低于80%",
        "未办理备案手续的外地物业公司不得参加本区招投标",
        "限制外地产品进入本地市场",
        "按企业入库税收的20%返还",
        "建筑垃圾运输须由区城管局指定的运输公司承运",
    ),
    CheckKind.RETROACTIVE: ("本办法施行前已建成的房屋适用本办法的规定",),
}

HARMLESS = (
    "对违法行为依法予以处罚",
    "违反本办法的，按照《中华人民共和国固体废物污染环境防治法》的规定给予处罚",
    "由公安机关依照《治安管理处罚法》给予处罚",
    "严禁以罚代管、乱罚款",
    "罚款全部上缴国库，收缴分离",
    "不得限制外地企业参加本地招标投标活动",
    "各级各部门不得设定行政许可、行政处罚、行政强制等事项",
    "执法人员应当持证上岗",
    "取得营业执照的企业，可以申请补贴",
    "经县人民政府常务会议审议通过后方可印发",
    "项目资金经财政局审核后方可拨付",
    "对不缴纳社会保险费的，由税务机关依法征收",
    "免收困难群众的垃圾处理费",
    "按照国家规定的标准收取污水处理费",
    "取消收取的各类保证金",
    "对外地企业和本地企业一视同仁",
    "鼓励本地企业做大做强",
    "引导本地企业参加展会",
    "优先保障困难群众就业",
    "不得指定供应商",
    "禁止任何单位强制企业购买指定产品",
    "逾期不履行的，依法申请人民法院强制执行",
    "对涉嫌犯罪的，移送司法机关",
    "因设施检修需要停止供水的，提前24小时通知",
    "落实强制性国家标准",
    "依法应当取得许可的，应当依法办理",
    "公务用车须经单位负责人批准",
    "申报材料不齐的，不予受理",
    "弄虚作假的，取消评优资格",
    "对工作不力的，给予通报批评",
    "建立失信黑名单制度",
    "自愿参加农业保险",
    "符合条件的外地户籍人员可以享受同等待遇",
    "根据《食品安全法》第三十五条，从事食品经营应当依法取得许可",
    "行政处罚决定应当在七日内公开",
    "加强对罚没财物的管理",
    "本办法自2026年1月1日起施行",
    "具体由县司法局负责解释",
    "水土保持补偿费按国家有关规定缴纳",
    "干部职工应当遵守考勤制度，迟到的扣发绩效",
    "行政机关应当按受理申请的先后顺序作出准予行政许可的决定",
    "登记机关应当明确告知企业需要办理的经营许可事项",
    "被处以罚款的，不免除其承担的其他责任",
    "严格执行先定罪后没收的规定",
)


@pytest.mark.parametrize(
    ("kind", "sentence"), [(kind, sentence) for kind, sentences in HARMFUL.items() for sentence in sentences]
)
def test_a_sentence_that_sets_a_power_or_hinders_is_found(kind: CheckKind, sentence: str) -> None:
    findings = check_sentences(f"第一条　为加强管理，制定本办法。\n第二条　{sentence}。")
    assert kind in {finding.kind for finding in findings}
    assert all(finding.says.endswith("。") and finding.source for finding in findings)


@pytest.mark.parametrize("sentence", HARMLESS)
def test_a_sentence_that_rests_on_a_law_or_forbids_is_left_alone(sentence: str) -> None:
    assert check_sentences(f"{sentence}。") == []


def test_a_finding_quotes_its_sentence_at_its_place() -> None:
    text = "一、总则。\n　　二、违者罚款200元；情节轻微的不罚。"
    (finding,) = check_sentences(text)
    assert finding.quote == "二、违者罚款200元"
    assert text[finding.start : finding.end] == finding.quote


def test_words_without_an_end_and_thousands_of_hits_are_read_in_order() -> None:
    text = "违者罚款200元。" * 5_000 + "甲" * 100_000
    findings = check_text(text, TextFacts("关于管理的通知"))
    places = [finding.start for finding in findings]
    assert len([finding for finding in findings if finding.quote]) == 5_000
    assert places == sorted(places)
