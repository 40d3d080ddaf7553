"""Where the shipped rules are."""

from __future__ import annotations

from pathlib import Path


def rules_folder() -> Path:
    """The rules that are shipped: inside the package where it was installed from a wheel, beside it in a checkout."""
    package = Path(__file__).parents[1]
    shipped = package / "_rules"
    return shipped if shipped.is_dir() else package.parent / "rules"
