"""Takes Markdown, reStructuredText and plain text apart: headings, paragraphs, lists, tables, quotes, diagrams."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator

from adversescan.frontends.prose.unit import Kind, Unit, sentences

_HEADING = re.compile(r"(#{1,6})\s+(.*?)\s*#*$")
_BOLD_LEAD = re.compile(r"\s*\*\*([^*]{2,80}?)[.:：]?\*\*[.:：]?\s*")
_COLONS = ":："
_UNDERLINE = re.compile(r"([=\-~^\"'#*+])\1{2,}\s*$")
_ITEM = re.compile(r"\s*(?:[-*+•·–]|\(?\d{1,3}[.)、]|[a-z][.)])\s+")
_FENCE = re.compile(r"\s*(?:```|~~~)\s*(\w*)")
_RULE_LINE = re.compile(r"\s*\|?[\s:|+=-]+\|?\s*$")
_DIAGRAMS = ("mermaid", "plantuml", "puml", "uml")
_BARE = re.compile(r"\s*@start(?:uml|mindmap|wbs)\b")
_BARE_END = re.compile(r"\s*@end")
_DIRECTIVE = re.compile(r"\s*\.\.\s+(?:mermaid|uml|plantuml|graphviz)::")
_SAYS = re.compile(r"\s*(?::|(?:else)?if\b|switch\b|case\b|note\b|alt\b|opt\b|loop\b|state\b)")
"""Lines of a diagram that say something and join nothing: activities, conditions, notes."""
_ARROW = re.compile(r"-->|->|==>|-\.->|=>")


def read_markdown(text: str) -> Iterator[Unit]:
    """The units of a text; what stands in comments of HTML is no part of the document."""
    yield from _Reader(_without_comments(text).split("\n")).units()


def read_diagram(text: str) -> list[Unit]:
    """The units of a file that is one diagram of Mermaid or PlantUML."""
    return list(_diagram(text.split("\n"), 1, (), 0))


def _without_comments(text: str) -> str:
    return re.sub(r"<!--.*?(?:-->|\Z)", lambda match: "\n" * match[0].count("\n"), text, flags=re.DOTALL)


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.titles: list[tuple[int, str]] = []
        self.bold = ""
        self.kept = False
        """Whether the words in bold type also stand above the following paragraphs: a label with a colon does not."""
        self.lead = ""
        self.part = 0

    def units(self) -> Iterator[Unit]:
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            if fence := _FENCE.match(line):
                at = yield from self._fenced(at, fence[1].lower())
            elif _BARE.match(line) or _DIRECTIVE.match(line):
                at = yield from self._bare(at)
            elif not line.strip() or _UNDERLINE.match(line):
                self.part += 1
                at += 1
            elif self._title(at):
                yield Unit(self.titles[-1][1], at + 1, self._headings()[:-1], Kind.TITLE, self.part)
                at += 1
            elif line.lstrip().startswith("|"):
                at = yield from self._table(at)
            else:
                at = yield from self._paragraph(at)

    def _title(self, at: int) -> bool:
        """Whether the line is a heading, which is then kept."""
        line = self.lines[at]
        if heading := _HEADING.match(line):
            self._open(len(heading[1]), heading[2])
            return True
        following = self.lines[at + 1] if at + 1 < len(self.lines) else ""
        if _UNDERLINE.match(following) and len(following.strip()) >= len(line.strip()) // 2 and len(line) < 100:
            self._open(1 if following[0] == "=" else 2, line.strip())
            return True
        if (bold := _BOLD_LEAD.fullmatch(line)) and len(bold[1].split()) <= 8:
            self._open(6, bold[1])
            return True
        return False

    def _open(self, level: int, title: str) -> None:
        self.titles = [*((depth, other) for depth, other in self.titles if depth < level), (level, title)]
        self.bold = self.lead = ""
        self.part += 1

    def _headings(self) -> tuple[str, ...]:
        return (*(title for _, title in self.titles), *filter(None, (self.bold, self.lead)))

    def _fenced(self, at: int, language: str) -> Generator[Unit, None, int]:
        end = next((n for n in range(at + 1, len(self.lines)) if _FENCE.match(self.lines[n])), len(self.lines))
        if language in _DIAGRAMS:
            yield from _diagram(self.lines[at + 1 : end], at + 2, self._headings(), self.part)
        else:
            for n in range(at + 1, end):
                if self.lines[n].strip():
                    yield Unit(self.lines[n].strip(), n + 1, self._headings(), Kind.QUOTED, self.part)
        return end + 1

    def _bare(self, at: int) -> Generator[Unit, None, int]:
        """A diagram that is not fenced: up to its end mark, or as far as the directive above it is indented."""
        if _BARE.match(self.lines[at]):
            ends = (n for n in range(at + 1, len(self.lines)) if _BARE_END.match(self.lines[n]))
        else:
            ends = (n for n in range(at + 1, len(self.lines)) if self.lines[n].strip() and not self.lines[n][:1].isspace())
        end = next(ends, len(self.lines))
        yield from _diagram(self.lines[at + 1 : end], at + 2, self._headings(), self.part)
        return end + bool(_BARE.match(self.lines[at]))

    def _table(self, at: int) -> Generator[Unit, None, int]:
        end = next((n for n in range(at, len(self.lines)) if not self.lines[n].lstrip().startswith("|")), len(self.lines))
        titled = at + 1 < end and _RULE_LINE.match(self.lines[at + 1])
        columns = _cells(self.lines[at]) if titled else ()
        for n in range(at, end):
            if not _RULE_LINE.match(self.lines[n]):
                row = " | ".join(filter(None, _cells(self.lines[n])))
                yield Unit(row, n + 1, self._headings(), Kind.SENTENCE, self.part, columns if n > at else ())
        return end

    def _paragraph(self, at: int) -> Generator[Unit, None, int]:
        end = at + 1
        while end < len(self.lines) and self._goes_on(end):
            end += 1
        text = "\n".join(self.lines[at:end])
        quoted = text.lstrip().startswith(">")
        item = _ITEM.match(text)
        body = text[item.end() :] if item else text
        skipped = text[: len(text) - len(body)].count("\n")
        if quoted:
            body = re.sub(r"(?m)^\s*>\s?", "", body)
        if not item:
            self.lead = ""
            self.bold = self.bold if self.kept else ""
        if (bold := _BOLD_LEAD.match(body)) and not item:
            self.bold, self.kept = bold[1], not any(mark in bold[0] for mark in _COLONS)
        found = list(sentences(body, at + 1 + skipped, self._headings(), Kind.QUOTED if quoted else Kind.SENTENCE, self.part))
        yield from found
        if not item and body.rstrip().endswith((":", "：")) and found:
            self.lead = found[-1].text
        return end

    def _goes_on(self, at: int) -> bool:
        line = self.lines[at]
        starts = _ITEM.match(line) or _FENCE.match(line) or _HEADING.match(line) or line.lstrip().startswith("|") or _BOLD_LEAD.match(line)
        return bool(line.strip()) and not starts and not _UNDERLINE.match(line)


def _cells(line: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in line.strip().strip("|").split("|"))


def _diagram(lines: list[str], first: int, headings: tuple[str, ...], part: int) -> Iterator[Unit]:
    """The edges of a diagram with the labels of their nodes in place of the names."""
    labels: dict[str, str] = {}
    lines = [line.replace("\\n", " ") for line in lines]
    for line in lines:
        labels |= {name: label.strip("()[]{}\"' /") for name, label in re.findall(r"(\w+)\s*[\[({]+([^\])}]+)[\])}]", line)}
        labels |= {
            name: label for label, name in re.findall(r'(?:participant|actor|component|database)\s+"?([^"\n]+?)"?\s+as\s+(\w+)', line)
        }
    for n, line in enumerate(lines):
        if _ARROW.search(line):
            yield Unit(
                line.strip(), first + n, (*headings, " ".join(labels.get(word, "") for word in re.findall(r"\w+", line))), Kind.EDGE, part
            )
        elif _SAYS.match(line):
            yield Unit(line.strip(), first + n, headings, Kind.SENTENCE, part)
