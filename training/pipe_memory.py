"""Show that `duizhao pipe` takes constant memory: feed it many articles and watch its resident set.

    python3 training/pipe_memory.py target/release/duizhao [ARTICLES]

Prints the peak resident set (VmHWM, in MiB) after 1,000, 10,000, 100,000 … articles. Needs Linux.
"""
import json
import subprocess
import sys
import threading
import time

ZH = "第{n}号水库昨夜开闸泄洪。\n下游三个村庄的居民已经撤离，县长何敏说。\n"
EN = "Reservoir {n} opened its gates last night.\nResidents of three villages downstream have left, said He Min, the county chief.\n"


def feed(pipe, articles):
    for n in range(articles):
        line = json.dumps({"id": f"a{n}", "zh": ZH.format(n=n), "en": EN.format(n=n), "n": n}, ensure_ascii=False)
        pipe.write(line.encode() + b"\n")
    pipe.close()


def peak_mebibytes(pid):
    """None once the process has ended."""
    with open(f"/proc/{pid}/status") as status:
        return next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM")), None)


def main():
    program = sys.argv[1]
    articles = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    process = subprocess.Popen([program, "pipe"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    threading.Thread(target=feed, args=(process.stdin, articles), daemon=True).start()
    started, mark, peak = time.time(), 1000, None
    for count, line in enumerate(process.stdout, 1):
        if count == 1 or count % 1000 == 0:
            peak = peak_mebibytes(process.pid) or peak
        if count == 1 or count == mark or count == articles:
            assert json.loads(line)["id"] == f"a{count - 1}", "out of order"
            print(f"{count:>9} articles  {peak:8.1f} MiB  {time.time() - started:7.1f} s", flush=True)
            mark = count * 10 if count == mark else mark
    sys.exit(process.wait())


if __name__ == "__main__":
    main()
