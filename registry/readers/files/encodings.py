"""The text of a file without markup: its encoding, and whether it is text at all."""

_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def is_binary(head: bytes) -> bool:
    """Whether a file that begins with these bytes is not text. UTF-16 with a byte order mark is text."""
    return b"\x00" in head and head[:2] not in _UTF16_MARKS


def decode(data: bytes) -> str | None:
    """The text in UTF-8 (with or without mark), UTF-16 with mark, or GB18030; None when no encoding fits."""
    encodings = ["utf-16"] if data[:2] in _UTF16_MARKS else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
