"""Places beside a finding: where a model was loaded and is asked."""

from __future__ import annotations

import json
from pathlib import Path

SETTINGS = """SAFETY = [{"category": "HARM_CATEGORY_HARASSMENT", "threshold": "BLOCK_NONE"}]
"""
CHAT = """import google.generativeai as genai
from flask import Flask, request
from settings import SAFETY

app = Flask(__name__)


@app.post("/answer")
def answer():
    name = request.form["full_name"]
    model = genai.GenerativeModel(model_name="gemini-1.5-flash", safety_settings=SAFETY)
    chat = model.start_chat(history=[])
    return chat.send_message(name).text
"""


def test_a_safeguard_that_is_off_shows_the_model_and_the_call_it_is_off_for(command):
    """The setting stands in one file; what it governs, in another, stands beside it."""
    Path("settings.py").write_text(SETTINGS, encoding="utf-8")
    Path("chat.py").write_text(CHAT, encoding="utf-8")
    report = json.loads(command("scan", ".", "--format", "json").out)
    off = [f for f in report["findings"] if f["rule"] == "AP402"]
    beside = [(s["location"]["path"], s["location"]["line"], s["text"]) for f in off for s in f["related"]]
    assert beside == [("chat.py", 11, "the model is loaded here"), ("chat.py", 13, "the model is asked here")]
