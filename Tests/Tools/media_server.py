"""Serves media over TLS on a free port, and misbehaves where a path asks for it.

usage: media_server.py ADDRESS CERTIFICATE KEY FILE

Prints the port, then a line for every connection and every request: `connection`, or `request PATH [VALIDATOR]`. Ends
with standard input.

/good        FILE with an ETag and a date, or 304 to who has it
/once        FILE, and 404 from the second time on
/spoilt      FILE, and a page of HTML from the second time on
/page.jpg    a page of HTML that calls itself a picture
/endless     a body without an end
/announced   a body whose length is announced and too large
/bomb        64 MiB of zeros, compressed to a thousandth
/cut         half of what is announced
/drip        a byte now and then
/headers     a line of the header now and then
/to?URL      a redirect to URL
/chain/N     N redirects, then FILE
"""

import gzip
import socket
import ssl
import sys
import threading
import time
import urllib.parse

PAGE = b"<!DOCTYPE html><title>Not found</title>"
TAG = b'"v-1"'
DATE = b"Mon, 05 Oct 2026 10:00:00 GMT"
BOMB = gzip.compress(bytes(64 << 20), 9)


class Server:
    def __init__(self, file):
        self.file = file
        self.seen = set()
        self.lock = threading.Lock()

    def say(self, line):
        with self.lock:
            print(line, flush=True)

    def is_first(self, path):
        with self.lock:
            first = path not in self.seen
            self.seen.add(path)
            return first

    def serve(self, connection):
        received = b""
        while b"\r\n\r\n" not in received:
            chunk = connection.recv(65536)
            if not chunk:
                return
            received += chunk
        lines = received.decode("latin-1").split("\r\n")
        path = lines[0].split(" ")[1]
        headers = dict(line.lower().split(": ", 1) for line in lines[1:] if ": " in line)
        asked = headers.get("if-none-match", "")
        self.say(f"request {path} {asked}".strip())
        self.answer(connection, path, asked)

    def answer(self, connection, path, asked):
        def send(status, body=b"", *lines, length=None):
            head = [b"HTTP/1.1 " + status, b"Connection: close", *lines]
            if length is not False:
                head.append(b"Content-Length: %d" % (len(body) if length is None else length))
            connection.sendall(b"\r\n".join(head) + b"\r\n\r\n" + body)

        validators = [b"ETag: " + TAG, b"Last-Modified: " + DATE]
        if path == "/good" and asked == TAG.decode():
            send(b"304 Not Modified", b"", *validators, length=False)
        elif path.startswith("/good") or path == "/chain/0":
            send(b"200 OK", self.file, b"Content-Type: text/html", *validators)
        elif path == "/once" or path == "/spoilt":
            if self.is_first(path):
                send(b"200 OK", self.file)
            elif path == "/once":
                send(b"404 Not Found", PAGE)
            else:
                send(b"200 OK", PAGE, b"Content-Type: image/gif")
        elif path == "/page.jpg":
            send(b"200 OK", PAGE, b"Content-Type: image/jpeg")
        elif path == "/endless":
            send(b"200 OK", b"", length=False)
            while True:
                connection.sendall(bytes(65536))
        elif path == "/announced":
            send(b"200 OK", bytes(1 << 20), length=1 << 30)
        elif path == "/bomb":
            send(b"200 OK", BOMB, b"Content-Encoding: gzip", b"Content-Type: image/gif")
        elif path == "/cut":
            send(b"200 OK", self.file[: len(self.file) // 2], length=len(self.file))
        elif path == "/drip":
            send(b"200 OK", b"", length=1 << 20)
            for byte in self.file + bytes(1 << 20):
                connection.sendall(bytes([byte]))
                time.sleep(0.1)
        elif path == "/headers":
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            for number in range(1 << 20):
                connection.sendall(b"X-%d: y\r\n" % number)
                time.sleep(0.1)
        elif path.startswith("/to?"):
            target = urllib.parse.unquote(path[4:]).encode()
            send(b"302 Found", PAGE, b"Location: " + target)
        elif path.startswith("/chain/"):
            send(b"301 Moved", b"", b"Location: /chain/%d" % (int(path[7:]) - 1))
        else:
            send(b"404 Not Found", PAGE)


def handle(server, plain, context):
    plain.settimeout(30)
    try:
        with context.wrap_socket(plain, server_side=True) as connection:
            server.serve(connection)
    except OSError:
        pass


def accept(server, listener, context):
    while True:
        plain, _ = listener.accept()
        server.say("connection")
        threading.Thread(target=handle, args=(server, plain, context), daemon=True).start()


def main():
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    address, certificate, key, file = sys.argv[1:]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with open(file, "rb") as stream:
        server = Server(stream.read())
    listener = socket.create_server((address, 0))
    server.say(listener.getsockname()[1])
    threading.Thread(target=accept, args=(server, listener, context), daemon=True).start()
    sys.stdin.read()
    # Whoever has connected by now is still to be told of.
    time.sleep(0.1)


if __name__ == "__main__":
    main()
