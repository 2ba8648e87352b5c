"""The project's tree as the guards walk it: modules, their syntax, tracked files."""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "registry"


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the product by its path from the root, with its syntax."""
    paths = [*PACKAGE.rglob("*.py"), *ROOT.glob("*.py")]
    assert len(paths) > 10, "the guards look at the wrong folder"
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in sorted(paths)}


@cache
def suite() -> dict[str, ast.Module]:
    """Every module under tests/ by its path from the root, with its syntax."""
    paths = sorted((ROOT / "tests").rglob("*.py"))
    return {str(path.relative_to(ROOT)): ast.parse(path.read_text("utf-8")) for path in paths}


@cache
def tracked() -> dict[str, str]:
    """Every text file that git keeps, by its path from the root; a file not in UTF-8 is no text."""
    # Named as safe, since a checkout may belong to another user than the one who tests it.
    git = ["git", "-c", f"safe.directory={ROOT}", "-C", str(ROOT), "ls-files", "-z"]
    names = subprocess.run(git, check=True, capture_output=True, text=True).stdout.split("\0")
    texts = {}
    for name in filter(None, names):
        try:
            texts[name] = (ROOT / name).read_text("utf-8")
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
    assert "pyproject.toml" in texts, "git lists another project"
    return texts


def imported(tree: ast.AST) -> set[str]:
    """The dotted names of the modules that a syntax tree imports."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {f"{node.module}", *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


def mentioned(tree: ast.AST) -> set[str]:
    """The last two words of every dotted name, called or only handed on: `datetime.now`, `session.commit`."""
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute))
    return {".".join(ast.unparse(node).split(".")[-2:]) for node in nodes}


def calls(tree: ast.AST) -> set[str]:
    """The last two words of everything a syntax tree calls: `session.commit`, `date.today`, `transaction`."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found.add(".".join(ast.unparse(node.func).split(".")[-2:]))
    return found
