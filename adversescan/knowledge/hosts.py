"""What a host or URL means: a social network, a broker, an advertising platform, an own machine. Data in rules/hosts/."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import field
from enum import StrEnum
from importlib.resources.abc import Traversable
from ipaddress import ip_address

from adversescan.errors import InvalidFiles, Mistake
from adversescan.knowledge.attribute_ids import read_attribute_ids
from adversescan.knowledge.concepts import Strength
from adversescan.knowledge.decode import decode_record, known_word, nearest
from adversescan.knowledge.yaml_file import Items, Mapping, collect, read_yaml, refuse, yaml_files
from adversescan.record import dataclass


class HostKind(StrEnum):
    """What stands behind a host."""

    SOCIAL_NETWORK = "social-network"
    PEOPLE_SEARCH = "people-search"
    BROKER = "broker"
    BREACH = "breach"
    AD_PLATFORM = "ad-platform"
    CRM = "crm"
    CHAT = "chat"
    FACE_SEARCH = "face-search"
    NAME_SERVICE = "name-service"
    FACE_SERVICE = "face-service"
    HOSTED_MODEL = "hosted-model"
    CODE_HOST = "code-host"
    PUBLIC_DATA = "public-data"
    FILE_SHARING = "file-sharing"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True)
class Path:
    """Words in the path of a URL that say what a service infers, or that it adds to what people are recognised by."""

    words: tuple[str, ...]
    infers: tuple[str, ...] = ()
    enrols: bool = False


@dataclass(frozen=True, slots=True)
class Service:
    """One service: the domains it owns, the labels that name it in other domains, the attributes it infers."""

    name: str
    domains: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    infers: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()
    asked_by: tuple[str, ...] = ()
    """Names of parameters without which it infers nothing; their texts say what is asked for."""


@dataclass(frozen=True, slots=True)
class HostMatch:
    """What a host is. Weak where only a word in its name says so. `attributes` are what the call infers, if `asked_by` is given."""

    kind: HostKind
    service: str
    strength: Strength
    attributes: tuple[str, ...] = ()
    asked_by: tuple[str, ...] = ()
    enrols: bool = False


@dataclass(frozen=True, slots=True)
class HostsFile:
    kind: HostKind
    services: tuple[Service, ...] = ()
    words: tuple[str, ...] = ()
    unmistakable: tuple[str, ...] = ()
    """Words that say so even where they are written together with others."""
    examples: tuple[tuple[str, str], ...] = ()
    """Addresses, and what they are read as."""


@dataclass(frozen=True, slots=True)
class InternalFile:
    kind: HostKind
    suffixes: tuple[str, ...]
    labels: tuple[str, ...]
    hosts: tuple[str, ...] = ()
    examples: tuple[tuple[str, str], ...] = ()


@dataclass(slots=True)
class Hosts:
    """Looks hosts up; `is_internal` knows addresses and the names of own networks."""

    internal: InternalFile
    domains: dict[str, tuple[HostKind, Service]] = field(default_factory=dict)
    labels: dict[str, tuple[HostKind, Service]] = field(default_factory=dict)
    words: dict[str, HostKind] = field(default_factory=dict)
    unmistakable: dict[str, HostKind] = field(default_factory=dict)

    def kind_of(self, host_or_url: str) -> HostMatch | None:
        """What the host of a URL, or a bare host, is known as; None where nothing is known about it."""
        host = host_of(host_or_url)
        labels = host.split(".")
        for start in range(len(labels)):
            if known := self.domains.get(".".join(labels[start:])):
                return _match(*known, host_or_url)
        for label in labels[:-1]:
            if known := self.labels.get(label):
                return _match(*known, host_or_url)
        if self.is_internal(host):
            return HostMatch(HostKind.INTERNAL, host, Strength.STRONG)
        return next((HostMatch(*found, Strength.WEAK) for label in labels[:-1] for found in self._said_by(label)), None)

    def _said_by(self, label: str) -> Iterator[tuple[HostKind, str]]:
        """The kinds that words in a part of the name of a host say, each with its word."""
        yield from ((self.words[word], word) for word in _words(label) if word in self.words)
        yield from ((kind, word) for word, kind in self.unmistakable.items() if label.startswith(word) or label.endswith(word))

    def is_internal(self, host_or_url: str) -> bool:
        """Whether the host is this machine, a private address or a name of an own network."""
        host = host_of(host_or_url)
        if not host or "{" in host:
            return False
        if (address := _address(host)) is not None:
            return address
        labels = host.split(".")
        if host in self.internal.hosts or any(label in self.internal.labels for label in labels):
            return True
        return len(labels) == 1 or any(host.endswith(suffix) for suffix in self.internal.suffixes)


def read_hosts(folder: Traversable) -> Hosts:
    """The hosts of a rules folder. Raises InvalidFiles with every mistake."""
    trees = collect(lambda file: read_yaml(*file), yaml_files(folder / "hosts"))
    internal = [tree for tree in trees if _kind(tree) is HostKind.INTERNAL]
    if len(internal) != 1:
        raise InvalidFiles([Mistake(str(folder / "hosts"), 1, "kind", "exactly one file must be of the kind internal")])
    hosts = Hosts(decode_record(internal[0], InternalFile))
    attributes = read_attribute_ids(folder)
    others = [tree for tree in trees if tree is not internal[0]]
    mistakes = [mistake for tree in others for mistake in _take(tree, hosts, attributes)]
    if mistakes:
        raise InvalidFiles(mistakes)
    return hosts


_HOST = re.compile(r"^(?:[a-z][a-z0-9+.-]*://|//)?(?:[^/?#@\s]*@)?(\[[0-9a-f:.%]+\]|[^/?#:\s]*)", re.IGNORECASE)
_NOT_A_LETTER = re.compile(r"[^a-z]+")


def host_of(host_or_url: str) -> str:
    """The host in small letters, without port, user and brackets; empty where there is none."""
    text = host_or_url.strip()
    if text.count(":") > 1 and "/" not in text and "[" not in text and "@" not in text:
        return text.lower()
    found = _HOST.match(text)
    return found.group(1).strip("[]").rstrip(".").lower() if found else ""


def _match(kind: HostKind, service: Service, url: str) -> HostMatch:
    path = url.casefold()
    said = [id_ for part in service.paths if any(word in path for word in part.words) for id_ in part.infers]
    enrols = any(part.enrols and word in path for part in service.paths for word in part.words)
    infers = () if enrols else tuple(dict.fromkeys(said)) or service.infers
    return HostMatch(kind, service.name, Strength.STRONG, infers, service.asked_by, enrols)


def _words(label: str) -> Iterator[str]:
    yield label
    yield from (word for word in _NOT_A_LETTER.split(label) if word and word != label)


def _address(host: str) -> bool | None:
    """Whether the host is an address of an own network; None where it is no address."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return None
    return address.is_loopback or address.is_private or address.is_link_local or address.is_unspecified


