"""Sentences that take rights away or add duties (减损权益或者增设义务)."""

from registry.domain.checks.findings import CheckKind
from registry.domain.checks.rules import DENIED, LAWFUL, NAMED_LAW, NO_DUTIES, SentenceRule
from registry.domain.levels import Level

RIGHTS: tuple[SentenceRule, ...] = (
    SentenceRule(
        "rights.refuse",
        "以履行其他义务限制办事",
        CheckKind.RIGHTS,
        Level.UNLAWFUL,
        r"(?:未|不|拒不|没有|拖欠|凡)[^。]{0,30}(?:的|者)，?(?:一律)?(?:不予|不得|停止|停发|暂停|不给|"
        r"不准|取消)[^，。]{0,12}"
        r"(?:办理(?!注销|延期)|入学|上学|落户|参军|低保|最低生活保障|享受|报名|年检|出具证明|发放|宅基地|"
        r"就业|开具|上户|转移接续)"
        r"|(?:可以?|应当|一律|予以|，)[^，。]{0,6}(?:减发|停发|扣发|扣减)[^，。]{0,10}(?:低保|保障金|救助|补助|补贴|"
        r"养老|待遇|津贴)",
        "本句以履行其他义务为条件限制办理事项或者享受待遇，可能减损权益。规范性文件不得违法减损权益。",
        NO_DUTIES,
        here=rf"{LAWFUL}|逾期|优惠",
        anywhere=rf"{NAMED_LAW}|符合[^，。]{{0,20}}(?:条件|资格)的",
    ),
    SentenceRule(
        "rights.burden",
        "要求购买、出资、出工",
        CheckKind.RIGHTS,
        Level.UNLAWFUL,
        r"(?:必须|须|应当|一律|强制)[^，。与从比]{0,14}(?:购买(?!权|者|人|方|的)|投保|入股|出资(?!者|人|比例)|捐款|捐赠|"
        r"(?<!、)无偿(?!、|献血|许可|发布|刊|播)|义务出工|投工投劳|摊派|垫资|参加商业保险|订阅|订购|缴纳风险)"
        r"|(?:必须|须|应当)[^，。]{0,12}提(?:供|出)[^，。]{0,6}担保"
        r"|(?:每户|每人|户均)[^，。]{0,10}(?:出资|捐款|集资|投劳|出工)",
        "本句要求购买、出资、捐款或者无偿出工，可能增加义务。规范性文件不得违法增加义务。",
        NO_DUTIES,
        here=rf"{LAWFUL}|{DENIED}|自愿|采购|机关|部门|机构|台站|媒体|银行|贷款|融资|合同",
        anywhere=rf"{NAMED_LAW}|交通事故责任强制保险|工伤保险|法院|诉讼|仲裁",
    ),
)
