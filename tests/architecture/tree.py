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
    """The last two words of every dotted name, called or only handed on: `datetime.now`, `session.commit`.

    What was imported under another name is told by its own.
    """
    own = _own_names(tree)
    return {_last_two(node, own) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def calls(tree: ast.AST) -> set[str]:
    """The last two words of everything a syntax tree calls: `importlib.import_module`, `date.today`."""
    own = _own_names(tree)
    return {_last_two(node.func, own) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def _own_names(tree: ast.AST) -> dict[str, str]:
    """What a module calls an import → the import's whole name."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _last_two(node: ast.AST, own: dict[str, str]) -> str:
    first, *rest = ast.unparse(node).split(".")
    return ".".join([*own.get(first, first).split("."), *rest][-2:])
