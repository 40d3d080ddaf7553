"""Clauses of rules that can never count are mistakes, and the engine gives what the check takes it to give."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from adversescan.knowledge.dead_clauses import OF_LIBRARIES
from adversescan.knowledge.stages import Origin
from adversescan.knowledge.traits import OF_ENGINE

ROOT = Path(__file__).parents[2]
ENGINE = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "adversescan" / "analysis").glob("*.py"))


@pytest.mark.parametrize(
    ("rule", "old", "new", "said"),
    [
        ("AP202", "act: {stage: profile}", "act: [{stage: profile}, {stage: profile, traits: [biometric]}]", "an alternative says nothing"),
        ("AP401", "settled_by: [", "settled_by: [access-control, ", "`absent` asks for 'access-control' already"),
        ("AP302", "traits: [biometric]", "traits: [biometric, left-handed]", "nothing gives an event the trait 'left-handed'"),
        ("AP205", "", "", "no library gives data of the origin 'survey'"),
    ],
)
def test_dead_clauses_are_mistakes(command, tmp_path: Path, rule: str, old: str, new: str, said: str) -> None:
    """What another alternative says, what is absent anyway, a trait no event has, an origin no library gives."""
    folder = Path(shutil.copytree(ROOT / "rules", tmp_path / "rules"))
    path = folder / "patterns" / f"{rule}.yaml"
    text = path.read_text(encoding="utf-8").replace(old, new, 1)
    if rule == "AP401":
        text = text.replace("  - same_input:", "  - absent: {mitigations: [access-control], event: act}\n  - same_input:")
    path.write_text(text, encoding="utf-8")
    if rule == "AP302":
        with (folder / "traits.yaml").open("a", encoding="utf-8") as traits:
            traits.write("left-handed: the person writes with the left hand\n")
    if not old:
        (folder / "libraries" / "python" / "citric.yaml").unlink()

    done = command("rules", "check", folder)

    assert done.code == 2
    assert said in done.err


def test_the_engine_gives_its_traits() -> None:
    """Each stands in the engine, which marks events with it."""
    assert [trait for trait in sorted(OF_ENGINE) if f'"{trait}"' not in ENGINE] == []


def test_the_engine_begins_all_other_origins() -> None:
    """Each that no library has to state is begun by the engine itself."""
    assert [origin.value for origin in Origin if origin not in OF_LIBRARIES and f"Origin.{origin.name}" not in ENGINE] == []
