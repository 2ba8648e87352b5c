"""Sentences that set an administrative licence (行政许可)."""

from registry.domain.checks.findings import CheckKind
from registry.domain.checks.rules import DENIED, GRANTED, LAWFUL, MUST, NAMED_LAW, NO_POWERS, SentenceRule
from registry.domain.levels import Level

NO_LICENCE = f"{NO_POWERS}；行政许可法第十四条至第十七条"
_INNER = (
    "规划|预算|经费|资金|课题|项目|编制|职称|招聘|考试|考生|教师|岗位|评审|奖|专家|章程|干部|公务|会议|"
    "档案|知识产权|同级|上级|"
    "国有独资|肖像|结算|修改方案|点位|聘"
)

LICENCES: tuple[SentenceRule, ...] = (
    SentenceRule(
        "licence.gate",
        "以批准、领证为前提",
        CheckKind.LICENCE,
        Level.UNLAWFUL,
        rf"{GRANTED}[^，。]{{0,10}}后?，?(?:，[^，。]{{0,12}})?(?:方可|方能|方准|才能|才可以?|后，?可以?开)"
        rf"|(?:取得|领取|持有?|凭|办理)[^，。]{{0,24}}(?:证|证书|手续|登记)[^，。]{{0,8}}，?(?:方可|方能|"
        rf"才能|才可以?)"
        rf"|(?:进行|经过)[^，。]{{0,8}}(?:检查|检验|培训|审查|体检)[^，。]{{0,6}}，?(?:方可|方能|才能)",
        "本句以批准、许可、备案或者领证为前提，可能设定行政许可。规范性文件不得设定行政许可。",
        NO_LICENCE,
        here=rf"{_INNER}",
        anywhere=rf"依法(?:应当|实行|取得|需要|须)|{NAMED_LAW}|^[^，。]{{0,20}}(?:{_INNER})",
    ),
    SentenceRule(
        "licence.forbid",
        "未经批准不得",
        CheckKind.LICENCE,
        Level.UNLAWFUL,
        rf"(?:未经|未取得|未办理|未领取|没有|无)[^，。]{{0,30}}(?:{GRANTED}|证|"
        rf"手续)[^，。]{{0,4}}(?:，[^，。]{{0,22}})?(?<!之日起)(?:不得|禁止|严禁|一律不|不准|不许|不可)"
        r"|未列入[^，。]{0,20}目录[^，。]{0,12}不得",
        "本句禁止未经批准的行为，可能设定行政许可。规范性文件不得设定行政许可。",
        NO_LICENCE,
        here=_INNER,
        anywhere=(
            rf"本人同意|依法(?:批准|许可)|未经(?:依法|法定)|行政机关无|有关部门不得|"
            rf"任何单位和个人不得随意变动|{NAMED_LAW}|{_INNER}"
        ),
    ),
    SentenceRule(
        "licence.must",
        "必须办理许可或者取得证件",
        CheckKind.LICENCE,
        Level.UNLAWFUL,
        rf"{MUST}(?:事先|先|报|经|向|由)?[^，。]{{0,26}}(?:申请|办理|领取|取得)[^，。]{{0,14}}(?:许可证?|"
        rf"准入证|经营证|准运证|准营证|备案证|登记证|审批手续)"
        rf"|{MUST}(?:事先)?经[^，。]{{0,24}}(?:批准|许可|审批|同意)(?!后[^，。]{{0,4}}(?:实施|公布))|"
        rf"实行[^，。]{{0,12}}(?:许可证?|准入|准营|审批|备案证)(?:管理)?制度",
        "本句要求办理许可、审批或者取得证件，可能设定行政许可。规范性文件不得设定行政许可。",
        NO_LICENCE,
        here=rf"{LAWFUL}|{DENIED}|{_INNER}|登记手续",
        anywhere=rf"依照|依法|{NAMED_LAW}|{_INNER}|行政许可(?:申请|的?决定)|告知",
    ),
)
