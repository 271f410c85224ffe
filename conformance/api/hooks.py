"""What Schemathesis can't know of our API: which certificates exist, which cursors were given out,
and that nobody was born before 1000. Without it most questions would end at "not found"."""

import datetime
import json
import os
import urllib.request
import uuid

import schemathesis
from hypothesis import strategies as st

URL = os.environ["SCEAU_API_URL"]
KEY = os.environ["SCEAU_API_KEY"]


def ask(path):
    request = urllib.request.Request(URL + path, headers={"Authorization": f"Bearer {KEY}"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def tell(path, body, kind):
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": kind}
    request = urllib.request.Request(URL + path, body, headers, method="POST")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def cursor(path):
    return ask(path)["next"].split("cursor=")[1]


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    """A list as lines, anything else as one line."""
    values = value if isinstance(value, list) else [value]
    return "\n".join(json.dumps(one) for one in values).encode()


CERTIFICATES = ask("/api/v1/certificates")["items"]

schemathesis.openapi.format(
    "date",
    st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)).map(str),
)
# The only instant that a request holds is when a new key ends.
schemathesis.openapi.format(
    "date-time",
    st.datetimes(datetime.datetime(2100, 1, 1), datetime.datetime(2199, 12, 31)).map(
        lambda at: at.strftime("%Y-%m-%dT%H:%M:%SZ")
    ),
)
schemathesis.openapi.format(
    "verification-code", st.sampled_from([one["code"] for one in CERTIFICATES])
)
schemathesis.openapi.format(
    "requirement", st.sampled_from(["score ≥ 512", "level >= Independent 1", "competence 2.2 ≥ 4"])
)
schemathesis.openapi.format(
    "webhook-url", st.sampled_from(["https://platform.example/sceau", "https://8.8.8.8:8443/"])
)
schemathesis.openapi.format(
    "certificates-cursor", st.just(cursor("/api/v1/certificates?limit=1"))
)
schemathesis.openapi.format("audit-cursor", st.just(cursor("/api/v1/audit?limit=1")))
if "webhooks" in os.environ["SCEAU_API_SCOPES"]:
    with open(os.environ["SCEAU_API_RESULTS"], "rb") as file:
        RESULTS = file.read()
    BATCHES = [tell("/api/v1/batches", RESULTS, "text/csv")["id"] for _ in range(2)]
    WEBHOOK = tell(
        "/api/v1/webhooks", b'{"url": "https://platform.example/sceau"}', "application/json"
    )["id"]
    for _ in range(2):
        tell(f"/api/v1/webhooks/{WEBHOOK}/ping", b"", "application/json")
    deliveries = f"/api/v1/webhooks/{WEBHOOK}/deliveries?limit=1"
    schemathesis.openapi.format("batches-cursor", st.just(cursor("/api/v1/batches?limit=1")))
    schemathesis.openapi.format(
        "batch-rows-cursor", st.just(cursor(f"/api/v1/batches/{BATCHES[0]}/rows?limit=1"))
    )
    schemathesis.openapi.format("deliveries-cursor", st.just(cursor(deliveries)))
if "clients" in os.environ["SCEAU_API_SCOPES"]:
    schemathesis.openapi.format("clients-cursor", st.just(cursor("/api/v1/clients?limit=1")))


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Every other identifier is one of a certificate that exists."""
    if context.operation.path.startswith("/api/v1/certificates/{id}"):
        try:
            number = uuid.UUID(str(path_parameters.get("id"))).int
        except ValueError:
            return path_parameters
        if number % 2:
            path_parameters["id"] = CERTIFICATES[number % len(CERTIFICATES)]["id"]
    return path_parameters
