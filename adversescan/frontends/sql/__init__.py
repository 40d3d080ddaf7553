"""Reads SQL. The only package that knows the SQL parser."""
