"""The project's tree as the guards walk it: modules, their syntax, tracked files."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

N = TypeVar("N", bound=ast.AST)
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


@cache
def imported(tree: ast.Module) -> frozenset[str]:
    """The dotted names of the modules that a syntax tree imports."""
    names = set()
    for node in _nodes(tree, ast.Import):
        names |= {alias.name for alias in node.names}
    for source in _nodes(tree, ast.ImportFrom):
        names |= {f"{source.module}", *(f"{source.module}.{alias.name}" for alias in source.names)}
    return frozenset(names)


def loaded(module: str) -> set[str]:
    """The dotted names of all that importing a module of the product imports, also through other such modules."""
    names, todo = set(), {module}
    while todo:
        name = todo.pop()
        names.add(name)
        todo |= ({name.rpartition(".")[0], *_imports().get(name, ())}) - names - {""}
    return names


@cache
def _imports() -> dict[str, frozenset[str]]:
    """Every module of the product by its dotted name, with the names that it imports itself."""
    imports = {path.removesuffix(".py").replace("/", "."): imported(tree) for path, tree in modules().items()}
    return imports | {name.removesuffix(".__init__"): names for name, names in imports.items()}


@cache
def mentioned(tree: ast.Module) -> frozenset[str]:
    """The last two words of every dotted name, called or only handed on: `datetime.now`, `session.commit`.

    What was imported under another name is told by its own.
    """
    own = _own_names(tree)
    return frozenset(_last_two(node, own) for node in _nodes(tree, ast.Attribute))


def imports_within_functions(tree: ast.Module) -> Iterator[ast.stmt]:
    """The imports that stand inside a function, each once."""
    imports = [*_nodes(tree, ast.Import), *_nodes(tree, ast.ImportFrom)]
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)] if any(node.col_offset for node in imports) else []
    while waiting:
        node, is_within = waiting.pop()
        if is_within and isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        is_within = is_within or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        waiting += [(child, is_within) for child in ast.iter_child_nodes(node)]


def whole_names(part: ast.AST, module: ast.Module) -> list[str]:
    """The whole name of every name in a part of a module, told by what the module imports: `importlib.reload`."""
    own = _own_names(module)
    nodes = [node for node in ast.walk(part) if isinstance(node, ast.Name | ast.Attribute)]
    return [_whole_name(node, own) for node in nodes]


@cache
def _own_names(tree: ast.Module) -> dict[str, str]:
    """What a module calls an import → the import's whole name."""
    names: dict[str, str] = {}
    for node in _nodes(tree, ast.Import):
        names |= {alias.asname: alias.name for alias in node.names if alias.asname}
    for source in _nodes(tree, ast.ImportFrom):
        names |= {alias.asname or alias.name: f"{source.module}.{alias.name}" for alias in source.names}
    return names


def _last_two(node: ast.AST, own: dict[str, str]) -> str:
    return ".".join(_whole_name(node, own).split(".")[-2:])


def _whole_name(node: ast.AST, own: dict[str, str]) -> str:
    """The name with its first word told by the imports; what is no name, a call for instance, is an ellipsis."""
    words: list[str] = []
    while isinstance(node, ast.Attribute):
        words.insert(0, node.attr)
        node = node.value
    first = own.get(node.id, node.id) if isinstance(node, ast.Name) else "…"
    return ".".join([first, *words])


def _nodes(tree: ast.Module, kind: type[N]) -> list[N]:
    return _by_kind(tree).get(kind, [])


@cache
def _by_kind(tree: ast.Module) -> dict[type[ast.AST], list[Any]]:
    """Every node of a syntax tree by its kind, so that a tree is walked once for all the guards."""
    nodes: dict[type[ast.AST], list[Any]] = {}
    for node in ast.walk(tree):
        nodes.setdefault(type(node), []).append(node)
    return nodes
