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


def loaded(module: str) -> set[str]:
    """The dotted names of all that importing a module of the product imports, also through other such modules."""
    names, todo = set(), {module}
    while todo:
        name = todo.pop()
        names.add(name)
        todo |= ({name.rpartition(".")[0], *_imports().get(name, ())}) - names - {""}
    return names


@cache
def _imports() -> dict[str, set[str]]:
    """Every module of the product by its dotted name, with the names that it imports itself."""
    imports = {path.removesuffix(".py").replace("/", "."): imported(tree) for path, tree in modules().items()}
    return imports | {name.removesuffix(".__init__"): names for name, names in imports.items()}


def mentioned(tree: ast.AST) -> set[str]:
    """The last two words of every dotted name, called or only handed on: `datetime.now`, `session.commit`.

    What was imported under another name is told by its own.
    """
    own = _own_names(tree)
    return {_last_two(node, own) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


def _own_names(tree: ast.AST) -> dict[str, str]:
    """What a module calls an import → the import's whole name."""
    names: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.asname: alias.name for alias in node.names if alias.asname}
        elif isinstance(node, ast.ImportFrom):
            names |= {alias.asname or alias.name: f"{node.module}.{alias.name}" for alias in node.names}
    return names


def whole_names(part: ast.AST, module: ast.AST) -> list[str]:
    """The whole name of every name in a part of a module, told by what the module imports: `importlib.reload`."""
    own = _own_names(module)
    nodes = [node for node in ast.walk(part) if isinstance(node, ast.Name | ast.Attribute)]
    words = [ast.unparse(node).split(".") for node in nodes]
    return [".".join([own.get(first, first), *rest]) for first, *rest in words]


def _last_two(node: ast.AST, own: dict[str, str]) -> str:
    first, *rest = ast.unparse(node).split(".")
    return ".".join([*own.get(first, first).split("."), *rest][-2:])
