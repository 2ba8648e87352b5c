"""The rules that sentences are checked by, as data: what a rule looks for, what excuses the words, and its source.

A rule looks for `pattern`. `here` are words in the same clause that excuse it, `anywhere` words in the same sentence.
All are regular expressions.
"""

import re
from dataclasses import dataclass
from functools import cache

from registry.domain.checks.findings import CheckKind
from registry.domain.levels import Level

NO_POWERS = "国办发〔2018〕37号（规范性文件不得增加法律、法规规定之外的行政权力事项）"
NO_DUTIES = "国办发〔2018〕37号（规范性文件不得违法减损公民、法人和其他组织的合法权益或者增加其义务）"

# Words in the clause that say that a law gives the power, or that the clause takes the power away.
_OWN = "本(?:办法|规定|细则|条例|法|通知|意见|通告|方案|规则)"
LAWFUL = (
    rf"依法(?!纳税|缴|取得|登记|经营|设立|注册)|依规|法定|法律|法规|依照(?!{_OWN})|依据(?!{_OWN})|"
    rf"(?<!不)按照(?!{_OWN})[^，。]{{0,30}}规定|按(?:国家|有关|规定)|申请人民法院|人民法院"
)
DENIED = (
    r"不得|严禁|禁止[^，。]{0,10}(?:乱|设|强制|任何单位强)|不予|免(?:予|于|收|征|除|缴)|取消[^，。]{0,6}收|"
    "不再|清理(?!费)|规范|减免|可以不"
)
# A law that the sentence names by its title.
TITLED_LAW = r"(?:依照|依据|根据|按照)[^，。《]{0,6}《[^》]{2,60}》"
# Words in the sentence that name the law that gives the power.
NAMED_LAW = (
    rf"(?<![未不])(?:依照|依据|根据|按照)(?!{_OWN})[^，。]{{0,40}}(?:法|条例|规定|办法)[》”]?"
    r"(?:[^，。]{0,24}(?:规定|予以|处|进行|办理|执行|给予|责令|没收|吊销|查处)|$)|条(?:第[一二三四五六七八九十]+款)?规定[：:]"
)


@dataclass(frozen=True)
class SentenceRule:
    """A rule of one sentence. `code` names it for ever, `name` on the screen; `says` is what the examiner reads."""

    code: str
    name: str
    kind: CheckKind
    level: Level
    pattern: str
    says: str
    source: str
    here: str = ""
    anywhere: str = ""

    @property
    def looks_for(self) -> re.Pattern[str]:
        return _compiled(self.pattern)

    def is_excused(self, clause: str, sentence: str) -> bool:
        """Whether words of the clause or of the whole sentence excuse what the pattern hit."""
        return any(
            words and _compiled(words).search(part)
            for words, part in ((self.here, clause), (self.anywhere, sentence))
        )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


MUST = "(?:(?<![无不])须|应当|必须|(?<![回响供适相反])应|(?<!不)需要?|只能|一律|方可)"
GRANTED = "(?:批准|许可|审批|核准|同意|备案|审查合格|检验合格|登记|验收合格|认可|认定|确认|检查合格)"
