"""The one exception that says why a notice did not leave."""


class DeliveryError(Exception):
    """A Chinese sentence, and whose trouble it is.

    `is_permanent`: this letter will never be taken. `is_of_server`: no letter is taken now, so the trouble is
    not this one's.
    """

    def __init__(self, sentence: str, *, is_permanent: bool = False, is_of_server: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.is_permanent = is_permanent
        self.is_of_server = is_of_server
