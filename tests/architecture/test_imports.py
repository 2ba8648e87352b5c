"""Who knows which library, and where imports may stand."""

import ast
import sys
from pathlib import Path

import pytest

from registry.cli import PLACES
from tests.architecture.tree import imported, imports_within_functions, loaded, modules, suite, whole_names

# Each library is hidden by the part that names it here (DESIGN, "The tree").
OWNERS = {
    "alembic": ("registry/storage/",),
    "apscheduler": ("scheduler.py",),
    "docx": ("registry/exports/", "registry/readers/"),
    "flask": ("registry/web/",),
    "flask_limiter": ("registry/web/",),
    "flask_login": ("registry/web/",),
    "flask_wtf": ("registry/web/",),
    "openpyxl": ("registry/exports/",),
    "pypdfium2": ("registry/readers/",),
    "python_calamine": ("registry/readers/",),
    "rjieba": ("registry/exports/",),
    "smtplib": ("registry/delivery/",),
    "waitress": ("registry/web/",),
    "whoosh": ("registry/search/",),
    "wtforms": ("registry/web/",),
}

# The libraries whose import is felt, and which of them a command may load. Every other command may load them all, but
# Flask is loaded by `serve` alone.
HEAVY = {
    *OWNERS,
    *("argon2", "chinese_calendar", "jinja2", "lxml", "psycopg", "pydantic", "pydantic_settings", "rich"),
    *("sqlalchemy", "sqlmodel", "werkzeug"),
}
STORE = {"pydantic", "pydantic_settings", "sqlalchemy", "sqlmodel"}
MAY_LOAD = {
    "doc-no": set(),
    "doubts": STORE,
    "due": STORE,
    "search": STORE | {"whoosh"},
    "show": STORE,
}

# The one import that waits inside a function: the dictionary of words costs every process 0.2 s and 33 MB, and only
# who breaks a long title into lines needs it.
WAITING = ("registry/exports/titles.py", "rjieba")

# The one import that waits for a call: the group of commands loads the module of a command (docs/decisions/020).
LAZY = ("registry/cli/commands.py", "Commands")


def test_each_library_is_known_to_its_owner_only() -> None:
    strays = [
        f"{path} imports {name}"
        for path, tree in modules().items()
        for name in imported(tree)
        if not path.startswith(OWNERS.get(name.split(".")[0], (path,)))
    ]
    assert not strays


def test_the_domain_imports_the_standard_library_and_itself() -> None:
    domain = {path: tree for path, tree in modules().items() if path.startswith("registry/domain/")}
    assert domain
    strays = [
        f"{path} imports {name}"
        for path, tree in domain.items()
        for name in imported(tree)
        if name.split(".")[0] not in sys.stdlib_module_names and not f"{name}.".startswith("registry.domain.")
    ]
    assert not strays


def test_no_import_hides_inside_a_function() -> None:
    hidden = [
        f"{path}:{node.lineno}"
        for path, tree in (modules() | suite()).items()
        for node in imports_within_functions(tree)
        if (path, ast.unparse(node)) != (WAITING[0], f"import {WAITING[1]}")
    ]
    assert not hidden


def test_only_the_group_of_commands_imports_by_a_name() -> None:
    path, class_name = LAZY
    (lazy,) = (node for node in modules()[path].body if getattr(node, "name", "") == class_name)
    assert _imports_by_name(lazy, modules()[path]) == 1
    by_name = {other: _imports_by_name(tree, tree) for other, tree in modules().items()}
    assert {other: n for other, n in by_name.items() if n} == {path: 1}


def _imports_by_name(part: ast.AST, module: ast.Module) -> int:
    """How often a part of a module names the means of importing a module by its name."""
    means = {"importlib.import_module", "importlib.__import__", "builtins.__import__", "__import__"}
    return sum(name in means for name in whole_names(part, module))


def test_the_top_of_the_command_line_loads_no_heavy_library() -> None:
    assert not _heavy("registry.cli.__main__")


@pytest.mark.parametrize("command", PLACES)
def test_a_command_loads_the_libraries_that_it_needs(command: str) -> None:
    module, _ = PLACES[command]
    allowed = MAY_LOAD.get(command, HEAVY if command == "serve" else HEAVY - {"flask", "werkzeug"})
    assert not _heavy(f"registry.cli.{module}") - allowed


def _heavy(module: str) -> set[str]:
    return {name.split(".")[0] for name in loaded(module)} & HEAVY


def test_tables_keep_their_annotations_as_objects() -> None:
    # Annotations kept as strings break SQLModel's tables.
    assert not [path for path, tree in modules().items() if "__future__.annotations" in imported(tree)]


def test_an_underscore_module_is_imported_only_from_its_own_folder() -> None:
    private = {
        path.removesuffix(".py").replace("/", "."): Path(path).parent
        for path in modules()
        if Path(path).name.startswith("_") and Path(path).name not in {"__init__.py", "__main__.py"}
    }
    assert private
    strays = [
        f"{path} imports {name}"
        for path, tree in modules().items()
        for name in imported(tree) & private.keys()
        if Path(path).parent != private[name]
    ]
    assert not strays
