"""Small programs over a data frame, run for real on values that know which column they came from."""

from __future__ import annotations

import random
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

COLUMNS = {
    "member": "", "gender": "sex-gender", "religion": "religion-belief", "disability": "disability", "caste": "caste",
    "hours": "", "bank": "",
}  # fmt: skip
"""The columns of the table every program starts from, and the attribute the name of each tells."""
ROWS = 4
KEY = "member"
START = 'df = pd.read_csv("people.csv")'
NUMBERED = "n{}"

STEPS = (
    # a column made of others
    'df["{n}"] = df["{a}"]',
    'df["{n}"] = df["{a}"] + df["{b}"]',
    'df["{n}"] = df["{a}"] * 2',
    'df["{n}"] = -df["{a}"] + 1',
    'df["{n}"] = df.{a}',
    'df["{n}"] = df["{a}"].values',
    'df["{n}"] = df["{a}"].tolist()',
    'df["{n}"] = list(df["{a}"])',
    'df["{n}"] = [v + 1 for v in df["{a}"]]',
    'df["{n}"] = [x + y for x, y in zip(df["{a}"], df["{b}"])]',
    'df["{n}"] = df["{a}"].map(lambda v: v + 1)',
    'df["{n}"] = df["{a}"].apply(plus)',
    'df["{n}"] = df["{a}"].apply(plus, args=(3,))',
    'df["{n}"] = df["{a}"].pipe(lambda s: s + 1)',
    'df["{n}"] = df["{a}"].fillna(df["{b}"])',
    'df["{n}"] = df["{a}"].where(df["hours"] == df["hours"], df["{b}"])',
    'df["{n}"] = df["{a}"].mask(df["hours"] == df["hours"], df["{b}"])',
    'df["{n}"] = np.where(df["hours"] != df["bank"], df["{a}"], df["{b}"])',
    'df["{n}"] = df["{a}"].combine_first(df["{b}"])',
    'df["{n}"] = df["{a}"].add(df["{b}"])',
    'df["{n}"] = df["{a}"].shift(1).fillna(df["{b}"])',
    'df["{n}"] = df["{a}"].copy()',
    'df["{n}"] = df.iloc[:, {i}]',
    'df["{n}"] = df.loc[:, "{a}"]',
    'df["{n}"] = df.get("{a}")',
    'df["{n}"] = df.apply(lambda row: row["{a}"] + row["{b}"], axis=1)',
    'df["{n}"] = df.apply(both, axis=1)',
    'df["{n}"] = df[["{a}", "{b}"]].sum(axis=1)',
    'df["{n}"] = df[["{a}", "{b}"]].apply(lambda row: row.iloc[0] + row.iloc[1], axis=1)',
    'df["{n}"] = df["member"].map(dict(zip(df["member"], df["{a}"])))',
    'df["{n}"] = df["member"].map(df.set_index("member")["{a}"])',
    'df["{n}"] = df.groupby("member")["{a}"].transform("max")',
    'df["{n}"] = pd.Series(df["{a}"].tolist())',
    'df["{n}"] = df.pop("{a}")',
    'df.loc[:, "{n}"] = df["{a}"]',
    'df.loc[df["hours"] == df["hours"], "{n}"] = df["{a}"]',
    'df.insert(0, "{n}", df["{a}"])',
    'df = df.assign({n}=df["{a}"])',
    'df = df.assign({n}=lambda table: table["{a}"] + table["{b}"])',
    'df = df.assign(**{{"{n}": df["{a}"]}})',
    'df = df.join(df[["{a}"]].rename(columns={{"{a}": "{n}"}}))',
    'df = df.merge(df[["member", "{a}"]].rename(columns={{"{a}": "{n}"}}), on="member")',
    'df = pd.merge(df, df[["member", "{a}"]].rename(columns={{"{a}": "{n}"}}), left_on="member", right_on="member")',
    'df = pd.concat([df, df["{a}"].rename("{n}")], axis=1)',
    'df = pd.concat([df, df[["{a}"]].add_suffix("_{n}")], axis=1)',
    'df["{a}"] = df["{b}"]',
    'df["{a}"], df["{n}"] = df["{b}"], df["{a}"]',
    'df[["{a}", "{n}"]] = df[["{b}", "{a}"]]',
    # another choice or order of columns
    'df = df[["member", "{a}", "hours", "bank"]]',
    'df = df[[c for c in df.columns if c != "{a}"]]',
    "df = df[df.columns[::-1]]",
    'df = df.drop(columns=["{a}"])',
    'df = df.drop("{a}", axis=1)',
    'df.drop(columns="{a}", inplace=True)',
    'del df["{a}"]',
    'df = df.filter(items=["member", "{a}", "{b}", "hours", "bank"])',
    'df = df.rename(columns={{"{a}": "{n}"}})',
    'df.rename(columns={{"{a}": "{n}"}}, inplace=True)',
    'df.columns = ["c_" + c if c == "{a}" else c for c in df.columns]',
    'df = df.reindex(columns=["member", "{a}", "hours", "bank"])',
    "df = df.iloc[:, ::-1]",
    # other rows
    "df = df.copy()",
    "df = df.head(3).reset_index(drop=True)",
    'df = df[df["hours"] == df["hours"]]',
    'df = df.loc[df["hours"] == df["hours"]]',
    'df = df.sort_values("member").reset_index(drop=True)',
    "df = df.sample(frac=1, random_state=1).reset_index(drop=True)",
    'df = pd.concat([df, df], ignore_index=True).drop_duplicates("member")',
    'df = df.set_index("member").reset_index()',
    "df = df.astype(object)",
    # out of the table and in again
    'df = pd.DataFrame(df.to_dict("records"))',
    'df = pd.DataFrame(df.to_dict("list"))',
    "df = pd.DataFrame(df.values, columns=df.columns)",
    "df = pd.DataFrame({{c: df[c] for c in df.columns}})",
    "df = pd.DataFrame([dict(row) for _, row in df.iterrows()])",
    "df = pd.DataFrame([row._asdict() for row in df.itertuples(index=False)])",
    'df = pd.DataFrame([{{**row[["member", "hours", "bank"]], "{n}": row["{a}"]}} for _, row in df.iterrows()])',
    'df = pd.DataFrame([{{"member": row.member, "{n}": row.{a}, "hours": row.hours, "bank": row.bank}} for row in df.itertuples()])',
    'df = df.melt(id_vars=["member", "hours", "bank"], value_vars=["{a}", "{b}"], value_name="{n}")',
    'df = df.groupby("member", as_index=False).agg({{"{a}": "max", "hours": "max", "bank": "max"}})',
    'df = df.groupby("member", as_index=False).first()',
)
HELPERS = """
def plus(value, more=1):
    return value + more


def both(row):
    total = row["{0}"]
    return total + row["hours"]
"""


