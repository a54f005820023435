#!/usr/bin/env python3
"""Score the program, as a user runs it, on the development data.

    python3 training/score_program.py ../shared/bench [--program target/release/duizhao] [--traditional]

Runs `duizhao align --lines --format beads` on every text of `align-dev` and `duizhao build` on `news-dev`, and the
scorers that lie beside them on what it prints. With --traditional the Chinese is turned into Traditional
characters first (needs the package opencc-python-reimplemented); the gold of the news too.
"""
import argparse
import subprocess
import sys
import tempfile
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bench", type=Path, help="folder with align-dev, news-dev and the scorers")
    parser.add_argument("--program", type=Path, default=Path("target/release/duizhao"))
    parser.add_argument("--traditional", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        beads, news = options.bench / "align-dev", options.bench / "news-dev"
        if options.traditional:
            beads, news = traditional(beads, work / "beads"), traditional(news, work / "news")
        score_beads(options, beads, work / "predicted")
        score_news(options, news, work / "corpus")


def traditional(source, target):
    """A copy of a folder whose Chinese files, and gold with Chinese in it, are in Traditional characters."""
    from opencc import OpenCC

    convert = OpenCC("s2tw").convert
    target.mkdir()
    for path in sorted(source.iterdir()):
        text = path.read_text(encoding="utf-8")
        is_chinese = path.name.endswith((".zh", ".zh.txt", ".json"))
        (target / path.name).write_text(convert(text) if is_chinese else text, encoding="utf-8")
    return target


def score_beads(options, folder, predicted):
    predicted.mkdir()
    for gold in sorted(folder.glob("*.gold")):
        texts = [gold.with_suffix(".zh"), gold.with_suffix(".en")]
        with open(predicted / f"{gold.stem}.beads", "wb") as out:
            command = [options.program, "align", *texts, "--lines", "--format", "beads"]
            subprocess.run(command, stdout=out, check=True)
    subprocess.run([sys.executable, options.bench / "score_beads.py", folder, predicted], check=True)


def score_news(options, folder, corpus):
    # Exit code 1 says that an article failed, which the scorer counts.
    subprocess.run([options.program, "build", folder, "-o", corpus, "--quiet"], check=False)
    scorer = [sys.executable, options.bench / "score_news.py", folder, corpus / "beads.jsonl"]
    subprocess.run(scorer, check=True)


if __name__ == "__main__":
    main()
