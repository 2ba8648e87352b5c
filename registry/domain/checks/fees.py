"""Sentences that set a fee, a deposit or a levy (收费)."""

from registry.domain.checks.findings import CheckKind
from registry.domain.checks.rules import DENIED, LAWFUL, NO_DUTIES, NO_POWERS, SentenceRule
from registry.domain.levels import Level

FEES: tuple[SentenceRule, ...] = (
    SentenceRule(
        "fee.charge",
        "收费、保证金、集资",
        CheckKind.FEE,
        Level.UNLAWFUL,
        r"(?<![未不])(?:收取|缴纳|交纳|收缴|征收|缴交|预交|(?:须|应|应当|必须)交)(?!的|费|、|体制|范围|程序|管理|职责)"
        r"(?:[^，。、的]{0,16}(?:分之[一二三四五六七八九十]+|[%％元])的)?[^，。、的]{0,18}"
        r"(?:费|押金|保证金|基金|集资款|集资|赞助|抵押金)(?!用|款|的)"
        r"|(?:每[户人亩辆车月年日次头]|按)[^，。]{0,16}(?:收取|缴纳|交纳|"
        r"收)[^，。]{0,10}[\d０-９一二三四五六七八九十百千]+元"
        r"|按[^，。]{0,10}标准收取"
        r"|(?:应当|应|须|必须|可以)(?:向[^，。]{0,14})?(?:收取|缴纳|交纳)[^，。的]{0,6}费用",
        "本句设定收费、保证金或者集资。规范性文件不得违法设定收费。",
        f"{NO_POWERS}；{NO_DUTIES}",
        here=(
            rf"{LAWFUL}|{DENIED}|保险|公积金|学费|诉讼|受理费|(?<!加价)(?:电费|水费)|排污费|取保|犯罪|党费|会费|税|"
            rf"逾期|收费(?:站|项目|标准|公路)|按规定|"
            r"残疾人就业保障金|票据|替代|规定(?:缴纳|交纳|收取)|有关规定|通行费|行政征收|缓缴|停止征收|停征|"
            r"从[^，。]{0,4}收取"
        ),
        anywhere=r"^（[一二三四五六七八九十]+）(?![^。]*(?:应当|必须|须|可以|每|元|按))|取消收取|不得向|人民检察院|人民法院|缴纳决定|以保险|物价部门|价格主管部门",
    ),
)
