"""`registry user add`: the password comes from standard input; a bad user is refused in a sentence."""

import pytest

from tests.cli.conftest import Run, done


def test_the_first_admin_is_made_with_a_password_from_standard_input(registry: Run) -> None:
    done(registry("user", "add", "admin1", "--role", "admin", typed="correct horse battery\n"))
    twice = registry("user", "add", "admin1", "--role", "admin", typed="correct horse battery\n")
    assert twice.exit_code == 1
    assert "已有人使用" in twice.stderr


@pytest.mark.parametrize(
    ("words", "typed", "sentence"),
    [
        (("zhang", "--role", "clerk"), "short\n", "至少12个字符"),
        (("zhang", "--role", "contact"), "correct horse battery\n", "联络员须选择"),
        (("zhang", "--role", "contact", "--authority", "nope"), "correct horse battery\n", "没有代码为"),
    ],
)
def test_a_bad_user_is_refused_in_a_sentence(
    registry: Run, words: tuple[str, ...], typed: str, sentence: str
) -> None:
    result = registry("user", "add", *words, typed=typed)
    assert result.exit_code == 1
    assert sentence in result.stderr
