"""What people do with citizens' review proposals (审查建议)."""
