"""Holds mail and short messages of a manifest against what others make of the same texts."""

import email
import email.policy


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


def smsc_problems(line, request):
    """The parameters that smsc.kz/api/http/send names."""
    wanted = [["phones", line["recipient"]["e164"]], ["mes", line["message"]["text"]], ["charset", "utf-8"],
              ["fmt", "3"], ["sender", "Shop"]]
    if (request["method"], request["url"], request["query"]) != ("GET", "https://smsc.kz/sys/send.php", wanted):
        yield "the request is another"
    if [(secret["where"], secret["key"]) for secret in request["secrets"]] != [("query", "apikey")]:
        yield "the key stands elsewhere"
