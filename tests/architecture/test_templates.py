"""Templates: none is left over, and none holds what the security policy forbids."""

import ast
import re

from registry.domain.notices import NoticeKind
from registry.domain.papers.rules import RULES
from registry.web.errors import PAGES
from tests.architecture.tree import ROOT, modules

TEMPLATES = ROOT / "templates"
FORBIDDEN = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\ssrc\s*=)(?![^>]*application/)", re.I),
    "a handler in an attribute": re.compile(
        r"\son[a-z]+\s*=\s*[\"']|<[^>{]*\son[a-z]+\s*=|\bhx-on\b|javascript:", re.I
    ),
    "something fetched from elsewhere": re.compile(
        r"<(script|link|img|iframe)\b[^>]*=\s*[\"'](https?:)?//", re.I
    ),
    "text passed without escaping": re.compile(r"\|\s*safe\b|autoescape\s+false", re.I),
}


# The templates whose names are put together when they are needed.
COMPOSED = (
    {f"errors/{status}.html" for status in PAGES}
    | {f"notices/{kind.value}.txt" for kind in NoticeKind}
    | {"notices/_letter.html", "notices/_brief.txt"}  # frames that take the place of _letter.txt
    | {"notices/_digest.txt", "notices/_digest.html"}
    | {f"papers/{kind.value}.txt" for kind in RULES}
)
TAG = re.compile(r"{%-?\s*(?:include|extends|import|from)\b(.*?)%}", re.S)


def test_every_template_is_rendered_or_included_somewhere_and_every_name_has_its_template() -> None:
    texts = {
        str(path.relative_to(TEMPLATES)): path.read_text("utf-8")
        for suffix in ("html", "txt")
        for path in TEMPLATES.rglob(f"*.{suffix}")
    }
    rendered = {
        node.value
        for path, tree in modules().items()
        if path.startswith("registry/web/")
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and re.fullmatch(r"[\w/]+/\w+\.html", str(node.value))
    }
    included = {
        f"notices/{name}" if template.startswith("notices/") else name  # notices are a tree of their own
        for template, text in texts.items()
        for tag in TAG.findall(text)
        for name in re.findall(r'"([^"]+)"', tag)
    }
    assert texts.keys() == COMPOSED | rendered | included


def test_no_page_holds_what_the_security_policy_forbids() -> None:
    pages = sorted((ROOT / "templates").rglob("*.html"))
    assert pages
    found = [
        f"{page.relative_to(ROOT)} holds {what}"
        for page in pages
        for what, pattern in FORBIDDEN.items()
        if not (what == "an inline style" and page.parent.name == "notices")  # mail knows no other style
        if pattern.search(page.read_text("utf-8"))
    ]
    assert not found


def test_what_must_be_corrected_stands_in_the_block_above_the_page() -> None:
    """Inside a form it would stand below the heading, and twice: the frame shows it first."""
    below = [
        f"{template.relative_to(TEMPLATES)}: {line.strip()}"
        for template in TEMPLATES.rglob("*.html")
        for line in template.read_text("utf-8").splitlines()
        if "error_summary(" in line and "{% block errors %}" not in line and "macro" not in line
    ]
    assert below == []


def test_a_template_uses_what_it_imports() -> None:
    unused = []
    for path in sorted(TEMPLATES.rglob("*.html")):
        text = path.read_text("utf-8")
        body = TAG.sub("", text)
        modules_used = re.findall(r'{%-?\s*import "[^"]+" as (\w+)', text)
        macros = re.findall(r'{%-?\s*from "[^"]+" import ([\w, ]+?)(?: with context)?\s*-?%}', text)
        names = [name.split(" as ")[-1].strip() for listed in macros for name in listed.split(",")]
        unused += [
            f"{path.relative_to(TEMPLATES)}: {name}" for name in modules_used if f"{name}." not in body
        ]
        unused += [
            f"{path.relative_to(TEMPLATES)}: {name}" for name in names if not re.search(rf"\b{name}\(", body)
        ]
    assert unused == []
