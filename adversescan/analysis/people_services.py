"""Services that tell something of people from their names or faces, or keep their faces, wherever they run."""

from __future__ import annotations

from adversescan.analysis.effects_people import infer_from
from adversescan.analysis.face_vectors import encoded, merge_facts, put_among
from adversescan.analysis.held_records import held_by
from adversescan.analysis.labels import Facts, join
from adversescan.analysis.library_calls import Site
from adversescan.analysis.run import Run
from adversescan.analysis.values import Value
from adversescan.knowledge.concepts import ConceptKind
from adversescan.knowledge.hosts import HostKind, HostMatch

_KEY = "service"


def asked_service(run: Run, address: list[Value], site: Site, payload: list[Value] | None = None) -> Facts | None:
    """The facts of the answer of a service that infers or recognises; None where the address is none of one."""
    for value in address:
        for text in value.texts():
            match = run.book.hosts.kind_of(text)
            if match is not None and (match.attributes or match.enrols):
                return _answer(run, match, [*(payload or []), *site.arguments.all(), value], site)
    return None


def _answer(run: Run, match: HostMatch, given: list[Value], site: Site) -> Facts:
    """What the service is asked for is inferred; a face it is given becomes what people are recognised by."""
    if match.kind is not HostKind.FACE_SERVICE:
        return infer_from(run, given, match.attributes, _KEY, site.line, {})
    facts = encoded(run, given, _KEY, site.line)
    if match.enrols:
        put_among(run, [merge_facts(given, facts)], [])
    asked = _asked(run, match, given)
    return join(facts, infer_from(run, given, asked, _KEY, site.line, {}, bodily=True)) if asked else facts


def _asked(run: Run, match: HostMatch, given: list[Value]) -> tuple[str, ...]:
    """The attributes a call asks for: all the service tells, unless it must be told which."""
    if not match.asked_by:
        return match.attributes
    wanted = [r.fields[name] for v in given for r in held_by(v) for name in match.asked_by if name in r.fields]
    wanted += [v for v in given if any(f"{name}=" in t for t in v.texts() for name in match.asked_by)]
    if not wanted:
        return ()
    read = {c.id for v in wanted for t in v.texts() for c in run.book.vocabulary.read_text(t) if c.kind is ConceptKind.ATTRIBUTE}
    return tuple(a for a in match.attributes if a in read) or match.attributes
