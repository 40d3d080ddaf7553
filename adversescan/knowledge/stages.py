"""The words stages, labels and acts are made of (CONTRACT: Stages)."""

from __future__ import annotations

from enum import StrEnum


class Stage(StrEnum):
    """What happens to data about a person at one place."""

    COLLECT = "collect"
    IDENTIFY = "identify"
    INFER = "infer"
    PROFILE = "profile"
    DECIDE = "decide"
    SHARE = "share"


class Origin(StrEnum):
    """Where a fact about a person starts. The first five are acquired: got without the person."""

    SCRAPED = "scraped"
    OSINT = "osint"
    BROKER = "broker"
    BREACH = "breach"
    FACE_COLLECTION = "face-collection"
    FIRST_PARTY = "first-party"
    PUBLIC_DATASET = "public-dataset"
    SURVEY = "survey"
    RECORDED = "recorded"
    PROXY = "proxy"
    IDENTITY = "identity"
    CONDUCT = "conduct"
    """What somebody did in one context of their life; the attribute of the label names the context."""
    MODEL = "model"
    REFUSAL = "refusal"
    ANSWER = "answer"
    """What a language model, or a check of what it is asked, gave back."""
    SWITCH = "switch"
    """A setting that turns a safeguard of a model off."""
    LEXICON = "lexicon"
    """Category words held in the code itself; looked up in a person's text they infer."""

    AGREEMENT = "agreement"
    """A field that says whether the person agreed; where it chooses who is handed over, consent is on the path."""


ACQUIRED = frozenset({Origin.SCRAPED, Origin.OSINT, Origin.BROKER, Origin.BREACH, Origin.FACE_COLLECTION})

GIVEN = frozenset({Origin.FIRST_PARTY, Origin.PUBLIC_DATASET, Origin.SURVEY})
"""Data the person, or somebody who asked them, gave."""

NO_DATA = frozenset({Origin.LEXICON, Origin.CONDUCT, Origin.ANSWER, Origin.REFUSAL, Origin.SWITCH, Origin.AGREEMENT})
"""Facts about the program rather than about a person, and those that count for scores only."""


class Mitigation(StrEnum):
    """What settles an act when every label arriving there has passed it."""

    CONSENT = "consent"
    HUMAN_REVIEW = "human-review"
    NOTICE = "notice"
    APPEAL = "appeal"
    ANONYMISED = "anonymised"
    AGGREGATED = "aggregated"
    FAIRNESS_AUDIT = "fairness-audit"
    ACCESS_CONTROL = "access-control"
    USAGE_LOG = "usage-log"
    OUTPUT_REVIEW = "output-review"
