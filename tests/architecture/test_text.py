"""What no file that git keeps may say."""

import re

from tests.architecture.tree import tracked

# Written in pieces, so that this file passes its own test.
PRIVATE = "|".join(
    [
        "py" + r"pi\.(org|python)",
        "python" + "hosted",
        "npm" + r"js\.(org|com)",
        "js" + "delivr",
        "un" + r"pkg\.com",
        "cdn" + "js",
        "fonts.google" + "apis",
        "index" + "-url",
        r"(?<![\w.*])/(work|root|tmp)" + "/",
        "sub" + "agent",
    ]
)
UNFINISHED = re.compile(
    r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error"]) + r")\b"
)


def _lines(pattern: re.Pattern[str], *suffixes: str) -> list[str]:
    return [
        f"{name}: {line.strip()[:120]}"
        for name, text in tracked().items()
        if name.endswith(suffixes or ("",)) and "/vendor/" not in name
        for line in text.splitlines()
        if pattern.search(line)
    ]


def test_the_locks_name_no_address() -> None:
    assert {"requirements.lock", "requirements-dev.lock"} <= set(tracked())
    assert not _lines(re.compile("://"), ".lock")


def test_no_file_names_a_package_index_or_a_place_on_one_machine() -> None:
    assert not _lines(re.compile(PRIVATE))


def test_nothing_is_left_for_later() -> None:
    assert not _lines(UNFINISHED, ".py", ".html", ".js", ".css", ".sh", "Makefile")
