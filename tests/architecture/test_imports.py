"""Who knows which library, and where imports may stand."""

import ast
import sys
from pathlib import Path

from tests.architecture.tree import calls, imported, modules, suite

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
    "smtplib": ("registry/delivery/",),
    "waitress": ("registry/web/",),
    "whoosh": ("registry/search/",),
    "wtforms": ("registry/web/",),
}


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
        f"{path}:{inner.lineno}"
        for path, tree in (modules() | suite()).items()
        for outer in ast.walk(tree)
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    hidden += [
        path for path, tree in modules().items() if calls(tree) & {"importlib.import_module", "__import__"}
    ]
    assert not hidden


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
