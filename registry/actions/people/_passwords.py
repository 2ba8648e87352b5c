"""Passwords: how they are kept (argon2id), compared, and which are too weak."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from registry.domain.errors import Refusal

MIN_LENGTH, MAX_LENGTH = 12, 128
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # OWASP's least, about 30 ms


def hash_password(password: str) -> str:
    return HASHER.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password is the one kept. Without a hash it works as long, so that nobody learns who exists."""
    try:
        return HASHER.verify(password_hash or _nobodys_hash(), password) and password_hash is not None
    except VerificationError:
        return False


def check_strength(password: str, login: str) -> None:
    """Raises Refusal for a password that is short, holds the login, or repeats a few characters."""
    if len(password) < MIN_LENGTH:
        raise Refusal(f"密码至少{MIN_LENGTH}个字符，可以用几个词连成一句话。", "password")
    if len(password) > MAX_LENGTH:
        raise Refusal(f"密码最多{MAX_LENGTH}个字符。", "password")
    if login.lower() in password.lower():
        raise Refusal("密码中不能含有用户名，请另取一个。", "password")
    if len(set(password)) < 5:
        raise Refusal("密码的重复字符太多，容易被猜到，请另取一个。", "password")


@cache
def _nobodys_hash() -> str:
    return HASHER.hash("nobody signs in with this")
