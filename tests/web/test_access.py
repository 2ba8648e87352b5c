"""Who may enter."""

from collections.abc import Callable

from flask.testing import FlaskClient

SignIn = Callable[[str], FlaskClient]


def test_a_person_of_the_cast_signs_in(sign_in: SignIn) -> None:
    for name in ("drafter", "stranger", "clerk", "lead", "admin", "auditor"):
        answer = sign_in(name).get("/account/password")
        assert answer.status_code == 200
        assert "修改密码" in answer.text
