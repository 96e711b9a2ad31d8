"""Holds the requests of a manifest against the providers' own client libraries.

usage: check_requests.py CLIENTS MANIFEST.ndjson

CLIENTS is the folder of the libraries. Each request is made twice against a server of our own: once as the manifest
describes it, and once by the library, told only what the lead is to get. What arrives must be the same, field by field.
WAHA's and Bird's requests must be their published models, E-mail is read by Python's parser, and short messages are divided by a
library. Prints every difference, then how many
requests of each channel were held against what; exits with 1 when there is a difference.
"""

import ast
import asyncio
import base64
import collections
import email
import email.policy
import http.server
import json
import re
import sys
import threading
import urllib.parse
import urllib.request
import warnings

SECRETS = {"token": "123456:AAE-token", "login": "AC0123:s3cret", "access_key": "live_key", "apikey": "k1",
           "api_key": "k2"}
FILL = {"phone_number_id": "10987", "account_sid": "AC0123", "from": "whatsapp:+77010000000", "instance_id": "inst",
        "flow_id": "flow", "channel_id": "b4c5", "region": "eu1", "instance": "shop", "session": "default",
        "chat_id": 4242}
ANSWERS = [
    (r"/bot.*/sendMediaGroup", 200, {"ok": True, "result": []}),
    (r"/bot", 200, {"ok": True, "result": {"message_id": 1, "date": 0, "chat": {"id": 1, "type": "private"}}}),
    (r"/v\d+\.\d+/", 200, {"messaging_product": "whatsapp", "contacts": [{"input": "7", "wa_id": "7"}],
                          "messages": [{"id": "wamid.1"}]}),
    (r"/2010-04-01/", 201, {"sid": "SM1"}),
    (r"", 200, {"id": "1"}),
]


