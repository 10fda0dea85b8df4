# SPDX-License-Identifier: Apache-2.0
"""Discord's webhooks on TLS: sink.py PORT CERTIFICATE KEY FILE. Each request is a line of FILE: method, path, the message's text."""
import http.server
import json
import re
import ssl
import sys

port, certificate, key, file = sys.argv[1:]


class Webhook(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def take(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        form = re.search(rb'name="payload_json"[^{]*(\{.*?\})\r\n--', body, re.DOTALL)
        message = json.loads(form[1] if form else body)
        chart = " with a picture" if b"\x89PNG" in body else ""
        with open(file, "a") as out:
            out.write(f"{self.command} {self.path} {json.dumps(message, ensure_ascii=False)}{chart}\n")
        answer = b'{"id": "1234"}'
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    do_POST = do_PATCH = take

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), Webhook)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
server.serve_forever()
