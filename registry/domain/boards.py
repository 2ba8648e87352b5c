"""The board of a round: what the office looks for among its documents, by the words of a filter."""

from registry.domain.worded import Worded


class BoardState(Worded):
    """What is the matter with a document of a round."""

    SILENT = "silent", "未报送"
    TO_EXAMINE = "to_examine", "已报送、未审查"
    SENT_BACK = "sent_back", "已退回、未重报"
    CHANGED = "changed", "上次看过后有变化"
    OTHERWISE = "otherwise", "与自查意见不同"
    COSIGN = "cosign", "会签不同意或者未会签"
    DIFFERING = "differing", "实施单位、报送单位与制定机关不同"
