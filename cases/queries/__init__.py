"""Pages as read-only records."""
