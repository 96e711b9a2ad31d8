"""Holds the requests of a manifest against the providers' own client libraries.

usage: check_requests.py CLIENTS MANIFEST.ndjson

CLIENTS is the folder of the libraries. Each request is made twice against a server of our own: once as the manifest
describes it, and once by the library, told only what the lead is to get. What arrives must be the same, field by field.
Requests of WAHA, Bird and Wazzup must be their published models, E-mail is read by Python's parser, and short messages
are divided by a library. Prints every difference, then how many requests of each channel were held against what; exits
with 1 when there is a difference.
"""

import asyncio
import base64
import collections
import http.server
import json
import re
import sys
import threading
import types
import urllib.parse
import urllib.request
import warnings

from message_checks import mail_problems, short_message_problems, smsc_problems
from published_models import model_checks

SECRETS = {"token": "123456:AAE-token", "login": "AC0123:s3cret", "access_key": "live_key", "apikey": "k1",
           "api_key": "k2"}
FILL = {"phone_number_id": "10987", "account_sid": "AC0123", "from": "whatsapp:+77010000000", "instance_id": "inst",
        "flow_id": "flow", "channel_id": "b4c5", "region": "eu1", "instance": "shop", "session": "default",
        "chat_id": 4242, "id_instance": "7700000001",
        "base_url": "https://7700.api.greenapi.com"}
ANSWERS = [
    (r"/messages$", 200, {"messages": [{"id": "wamid.1"}]}),
    (r"/waInstance", 200, {"idMessage": "3EB0"}),
    (r"/service/Message/", 200, {"code": 0, "data": {"campaignId": "1", "messageId": "2", "status": 1}}),
    (r"/sys/send\.php", 200, {"id": 1, "cnt": 1}),
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


def green_api(server, line, request):
    class Absent(types.ModuleType):
        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            return object

    # What the library imports for calls that wait on nothing is not asked for here.
    for name in ("aiohttp", "aiofiles"):
        sys.modules.setdefault(name, Absent(name))
    from whatsapp_api_client_python import API

    client = API.GreenApi(FILL["id_instance"], SECRETS["token"], host=server.origin, raise_errors=True)
    chat = line["recipient"]["e164"][1:] + "@c.us"
    if request["variant"] == "text":
        return client.sending.sendMessage(chat, line["message"]["text"], linkPreview=True)
    url, caption = url_of(request, "ogg", "jpg", "pdf"), None
    name = url.rsplit("/", 1)[1][:8] + ".ogg"
    if request["variant"] == "image":
        caption = CAPTIONS[0] if "caption" in request["body"] else None
        name = (caption or url.rsplit("/", 1)[1][:8]) + ".jpg"
    if request["variant"] == "document":
        name = TITLE + ".pdf"
    return client.sending.sendFileByUrl(chat, url, name, caption=caption)


def mobizon(server, line, request):
    import mobizon_client

    client = mobizon_client.MobizonClient(server.origin, SECRETS["api_key"])
    client.send_message(line["recipient"]["e164"][1:], line["message"]["text"], "Shop")


CLIENTS = {"telegram": telegram, "whatsapp-cloud": whatsapp_cloud, "360dialog": whatsapp_cloud, "twilio": twilio,
           "messagebird": messagebird, "green-api": green_api, "mobizon": mobizon}


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
    if channel == "360dialog":
        # The messages are Meta's; address and key are those of 360dialog's own page.
        theirs["path"] = "/messages"
        del theirs["headers"]["Authorization"]
        if {name.lower(): value for name, value in ours["headers"].items()}.get("d360-api-key") != SECRETS["api_key"]:
            yield "the key is another"
    if channel == "mobizon":
        # The same pairs in another order.
        for seen in (ours, theirs):
            parts = urllib.parse.urlsplit(seen["path"])
            seen["path"] = parts.path, sorted(urllib.parse.parse_qsl(parts.query))
    for name in ("method", "path"):
        if ours[name] != theirs[name]:
            yield f"{name}: {ours[name]}, and the library has {theirs[name]}"
    if ours["headers"].get("Authorization") != theirs["headers"].get("Authorization"):
        yield "Authorization is another"
    mine, other = contents(ours), contents(theirs)
    if channel == "messagebird":
        other["from"] = other.pop("channelId")
    if channel in ("whatsapp-cloud", "360dialog") and "template" in mine:
        # Meta's pages write these words in small letters and the index as text; it takes the library's form too.
        for component in other["template"]["components"]:
            component["type"] = component["type"].lower()
            if "sub_type" in component:
                component["sub_type"] = component["sub_type"].lower()
                component["index"] = str(component["index"])
    for name in sorted(set(mine) | set(other)):
        if name not in mine or name not in other or not same(mine[name], other[name]):
            yield f"{name}: {mine.get(name)!r}, and the library has {other.get(name)!r}"


def main():
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    sys.path.insert(0, sys.argv[1])
    warnings.simplefilter("ignore")
    server, counts, problems = Server(), collections.Counter(), []
    models = model_checks(sys.argv[1])
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
            elif channel in models:
                found = models[channel](line, request)
            elif channel == "smsc":
                found = smsc_problems(line, request)
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
