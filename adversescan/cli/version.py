"""The version of the program that runs."""

from __future__ import annotations

from importlib import metadata


def version() -> str:
    """The version that is installed; a checkout that is not says so."""
    try:
        return metadata.version("adversescan")
    except metadata.PackageNotFoundError:
        return "from a checkout that is not installed"
