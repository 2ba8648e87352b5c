"""Keeping a list as it stands under a name."""

from datetime import datetime, timedelta

import pytest

from registry.actions.people.save_view import MOST_VIEWS, save_view
from registry.domain.errors import Denied, Refusal
from registry.domain.roles import OPERATOR, VISITOR, Actor
from registry.storage.engine import Store, reading
from registry.storage.saved_views import views_of
from tests.cast import Cast

PAGE = "desk.documents.index"


def kept(store: Store, actor: Actor, page: str = PAGE) -> dict[str, str]:
    with reading(store) as session:
        return {one.name: one.query for one in views_of(session, actor.user_id or 0, page)}


def test_a_name_used_again_takes_the_new_list(store: Store, cast: Cast, now: datetime) -> None:
    save_view(store, cast.clerk, page=PAGE, name=" 今年 ", query="year=2026", now=now)
    save_view(store, cast.clerk, page=PAGE, name="今年", query="year=2027", now=now + timedelta(1))
    save_view(store, cast.clerk, page="desk.filings.index", name="今年", query="scope=all", now=now)
    save_view(store, cast.lead, page=PAGE, name="今年", query="", now=now)
    assert kept(store, cast.clerk) == {"今年": "year=2027"}
    assert kept(store, cast.clerk, "desk.filings.index") == {"今年": "scope=all"}
    assert kept(store, cast.lead) == {"今年": ""}


@pytest.mark.parametrize(("name", "query"), [(" ​", ""), ("长" * 31, ""), ("名", "q=" + "长" * 2000)])
def test_what_cannot_be_kept_is_refused(
    store: Store, cast: Cast, now: datetime, name: str, query: str
) -> None:
    with pytest.raises(Refusal):
        save_view(store, cast.clerk, page=PAGE, name=name, query=query, now=now)
    assert kept(store, cast.clerk) == {}


def test_a_list_has_thirty_views_of_a_person(store: Store, cast: Cast, now: datetime) -> None:
    for n in range(MOST_VIEWS):
        save_view(store, cast.clerk, page=PAGE, name=f"视图{n}", query="", now=now)
    with pytest.raises(Refusal, match="最多保存30个视图"):
        save_view(store, cast.clerk, page=PAGE, name="多一个", query="", now=now)
    save_view(store, cast.clerk, page=PAGE, name="视图7", query="q=换", now=now)
    assert kept(store, cast.clerk)["视图7"] == "q=换"


@pytest.mark.parametrize("actor", [OPERATOR, VISITOR])
def test_only_a_person_keeps_views(store: Store, now: datetime, actor: Actor) -> None:
    with pytest.raises(Denied):
        save_view(store, actor, page=PAGE, name="名", query="", now=now)
