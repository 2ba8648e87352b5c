"""The laws that ship with the program: the frame of filing and cleanup, and well-known laws that are gone.

Each day stands in the law that is named as its source. The office corrects a row by hand or by a table of its own.
`SHIPPED_VERSION` rises with every change here, so that registers made by an older version take in what is new.
"""

from datetime import date

from registry.domain.laws import Law, LawStatus, Origin

SHIPPED_VERSION = 1

_CIVIL_CODE = date(2021, 1, 1)


def _gone(title: str, since: date, successor: str, source: str, doc_no: str = "") -> Law:
    return Law(title, LawStatus.REPEALED, since, successor, doc_no, source, Origin.SHIPPED)


def _in_force(title: str, since: date, source: str, doc_no: str = "") -> Law:
    return Law(title, LawStatus.IN_FORCE, since, "", doc_no, source, Origin.SHIPPED)


_FRAME = (
    _in_force("立法法", date(2000, 7, 1), "立法法"),
    _in_force("行政许可法", date(2004, 7, 1), "行政许可法第八十三条"),
    _in_force("行政处罚法", date(1996, 10, 1), "行政处罚法"),
    _in_force("行政强制法", date(2012, 1, 1), "行政强制法第七十一条"),
    _in_force("行政复议法", date(1999, 10, 1), "行政复议法"),
    _in_force("政府信息公开条例", date(2008, 5, 1), "政府信息公开条例"),
    _in_force("法规规章备案审查条例", date(2024, 11, 1), "国务院令第789号"),
    _in_force("公平竞争审查条例", date(2024, 8, 1), "国务院令第783号"),
    _in_force(
        "国务院办公厅关于加强行政规范性文件制定和监督管理工作的通知",
        date(2018, 5, 16),
        "国办发〔2018〕37号",
        "国办发〔2018〕37号",
    ),
    _in_force(
        "国务院办公厅关于全面推行行政规范性文件合法性审核机制的指导意见",
        date(2018, 12, 4),
        "国办发〔2018〕115号",
        "国办发〔2018〕115号",
    ),
    _in_force("福建省行政规范性文件备案审查办法", date(2022, 1, 1), "福建省人民政府令第219号"),
    _gone(
        "法规规章备案条例",
        date(2024, 11, 1),
        "法规规章备案审查条例",
        "法规规章备案审查条例（国务院令第789号）附则",
    ),
    _gone(
        "福建省行政机关规范性文件备案审查办法",
        date(2022, 1, 1),
        "福建省行政规范性文件备案审查办法",
        "福建省行政规范性文件备案审查办法（福建省人民政府令第219号）附则",
    ),
)
_CIVIL = (
    _in_force("民法典", _CIVIL_CODE, "民法典第一千二百六十条"),
    *(
        _gone(title, _CIVIL_CODE, "民法典", "民法典第一千二百六十条")
        for title in (
            "婚姻法", "继承法", "民法通则", "收养法", "担保法", "合同法", "物权法", "侵权责任法", "民法总则",
        )
    ),
    *(
        _gone(title, date(1999, 10, 1), "合同法", "合同法第四百二十八条")
        for title in ("经济合同法", "涉外经济合同法", "技术合同法")
    ),
)  # fmt: skip
_ADMINISTRATION = (
    _in_force("食品安全法", date(2009, 6, 1), "食品安全法"),
    _gone("食品卫生法", date(2009, 6, 1), "食品安全法", "食品安全法（2009年）第一百零四条"),
    _in_force("治安管理处罚法", date(2006, 3, 1), "治安管理处罚法"),
    _gone("治安管理处罚条例", date(2006, 3, 1), "治安管理处罚法", "治安管理处罚法（2005年）第一百一十九条"),
    _gone("行政复议条例", date(1999, 10, 1), "行政复议法", "行政复议法（1999年）第四十三条"),
    _in_force("监察法", date(2018, 3, 20), "监察法第六十九条"),
    _gone("行政监察法", date(2018, 3, 20), "监察法", "监察法第六十九条"),
    _in_force("公务员法", date(2006, 1, 1), "公务员法"),
    _gone("国家公务员暂行条例", date(2006, 1, 1), "公务员法", "公务员法（2005年）第一百零七条"),
    _in_force("出境入境管理法", date(2013, 7, 1), "出境入境管理法第九十三条"),
    _gone("外国人入境出境管理法", date(2013, 7, 1), "出境入境管理法", "出境入境管理法第九十三条"),
    _gone("公民出境入境管理法", date(2013, 7, 1), "出境入境管理法", "出境入境管理法第九十三条"),
    _in_force("城乡规划法", date(2008, 1, 1), "城乡规划法第七十条"),
    _gone("城市规划法", date(2008, 1, 1), "城乡规划法", "城乡规划法第七十条"),
    _in_force("国有土地上房屋征收与补偿条例", date(2011, 1, 21), "国有土地上房屋征收与补偿条例第三十五条"),
    _gone(
        "城市房屋拆迁管理条例",
        date(2011, 1, 21),
        "国有土地上房屋征收与补偿条例",
        "国有土地上房屋征收与补偿条例第三十五条",
    ),
    _in_force("道路交通安全法实施条例", date(2004, 5, 1), "道路交通安全法实施条例第一百一十五条"),
    _gone(
        "道路交通管理条例", date(2004, 5, 1), "道路交通安全法实施条例", "道路交通安全法实施条例第一百一十五条"
    ),
    _gone(
        "道路交通事故处理办法",
        date(2004, 5, 1),
        "道路交通安全法实施条例",
        "道路交通安全法实施条例第一百一十五条",
    ),
    _in_force("城市生活无着的流浪乞讨人员救助管理办法", date(2003, 8, 1), "国务院令第381号"),
    _gone(
        "城市流浪乞讨人员收容遣送办法",
        date(2003, 8, 1),
        "城市生活无着的流浪乞讨人员救助管理办法",
        "城市生活无着的流浪乞讨人员救助管理办法第十八条",
    ),
    _in_force("土地复垦条例", date(2011, 3, 5), "土地复垦条例第四十四条"),
    _gone("土地复垦规定", date(2011, 3, 5), "土地复垦条例", "土地复垦条例第四十四条"),
    _in_force("铁路安全管理条例", date(2014, 1, 1), "铁路安全管理条例第一百零八条"),
    _gone("铁路运输安全保护条例", date(2014, 1, 1), "铁路安全管理条例", "铁路安全管理条例第一百零八条"),
)
_MARKET = (
    _in_force("外商投资法", date(2020, 1, 1), "外商投资法第四十二条"),
    *(
        _gone(title, date(2020, 1, 1), "外商投资法", "外商投资法第四十二条")
        for title in ("中外合资经营企业法", "外资企业法", "中外合作经营企业法")
    ),
    _in_force("市场主体登记管理条例", date(2022, 3, 1), "市场主体登记管理条例第五十五条"),
    *(
        _gone(title, date(2022, 3, 1), "市场主体登记管理条例", "市场主体登记管理条例第五十五条")
        for title in ("公司登记管理条例", "企业法人登记管理条例", "合伙企业登记管理办法")
    ),
    _in_force("促进个体工商户发展条例", date(2022, 11, 1), "促进个体工商户发展条例第三十九条"),
    _gone("个体工商户条例", date(2022, 11, 1), "促进个体工商户发展条例", "促进个体工商户发展条例附则"),
    _in_force("无证无照经营查处办法", date(2017, 10, 1), "国务院令第684号"),
    _gone("无照经营查处取缔办法", date(2017, 10, 1), "无证无照经营查处办法", "无证无照经营查处办法附则"),
)
_TAXES = (
    _in_force("增值税法", date(2026, 1, 1), "增值税法第三十八条"),
    _gone("增值税暂行条例", date(2026, 1, 1), "增值税法", "增值税法第三十八条"),
    _gone("营业税暂行条例", date(2017, 11, 19), "增值税暂行条例", "国务院令第691号"),
    _gone(
        "农业税条例", date(2006, 1, 1), "", "全国人民代表大会常务委员会关于废止《农业税条例》的决定（2005年）"
    ),
    *(
        law
        for title, since, before in (
            ("企业所得税法", date(2008, 1, 1), "企业所得税暂行条例"),
            ("车船税法", date(2012, 1, 1), "车船税暂行条例"),
            ("车辆购置税法", date(2019, 7, 1), "车辆购置税暂行条例"),
            ("耕地占用税法", date(2019, 9, 1), "耕地占用税暂行条例"),
            ("资源税法", date(2020, 9, 1), "资源税暂行条例"),
            ("契税法", date(2021, 9, 1), "契税暂行条例"),
            ("城市维护建设税法", date(2021, 9, 1), "城市维护建设税暂行条例"),
            ("印花税法", date(2022, 7, 1), "印花税暂行条例"),
        )
        for law in (_in_force(title, since, title), _gone(before, since, title, f"{title}附则"))
    ),
)

SHIPPED_LAWS: tuple[Law, ...] = (*_FRAME, *_CIVIL, *_ADMINISTRATION, *_MARKET, *_TAXES)