def _kind(tree: Mapping) -> HostKind:
    if "kind" not in tree.entries:
        refuse(tree, "kind", "is missing")
    return HostKind(known_word(tree.entries["kind"], map(str, HostKind), "kind", "kind of host"))


def _take(tree: Mapping, hosts: Hosts, attributes: frozenset[str]) -> Iterator[Mistake]:
    """Enter the services of a file; yields the attributes nobody knows and the domains and labels that stand twice."""
    try:
        file = decode_record(tree, HostsFile)
    except InvalidFiles as invalid:
        yield from invalid.mistakes
        return
    nodes = tree.entries.get("services")
    for service, node in zip(file.services, nodes.items if isinstance(nodes, Items) else [], strict=True):
        key = f"services.{service.name}"
        for id_ in (*service.infers, *(id_ for path in service.paths for id_ in path.infers)):
            if id_ not in attributes:
                yield Mistake(node.file, node.line, key, f"unknown attribute {id_!r}{nearest(id_, attributes)}")
        if not service.domains and not service.labels:
            yield Mistake(node.file, node.line, key, "has neither domains nor labels")
        for names, index in ((service.domains, hosts.domains), (service.labels, hosts.labels)):
            for name in names:
                if name in index:
                    yield Mistake(node.file, node.line, key, f"{name!r} stands twice")
                index[name] = (file.kind, service)
    hosts.words.update(dict.fromkeys((*file.words, *file.unmistakable), file.kind))
    hosts.unmistakable.update(dict.fromkeys(file.unmistakable, file.kind))
