"""`registry init --place`: the rules of a place, or a refusal that names those offered."""

from datetime import date

from registry.config import read_settings
from registry.storage.engine import open_store, reading
from registry.storage.rulebook import load_rulebook
from tests.cli.conftest import Run, done


def test_an_instance_begins_with_the_rules_of_its_place(run: Run) -> None:
    assert "北京市" in done(run("init", "--place", "北京")).stderr
    settings = read_settings()
    with reading(open_store(settings.database_url, settings.instance)) as session:
        profile = load_rulebook(session).profile_for(date(2026, 3, 5))
    assert (profile.place, profile.filing_days_congress, profile.confirmed) == ("北京市", 30, False)


def test_an_unknown_place_is_refused_with_those_offered_and_nothing_is_made(run: Run) -> None:
    result = run("init", "--place", "火星")
    assert result.exit_code == 1
    assert "福建省" in result.stderr
    done(run("init"))
