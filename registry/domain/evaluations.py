"""The evaluation of a document before its last valid day (评估): what is asked, and what it may conclude.

Source: DOMAIN §3 (evaluation 6 months before the last day: Shanghai, Hunan).
"""

from registry.domain.worded import Worded


class Conclusion(Worded):
    """What the evaluating authority concludes."""

    EXTEND = "extend", "延长有效期"
    REVISE = "revise", "修订后重新公布"
    LAPSE = "lapse", "到期自行失效"


QUESTIONS: dict[str, str] = {
    "needed": "是否仍有必要",
    "lawful": "是否与上位法一致",
    "workable": "执行是否可行",
    "complaints": "投诉、复议、诉讼和意见",
}
"""name of an answer → what is asked."""
