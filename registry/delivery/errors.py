"""The exception for a notice that could not be sent."""


class DeliveryError(Exception):
    """A Chinese sentence that says why, and whether to try again.

    `is_permanent`: the server will never take this letter. `is_of_server`: the server takes no letter at all now, so
    the letter is not to blame.
    """

    def __init__(self, sentence: str, *, is_permanent: bool = False, is_of_server: bool = False) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.is_permanent = is_permanent
        self.is_of_server = is_of_server