class Server(http.server.ThreadingHTTPServer):
    """Takes every request, remembers the last, and answers as the provider would."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.last = None
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def origin(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(http.server.BaseHTTPRequestHandler):
    def take(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.last = {"method": self.command, "path": self.path, "headers": dict(self.headers.items()),
                            "body": body}
        status, answer = next(rest for pattern, *rest in ANSWERS if re.match(pattern, self.path))
        text = json.dumps(answer).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = take

    def log_message(self, *_):
        pass


# MARK: The manifest's way


def make(server, request):
    """Makes a request as the manifest describes it."""
    url, query, headers = request["url"], [], dict(request["headers"])
    body = json.loads(json.dumps(request["body"]))
    for blank, value in [(blank, SECRETS[blank["name"]]) for blank in request["secrets"]] + [
            (blank, FILL[blank["name"]]) for blank in request["fill"]]:
        if blank["where"] == "query":
            query.append((blank["key"], value))
        elif blank["where"] == "bearer":
            headers["Authorization"] = "Bearer " + value
        elif blank["where"] == "basic":
            headers["Authorization"] = "Basic " + base64.b64encode(value.encode()).decode()
        elif blank["where"] == "header":
            headers[blank["key"]] = blank.get("prefix", "") + value
        elif blank["where"] == "path":
            url = url.replace("{" + blank["name"] + "}", value)
        elif isinstance(body, list):
            body.append([blank["key"], value])
        else:
            *way, last = blank["key"].split(".")
            place = body
            for step in way:
                place = place[int(step) if isinstance(place, list) else step]
            place[last] = value
    query += map(tuple, request["query"])
    data = None
    if request["body_encoding"] == "json":
        data = json.dumps(body, ensure_ascii=False).encode()
    elif request["body_encoding"] == "form":
        data = urllib.parse.urlencode(list(map(tuple, body))).encode()
    parts = urllib.parse.urlsplit(url)
    address = server.origin + parts.path + ("?" + urllib.parse.urlencode(query) if query else "")
    call = urllib.request.Request(address, data=data, headers=headers, method=request["method"])
    with urllib.request.urlopen(call) as response:
        answer = json.load(response)
        found = answer
        for step in request["ok"]["json"].split("."):
            found = found[int(step) if isinstance(found, list) else step]
        status = response.status
    assert status in request["ok"].get("status", [status]), "the provider's own answer is no success"
    assert found == request["ok"].get("equals", found) and found is not None, "the provider's own answer is no success"
    return server.last


# MARK: The libraries' way


def url_of(request, *names):
    """The address of a medium, which a library cannot know of."""
    text = json.dumps(request["body"])
    return re.search(r"https://[^\"]+/a/[0-9a-f]{32}\.(?:%s)" % "|".join(names), text).group()


def telegram(server, line, request):
    import telegram

    # A lead who has not started the bot has no chat yet; the CRM learns it when the bot is started.
    chat = int(line["recipient"]["address"]) if line["recipient"] else FILL["chat_id"]
    bot = telegram.Bot(SECRETS["token"], base_url=server.origin + "/bot")
    method = request["url"].rsplit("/", 1)[1]
    photos = json.loads(json.dumps(request["body"])).get("media", [])
    calls = {
        "sendMessage": lambda: bot.send_message(
            chat, line["message"]["text"],
            link_preview_options=telegram.LinkPreviewOptions(
                is_disabled=False, url=line["url"], prefer_large_media=True, show_above_text=False),
            reply_markup=telegram.InlineKeyboardMarkup(
                [[telegram.InlineKeyboardButton("Открыть", url=line["url"])]])),
        "sendVoice": lambda: bot.send_voice(chat, url_of(request, "ogg"), duration=17),
        "sendPhoto": lambda: bot.send_photo(chat, url_of(request, "jpg"), caption=CAPTIONS[0]),
        "sendMediaGroup": lambda: bot.send_media_group(
            chat, [telegram.InputMediaPhoto(photo["media"], caption=caption)
                   for photo, caption in zip(photos, CAPTIONS, strict=True)]),
        "sendDocument": lambda: bot.send_document(chat, url_of(request, "pdf"), caption=TITLE),
    }

    async def call():
        async with bot.request:
            await calls[method]()

    asyncio.run(call())


CAPTIONS = ["Фасад", None]
TITLE = "Каталог & цены"


def whatsapp_cloud(server, line, request):
    import httpx
    import pywa
    import pywa.types
    from pywa.types import templates

    class Local(httpx.HTTPTransport):
        def handle_request(self, asked):
            asked.url = httpx.URL(server.origin + asked.url.raw_path.decode())
            return super().handle_request(asked)

    client = pywa.WhatsApp(phone_id=FILL["phone_number_id"], token=SECRETS["token"], api_version=26.0,
                           session=httpx.Client(transport=Local()))
    to, text, key = line["recipient"]["e164"], line["message"]["text"], request["dedup_key"]
    words = text[: text.rindex("\n")]
    if request["variant"] == "text":
        client.send_message(to, text, preview_url=True, tracker=key)
    elif request["variant"] == "cta":
        client.send_message(to, words, buttons=pywa.types.URLButton(title="Открыть", url=line["url"]), tracker=key)
    elif request["variant"] == "template":
        client.send_template(
            to, "welcome_page", templates.TemplateLanguage.RUSSIAN,
            [templates.BodyText.params("Айгүл"), templates.URLButton.params(url_variable=line["code"], index=0)],
            tracker=key)
    elif request["variant"] == "audio":
        client.send_voice(to, url_of(request, "ogg"), tracker=key)
    elif request["variant"] == "image":
        caption = CAPTIONS[0] if CAPTIONS[0] in json.dumps(request["body"], ensure_ascii=False) else None
        client.send_image(to, url_of(request, "jpg"), caption=caption, tracker=key)
    else:
        client.send_document(to, url_of(request, "pdf"), filename=TITLE + ".pdf", caption=TITLE, tracker=key)


def twilio(server, line, request):
    from twilio.http.http_client import TwilioHttpClient
    from twilio.rest import Client

    class Local(TwilioHttpClient):
        def request(self, method, url, *rest, **more):
            return super().request(method, url.replace("https://api.twilio.com", server.origin), *rest, **more)

    account, secret = SECRETS["login"].split(":")
    client = Client(account, secret, http_client=Local())
    to = "whatsapp:" + line["recipient"]["e164"]
    if request["variant"] == "text":
        more = {"body": line["message"]["text"]}
    elif request["variant"] == "template":
        more = {"content_sid": "HX0123456789abcdef0123456789abcdef",
                "content_variables": json.dumps({"1": "Айгүл", "2": line["code"]}, ensure_ascii=False,
                                                separators=(",", ":"))}
    else:
        more = {"media_url": [url_of(request, "ogg", "jpg", "pdf")]}
        if CAPTIONS[0] in json.dumps(request["body"], ensure_ascii=False):
            more["body"] = CAPTIONS[0]
    client.messages.create(to=to, from_=FILL["from"], **more)


def messagebird(server, line, request):
    import messagebird.client

    # The library's only way to begin a conversation is /conversations/start, which takes channelId where /send, the
    # later route, takes from; content and headers are the same.
    messagebird.client.CONVERSATION_API_ROOT = server.origin + "/v1/"
    body = request["body"]
    types = messagebird.conversation_message
    kinds = {"text": types.MESSAGE_TYPE_TEXT, "audio": types.MESSAGE_TYPE_AUDIO, "image": types.MESSAGE_TYPE_IMAGE,
             "document": types.MESSAGE_TYPE_FILE, "template": types.MESSAGE_TYPE_HSM}
    kind = kinds[request["variant"]]
    contents = {
        "text": lambda: {"text": line["message"]["text"]},
        "audio": lambda: {"audio": {"url": url_of(request, "ogg")}},
        "image": lambda: {"image": {"url": url_of(request, "jpg")}
                          | ({"caption": CAPTIONS[0]} if "caption" in body["content"]["image"] else {})},
        "document": lambda: {"file": {"url": url_of(request, "pdf"), "caption": TITLE}},
        "template": lambda: {"hsm": {
            "namespace": "shop_ns", "templateName": "welcome_page",
            "language": {"policy": "deterministic", "code": "ru"},
            "params": [{"default": "Айгүл"}, {"default": line["code"]}]}},
    }
    messagebird.Client(SECRETS["access_key"]).conversation_start(
        {"to": line["recipient"]["e164"], "channelId": FILL["channel_id"], "type": kind,
         "content": contents[request["variant"]]()})


CLIENTS = {"telegram": telegram, "whatsapp-cloud": whatsapp_cloud, "twilio": twilio, "messagebird": messagebird}


def contents(seen):
    """The body as names and values, whatever it was encoded as."""
    if "json" in seen["headers"].get("Content-Type", ""):
        return json.loads(seen["body"])
    pairs = urllib.parse.parse_qsl(seen["body"].decode(), keep_blank_values=True, strict_parsing=True)
    assert len(dict(pairs)) == len(pairs), "a name stands twice"
    return dict(pairs)


def same(ours, theirs):
    """Whether two values are one; a form has numbers and objects as their JSON."""
    if isinstance(theirs, str) and not isinstance(ours, str):
        return ours == json.loads(theirs)
    return ours == theirs


def differences(channel, ours, theirs):
    if channel == "messagebird":
        theirs["path"] = theirs["path"].replace("/conversations/start", "/send")
    for name in ("method", "path"):
        if ours[name] != theirs[name]:
            yield f"{name}: {ours[name]}, and the library has {theirs[name]}"
    if ours["headers"].get("Authorization") != theirs["headers"].get("Authorization"):
        yield "Authorization is another"
    mine, other = contents(ours), contents(theirs)
    if channel == "messagebird":
        other["from"] = other.pop("channelId")
    if channel == "whatsapp-cloud" and "template" in mine:
        # Meta's pages write these words in small letters and the index as text; it takes the library's form too.
        for component in other["template"]["components"]:
            component["type"] = component["type"].lower()
            if "sub_type" in component:
                component["sub_type"] = component["sub_type"].lower()
                component["index"] = str(component["index"])
    for name in sorted(set(mine) | set(other)):
        if name not in mine or name not in other or not same(mine[name], other[name]):
            yield f"{name}: {mine.get(name)!r}, and the library has {other.get(name)!r}"


# MARK: Models

WAHA = {"text": ("sendText", "MessageTextRequest", None), "audio": ("sendVoice", "MessageVoiceRequest", "VoiceRemoteFile"),
        "image": ("sendImage", "MessageImageRequest", "RemoteFile"),
        "document": ("sendFile", "MessageFileRequest", "RemoteFile")}


def read_models(path):
    """The models that were generated of a provider's own description: for each, its members and which are required."""
    with open(path, encoding="utf-8") as file:
        tree = ast.parse(file.read())
    models = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            fields = [item for item in node.body if isinstance(item, ast.AnnAssign)]
            models[node.name] = {field.target.id.rstrip("_"): is_required(field.value) for field in fields}
    return models


