"""The register of the public pages, for the lists that other sites show."""

from tests.web.public.conftest import register_of_much, visitor

__all__ = ["register_of_much", "visitor"]
