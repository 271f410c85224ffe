"""The service at its public address, on this machine alone: `sceau serve` behind TLS.

Commands that are run with the environment of `Host` reach https://certificats.example.org as a
reader would; curl reads from a .curlrc where that is and whom to trust.
"""

import http.client
import http.server
import socket
import ssl
import subprocess
import threading
import time

import foreign

NAME = "certificats.example.org"


class Front(http.server.BaseHTTPRequestHandler):
    """What a reverse proxy does: passes a GET on, and the answer back."""

    service = 0

    def do_GET(self):
        wanted = {name: self.headers[name] for name in self.headers if name.lower() != "connection"}
        behind = http.client.HTTPConnection("127.0.0.1", self.service, timeout=30)
        behind.request("GET", self.path, headers=wanted)
        answer = behind.getresponse()
        body = answer.read()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("connection", "transfer-encoding", "content-length"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(200):
        try:
            asked = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            asked.request("GET", "/healthz")
            if asked.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise RuntimeError("sceau serve does not answer")


class Host:
    """`with Host(program, configuration, folder) as environment:`"""

    def __init__(self, program, configuration, folder):
        self.program, self.configuration, self.folder = program, configuration, folder

    def __enter__(self):
        port = free_port()
        command = [self.program, "--config", self.configuration, "serve", "--listen"]
        self.service = subprocess.Popen(
            [*map(str, command), f"127.0.0.1:{port}"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            wait_for(port)
            self.front = self.serve(type("Front", (Front,), {"service": port}))
        except BaseException:
            self.service.kill()
            raise
        curlrc = f'connect-to = "{NAME}:443:127.0.0.1:{self.front.server_port}"\n'
        (self.folder / ".curlrc").write_text(curlrc + f'cacert = "{self.folder}/tls.pem"\n')
        return {"CURL_HOME": str(self.folder)}

    def serve(self, handler):
        made = foreign.run(
            *("openssl", "req", "-x509", "-nodes", "-newkey", "ec", "-days", "2"),
            *("-pkeyopt", "ec_paramgen_curve:P-256", "-subj", f"/CN={NAME}"),
            *("-addext", f"subjectAltName=DNS:{NAME}"),
            *("-keyout", self.folder / "tls.key", "-out", self.folder / "tls.pem"),
        )
        if made.returncode != 0:
            raise RuntimeError(made.stderr)
        front = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.folder / "tls.pem", self.folder / "tls.key")
        front.socket = context.wrap_socket(front.socket, server_side=True)
        threading.Thread(target=front.serve_forever, daemon=True).start()
        return front

    def __exit__(self, *_):
        self.front.shutdown()
        self.front.server_close()
        self.service.terminate()
        self.service.wait(timeout=30)
