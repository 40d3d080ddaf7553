"""Small programs over a polars table, run for real on texts whose letters tell which column they came from."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterator
from importlib import import_module
from typing import Any

LETTERS = {"gender": "q", "religion": "x", "disability": "z", "caste": "j", "hours": "", "bank": ""}
"""The columns beside the key, with the letter that no other column's texts have."""
START = 'df = pl.read_csv("people.csv")'
MISSED = 'df = df.with_columns(pl.col("{a}").str.to_uppercase().alias("{n}"))'
"""A known gap: what a method of an accessor of a column makes."""
STEPS = (
    'df = df.with_columns(pl.col("{a}").alias("{n}"))',
    'df = df.with_columns({n}=pl.col("{a}") + pl.col("{b}"))',
    'df = df.with_columns(pl.concat_str([pl.col("{a}"), pl.col("{b}")]).alias("{n}"))',
    'df = df.with_columns(pl.when(pl.col("hours") == "h0").then(pl.col("{a}")).otherwise(pl.col("{b}")).alias("{n}"))',
    'df = df.with_columns(pl.col("{a}").fill_null(pl.col("{b}")).alias("{n}"))',
    'df = df.with_columns(df["{a}"].alias("{n}"))',
    'df = df.with_columns(pl.col("{a}").map_elements(lambda v: v + "." + v, return_dtype=pl.String).alias("{n}"))',
    'df = df.select("member", "{a}", "{b}", "hours", "bank")',
    'df = df.select([pl.col("member"), pl.col("{a}").alias("{n}"), pl.col("hours"), pl.col("bank")])',
    'df = df.select(pl.all().exclude("{a}"))',
    'df = df.drop("{a}")',
    'df = df.drop(["{a}", "{b}"])',
    'df = df.rename({{"{a}": "{n}"}})',
    'df = df.filter(pl.col("hours") != "none")',
    'df = df.sort("member")',
    "df = df.head(3)",
    "df = df.clone()",
    "df = df.lazy().collect()",
    'df = df.join(df.select("member", pl.col("{a}").alias("{n}")), on="member")',
    'df = df.group_by("member").agg(pl.col("{a}").max(), pl.col("hours").max(), pl.col("bank").max())',
    "df = pl.DataFrame(df.to_dicts())",
    "df = pl.DataFrame(df.to_dict(as_series=False))",
    'df = pl.DataFrame([{{"member": r["member"], "{n}": r["{a}"], "hours": r["hours"]}} for r in df.iter_rows(named=True)])',
    'df = df[["member", "{a}", "hours", "bank"]]',
    'df = df.unpivot(on=["{a}", "{b}"], index=["member", "hours", "bank"], value_name="{n}")',
)


def polars_programs(seed: int, number: int) -> Iterator[tuple[str, ...]]:
    """Each step alone, then so many programs of two to four."""
    choice = random.Random(seed)
    for steps in [*((step,) for step in (*STEPS, MISSED)), *(choice.choices(STEPS, k=choice.randint(2, 4)) for _ in range(number))]:
        yield tuple(_filled(choice, step, f"n{place}") for place, step in enumerate(steps))


def text_of(steps: tuple[str, ...]) -> str:
    return "\n".join(["import polars as pl\n", START, *steps, ""])


def observe_polars(steps: tuple[str, ...]) -> dict[str, frozenset[str]] | None:
    """The columns at the end of a run, each with those its texts were made of; None where the steps do not fit together."""
    pl = import_module("polars")
    made = {"member": ["m0", "m1", "m2", "m3"], **{c: [f"{letter or c[0]}{row}" for row in range(4)] for c, letter in LETTERS.items()}}
    names: dict[str, Any] = {"read_csv": lambda name: pl.DataFrame(made)}
    try:
        with warnings.catch_warnings():
            # What polars would rather have written otherwise is written so all the same.
            warnings.simplefilter("ignore")
            exec(compile(text_of(steps).replace("pl.read_csv", "read_csv"), "<program>", "exec", dont_inherit=True), names)
    except (pl.exceptions.PolarsError, KeyError):
        return None
    table = names["df"]
    return {name: _origins(" ".join(map(str, table[name].to_list())).lower()) for name in table.columns}


def _origins(text: str) -> frozenset[str]:
    return frozenset(column for column, letter in LETTERS.items() if letter and letter in text)


def _filled(choice: random.Random, step: str, name: str) -> str:
    a, b = choice.sample([column for column, letter in LETTERS.items() if letter], 2)
    return step.format(a=a, b=b, n=name)
