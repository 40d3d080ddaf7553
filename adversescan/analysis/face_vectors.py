"""Vectors of faces: where a picture becomes one, and where one is put among those people are recognised by."""

from __future__ import annotations

from adversescan.analysis.acts import add_to_index, binding_frame, payload_facts
from adversescan.analysis.held_facts import deep_facts
from adversescan.analysis.held_records import held_by
from adversescan.analysis.labels import Facts, Label, Witness, collected, explicit, join, pass_stage, start
from adversescan.analysis.library_calls import Site, typed_result, wrapped
from adversescan.analysis.run import Run
from adversescan.analysis.stores import held_in_files
from adversescan.analysis.values import Value
from adversescan.analysis.write_members import add_element
from adversescan.knowledge.library import CallModel
from adversescan.knowledge.stages import Origin, Stage

FACE = frozenset({"face"})


def encode(run: Run, model: CallModel, site: Site) -> Value:
    """A picture of a face becomes what the person is recognised by."""
    values = site.select(model.data) or site.everything()
    return typed_result(run, model, site, encoded(run, values, model.path, site.line))


def encoded(run: Run, values: list[Value], key: str, line: int) -> Facts:
    """The facts of the vector; what was collected and holds faces is about people."""
    # Files may be named instead of pictures.
    held = held_in_files(run, [text for v in values for text in v.texts()], line)
    facts = explicit(join(*(deep_facts(v) for v in [*values, *held])))
    event = run.event(Stage.IDENTIFY, line, key)
    event.traits |= FACE
    run.faces_seen = True
    for origin in collected(facts):
        origin.evidence.add("face")
    return join(pass_stage(facts, event), start(Label(Origin.IDENTITY, "face"), event))


def put_into_index(run: Run, model: CallModel, site: Site) -> Value:
    """Something is put among what is searched by likeness; a library may make the vector of a face itself."""
    payload = site.select(model.data) or site.arguments.all()
    if model.biometric:
        payload = [merge_facts(payload, encoded(run, payload, model.path, site.line))]
    put_among(run, payload, [])
    for target in site.select(model.mutates):
        for record in target.records():
            for value in payload:
                add_element(run, record, value)
            run.gathered[record] = (run.frame, site.line, run.governing())
    return wrapped(run, model, site, payload)


def merge_facts(payload: list[Value], facts: Facts) -> Value:
    """The payload as one value that has been through the making of vectors."""
    from adversescan.analysis.merge_values import merge

    return merge(*payload).with_facts(facts)


def gather(run: Run, receiver: Value, value: Value, line: int) -> None:
    """A vector is added to a list or dict: if that is kept, this is where it was put into the index."""
    if run.faces_seen and any(_is_vector(label, w) for label, w in deep_facts(value, 40).items()):
        for record in receiver.records():
            run.gathered[record] = (run.frame, line, run.governing())


def put_among(run: Run, payload: list[Value], selectors: list[Value], *, gathered: bool = False) -> None:
    """Records that vectors of faces are kept; where they were gathered one by one before, that is the place."""
    if not run.faces_seen:
        return
    facts = payload_facts(payload)
    held = explicit(join(*(deep_facts(v) for v in payload)))
    vectors = {label: w for label, w in held.items() if _is_vector(label, w)}
    if not vectors:
        return
    places = [run.gathered[r] for v in payload for r in held_by(v) if r in run.gathered] if gathered else []
    for frame, line, governing in places or [(*binding_frame(run, selectors), run.governing())]:
        add_to_index(run, payload, vectors, facts, governing, (frame, line))


def _is_vector(label: Label, witness: Witness) -> bool:
    """Whether the last time the person was identified a vector was made, rather than two compared."""
    if Stage.IDENTIFY not in label.passed:
        return False
    last = next(e for e in reversed(witness.events()) if e.stage is Stage.IDENTIFY)
    return last.traits >= FACE
