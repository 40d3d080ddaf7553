"""What model ids and file names say."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from adversescan.errors import InvalidFiles
from adversescan.knowledge.models import Locality, ModelReading, read_models

SHIPPED = Path(__file__).parents[2] / "rules"
HOSTED, LOCAL, UNKNOWN = Locality.HOSTED, Locality.LOCAL, Locality.UNKNOWN


@pytest.fixture(scope="module")
def models():
    return read_models(SHIPPED)


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("superb/wav2vec2-base-superb-er", ModelReading(("emotion",), biometric=True)),
        ("prithivMLmods/Facial-Emotion-Detection-SigLIP2", ModelReading(("emotion",), biometric=True)),
        ("models/expecting.joblib", ModelReading(("pregnancy",), locality=LOCAL)),
        ("gender_model.h5", ModelReading(("sex-gender",), locality=LOCAL)),
        ("Emotion_x.h5", ModelReading(("emotion",), locality=LOCAL)),
        ("C:\\models\\face_age.onnx", ModelReading(("age",), biometric=True, locality=LOCAL)),
        ("age_net.caffemodel", ModelReading(("age",), locality=LOCAL)),
        ("ollama/dolphin-mistral", ModelReading(locality=LOCAL, uncensored=True, general=True)),
        ("NousResearch/Hermes-3-Llama-3.1-8B", ModelReading(locality=LOCAL, uncensored=True, general=True)),
        ("someone/Qwen2.5-7B-Instruct-abliterated", ModelReading(locality=LOCAL, uncensored=True, general=True)),
        ("gpt-4o-mini", ModelReading(locality=HOSTED, general=True)),
        ("bedrock/eu.anthropic.claude-sonnet-4-20250514-v1:0", ModelReading(locality=HOSTED, general=True)),
        ("groq/llama-3.3-70b-versatile", ModelReading(locality=HOSTED, general=True)),
        ("llama3.1:8b", ModelReading(locality=LOCAL, general=True)),
        ("models/tiny.gguf", ModelReading(locality=LOCAL)),
        ("facebook/bart-large-mnli", ModelReading()),
        ("distilbert-base-uncased-finetuned-sst-2-english", ModelReading()),
        ("model.pkl", ModelReading(locality=LOCAL)),
        ("race_condition_detector.pkl", ModelReading(locality=LOCAL)),
        ("religion/price_model.pkl", ModelReading(locality=LOCAL)),
        ("", ModelReading()),
    ],
)
def test_models(models, name, reading):
    """A model is read from its id, the words in its name, its family, and what stands before and behind the name."""
    assert models.reading_of(name) == reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("families:\n  - {words: [x], infers: [agee]}\n", "x.yaml:2: families[0]: unknown attribute 'agee'; did you mean 'age'?"),
        ("families:\n  - {infers: [age]}\n", "x.yaml:2: families[0]: has neither words nor ids"),
        ("families:\n  - {words: [llama]}\n", "x.yaml:2: families[0]: 'llama' stands twice"),
        ("suffixes: {.abc: near}\n", "suffixes..abc: unknown locality 'near'; one of hosted, local, unknown"),
        ("family: []\n", "family: unknown key; did you mean 'families'?"),
    ],
)
def test_mistakes(tmp_path, text, expected):
    """A mistake in a file of models is named with its place."""
    for folder in ("models", "vocabulary"):
        shutil.copytree(SHIPPED / folder, tmp_path / folder)
    (tmp_path / "models" / "x.yaml").write_text(text)

    with pytest.raises(InvalidFiles) as raised:
        read_models(tmp_path)

    assert expected in str(raised.value)
