"""The notebook front-end: the code cells of a notebook as one Python source whose lines know where they stand."""

from adversescan.frontends.notebook.read_notebook import read_notebook

__all__ = ["read_notebook"]
