"""Sentences that set an administrative penalty (行政处罚)."""

from registry.domain.checks.findings import CheckKind
from registry.domain.checks.rules import DENIED, LAWFUL, NAMED_LAW, NO_POWERS, SentenceRule
from registry.domain.levels import Level

NO_PENALTY = f"{NO_POWERS}；行政处罚法第十六条"

PENALTIES: tuple[SentenceRule, ...] = (
    SentenceRule(
        "penalty.fine",
        "罚款",
        CheckKind.PENALTY,
        Level.UNLAWFUL,
        r"(?:处以?|并处|单处|课以|予以|给予|可以?|一律|每[次人起户只头]|追加)[^，。：]{0,40}(?:的?罚款|罚金)"
        r"|罚款[一二三四五六七八九十百千万两\d０-９]",
        "本句设定罚款。规范性文件不得设定行政处罚，只能引述法律、法规、规章的规定并写明依据。",
        NO_PENALTY,
        here=rf"{DENIED}|罚款(?:决定|收入|收据|票据|数额|的?缴纳)|对依法|被处以|当场|从重|从轻|罪|徒刑|刑法",
        anywhere=rf"{NAMED_LAW}|(?:有期徒刑|拘役|单处罚金|并处罚金)",
    ),
    SentenceRule(
        "penalty.surcharge",
        "滞纳金、违约金、扣缴证件",
        CheckKind.PENALTY,
        Level.UNLAWFUL,
        r"(?:加收|收取|缴纳|征收|处)[^，。]{0,14}(?:滞纳金|违约金)|(?:每日|按日)[^，。]{0,20}加处(?:罚款|滞纳金)|扣缴[^，。]{0,4}(?:驾驶证|行驶证|身份证)",
        "本句设定滞纳金、违约金或者扣缴证件。规范性文件不得设定行政处罚或者加处款项。",
        f"{NO_PENALTY}；行政强制法第四十五条",
        here=rf"{LAWFUL}|{DENIED}|合同|约定",
        anywhere=rf"{NAMED_LAW}|保险费|税款|合同|约定",
    ),
    SentenceRule(
        "penalty.confiscate",
        "没收",
        CheckKind.PENALTY,
        Level.UNLAWFUL,
        r"没收(?!(?:较大)?(?:数额|价值)|违法所得、没收|款|财物(?:处置|、)|财产、)[^，。]{0,20}",
        "本句设定没收。规范性文件不得设定行政处罚。",
        NO_PENALTY,
        here=rf"{LAWFUL}|{DENIED}|罚没|定罪|没收(?:的|决定)|^（[一二三四五六七八九十]+）",
        anywhere=rf"{NAMED_LAW}|刑事诉讼|检察院|法院|保证金",
    ),
    SentenceRule(
        "penalty.licence",
        "吊销、收回证照",
        CheckKind.PENALTY,
        Level.UNLAWFUL,
        r"(?:吊销|收回|撤销|扣缴|注销)[^，。]{0,24}(?:许可证|执照|资格证|经营证|准运证|证书|证件|"
        r"办学资格|经营权|检验资格|[民员业格营运]证(?!明))"
        r"|取消[^，。]{0,14}(?:经营|从业|执业|评估|检验|检测|鉴定|驾驶|营运|办学|代理)[^，。]{0,4}资格"
        r"|(?:许可证|执照|资格证|经营证)[^，。]{0,4}(?:予以)?(?:收回|吊销)",
        "本句设定吊销或者收回证照。规范性文件不得设定行政处罚。",
        NO_PENALTY,
        here=(
            rf"{LAWFUL}|{DENIED}|应聘|聘用|奖|称号|荣誉|被[^，。]{{0,14}}(?:吊销|撤销|注销|责令)|"
            r"^（[一二三四五六七八九十]+）"
        ),
        anywhere=rf"{NAMED_LAW}|科技计划|课题|协议约定|被[^，。]{{0,14}}(?:吊销|撤销)[^。]{{0,120}}不得担任|因被",
    ),
    SentenceRule(
        "penalty.closure",
        "停产停业、关闭、取缔、拘留",
        CheckKind.PENALTY,
        Level.UNLAWFUL,
        r"责令[^，。的被]{0,8}(?:停产停业|停业|停产(?!停业)|停工|关闭|停止(?:营业|经营|生产|招生|托育服务|销售))(?!的?(?:行政)?处罚|的决定)|"
        r"予以(?:关闭|取缔|停业)|一律(?:关停|关闭|取缔)"
        r"|(?:处以?|予以|给予)[^，。]{0,12}(?:行政)?拘留",
        "本句设定责令停产停业、关闭、取缔或者拘留。规范性文件不得设定行政处罚。",
        NO_PENALTY,
        here=rf"{LAWFUL}|{DENIED}|坚决|被(?:依法)?(?:责令|吊销|撤销)|责令关闭或者被",
        anywhere=NAMED_LAW,
    ),
    SentenceRule(
        "penalty.warning",
        "警告等行政处罚",
        CheckKind.PENALTY,
        Level.UNLAWFUL,
        r"(?:给予|予以|处以?)警告|(?<!不)(?:给予|予以)行政处罚(?!的)",
        "本句设定警告等行政处罚。规范性文件不得设定行政处罚。",
        NO_PENALTY,
        here=rf"{LAWFUL}|{DENIED}|应当给予行政处罚的",
        anywhere=rf"{NAMED_LAW}|处分|记过|责任人员|工作人员|移送",
    ),
)
