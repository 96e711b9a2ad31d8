"""Holds requests against models that were generated of the providers' own descriptions.

The models are read and not imported, for what imports them needs more than Python.
"""

import ast

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
        named = [word.value for word in value.keywords if word.arg in ("default", "default_factory")]
        value = next(iter(value.args + named), None)
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
    body = request["body"] | {blank["key"]: "+77010000000" for blank in request["fill"] if blank["where"] == "body"}
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
        "audio": {"voice": True},
        "image": {},
        "document": {"filename": "Каталог & цены.pdf", "caption": "Каталог & цены"},
        "template": {"slug": "welcome_page", "language": "ru"},
    }[kind]
    if any(content.get(name) != value for name, value in wanted.items()):
        yield "the content is another"


def wazzup_problems(models, line, request):
    body = request["body"] | {blank["key"]: "c" for blank in request["fill"] if blank["where"] == "body"}
    yield from misfits(models, "MessageSendRequest", body)
    digits = line["recipient"]["e164"][1:]
    person = {"chatType": "max", "phone": digits} if "phone" in body else {"chatType": "whatsapp", "chatId": digits}
    is_text = request["variant"] == "text"
    content = {"text": line["message"]["text"]} if is_text else {"contentUri": body.get("contentUri")}
    wanted = person | content | {"channelId": "c", "crmMessageId": request["dedup_key"], "clearUnanswered": False}
    if body != wanted or request["url"] != "https://api.wazzup24.com/v3/message":
        yield f"address or body is another: {body}"


def model_checks(clients):
    """What holds a request of a channel against its models, by the channel."""
    kinds = {"waha": ("waha/generated/models.py", waha_problems), "bird": ("bird/_generated.py", bird_problems),
             "wazzup": ("wazzup_client/public/schemas.py", wazzup_problems)}

    def check(models, problems):
        return lambda line, request: problems(models, line, request)

    return {channel: check(read_models(f"{clients}/{path}"), problems) for channel, (path, problems) in kinds.items()}
