"""A guard: no title is put into 《》 by hand, for a title may hold titles, which then stand in 〈〉."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILES = [
    path
    for folder, endings in (("registry", {".py"}), ("templates", {".html", ".txt"}))
    for path in (ROOT / folder).rglob("*")
    if path.suffix in endings and path.name != "citations.py"
]
BY_HAND = re.compile(r"《(?:\{(?!\d)|%s|[\"'] ?[+~])")
EXPRESSION = re.compile(r"\brf?[\"']|re\.compile")


def test_titles_are_quoted_by_the_domain() -> None:
    by_hand = [
        f"{path.name}: {line.strip()}"
        for path in FILES
        for line in path.read_text("utf-8").splitlines()
        if BY_HAND.search(line) and not EXPRESSION.search(line)
    ]
    assert by_hand == []
