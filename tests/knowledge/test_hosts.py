"""What hosts and URLs are known as."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from adversescan.errors import InvalidFiles
from adversescan.knowledge.hosts import read_hosts

SHIPPED = Path(__file__).parents[2] / "rules"


@pytest.fixture(scope="module")
def hosts():
    return read_hosts(SHIPPED)


@pytest.mark.parametrize(
    ("url", "kind", "service", "strength"),
    [
        ("https://www.linkedin.com/search/results/people/", "social-network", "LinkedIn", "strong"),
        ("https://api.vk.com/method/users.get?user_ids={}", "social-network", "VK", "strong"),
        ("https://api.gotinder.com/v2", "social-network", "Tinder", "strong"),
        ("//x.com/somebody", "social-network", "X", "strong"),
        ("https://social.example/people/", "social-network", "social", "weak"),
        ("https://graph.facebook.com/v19.0/act_1/customaudiences", "ad-platform", "Meta Ads", "strong"),
        ("https://user:secret@api-js.mixpanel.com:443/track", "ad-platform", "Mixpanel", "strong"),
        ("https://eu.mixpanel.example/track", "ad-platform", "Mixpanel", "strong"),
        ("https://api.truecaller.com/v1/search", "people-search", "Truecaller", "strong"),
        ("http://apilayer.net/api/validate", "people-search", "Numverify", "strong"),
        ("https://haveibeenpwned.com/api/v3", "breach", "Have I Been Pwned", "strong"),
        ("https://api.peopledatalabs.com/v5/person/enrich", "broker", "People Data Labs", "strong"),
        ("https://api.telegram.org/bot{}/sendMessage", "chat", "Telegram", "strong"),
        ("https://pimeyes.com/en", "face-search", "PimEyes", "strong"),
        ("https://api.openai.com/v1/chat/completions", "hosted-model", "OpenAI", "strong"),
        ("raw.githubusercontent.com", "code-host", "GitHub", "strong"),
        ("https://www.census.gov/data.csv", "public-data", "US open data", "strong"),
        ("https://callerid-eu7.example/?num={}", "people-search", "callerid", "weak"),
        ("https://fastskiptrace.example/find", "people-search", "skiptrace", "weak"),
        ("http://10.0.0.7:9200/people", "internal", "10.0.0.7", "strong"),
    ],
)
def test_known_hosts(hosts, url, kind, service, strength):
    """A host is known by its domain, by a label that names the service, or weakly by a word in its name."""
    match = hosts.kind_of(url)

    assert match is not None
    assert (match.kind, match.service, match.strength) == (kind, service, strength)


@pytest.mark.parametrize(
    "url",
    ["https://notlinkedin.com", "https://x.com.evil.example", "https://jobs.example", "https://{}/users", "", "mailto:me"],
)
def test_unknown_hosts(hosts, url):
    """Nothing is said of a host that only looks like a known one, or of none."""
    match = hosts.kind_of(url)

    assert match is None or match.kind == "internal"


@pytest.mark.parametrize(
    ("url", "attributes"),
    [
        ("https://v2.namsor.com/NamSorAPIv2/api2/json/genderBatch", ("sex-gender",)),
        ("https://v2.namsor.example/NamSorAPIv2/api2/json/diasporaBatch", ("race-ethnicity", "national-origin")),
        ("https://v2.namsor.com/NamSorAPIv2/api2/json/originBatch", ("national-origin",)),
        ("https://v2.namsor.com/", ("race-ethnicity", "national-origin", "sex-gender")),
        ("https://api.genderize.io?name=kim", ("sex-gender",)),
        ("https://api.nationalize.io", ("national-origin",)),
        ("https://api.agify.io", ("age",)),
        ("https://api-us.faceplusplus.com/facepp/v3/detect", ("sex-gender", "age", "emotion", "race-ethnicity")),
        ("https://www.linkedin.com", ()),
    ],
)
def test_services_that_infer(hosts, url, attributes):
    """A service that guesses attributes says which; what its path says goes first."""
    match = hosts.kind_of(url)

    assert match is not None
    assert match.attributes == attributes


@pytest.mark.parametrize(
    ("host", "internal"),
    [
        ("localhost", True),
        ("http://localhost:11434/api/chat", True),
        ("127.0.0.1", True),
        ("[::1]:8080", True),
        ("fd12::7", True),
        ("192.168.0.4:5432", True),
        ("172.16.9.1", True),
        ("redis", True),
        ("http://archive.svc.cluster.local:8080/documents", True),
        ("https://pms.internal.hostly.example/v2", True),
        ("host.docker.internal", True),
        ("printer.home.arpa", True),
        ("db.corp", True),
        ("8.8.8.8", False),
        ("2001:4860:4860::8888", False),
        ("api.example.com", False),
        ("https://internalaffairs.example", False),
        ("{}.example", False),
        ("", False),
    ],
)
def test_internal_hosts(hosts, host, internal):
    """Own machines are loopback, private addresses, single labels and names of own networks."""
    assert hosts.is_internal(host) is internal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kind: social\n", "kind: unknown kind of host 'social'; did you mean"),
        ("kind: chat\nservices:\n  - {name: A, domain: [a.com]}\n", "services[0].domain: unknown key; did you mean 'domains'?"),
        ("kind: chat\nservices:\n  - {name: A}\n", "x.yaml:3: services.A: has neither domains nor labels"),
        ("kind: chat\nservices:\n  - {name: A, domains: [slack.com]}\n", "services.A: 'slack.com' stands twice"),
        ("kind: face-service\nservices:\n  - {name: A, labels: [a], infers: [agee]}\n", "unknown attribute 'agee'; did you mean 'age'?"),
    ],
)
def test_mistakes(tmp_path, text, expected):
    """A mistake in a file of hosts is named with its place."""
    for folder in ("hosts", "vocabulary"):
        shutil.copytree(SHIPPED / folder, tmp_path / folder)
    (tmp_path / "hosts" / "x.yaml").write_text(text)

    with pytest.raises(InvalidFiles) as raised:
        read_hosts(tmp_path)

    assert expected in str(raised.value)