def is_required(value):
    """A field without a value must be given, or one whose value is `Field(...)` with three dots."""
    if isinstance(value, ast.Call):
        value = value.args[0]
    return value is None or (isinstance(value, ast.Constant) and value.value is Ellipsis)


def misfits(models, name, value):
    for member in set(value) - set(models[name]):
        yield f"{name} has no {member}"
    for member, required in models[name].items():
        if required and member not in value:
            yield f"{name} needs {member}"


def waha_problems(models, line, request):
    verb, name, file = WAHA[request["variant"]]
    if request["url"] != "{base_url}/api/" + verb:
        yield "the address is another"
    body = request["body"] | {blank["key"]: "" for blank in request["fill"] if blank["where"] == "body"}
    for model, value in [(name, body)] + ([(file, body["file"])] if file else []):
        yield from misfits(models, model, value)
    if body["chatId"] != line["recipient"]["e164"][1:] + "@c.us":
        yield "the chat is another"


BIRD = {"text": "WhatsAppTextSend", "audio": "WhatsAppAudioSend", "image": "WhatsAppImageSend",
        "document": "WhatsAppDocumentSend", "template": "WhatsAppTemplateSend"}


def bird_problems(models, line, request):
    """Bird's own library needs more than Python, so its models are read."""
    kind = request["variant"]
    if request["url"] != "https://{region}.platform.bird.com/v1/whatsapp/messages":
        yield "the address is another"
    if ["Idempotency-Key", request["dedup_key"]] not in request["headers"]:
        yield "the key is not in its header"
    body = request["body"] | {blank["key"]: FILL[blank["name"]] for blank in request["fill"] if blank["where"] == "body"}
    yield from misfits(models, "WhatsAppMessageSendRequest", body)
    if set(body) != {"to", "from", kind} or body["to"] != line["recipient"]["e164"]:
        yield "recipient, sender or content is another"
    content = body[kind]
    yield from misfits(models, BIRD[kind], content)
    for component in content.get("components", []):
        yield from misfits(models, "WhatsAppMessageTemplateComponent", component)
        for parameter in component["parameters"]:
            yield from misfits(models, "WhatsAppMessageTemplateComponentParameter", parameter)
    wanted = {
        "text": {"body": line["message"]["text"], "preview_url": True},
        "audio": {"voice": True}, "image": {}, "document": {"filename": TITLE + ".pdf", "caption": TITLE},
        "template": {"slug": "welcome_page", "language": "ru"},
    }[kind]
    if any(content.get(name) != value for name, value in wanted.items()):
        yield "the content is another"


