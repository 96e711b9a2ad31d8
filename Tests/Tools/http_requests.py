"""Sends HTTP requests exactly as they are given, and prints the answers.

usage: http_requests.py PORT [--tls]

Reads an object of JSON a line, with `method`, `target`, `headers` and `source`, the address to send from. Prints an
object a line: `status`, `headers` (pairs, names in lower case), `body` (base64, unchunked), `text` (unpacked) and
`isWhole`.
"""

import base64
import gzip
import json
import socket
import ssl
import sys


def exchange(port, request, tls):
    """Sends one request on a connection of its own and returns everything that came back."""
    headers = {"Host": "w.example.kz", "Connection": "close", **request["headers"]}
    lines = [f"{request['method']} {request['target']} HTTP/1.1"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    with socket.create_connection(("127.0.0.1", port), timeout=20, source_address=(request["source"], 0)) as plain:
        connection = plain
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            connection = context.wrap_socket(plain, server_hostname=headers["Host"])
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
        received = b""
        while chunk := connection.recv(65536):
            received += chunk
    return received


def unchunked(data):
    """Returns the body without its chunks' lengths, and whether the last chunk came."""
    body = b""
    while data:
        length, _, data = data.partition(b"\r\n")
        size = int(length.split(b";")[0], 16)
        if size == 0:
            return body, True
        body, data = body + data[:size], data[size + 2:]
    return body, False


def parse(method, received):
    head, separator, body = received.partition(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    status = int(lines[0].split(" ")[1])
    headers = [[part.strip() for part in line.split(":", 1)] for line in lines[1:]]
    headers = [[name.lower(), value] for name, value in headers]
    named = dict(headers)
    is_whole = bool(separator)
    if method != "HEAD" and "chunked" in named.get("transfer-encoding", ""):
        body, is_whole = unchunked(body)
    elif method != "HEAD" and status not in (204, 304):
        is_whole = is_whole and int(named.get("content-length", len(body))) == len(body)
    is_packed = named.get("content-encoding") == "gzip" and body
    text = (gzip.decompress(body) if is_packed else body).decode("utf-8", "replace")
    body = base64.b64encode(body).decode()
    return {"status": status, "headers": headers, "body": body, "text": text, "isWhole": is_whole}


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    for line in sys.stdin.read().splitlines():
        request = json.loads(line)
        received = exchange(int(sys.argv[1]), request, tls="--tls" in sys.argv)
        print(json.dumps(parse(request["method"], received)))


if __name__ == "__main__":
    main()
