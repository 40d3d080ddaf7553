"""The Python front-end: one source as a program. It knows syntax and nothing else, and never raises on bad input."""

from __future__ import annotations

import ast
import warnings

from adversescan.frontends.python.statements import read_body
from adversescan.graph.program import Program
from adversescan.sources.problem import Problem, ProblemKind
from adversescan.sources.source import Source


def read_program(source: Source) -> Program | Problem:
    """The program of a Python source, or the Problem that says why it cannot be read."""
    try:
        with warnings.catch_warnings():
            # Invalid escapes in the code being read are its authors' matter.
            warnings.simplefilter("ignore")
            tree = ast.parse(source.text)
        return Program(source.path, read_body(tree.body, ""), ast.get_docstring(tree) or "")
    except SyntaxError as error:
        return Problem(source.locate(error.lineno or 1), ProblemKind.SYNTAX, f"not readable as Python: {error.msg}")
    except ValueError as error:
        return Problem(source.locate(1), ProblemKind.SYNTAX, f"not readable as Python: {error}")
    except (RecursionError, MemoryError):
        return Problem(source.locate(1), ProblemKind.TOO_DEEP, "nested too deeply to be read")
