"""A webhook's message, received over HTTP and verified by the lines that docs/partners.md gives.

The signature is checked by the Python package `cryptography`, with the key as our API prints it and
as the webhook's JSON Web Key Set says it.
"""

import base64
import http.client
import http.server
import json
import queue
import re
import subprocess
import threading

import host

DOCUMENT = host.__file__.replace("conformance/host.py", "docs/partners.md")


def documented():
    """`verify` of docs/partners.md."""
    with open(DOCUMENT, encoding="utf-8") as text:
        block = re.search(r"```python\n(.*?)```", text.read(), re.S).group(1)
    scope = {}
    exec(compile(block, DOCUMENT, "exec"), scope)  # noqa: S102: our own documentation
    return scope["verify"]


class Receiver(http.server.BaseHTTPRequestHandler):
    got = None

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.got.put(({name.lower(): value for name, value in self.headers.items()}, body))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


class Client:
    """What a partner's program does."""

    def __init__(self, port, key):
        self.port, self.headers = port, {"Authorization": f"Bearer {key}"}

    def ask(self, method, path, body=None):
        asked = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {**self.headers, "Content-Type": "application/json"}
        asked.request(method, path, json.dumps(body) if body else None, headers)
        answer = asked.getresponse()
        said = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{method} {path}: {answer.status} {said.decode()}")
        return json.loads(said) if said else None


def refuses(verify, *given):
    try:
        verify(*given)
    except Exception as error:
        return type(error).__name__
    return None


def check(table, program, place):
    """With a service of its own in the folder `place`."""
    name = "webhook signature, by cryptography"
    verify, got, port = documented(), queue.Queue(), host.free_port()
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), type("Receiver", (Receiver,), {"got": got})
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    subprocess.run(
        [program, "demo", "--no-serve", "--port", str(port), "--folder", place],
        check=True, stdout=subprocess.DEVNULL,
    )
    configuration = place / "sceau.toml"
    with configuration.open("a") as more:
        more.write("\n[partners]\nloopback_webhooks = true\n")
    run = [program, "--config", configuration, "--json"]
    subprocess.run(
        [*run, "clients", "add", "partner", "--scope", "webhooks", "--operator", "conformance"],
        check=True, stdout=subprocess.DEVNULL,
    )
    made = subprocess.run(
        [*run, "clients", "key", "issue", "partner", "--operator", "conformance"],
        check=True, stdout=subprocess.PIPE,
    )
    service = subprocess.Popen(
        [program, "--config", configuration, "serve"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    try:
        host.wait_for(port)
        client = Client(port, json.loads(made.stdout)["key"])
        hook = client.ask(
            "POST", "/api/v1/webhooks", {"url": f"http://127.0.0.1:{server.server_port}/hooks"}
        )
        client.ask("POST", f"/api/v1/webhooks/{hook['id']}/ping")
        headers, body = got.get(timeout=60)
        keys = [key["public_key"] if isinstance(key, dict) else key for key in hook["public_keys"]]
        published = client.ask("GET", f"/.well-known/webhooks/{hook['id']}")["keys"]
    finally:
        service.terminate()
        service.wait(60)
        server.shutdown()
    table.expect(name, "a ping", refuses(verify, keys[0], headers, body) is None, "verified")
    raw = base64.urlsafe_b64decode(published[0]["x"] + "=")
    same = f"whpk_{base64.b64encode(raw).decode()}" == keys[0]
    table.expect(name, "the published key", same, "is the one that the API tells")
    for what, changed in {
        "a changed body": (headers, body.replace(b"ping", b"pong")),
        "another id": ({**headers, "webhook-id": "msg_0"}, body),
        "an old time": ({**headers, "webhook-timestamp": "1"}, body),
    }.items():
        said = refuses(verify, keys[0], *changed)
        table.expect(name, what, said is not None, "refused")
    other = "whpk_" + base64.b64encode(bytes(31) + b"\x01").decode()
    table.expect(name, "another key", refuses(verify, other, headers, body), "refused")
