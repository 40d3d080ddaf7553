"""One Python source as an outline: a pure function of its text. It knows syntax and nothing else, and never raises on bad input."""

from __future__ import annotations

import ast
import warnings

from adversescan.frontends.python import outline_expressions as _expressions  # noqa: F401 - registers the readers of expressions
from adversescan.frontends.python.outline_definitions import outline_module
from adversescan.frontends.python.outline_names import finish
from adversescan.frontends.python.outline_state import State
from adversescan.frontends.python.outline_statements import outline_body
from adversescan.graph.outline import Outline
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Source


def outline(source: Source) -> Outline | Problem:
    """The outline of a Python source, or the Problem that says why it cannot be read."""
    try:
        with warnings.catch_warnings():
            # Invalid escapes in the code being read are its authors' matter.
            warnings.simplefilter("ignore")
            tree = ast.parse(source.text)
        return outline_tree(tree)
    except SyntaxError as error:
        return Problem(source.locate(error.lineno or 1), ProblemKind.SYNTAX, f"not readable as Python: {error.msg}")
    except ValueError as error:
        return Problem(source.locate(1), ProblemKind.SYNTAX, f"not readable as Python: {error}")
    except (RecursionError, MemoryError):
        return Problem(source.locate(1), ProblemKind.TOO_DEEP, "nested too deeply to be read")


def outline_tree(tree: ast.Module) -> Outline:
    """The outline of a parsed module, for readers that had to salvage it. May raise RecursionError."""
    state = State()
    outline_module(state, tree, outline_body)
    return finish(state)
