"""Passwords: hashing with argon2id, checking a password against its hash, refusing weak passwords."""

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from registry.domain.errors import Refusal

MIN_LENGTH, MAX_LENGTH = 12, 128
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)  # the minimum of OWASP, about 30 ms


def hash_password(password: str) -> str:
    return HASHER.hash(password)


def is_right(password_hash: str | None, password: str) -> bool:
    """Whether the password has this hash. Without a hash it takes as long, so that nobody learns which logins exist."""
    try:
        return HASHER.verify(password_hash or _dummy_hash(), password) and password_hash is not None
    except VerificationError:
        return False


def check_strength(password: str, login: str) -> None:
    """Raises Refusal for a password that is too short or long, contains the login, or repeats a few characters."""
    if len(password) < MIN_LENGTH:
        raise Refusal(f"密码至少{MIN_LENGTH}个字符，可以用几个词连成一句话。", "password")
    if len(password) > MAX_LENGTH:
        raise Refusal(f"密码最多{MAX_LENGTH}个字符。", "password")
    if login.lower() in password.lower():
        raise Refusal("密码中不能含有用户名，请另取一个。", "password")
    if len(set(password)) < 5:
        raise Refusal("密码的重复字符太多，容易被猜到，请另取一个。", "password")


@cache
def _dummy_hash() -> str:
    return HASHER.hash("nobody signs in with this")
