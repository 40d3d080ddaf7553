"""Forms of pages, read as the names of what they send."""

from __future__ import annotations

import pytest

from adversescan.frontends.form_fields import Form, read_forms


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ('<form><input name="age"><select name=sex></select><textarea name="why"></textarea></form>', (Form("", ("age", "sex", "why")),)),
        ('<form action="/credit/score?x=1"><input name="a"></form>', (Form("score", ("a",)),)),
        ("""<form action="{{ url_for('desk.score', id=3) }}"><input name="a"></form>""", (Form("score", ("a",)),)),
        ("""<form action="{% url 'desk:score' pk=3 %}"><input name="a"></form>""", (Form("score", ("a",)),)),
        ('<form><input type="radio" name="a"><input type="radio" name="a"><input type="submit" name="go"></form>', (Form("", ("a",)),)),
        ('<form><input name="{{ field.name }}"><input name="a"></form>', (Form("", ("a",)),)),
        ('<input name="outside"><form><p>nothing to fill in</p></form>', ()),
        ('<form><input name="a"></form><form action="b"><input name="c"></form>', (Form("", ("a",)), Form("b", ("c",)))),
        ('<form><input name="a"><![x[', (Form("", ("a",)),)),
        ("", ()),
    ],
)
def test_forms_send_what_they_name(text: str, forms: tuple[Form, ...]) -> None:
    """Fields count once and in their order, buttons and what a template fills in do not."""
    assert read_forms(text) == forms