# MARK: Mail and short messages


def mail_problems(line, request):
    text = request["body"]
    message = email.message_from_bytes(text.encode("ascii"), policy=email.policy.default)
    if message.defects or any(part.defects for part in message.walk()):
        yield "the parser finds defects"
    if any(len(row) > 78 for row in text.split("\r\n")) or "\n" in text.replace("\r\n", ""):
        yield "a line is too long, or ends wrongly"
    plain = message.get_body(("plain",)).get_content()
    html = message.get_body(("html",)).get_content()
    if plain.replace("\r\n", "\n") != line["message"]["text"] + "\n":
        yield "the text is another"
    if f'href="{line["url"]}"' not in html or message.get_content_type() != "multipart/alternative":
        yield "the HTML has no link"
    wanted = {"Subject": "Панели: цены, фото и «образцы» 📦 для Вашего дома и дачи", "To": line["recipient"]["address"],
              "From": "shop@example.kz", "MIME-Version": "1.0",
              "Message-ID": f"<{request['dedup_key']}@w.example.kz>"}
    for name, value in wanted.items():
        if str(message[name]) != value:
            yield f"{name} is {message[name]}"
    if message["Date"].datetime.isoformat() != "2026-11-23T04:00:00+00:00":
        yield f"Date is {message['Date']}"


def short_message_problems(line, request):
    import smsutil

    body, found = request["body"], smsutil.split(line["message"]["text"])
    if (body["to"], body["text"]) != (line["recipient"]["e164"], line["message"]["text"]):
        yield "number or text is another"
    names = {"gsm0338": "gsm7", "utf_16_be": "ucs2"}
    if (body["parts"], body["encoding"]) != (len(found.parts), names[found.encoding]):
        yield f"{body['parts']} parts of {body['encoding']}, and the library has {len(found.parts)} {found.encoding}"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.path.insert(0, sys.argv[1])
    warnings.simplefilter("ignore")
    server, counts, problems = Server(), collections.Counter(), []
    waha = read_models(f"{sys.argv[1]}/waha/generated/models.py")
    bird = read_models(f"{sys.argv[1]}/bird/_generated.py")
    with open(sys.argv[2], encoding="utf-8") as file:
        lines = [json.loads(text) for text in file]
    for line in lines:
        for index, request in enumerate(line["requests"]):
            channel = request["channel"]
            if channel in CLIENTS:
                ours = make(server, request)
                server.last = None
                CLIENTS[channel](server, line, request)
                found = differences(channel, ours, server.last)
            elif channel == "waha":
                found = waha_problems(waha, line, request)
            elif channel == "bird":
                found = bird_problems(bird, line, request)
            elif channel == "email":
                found = mail_problems(line, request)
            elif channel == "sms":
                found = short_message_problems(line, request)
            else:
                continue
            counts[f"{channel} {request['variant']}"] += 1
            problems += [f"{line['lead']}, request {index}: {problem}" for problem in found]
    print("\n".join(problems + [f"{name}: {count}" for name, count in sorted(counts.items())]))
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
