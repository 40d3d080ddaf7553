"""Writes what is generated under docs/. Run from the top: python -m docs.write."""

from __future__ import annotations

from pathlib import Path

from docs import list_rules, picture, quote_help, write_schemas

GENERATED = {
    picture.PICTURE: picture.draw,
    quote_help.PAGE: quote_help.quote,
    list_rules.PAGE: list_rules.page,
    **{page: write_schemas.schema_of(page) for page in write_schemas.FILES},
    **{page: list_rules.rule_page_of(page) for page in list_rules.PAGES},
}
"""Each generated file, and what makes its text."""

if __name__ == "__main__":
    for path, text in GENERATED.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text(), encoding="utf-8")
        print(f"wrote {path.relative_to(Path.cwd())}")
