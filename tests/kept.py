"""What lies in the folder of files of an instance."""

from registry.storage.engine import Store


def kept_hashes(store: Store) -> list[str]:
    """Every hash that has bytes there, parts of writes cut short left out."""
    return sorted(path.name for path in store.files.glob("??/*") if not path.name.startswith("."))
