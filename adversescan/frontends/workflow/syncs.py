"""Declared hand-overs: a source, the columns that go, and a destination, as reverse-ETL, Singer and replication tools state them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from adversescan.frontends.program_text import ProgramText
from adversescan.frontends.workflow.streams import keep_streams, streams_of
from adversescan.frontends.yaml_tree import Items, Keys, Node, Text, texts
from adversescan.sources.source import Language, runner

RUNNER = runner("sync")
SQL = runner(Language.SQL)
_SOURCES = ("source", "source_model", "source_name", "source_configuration_path", "model", "from", "table", "dataset", "extractor", "tap")
_DESTINATIONS = (
    "destination", "destination_name", "destination_connection", "destination_configuration_path", "target", "sink", "loader", "to",
)  # fmt: skip
_STATEMENTS = ("sql", "query", "statement")
_NAMES = ("id", "name", "slug", "label")
COLUMNS = frozenset({"mappings", "mapping", "identifiers", "columns", "fields", "field_mappings", "properties"})
_OF_SOURCE = ("from", "source", "source_field", "column", "name", "field")
_TABLE = re.compile(r"[\w$]+(?:[.-][\w$*]+)*")
_LAST = re.compile(r"[\w.-]+$")
_HOST = re.compile(r"(?:^|[_.-])(?:host|hostname|server|endpoint)$")
_SINK = re.compile(r"sink", re.IGNORECASE)
_PLACES = frozenset({"object", "type", "audience", "url", "host"})
MOST_SAID = 12


def read_sync(node: Keys, program: ProgramText) -> None:
    """Adds what a mapping states: rows kept under the name of a model, rows handed to a destination, streams of a Singer project."""
    _keep_model(node, program)
    source, destination = node.get(*_SOURCES), node.get(*_DESTINATIONS)
    _connector(node, program)
    streams = list(streams_of(node)) if source is not None and destination is not None else []
    if streams and destination is not None:
        for stream in streams:
            _send(program, node.line, stream.rows, [*_places(destination), *_said(node)])
    elif source is not None and destination is not None and (rows := _rows(node, source)):
        columns = list(dict.fromkeys(_columns(node)))
        chosen = f"{rows}[{columns!r}]" if columns else rows
        _send(program, node.line, chosen, [*_places(destination), *_said(node)])
    elif source is None and destination is None:
        keep_streams(node, program)
    plugins = node.get("plugins")
    if isinstance(plugins, Keys):
        _singer(plugins, program)


def _keep_model(node: Keys, program: ProgramText) -> None:
    statement = next((found for key in _STATEMENTS if isinstance(found := node.get(key), Text)), None)
    name = node.text(*_NAMES)
    if statement is not None and name and node.get(*_DESTINATIONS) is None:
        program.use(RUNNER)
        program.use(SQL)
        program.add(f"{RUNNER}.keep({name!r}, {SQL}.run({statement.text!r}))", statement.line)


def _rows(node: Keys, source: Node) -> str:
    """The rows a source stands for: a statement, the table or the model it names."""
    for said in [source, node]:
        if isinstance(said, Keys) and (statement := said.text(*_STATEMENTS)):
            return f"{SQL}.run({statement!r})"
    words = [found.text for found in texts(source, MOST_SAID)]
    name = next((found[0] for word in words if (found := _LAST.search(word.strip()))), "")
    return f"{RUNNER}.rows({name!r})" if name else ""


def _columns(node: Node) -> Iterator[str]:
    """The columns of the source that are mapped, wherever below the node they are listed."""
    pending = [node]
    while pending:
        match pending.pop():
            case Keys(entries=entries):
                for key, value in entries:
                    if key in COLUMNS:
                        yield from _listed(value)
                    else:
                        pending.append(value)
            case Items(items=items):
                pending.extend(items)


def _listed(node: Node) -> Iterator[str]:
    for item in node.items if isinstance(node, Items) else ():
        if isinstance(item, Keys) and (name := item.text(*_OF_SOURCE)):
            yield name
        elif isinstance(item, Text):
            yield item.text
    if isinstance(node, Keys):
        yield from (value.text if isinstance(value, Text) and _TABLE.fullmatch(value.text) else key for key, value in node.entries)


def _said(node: Keys) -> list[Text]:
    """What else is said of where it goes: the kind of object made there."""
    config = node.get("config", "settings", "options")
    return [
        v
        for n in (node, config)
        if isinstance(n, Keys)
        for k, v in n.entries
        if k in ("object", "type", "audience", "url", "host") and isinstance(v, Text)
    ]


def _send(program: ProgramText, line: int, rows: str, said: list[Text]) -> None:
    program.use(RUNNER)
    program.use(SQL)
    to = ", ".join(repr(each.text) for each in said if each.text)
    if to:
        program.add(f"{RUNNER}.send({rows}, {to})", line)


def _singer(plugins: Keys, program: ProgramText) -> None:
    """Every stream an extractor selects goes to every loader, without the columns it leaves out."""
    extractors, loaders = plugins.get("extractors"), plugins.get("loaders")
    for loader in loaders.items if isinstance(loaders, Items) else ():
        for extractor in extractors.items if isinstance(extractors, Items) else ():
            if isinstance(extractor, Keys) and isinstance(loader, Keys):
                for rows in _streams(extractor):
                    _send(program, loader.line, rows, _places(loader))


def _places(node: Node) -> list[Text]:
    """The texts of a destination, hosts as addresses."""
    found: list[Text] = []
    pending: list[tuple[str, Node]] = [("", node)]
    while pending and len(found) < MOST_SAID:
        key, here = pending.pop()
        match here:
            case Text(text=text):
                found.append(Text(f"host://{text}", here.line) if _HOST.search(key) and "://" not in text else here)
            case Items(items=items):
                pending.extend((key, item) for item in items)
            case Keys(entries=entries):
                pending.extend(entries)
    return found


def _connector(config: Keys, program: ProgramText) -> None:
    """A sink of Kafka Connect: what is in its topics goes to where it writes."""
    topics = [topic.strip() for topic in config.text("topics").split(",") if topic.strip()]
    if topics and _SINK.search(config.text("connector.class")):
        for topic in topics:
            other = Keys(tuple(entry for entry in config.entries if entry[0] != "topics"), config.line)
            _send(program, config.line, f"{RUNNER}.topic({topic!r})", _places(other))


def _streams(extractor: Keys) -> Iterator[str]:
    chosen: dict[str, list[str]] = {}
    left_out: dict[str, list[str]] = {}
    for pattern in texts(extractor.get("select")):
        table, _, column = pattern.text.lstrip("!").rpartition(".")
        (left_out if pattern.text.startswith("!") else chosen).setdefault(table.replace("-", "."), []).append(column)
    for table, columns in chosen.items():
        rows = f"{RUNNER}.rows({table!r})"
        if "*" not in columns:
            yield f"{rows}[{columns!r}]"
        elif left_out.get(table):
            yield f"{rows}.drop(columns={left_out[table]!r})"
        else:
            yield rows
