"""The user's settings: what a scan is told, by `.adversescan.yaml`, by `[tool.adversescan]` of pyproject.toml, or by the caller."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from adversescan.errors import InvalidFiles, Mistake
from adversescan.findings.finding import Level
from adversescan.knowledge.decode import decode_record
from adversescan.knowledge.toml_file import read_toml_table
from adversescan.knowledge.yaml_file import Mapping, read_yaml
from adversescan.record import dataclass
from adversescan.sources.file import LARGEST

SETTINGS = ".adversescan.yaml"
PROJECT = "pyproject.toml"
TABLE = "tool.adversescan"
PROFILE = "default"


@dataclass(frozen=True, slots=True)
class Options:
    """All that a scan can be told. What is left alone is as the shipped rules have it."""

    profile: str = PROFILE
    fail_on: Level = Level.WARNING
    """The command line exits with 1 for findings at or above it; the scan itself reports all."""
    exclude: tuple[str, ...] = ()
    """Patterns as in .gitignore: what they match is left out."""
    exclude_in: Path | None = None
    """The folder these patterns are relative to; by default the base."""
    internal: tuple[str, ...] = ()
    """Hosts, domains and buckets that are the project's own: what goes there is no sharing."""
    rules: Path | None = None
    """A folder of rules instead of the shipped one."""
    base: Path | None = None
    """What the paths of locations are relative to; by default the folder that holds all that is scanned."""
    cache: Path | None = None
    """The folder in which facts are kept; without one they are not."""
    jobs: int = 0
    """Processes that read; 0 is as many as there are processors."""
    largest: int = LARGEST
    """Bytes of a file; a larger one is a problem and not read."""
    as_of: date | None = None
    """The day for which the law is told, if it is not the present one."""
    today: date | None = None
    """The day on which waivers are judged, if it is not the present one."""


def read_options(folder: Path) -> Options:
    """The settings that hold in a folder: of the nearest settings in it or above it, up to the folder of the repository.

    Raises InvalidFiles with every unknown key and wrong value.
    """
    for place in (folder, *folder.parents):
        yaml, toml = _settings_file(place / SETTINGS), read_toml_table(place / PROJECT, TABLE)
        if yaml and toml:
            raise InvalidFiles([Mistake(toml.file, toml.line, TABLE, f"{yaml.file} holds settings too; keep one of them")])
        if tree := yaml or toml:
            return _options(tree, place)
        if (place / ".git").exists():
            break
    return Options()


def _settings_file(path: Path) -> Mapping | None:
    return read_yaml(path, str(path)) if path.is_file() else None


@dataclass(frozen=True, slots=True)
class _Settings:
    """The keys of a settings file."""

    profile: str = PROFILE
    fail_on: Level = Level.WARNING
    exclude: tuple[str, ...] = ()
    internal: tuple[str, ...] = ()
    rules: str = ""
    largest: int = LARGEST


def _options(tree: Mapping, place: Path) -> Options:
    settings = decode_record(tree, _Settings)
    return Options(
        profile=settings.profile,
        fail_on=settings.fail_on,
        exclude=settings.exclude,
        exclude_in=place,
        internal=settings.internal,
        rules=place / settings.rules if settings.rules else None,
        largest=settings.largest,
    )
