"""The JSON Schemas of the files of a rule book, for editors: made of the readers' types and the book's own words."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources.abc import Traversable

from adversescan.knowledge.answers import Guardrails, Refusals
from adversescan.knowledge.attribute_ids import read_attribute_ids
from adversescan.knowledge.book_file import BookFile
from adversescan.knowledge.concepts import ConceptKind
from adversescan.knowledge.discovery import Projects
from adversescan.knowledge.hosts import HostKind, HostsFile, InternalFile, Path, Service
from adversescan.knowledge.law import Checked, Jurisdiction, Provision, read_law
from adversescan.knowledge.lexicon import PARTICLES, Tier
from adversescan.knowledge.library import CallModel
from adversescan.knowledge.measures import GOVERNANCE, GovernanceWords, MeasureWords
from adversescan.knowledge.models import Family, Locality, ModelsFile
from adversescan.knowledge.profiles import VERDICTS, Profile
from adversescan.knowledge.read_libraries import LibraryForm
from adversescan.knowledge.read_rules import LEVELS, RuleForm
from adversescan.knowledge.rule import Absent, BeyondDesign, Citation, Count, EventPattern, Governs
from adversescan.knowledge.schema_of_type import ADDRESS, DAY, TEXT, Schema, list_of, mapping_to, one_of, record_schema
from adversescan.knowledge.situations import SituationWords
from adversescan.knowledge.terms import FILES, Attribute, read_terms
from adversescan.knowledge.traits import read_traits
from adversescan.knowledge.wire import WireWords
from adversescan.record import dataclass
from adversescan.sources.left_out import Reason

DRAFT = "https://json-schema.org/draft/2020-12/schema"


@dataclass(frozen=True, slots=True)
class SchemaKind:
    """A kind of file: which files of a rule book are of it, and what makes its schema."""

    name: str
    files: tuple[str, ...]
    make: Callable[[Traversable], Schema]

    def schema(self, folder: Traversable) -> Schema:
        """The schema, with the ids of the book below the folder as the words that may stand."""
        return {"$schema": DRAFT, "title": f"adversescan: {self.name}", **self.make(folder)}


def _rule(folder: Traversable) -> Schema:
    attributes, traits = one_of(read_attribute_ids(folder)), one_of(read_traits(folder))
    words = {"attributes": list_of(attributes), "not_attributes": list_of(attributes), "traits": list_of(traits)}
    event = record_schema(EventPattern, given=("name",), special=words)
    events = {**list_of(TEXT), "minItems": 2}
    names = ("flows", "same_record", "same_input", "governs", "absent", "count", "beyond_design")
    kinds = (events, events, events, *map(record_schema, (Governs, Absent, Count, BeyondDesign)))
    relation = {"type": "object", "properties": dict(zip(names, kinds, strict=True)), "additionalProperties": False}
    relation |= {"minProperties": 1, "maxProperties": 1}
    citation = record_schema(Citation, special={"provision": one_of(read_law(folder).provisions)})
    special = {
        "id": {"type": "string", "pattern": "^AP[0-9]{3}$"}, "level": one_of(LEVELS), "law": {**list_of(citation), "minItems": 1},
        "events": mapping_to({"anyOf": [event, list_of(event)]}), "where": list_of(relation),
    }  # fmt: skip
    return record_schema(RuleForm, special=special)


def _library(folder: Traversable) -> Schema:
    attributes = one_of(read_attribute_ids(folder))
    words = {"attributes": list_of(attributes), "fields": mapping_to(attributes)}
    calls = mapping_to(record_schema(CallModel, given=("path", "library"), special=words))
    special = {"documentation": {"type": "string", "pattern": "^https://"}, "calls": calls, "values": calls}
    return record_schema(LibraryForm, special=special)


def _law(_folder: Traversable) -> Schema:
    checked = record_schema(Checked, special={"on": DAY})
    provision = record_schema(Provision, given=("jurisdiction",), special={"applies_from": DAY, "url": ADDRESS, "checked": checked})
    return record_schema(Jurisdiction, special={"as_of": DAY, "provisions": list_of(provision)})


def _profile(folder: Traversable) -> Schema:
    shown = list_of(one_of(read_law(folder).jurisdictions))
    special = {"jurisdictions": shown, "levels": mapping_to(one_of(LEVELS)), "verdicts": mapping_to(one_of(VERDICTS))}
    return record_schema(Profile, given=("name",), special=special)


def _hosts(folder: Traversable) -> Schema:
    infers = {"infers": list_of(one_of(read_attribute_ids(folder)))}
    path = record_schema(Path, special=infers)
    service = record_schema(Service, special={**infers, "paths": list_of(path)})
    known = one_of(kind for kind in HostKind if kind is not HostKind.INTERNAL)
    own = record_schema(InternalFile, special={"kind": one_of([HostKind.INTERNAL])})
    return {"anyOf": [record_schema(HostsFile, special={"kind": known, "services": list_of(service)}), own]}


def _models(folder: Traversable) -> Schema:
    family = record_schema(Family, special={"infers": list_of(one_of(read_attribute_ids(folder)))})
    places = mapping_to(one_of(Locality))
    return record_schema(ModelsFile, special={"families": list_of(family), "prefixes": places, "suffixes": places})


def _attributes(_folder: Traversable) -> Schema:
    keys = {"attributes": list_of(record_schema(Attribute)), "proxies": mapping_to(TEXT)}
    return {"type": "object", "properties": keys, "required": list(keys), "additionalProperties": False}


def _vocabulary(_folder: Traversable) -> Schema:
    return mapping_to(mapping_to(TEXT), [str(kind) for kinds in FILES.values() for kind in kinds])


def _lexicon(folder: Traversable) -> Schema:
    words: Schema = {"anyOf": [TEXT, list_of(TEXT)]}
    labels = read_terms(folder).labels
    some = [str(tier) for tier in (Tier.STRONG, Tier.ALONE, Tier.BESIDE, Tier.WEAK)]
    tiers = {kind: mapping_to(words, map(str, Tier) if kind is ConceptKind.ATTRIBUTE else some) for kind in ConceptKind}
    kinds = {str(kind): mapping_to(tiers[kind], labels.get(kind, ())) for kind in ConceptKind}
    sense = mapping_to(words, ("phrases", "cues", "rescues", "patterns"))
    lists = dict.fromkeys(("respell", "endings", "false_friends", *PARTICLES), words)
    keys = {"language": TEXT, "senses": mapping_to(sense), **lists, **kinds}
    return {"type": "object", "properties": keys, "required": ["language"], "additionalProperties": False}


def _refusals(_folder: Traversable) -> Schema:
    return record_schema(Refusals, special={"phrases": mapping_to(list_of(TEXT))})


def _guardrails(_folder: Traversable) -> Schema:
    return record_schema(Guardrails, special={"instructions": list_of(TEXT), "models": list_of(TEXT)})


def _governance(_folder: Traversable) -> Schema:
    measure = record_schema(MeasureWords, special={"texts": list_of(TEXT)})
    return record_schema(GovernanceWords, special={"measures": mapping_to(measure, map(str, GOVERNANCE))})


KINDS = {
    kind.name: kind
    for kind in (
        SchemaKind("rule", ("patterns/*.yaml",), _rule),
        SchemaKind("library", ("libraries/python/*.yaml",), _library),
        SchemaKind("law", ("law/*.yaml",), _law),
        SchemaKind("profile", ("profiles/*.yaml",), _profile),
        SchemaKind("hosts", ("hosts/*.yaml",), _hosts),
        SchemaKind("models", ("models/*.yaml",), _models),
        SchemaKind("attributes", ("vocabulary/attributes.yaml",), _attributes),
        SchemaKind("vocabulary", tuple(f"vocabulary/{name}.yaml" for name in FILES), _vocabulary),
        SchemaKind("lexicon", ("lexicon/*.yaml",), _lexicon),
        SchemaKind("traits", ("traits.yaml",), lambda _: mapping_to(TEXT)),
        SchemaKind("contexts", ("contexts.yaml",), lambda _: mapping_to(list_of(TEXT))),
        SchemaKind("situations", ("situations.yaml",), lambda f: mapping_to(record_schema(SituationWords), read_traits(f))),
        SchemaKind("refusals", ("answers/refusals.yaml",), _refusals),
        SchemaKind("safeguards-off", ("answers/guardrails.yaml",), _guardrails),
        SchemaKind("governance", ("answers/governance.yaml",), _governance),
        SchemaKind("wire", ("wire/requests.yaml",), lambda _: record_schema(WireWords, special={"secrets": list_of(TEXT)})),
        SchemaKind("left-out", ("discovery/left_out.yaml",), lambda _: mapping_to(record_schema(Reason, given=("name",)))),
        SchemaKind("projects", ("discovery/projects.yaml",), lambda _: record_schema(Projects)),
        SchemaKind("book", ("book.yaml",), lambda _: record_schema(BookFile, special={"pages": ADDRESS})),
    )
}
"""By name. What a design says in which language (prose/, lexicon/tasks/) has readers of its own and no schema."""
