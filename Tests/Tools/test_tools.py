"""Counter-checks of the tools: a tool that finds nothing anywhere would pass every page.

usage: test_tools.py
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
# The folder of the schemas as the program prints them.
SCHEMAS = os.environ["SCHEMAS"]
GOOD = os.path.join(ROOT, "Tests", "Fixtures", "manifest", "good.ndjson")
PAGE = (
    '<!doctype html><html lang="ru"><head><meta charset="utf-8"><title>T</title></head><body>'
    '<p data-probe="text">%s</p><p title="%s" data-probe="attribute">x</p>'
    '<a href="https://example.kz/?a=1&amp;text=%s" data-probe="url">x</a></body></html>'
)


def run(tool, *arguments, stdin=None):
    command = [sys.executable, os.path.join(HERE, tool), *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


class Files(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(text)
        return path

    def page(self, name, *values):
        return self.write(name, PAGE % values)


class SkeletonTests(Files):
    def differences(self, text, attribute="a", url="a"):
        return run("dom_skeleton.py", self.page("benign", "a", "a", "a"), self.page("hostile", text, attribute, url))

    def test_accepts_what_is_escaped(self):
        found = self.differences("&lt;script>1&lt;/script> &amp;", "&quot; onclick=&quot;1", "%3Cb%3E%22")
        self.assertEqual((found.returncode, found.stdout), (0, ""))

    def test_notices_what_breaks_out(self):
        for values in [
            ("<script>1</script>", "a", "a"), ("<b>a", "a", "a"), ("</p><p>", "a", "a"), ("<!-- a -->", "a", "a"),
            ("a", '" onclick="1', "a"), ("a", '" style="x', "a"), ("a", "a", '"><img src="x'), ("<plaintext>", "a", "a"),
            ("<noscript><p title='</noscript><img src=x>'></noscript>", "a", "a"),
        ]:
            with self.subTest(values):
                found = self.differences(*values)
                self.assertEqual(found.returncode, 1)
                self.assertIn("hostile", found.stdout)

    def test_notices_another_scheme_or_host(self):
        benign = self.write("benign", '<!doctype html><a href="https://example.kz/a">x</a>')
        for address in ["javascript:alert(1)", "https://example.kz.evil.example/a", "//example.kz/a"]:
            with self.subTest(address):
                hostile = self.write("hostile", f'<!doctype html><a href="{address}">x</a>')
                self.assertEqual(run("dom_skeleton.py", benign, hostile).returncode, 1)

    def test_reads_many_paths_from_standard_input(self):
        paths = [self.page(f"page{number}", "a", "a", "a") for number in range(20)]
        paths.append(self.page("odd", "<i>", "a", "a"))
        found = run("dom_skeleton.py", "-", stdin="\n".join(paths))
        self.assertEqual((found.returncode, found.stdout.count("\n")), (1, 1))


class TextTests(Files):
    def test_decodes_every_context(self):
        path = self.page("page", "&lt;i&gt; &amp;amp;", "&quot;&#39; ә", "%D3%99+%26%22")
        found = run("dom_texts.py", path)
        page = json.loads(found.stdout)
        probes = {probe["name"]: probe for probe in page["probes"]}
        self.assertEqual(page["file"], path)
        self.assertEqual(probes["text"]["text"], "<i> &amp;")
        self.assertEqual(probes["attribute"]["attributes"], {"title": "\"' ә"})
        self.assertEqual(probes["url"]["query"], [["a", "1"], ["text", 'ә+&"']])
        self.assertIsNone(probes["text"]["query"])

    def test_keeps_the_order_of_many_files(self):
        paths = [self.page(f"page{number}", f"value {number}", "a", "a") for number in range(20)]
        lines = run("dom_texts.py", "-", stdin="\n".join(paths)).stdout.splitlines()
        texts = [json.loads(line)["probes"][0]["text"] for line in lines]
        self.assertEqual(texts, [f"value {number}" for number in range(20)])


class ErrorTests(Files):
    def test_accepts_a_correct_page(self):
        found = run("html_errors.py", self.page("page", "a", "a", "a"))
        self.assertEqual((found.returncode, found.stdout), (0, ""))

    def test_notices_errors(self):
        for body in ["<p>a</p></p></b>", "<p title='a' title='b'>x</p>", "<i id=a></i><i id=a></i>", "<div>"]:
            with self.subTest(body):
                path = self.write("page", f"<!doctype html><html><head><title>T</title></head><body>{body}</body></html>")
                self.assertEqual(run("html_errors.py", path).returncode, 1)


class ManifestTests(Files):
    def setUp(self):
        super().setUp()
        with open(GOOD, encoding="utf-8") as file:
            self.lines = [json.loads(line) for line in file]

    def problems(self, text=None):
        text = "".join(json.dumps(line) + "\n" for line in self.lines) if text is None else text
        schema = os.path.join(SCHEMAS, "manifest.schema.json")
        return run("validate_manifest.py", schema, self.write("manifest.ndjson", text)).stdout

    def test_accepts_good_lines(self):
        self.assertEqual(self.problems(), "")

    def test_names_line_and_place(self):
        self.lines[3]["page"]["bytes"] = "many"
        self.assertRegex(self.problems(), r"^.*manifest\.ndjson:4: page/bytes: ")

    def test_notices_disorder(self):
        self.lines[0], self.lines[1] = self.lines[1], self.lines[0]
        self.assertIn("belongs before", self.problems())

    def test_notices_a_repeated_identity(self):
        self.lines[1] = self.lines[0]
        self.assertIn("repeat the line before", self.problems())
        self.assertIn("dedup_key", self.problems())

    def test_notices_what_does_not_agree(self):
        for change in [
            lambda line: line.update(code="4h1616s4pe1nj96z0mam"),
            lambda line: line["message"].update(characters=1),
            lambda line: line["message"].update(utf16=line["message"]["characters"]),
            lambda line: line["message"].update(text="no link"),
            lambda line: line["recipient"].update(jid="77011234568@s.whatsapp.net"),
            lambda line: line["requests"][0]["query"].pop(0),
        ]:
            original = json.loads(json.dumps(self.lines[0]))
            change(self.lines[0])
            with self.subTest(self.lines[0]):
                self.assertIn("manifest.ndjson:1:", self.problems())
            self.lines[0] = original

    def test_notices_text_that_is_not_json(self):
        self.assertIn(":1:", self.problems("{\n"))
        self.assertIn("stands twice", self.problems('{"v":1,"v":1}\n'))
        self.assertIn("has no end", self.problems("{}"))


class YAMLTests(Files):
    def test_reads_settings_themes_and_front_matter(self):
        for name, good, bad in [
            ("welcome.yml", "base_url: https://w.example.kz\nmedia: {fetch: off}\n", "base_ur: https://w.example.kz\n"),
            ("theme.yml", "title: 12\nfields: {size: {required: yes}}\n", "fields: {Size: }\n"),
            ("ru.md", "---\ntitle: A\n---\nText", "---\nextends: base\n---\nText"),
        ]:
            with self.subTest(name):
                found = run("validate_yaml.py", SCHEMAS, self.write(name, good))
                self.assertEqual((found.returncode, found.stdout, found.stderr), (0, "", ""))
                self.assertEqual(run("validate_yaml.py", SCHEMAS, self.write(name, bad)).returncode, 1)


if __name__ == "__main__":
    unittest.main()
