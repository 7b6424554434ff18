"""The real thing for tests: processes as they run in production, with servers of their own beside them."""
