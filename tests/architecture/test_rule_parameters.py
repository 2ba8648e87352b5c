"""Every period that the office can set is read by a rule: what changes nothing has no place on the page of rules."""

import ast
from collections.abc import Iterator
from dataclasses import fields

from registry.domain.places import DEFAULT_PROFILES
from registry.domain.rules import PARAMETERS, RuleProfile, parameters
from tests.architecture.tree import modules

ABOUT = {"name", "version", "place", "in_force_from", "in_force_until", "source", "confirmed", "sources"}
_ROOMS = tuple(f"registry/{room}/" for room in ("domain", "storage", "actions", "jobs"))
_TURNS_INTO_WORDS = {"parameters", "to_json", "from_json", "_shown", "_plain", "_check"}


def test_every_parameter_of_a_profile_is_read_by_a_rule() -> None:
    read = {name for _, name in reads()}
    idle = {field for field, _, _ in PARAMETERS} - read
    assert not idle, "a value that no rule reads goes"


def test_every_field_of_a_profile_is_a_parameter_with_its_source() -> None:
    shown = parameters(DEFAULT_PROFILES[-1])
    assert {field.name for field in fields(RuleProfile)} - ABOUT == {row.field for row in shown}
    assert all(row.source for row in shown)


def reads() -> Iterator[tuple[str, str]]:
    """(module, parameter) wherever the value of a profile is read to compute with: by its name, or as a Period."""
    names = {field for field, _, _ in PARAMETERS}
    for path, tree in modules().items():
        if not path.startswith(_ROOMS) or "/migrations/" in path:
            continue
        for node in _of_rules(path, tree):
            if isinstance(node, ast.Attribute) and node.attr in names and _is_profile(node.value):
                yield path, node.attr
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Period":
                yield from ((path, name) for name in _texts(node) if name in names)
            if isinstance(node, ast.FunctionDef) and _gets_by_name(node):
                yield from ((path, name) for name in _texts(node) if name in names)


def _of_rules(path: str, tree: ast.Module) -> Iterator[ast.AST]:
    """The nodes of a module, without the functions that only turn profiles into words and back."""
    parts = [part for part in tree.body if getattr(part, "name", "") not in _TURNS_INTO_WORDS]
    for part in parts:
        yield from ast.walk(part)


def _is_profile(value: ast.expr) -> bool:
    """Whether an expression is named a profile, or made by what returns one."""
    while isinstance(value, ast.Call):
        value = value.func
    name = value.id if isinstance(value, ast.Name) else value.attr if isinstance(value, ast.Attribute) else ""
    return name in ("profile", "profile_for", "profile_of", "from_json") or name.endswith("_profile")


def _gets_by_name(function: ast.FunctionDef) -> bool:
    """Whether it reads a profile's value by a name that it holds as text."""
    calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
    return any(
        isinstance(call.func, ast.Name)
        and call.func.id == "getattr"
        and isinstance(call.args[0], ast.Name)
        and _is_profile(call.args[0])
        for call in calls
    )


def _texts(node: ast.AST) -> Iterator[str]:
    for part in ast.walk(node):
        if isinstance(part, ast.Constant) and isinstance(part.value, str):
            yield part.value
