"""The one exception a rule raises when it says no."""


class Refusal(Exception):
    """A refusal a person will read: one clear Chinese sentence that says what, where and what to do.

    `field` names the form field or ledger column it belongs to, when there is one.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Busy(Refusal):
    """Somebody else wrote for so long that this could not be kept; it may be sent again as it is."""

    def __init__(self) -> None:
        super().__init__("系统正在写入其他内容（如一次较大的导入），这一步还没有保存，请稍后再试。")


class Denied(Refusal):
    """This role may not do this at all."""


class Hidden(Refusal):
    """The matter is another authority's: whoever asks is not told whether it exists."""
