"""What the catalog says of itself."""

from flask.testing import FlaskClient

from registry.domain.validity import STATUS_WORDS


def test_every_status_is_explained(client: FlaskClient) -> None:
    page = client.get("/about")
    assert page.status_code == 200
    assert not [word for word in STATUS_WORDS.values() if f"<dt>{word}</dt>" not in page.text]


def test_crawlers_are_kept_from_the_desk(client: FlaskClient) -> None:
    robots = client.get("/robots.txt")
    assert robots.mimetype == "text/plain"
    assert "Disallow: /desk" in robots.text
