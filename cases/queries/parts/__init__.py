"""The parts of a case file as read-only records, each built from a folder."""
