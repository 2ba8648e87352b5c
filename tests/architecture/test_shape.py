"""What every file looks like: named for what it holds, short, introduced by a sentence, mirrored by its tests."""

import ast
from pathlib import Path

from tests.architecture.tree import PACKAGE, modules, suite, tracked

NAMELESS = {"utils", "util", "helpers", "helper", "common", "manager", "base", "misc"}
MOST_LINES = 400
WHOLE = {"architecture", "browser", "building", "journeys"}  # they test the system, not one module


def test_every_folder_of_modules_is_a_package() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert not [folder for folder in folders if not (folder / "__init__.py").exists()]


def test_every_module_says_first_what_the_reader_finds() -> None:
    silent = [path for path, tree in modules().items() if tree.body and not ast.get_docstring(tree)]
    assert not silent


def test_no_module_has_more_than_400_lines() -> None:
    """300 lines are the wish; a file cut only to obey a number reads worse than a long one."""
    lengths = {path: len(text.splitlines()) for path, text in tracked().items() if path.endswith(".py")}
    assert not {path: n for path, n in lengths.items() if n > MOST_LINES and "/migrations/" not in path}


def test_no_module_is_named_for_nothing() -> None:
    assert not [path for path in modules() | suite() if Path(path).stem.strip("_") in NAMELESS]


def test_every_test_file_names_what_it_tests() -> None:
    """tests/web/desk/test_filings_accept.py belongs to registry/web/desk/filings.py."""
    orphans = [path for path in suite() if path.count("/") > 1 and not _is_mirrored(Path(path))]
    assert not orphans


def _is_mirrored(test: Path) -> bool:
    folder = PACKAGE.joinpath(*test.parent.parts[1:])
    if test.parent.parts[1] in WHOLE or not test.name.startswith("test_"):
        return True
    subject = test.stem.removeprefix("test_")
    names = {path.stem.strip("_") for path in folder.rglob("*") if path.suffix in {".py", ""}} | {folder.name}
    return any(f"{subject}_".startswith(f"{name}_") for name in names if name)
