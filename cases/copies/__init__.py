"""Copies of a case: a folder that an authorised body can read and check without this site."""
