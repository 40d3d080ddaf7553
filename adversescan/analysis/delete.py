"""Deleting names and members."""

from __future__ import annotations

from adversescan.analysis.evaluate import evaluate
from adversescan.analysis.run import Run
from adversescan.graph import program as p


def delete(run: Run, node: p.Delete) -> None:
    from adversescan.analysis.frames import is_frame, without_columns

    for target in node.targets:
        match target:
            case p.Name(id=name):
                run.frame.scope.names.pop(name, None)
            case p.Attribute(base=base, name=name):
                for record in evaluate(run, base).records():
                    if record.branch == run.branch() and record.fields.pop(name, None) is not None:
                        run.heap_version += 1
            case p.Item(base=base, key=key):
                receiver, names = evaluate(run, base), [k for k in evaluate(run, key).literals() if isinstance(k, str)]
                if is_frame(receiver):
                    without_columns(receiver, names)
                for record in receiver.records():
                    for name in names:
                        record.fields.pop(name, None)
