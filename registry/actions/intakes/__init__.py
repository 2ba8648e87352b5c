"""What people do with an intake (one import): upload, read, map, choose, match, apply, discard."""
