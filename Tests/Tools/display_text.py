"""Cleans texts for display as a page shows them: written from the rules, not from the program.

usage: display_text.py      (a JSON text a line on standard input)

Prints {"line": …, "paragraph": …} for each: what is left of the text in a field of one line, and in a note.

The rules: control characters, bidi controls, invisible characters, tags and noncharacters go; tabs and line breaks
become spaces, or line feeds in a note; joiners stay between emoji and in the scripts that need them; a combining mark
needs a letter before it, and has at most seven others with it; then NFC, no space at either end, and 100 characters, or
1000 in a note, without cutting one that a reader sees as a whole.
"""

import json
import re
import sys
import unicodedata

LINE_BREAKS = re.compile("\r\n|[\n\v\f\r\x85\u2028\u2029]")
JOINERS = "\u200c\u200d"
# Format characters that are seen: they stand around or under numbers of their scripts.
VISIBLE_FORMATS = re.compile("[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001343f]")
# Invisible, though of other categories: fillers, the grapheme joiner, Khmer inherent vowels, the object replacement.
INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180e\u3164\uffa0\ufff0-\ufffc\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]")
CURSIVE_OR_INDIC = re.compile("[\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdcf\ufe70-\ufefc]")
EMOJI = re.compile("[\u00a9\u00ae\u203c-\u3299\ufe0f\U0001f000-\U0001faff]")
LENGTHS = {"line": 100, "paragraph": 1000}


def is_mark(character):
    return unicodedata.category(character).startswith("M")


def is_space(character):
    return character.isspace() or character == "\u2800"


def is_dropped(character):
    if character == "\n" or VISIBLE_FORMATS.match(character) or character in JOINERS:
        return False
    is_noncharacter = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
    return unicodedata.category(character) in ("Cc", "Cf") or is_noncharacter or bool(INVISIBLE.match(character))


def without_stray_marks(text):
    kept, marks = [], 0
    for character in text:
        if character not in JOINERS:
            if is_mark(character):
                marks += 1
                before = next((item for item in reversed(kept) if item not in JOINERS), " ")
                if marks > 8 or is_space(before):
                    continue
            else:
                marks = 0
        kept.append(character)
    return "".join(kept)


def without_stray_joiners(text):
    text = re.sub(f"([{JOINERS}])[{JOINERS}]+", r"\1", text)
    kept = []
    for index, character in enumerate(text):
        if character in JOINERS:
            before, after = text[index - 1:index], text[index + 1:index + 2]
            is_virama = bool(after) and unicodedata.combining(after) == 9
            in_script = CURSIVE_OR_INDIC.match(before) and (CURSIVE_OR_INDIC.match(after) or is_virama)
            if not in_script and not (EMOJI.match(before) and EMOJI.match(after)):
                continue
        kept.append(character)
    return "".join(kept)


def stripped(text):
    ends = {character for character in text if is_space(character)} | set(JOINERS)
    return text.strip("".join(ends))


def shortened(text, length):
    if len(text) <= length:
        return text
    end = length
    while end > 0:
        after, before = text[end], text[end - 1]
        is_inside = is_mark(after) or after in JOINERS or before == "\u200d" or "\U0001f3fb" <= after <= "\U0001f3ff"
        if not is_inside:
            break
        end -= 1
    return stripped(text[:end or length])


def clean(text, kind):
    text = LINE_BREAKS.sub("\n" if kind == "paragraph" else " ", text).replace("\t", " ")
    text = "".join(character for character in text if not is_dropped(character))
    previous = None
    while text != previous:
        previous = text
        text = unicodedata.normalize("NFC", without_stray_joiners(without_stray_marks(text)))
    return shortened(stripped(text), LENGTHS[kind])


def main():
    for line in sys.stdin:
        print(json.dumps({kind: clean(json.loads(line), kind) for kind in LENGTHS}, ensure_ascii=False))


if __name__ == "__main__":
    main()
