"""Small programs that choose features and train a model, run for real: other values in a column that is a feature train another model."""

from __future__ import annotations

import random
from collections.abc import Iterator
from importlib import import_module
from typing import Any

from tests.frame_programs import COLUMNS, runs

ROWS = 12
HEAD = """
import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler

df = pd.read_csv("people.csv")
y = df["hours"] > 3
Learner = LogisticRegression
"""
TRAINED = "LogisticRegression"
CHOICES = (
    'X = df[["{a}", "{b}", "bank"]]',
    'X = df.drop(columns=["{a}", "member", "hours"])',
    'X = df.drop(["{a}", "{b}", "member", "hours"], axis=1)',
    'X = df[[c for c in df.columns if c not in ("{a}", "hours", "member")]]',
    "X = df.iloc[:, {i}:{j}]",
    "X = df.iloc[:, [{i}, 6]]",
    "X = df.values[:, {i}:{j}]",
    "X = df.to_numpy()[:, {i}:]",
    'X = df.loc[:, "{a}":"bank"]',
    "X = df[df.columns[{i}:{j}]]",
    'X = np.column_stack([df["{a}"], df["bank"]])',
    'X = np.array([[row["{a}"], row["bank"]] for _, row in df.iterrows()])',
    'X = df[["{a}"]].join(df[["{b}"]])',
    'X = pd.concat([df["{a}"], df["bank"]], axis=1)',
    'X = pd.get_dummies(df[["{a}", "bank"]])',
    'X = df[["{a}", "bank"]].rename(columns={{"{a}": "one"}})',
    'X = df[["bank"]].assign(one=df["{a}"] * 2)',
    'X = df.pop("{a}").to_frame()',
    'X = df[["bank"]].copy(); X["one"] = df["{a}"] + df["{b}"]',
    'X = df.filter(items=["{a}", "bank"])',
)
CHANGES = (
    "X = X",
    "X = X.copy()",
    "X = StandardScaler().fit_transform(X)",
    "X = MinMaxScaler().fit(X).transform(X)",
    "X, X_test, y, y_test = train_test_split(X, y, test_size=0.25, random_state=1)",
    "X = pd.DataFrame(X).fillna(0)",
    "X = np.asarray(X)",
)
TRAININGS = (
    "model = LogisticRegression().fit(X, y)",
    "model = LogisticRegression(); model.fit(X, y)",
    "model = make_pipeline(StandardScaler(), LogisticRegression()); model.fit(X, y)",
    'model = Pipeline([("scale", StandardScaler()), ("model", LogisticRegression())]).fit(X, y)',
)
WHOLE = (
    'model = make_pipeline(make_column_transformer((StandardScaler(), ["{a}", "bank"])), LogisticRegression()); model.fit(df, y)',
    'model = make_pipeline(ColumnTransformer([("one", OneHotEncoder(), ["{a}"]), ("two", "passthrough", ["{b}"])]), Learner()).fit(df, y)',
)
"""Choice and training in one."""
Program = tuple[str, ...]


def model_programs(seed: int, number: int) -> Iterator[Program]:
    """Each way to choose features, then so many programs that also change and train in other ways."""
    choice = random.Random(seed)
    for step in CHOICES:
        yield _filled(choice, step, TRAININGS[0])
    for step in WHOLE:
        yield _filled(choice, step)
    for _ in range(number):
        yield _filled(choice, choice.choice(CHOICES), choice.choice(CHANGES), choice.choice(TRAININGS))


def text_of(steps: Program) -> str:
    return "\n".join([HEAD, *steps, ""])


def observe_model(steps: Program) -> frozenset[str] | None:
    """The columns that are features; None where the steps do not fit together."""
    plain = _trained_on(steps, "")
    if plain is None:
        return None
    others = {name: _trained_on(steps, name) for name in COLUMNS if name != "hours"}
    return frozenset(name for name, other in others.items() if other != plain)


def _trained_on(steps: Program, changed: str) -> bytes | None:
    """What the model is given to learn from, where other values stand in one column."""
    pd, np, base = import_module("pandas"), import_module("numpy"), import_module("sklearn.base")
    given: list[bytes] = []
    classifier, estimator = base.ClassifierMixin, base.BaseEstimator

    class Recorder(classifier, estimator):  # type: ignore[misc, valid-type]
        def fit(self, X: Any, y: Any) -> Any:  # noqa: N803  (the names scikit-learn calls it by)
            given.append(np.asarray(X, dtype=float).tobytes())
            return self

    numbers = random.Random(3)
    table = {name: [numbers.randint(1, 6) for _ in range(ROWS)] for name in COLUMNS}
    if changed:
        table[changed] = [numbers.randint(1, 6) for _ in range(ROWS)]
    names: dict[str, Any] = {"read_csv": lambda name: pd.DataFrame(table), TRAINED: Recorder}
    text = text_of(steps).replace(f"from sklearn.linear_model import {TRAINED}\n", "").replace("pd.read_csv(", "read_csv(")
    return given[-1] if runs(text, names) else None


def _filled(choice: random.Random, *steps: str) -> Program:
    a, b = choice.sample([c for c, told in COLUMNS.items() if told], 2)
    first = choice.randrange(1, 4)
    return tuple(step.format(a=a, b=b, i=first, j=first + choice.randint(1, 2)) for step in steps)
