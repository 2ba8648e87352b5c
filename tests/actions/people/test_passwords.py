"""How passwords are kept by the product, whatever the tests do to be quick."""

from argon2 import PasswordHasher, Type, extract_parameters


def test_a_password_is_hashed_as_owasp_asks(product_hasher: PasswordHasher) -> None:
    """OWASP, Password Storage: Argon2id with 19 MiB of memory, 2 iterations and 1 degree of parallelism."""
    kept = extract_parameters(product_hasher.hash("correct horse battery staple"))
    assert kept.type is Type.ID
    assert (kept.memory_cost, kept.time_cost, kept.parallelism) == (19 * 1024, 2, 1)
    assert (kept.salt_len, kept.hash_len) == (16, 32)
