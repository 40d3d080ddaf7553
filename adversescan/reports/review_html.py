"""The review of a design as one page that needs nothing else: the planned flow, with sentences and steps linked both ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from adversescan.findings.review import Review, ReviewFinding, Sentence

_STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fff}
.verdict{display:inline-block;padding:.2rem .8rem;border-radius:.3rem;color:#fff;background:#444}
.refuse{background:#a3122a}.escalate{background:#9a5b00}.conditions{background:#1f5c99}.proceed{background:#1d6b3a}
.flow{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center;padding:0;list-style:none}
.flow li{display:flex;align-items:center;gap:.5rem}
.flow a{display:block;border:1px solid #777;border-radius:.3rem;padding:.3rem .6rem;text-decoration:none;color:inherit}
.flow li+li::before{content:"\\2192"}
blockquote{border-left:.25rem solid #bbb;margin:.4rem 0;padding:.1rem .8rem}
:target{outline:3px solid #f2b705}
table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:.2rem .5rem;text-align:left;vertical-align:top}
"""


def render_review_html(reviews: Sequence[Review]) -> str:
    """The reviews on one page. All that comes from the document is text, never markup."""
    body = "\n".join(line for number, review in enumerate(reviews, start=1) for line in _review(review, f"r{number}"))
    title = escape(", ".join(review.document for review in reviews))
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Review of {title}</title>'
    policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    return f'<!DOCTYPE html>\n<html lang="en">\n<head>{head}{policy}<style>{_STYLE}</style></head>\n<body>\n{body}\n</body>\n</html>\n'


def _review(review: Review, id_: str) -> Iterator[str]:
    verdict = review.verdict.value
    yield f"<article><h1>{escape(review.document)}</h1>"
    yield f'<p><strong class="verdict {verdict}">{verdict}</strong> {escape(review.reason)}</p>'
    if review.decides:
        yield f"<p>Who decides: {escape(review.decides)}</p>"
    places = {(each.stage, each.line, each.quote): f"{id_}-{number}" for number, each in enumerate(review.stages, start=1)}
    yield from _flow(review.stages, places)
    for finding in review.findings:
        yield from _finding(finding, places)
    yield from _list("Safeguards", [f"{s.standing.value}, line {s.line}: “{s.quote}” {s.why}" for s in review.safeguards])
    yield from _list(
        "Questions to the author", [f"{q.text} (would change the verdict to {q.would_change_to.value})" for q in review.questions], "ol"
    )
    unknown = [f"line {u.line}: “{u.quote}”: {u.reason}" for u in review.unknown]
    unknown += [f"line {p.location.line}: {p.kind.value}: {p.reason}" for p in review.problems]
    yield from _list("Not understood", unknown)
    about = f"{review.language}, profile {review.profile}, adversescan {review.tool_version}"
    yield f"<p><small>{escape(about)}</small></p></article>"


def _flow(stages: Sequence[Sentence], places: dict[tuple[str, int, str], str]) -> Iterator[str]:
    """The steps as boxes, each leading to its sentence, and each sentence back to its box."""
    if not stages:
        return
    yield '<h2>The planned flow</h2><ul class="flow">'
    for each in stages:
        place = places[each.stage, each.line, each.quote]
        yield f'<li><a id="step-{place}" href="#said-{place}">{escape(each.stage)}<br><small>line {each.line}</small></a></li>'
    yield "</ul><h2>What the document says</h2>"
    for each in stages:
        place = places[each.stage, each.line, each.quote]
        said = f"line {each.line}: {escape(each.quote)}"
        yield f'<blockquote id="said-{place}"><a href="#step-{place}">{escape(each.stage)}</a>, {said}</blockquote>'


def _finding(finding: ReviewFinding, places: dict[tuple[str, int, str], str]) -> Iterator[str]:
    traits = f" ({', '.join(finding.attributes)})" if finding.attributes else ""
    yield f"<section><h2>{escape(finding.rule)}: {escape(finding.title + traits)}</h2><ul>"
    for each in finding.stages:
        place = places.get((each.stage, each.line, each.quote))
        quote = f"line {each.line}: “{escape(each.quote)}”"
        yield f"<li>{escape(each.stage)}, " + (f'<a href="#said-{place}">{quote}</a>' if place else quote) + "</li>"
    yield f"</ul><h3>Why</h3><p>{escape(finding.why)}</p>"
    yield from _list("How to proceed instead", list(finding.instead.text), "ul", "h3")
    yield f"<p>Judged again without {escape(finding.instead.removes)}: <strong>{finding.instead.verdict.value}</strong></p>"
    yield from _list("Relevant to", [f"{each.label}: {each.why}" for each in finding.law], "ul", "h3")
    yield "</section>"


def _list(heading: str, texts: Sequence[str], kind: str = "ul", level: str = "h2") -> Iterator[str]:
    if texts:
        items = "".join(f"<li>{escape(text)}</li>" for text in texts)
        yield f"<{level}>{heading}</{level}><{kind}>{items}</{kind}>"