@dataclass(frozen=True, slots=True)
class FrameProgram:
    """Steps on the table `df`, one a line, and a column of which the helpers make use."""

    steps: tuple[str, ...]
    helper: str

    @property
    def text(self) -> str:
        head = "import numpy as np\nimport pandas as pd\n"
        return "\n".join([head, HELPERS.format(self.helper), START, *self.steps, ""])


class Traced:
    """A number that knows the columns it was made of."""

    def __init__(self, number: int, origins: frozenset[str]) -> None:
        self.number, self.origins = number, origins

    def _with(self, other: object, number: int) -> Traced:
        return Traced(number, self.origins | (other.origins if isinstance(other, Traced) else frozenset()))

    def __add__(self, other: object) -> Traced:
        return self._with(other, self.number + _number(other))

    __radd__ = __add__

    def __mul__(self, other: object) -> Traced:
        return self._with(other, self.number * _number(other))

    __rmul__ = __mul__

    def __neg__(self) -> Traced:
        return Traced(-self.number, self.origins)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Traced) and self.number == other.number

    def __lt__(self, other: object) -> bool:
        return self.number < _number(other)

    def __gt__(self, other: object) -> bool:
        return self.number > _number(other)

    def __le__(self, other: object) -> bool:
        return self.number <= _number(other)

    def __ge__(self, other: object) -> bool:
        return self.number >= _number(other)

    def __hash__(self) -> int:
        return hash(self.number)


@dataclass(slots=True)
class Observed:
    """What a run showed: the columns of the table at the end, each with those its cells were made of."""

    columns: dict[str, frozenset[str]] = field(default_factory=dict)


def programs(seed: int, number: int) -> Iterator[FrameProgram]:
    """Each step alone, then so many programs of two to four steps; the same for the same seed."""
    choice = random.Random(seed)
    for step in STEPS:
        yield _program(choice, [step])
    for _ in range(number):
        yield _program(choice, choice.choices(STEPS, k=choice.randint(2, 4)))


def runs(text: str, names: dict[str, Any]) -> bool:
    """Runs a program, which leaves what it binds in `names`; whether its steps fit together."""
    try:
        with warnings.catch_warnings():
            # What a newer pandas would rather have written otherwise is written so all the same.
            warnings.simplefilter("ignore")
            exec(compile(text, "<program>", "exec"), names)
    except (KeyError, AttributeError, TypeError, ValueError, IndexError):
        return False
    return True


def observe(program: FrameProgram) -> Observed | None:
    """The columns at the end of a run; None where the steps do not fit together (a column is gone that a later one reads)."""
    pd = import_module("pandas")

    def read_csv(name: str) -> Any:
        return pd.DataFrame({c: [Traced(10 * i + r, frozenset({c})) for r in range(ROWS)] for i, c in enumerate(COLUMNS)}, dtype=object)

    text = program.text.replace('pd.read_csv("people.csv")', 'read_csv("people.csv")')
    names: dict[str, Any] = {"read_csv": read_csv}
    if not runs(text, names):
        return None
    table = names["df"]
    if len(set(map(str, table.columns))) != len(table.columns):
        return None
    cells = {str(c): [v for v in table[c] if isinstance(v, Traced)] for c in table.columns}
    return Observed({name: frozenset().union(*(v.origins for v in values)) for name, values in cells.items()})


def header() -> str:
    return ",".join(COLUMNS) + "\n"


def _program(choice: random.Random, steps: list[str]) -> FrameProgram:
    filled = []
    for place, step in enumerate(steps):
        a, b = choice.sample([c for c, told in COLUMNS.items() if told], 2)
        filled.append(step.format(a=a, b=b, n=NUMBERED.format(place), i=choice.randrange(1, 5)))
    return FrameProgram(tuple(filled), choice.choice([c for c, told in COLUMNS.items() if told]))


def _number(value: object) -> int:
    return value.number if isinstance(value, Traced) else int(value)  # type: ignore[call-overload]
