"""Sentences that set administrative coercion (行政强制)."""

from registry.domain.checks.findings import CheckKind
from registry.domain.checks.rules import DENIED, LAWFUL, NAMED_LAW, NO_POWERS, SentenceRule
from registry.domain.levels import Level

NO_COERCION = f"{NO_POWERS}；行政强制法第十条、第十三条"

COERCION: tuple[SentenceRule, ...] = (
    SentenceRule(
        "coercion.measure",
        "查封、扣押、强制拆除等",
        CheckKind.COERCION,
        Level.UNLAWFUL,
        r"(?:可以?|应当|应|并|予以|有权|一律|先行|采取|将其?|立即|由|^|"
        r"（[一二三四五六七八九十]+）)[^，。的]{0,16}"
        r"(?:查封|扣押|暂扣|扣留|冻结|拖离|拖移|强行(?:拆除|清除|带离|铲除|搬离)|强制(?:拆除|清除|铲除|"
        r"迁移|搬离|带离|扑杀|隔离|收容|报废|清理))"
        r"|(?:停止|中断|切断|停)(?:供应?)?(?:水|电|气)(?=、|，|措施|供|$)|断水断?电?|代履行|强行(?:拆除|"
        r"清除|带离|铲除|搬离)"
        r"|采取[^。]{0,30}(?:扣留|查封|扣押)[^，。]{0,6}措施"
        r"|代为(?:治理|清理|拆除|履行|恢复|清除|补种)[^。]{0,30}费用",
        "本句设定查封、扣押、强制拆除等行政强制。规范性文件不得设定行政强制。",
        NO_COERCION,
        here=(
            rf"{LAWFUL}|{DENIED}|强制措施(?:的|应当|后|前|时|种类|情况|决定|申请)|决定|解除|轮候|被(?:查封|扣押)|情况|审慎|证据(?!证明)|检修|通知用户|"
            rf"居民身份证|居住证|执法|记录|不需要|非法|违法扣|停水停电、|劳动者"
        ),
        anywhere=rf"{NAMED_LAW}|保全|法院|用户|受害人|侵权|民事",
    ),
)
