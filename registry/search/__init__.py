"""Full text: a throw-away projection of storage, and the only part that knows whoosh."""
