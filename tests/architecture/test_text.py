"""What no file that git keeps may say."""

import ast
import re

from tests.architecture.tree import suite, tracked

# Written in pieces, so that this file passes its own test.
PRIVATE = "|".join(
    [
        r"\bpy" + r"pi\b",
        "python" + "hosted",
        "npm" + r"js\.(org|com)",
        "js" + "delivr",
        "un" + r"pkg\.com",
        "cdn" + "js",
        "fonts.google" + "apis",
        "index" + "-url",
        r"(?<![\w.*}/-])/(work|root|tmp|home|Users)" + r"(?![\w.-])",
        "sub" + "agent",
    ]
)
UNFINISHED = re.compile(
    r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "NotImplemented" + "Error"]) + r")\b"
)
SKIPS = {"pytest.skip", "pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail", "pytest.xfail"}


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
    assert not _lines(UNFINISHED)


def test_no_test_is_skipped_without_a_reason() -> None:
    silent = [
        f"{path}:{node.lineno}"
        for path, tree in suite().items()
        for told in [
            {id(call.func) for call in ast.walk(tree) if isinstance(call, ast.Call) and _says_why(call)}
        ]
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in SKIPS and id(node) not in told
    ]
    assert not silent


def _says_why(call: ast.Call) -> bool:
    is_worded = bool(call.args) and not ast.unparse(call.func).endswith("skipif")
    return is_worded or any(keyword.arg == "reason" for keyword in call.keywords)
