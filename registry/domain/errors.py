"""The exceptions by which rules refuse: Refusal and its kinds."""


class Refusal(Exception):
    """A refusal for a person to read: one Chinese sentence that says what is wrong, where, and what to do.

    `field` names the form field or ledger column that it belongs to, if any.
    """

    def __init__(self, sentence: str, field: str | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.field = field


class Busy(Refusal):
    """The write had to wait too long for another one and was not kept; it may be sent again unchanged."""

    def __init__(self) -> None:
        super().__init__("系统正在写入其他内容（如一次较大的导入），这一步还没有保存，请稍后再试。")


class Outdated(Refusal):
    """The page was of an earlier state: it was changed meanwhile. `is_done`: this person made the same step already."""

    def __init__(self, sentence: str, *, is_done: bool = False) -> None:
        super().__init__(sentence)
        self.is_done = is_done


class Denied(Refusal):
    """The actor's role lacks the permission."""


class Hidden(Refusal):
    """The matter belongs to another authority; the actor does not learn whether it exists."""
