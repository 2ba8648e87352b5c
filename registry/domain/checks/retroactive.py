"""Sentences that reach back to the time before the document (溯及既往)."""

from registry.domain.checks.findings import CheckKind
from registry.domain.checks.rules import SentenceRule
from registry.domain.levels import Level

RETROACTIVE: tuple[SentenceRule, ...] = (
    SentenceRule(
        "retroactive.before",
        "溯及施行以前",
        CheckKind.RETROACTIVE,
        Level.IMPROPER,
        r"本(?:办法|规定|细则|意见|通知|方案|规则)(?:施行|实施|发布|公布|印发|出台)(?:之?前|"
        r"以前)[^。]{0,40}(?:适用|依照|按照?|执行)本(?:办法|规定|细则|意见|通知|方案|规则)"
        r"|(?:追溯|溯及)(?:至|到|既往)",
        "本句可能溯及既往。规范性文件不溯及既往，为更好地保护权益而作的特别规定除外。",
        "立法法第一百零四条（参照）；国办发〔2018〕37号",
        here=r"不(?:再)?(?:适用|追溯|溯及)|追溯期|可追溯|追溯体系|源头追溯",
        anywhere=r"有利于|更有利|不溯及",
    ),
)
