"""Every door declares who may enter."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from registry.config import Settings
from registry.domain.roles import Permission
from registry.web.app import create_app

READ_ONLY = {"GET", "HEAD", "OPTIONS"}


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    return list(_routes(create_app(Settings(instance=Path(tmp_path_factory.mktemp("instance"))))))


def _routes(app: Flask) -> Iterator[tuple[str, set[str], Permission | None]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            needs = getattr(app.view_functions[rule.endpoint], "needs", None)
            yield rule.endpoint, set(rule.methods or ()), needs


def test_every_route_declares_who_may_enter(routes: list[Any]) -> None:
    assert routes
    assert not [endpoint for endpoint, _, needs in routes if not isinstance(needs, Permission)]


def test_every_endpoint_is_spelled_in_snake_case(routes: list[Any]) -> None:
    parts = [(endpoint, part) for endpoint, _, _ in routes for part in endpoint.split(".")]
    assert not [endpoint for endpoint, part in parts if not (part.isidentifier() and part.islower())]


def test_the_public_site_is_open_and_only_reads(routes: list[Any]) -> None:
    public = [route for route in routes if route[0].startswith("public.")]
    assert not [
        endpoint
        for endpoint, methods, needs in public
        if needs is not Permission.READ_PUBLIC or methods - READ_ONLY
    ]


def test_the_desk_is_closed_to_visitors(routes: list[Any]) -> None:
    desk = [route for route in routes if route[0].startswith("desk.")]
    assert not [endpoint for endpoint, _, needs in desk if needs is Permission.READ_PUBLIC]
