#!/bin/sh
# Makes data/names/tables/names.bin and data/taggers/tables/{chinese,english}.bin: make_models.sh DATA WORK, from the root of the repository.
# DATA is the folder with the gold and the news, WORK gets about 1 GB; PYTHON names an interpreter with requirements.txt.
# The labels of readers and of the teacher (training/readers, training/teacher) are in the repository, the texts that they are about come from
# packages (training/texts); training/written has sentences with their labels.
# A second run on the same kind of processor writes the same bytes.
set -eu
here=$(dirname "$0")
data=$1
work=$2
: "${PYTHON:=python3}"
tables=data/taggers/tables
labels=training/teacher/labels
readers=training/readers/labels
# One thread: the order of sums is then always the same.
export OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1
# TRAINING names a built duizhao-training; without it cargo builds and runs one.
training() { if [ -n "${TRAINING-}" ]; then "$TRAINING" "$@"; else cargo run --release --quiet -p duizhao-training -- "$@"; fi; }

mkdir -p "$work"
training/texts/collect.sh "$data" "$work"
"$PYTHON" "$here/word_lists.py" "$work"
"$PYTHON" "$here/forms.py" "$work"
training pack-names --lists "$work" --data "$data" --output data/names/tables/names.bin

# export-tagger hides a quarter of the listed names (EXPERIMENTS.md).
make_model() { # SIDE NAME EPOCHS
    side=$1
    name=$2
    epochs=$3
    training export-tagger --side "$side" --data "$data" --labels "$labels/news.tsv.gz" --labels "$labels/texts.tsv.gz" \
        --read "$readers/news.tsv.gz" --read "$readers/texts.tsv.gz" --written training/written --encyclopedia training/written/encyclopedia \
        --without training/links/dev-gold.tsv --without training/links/second-gold.tsv \
        --texts "$work/texts" --output "$work/$name.examples"
    set --
    for fold in 0 1 2 3 4 -1; do
        "$PYTHON" "$here/network.py" "$work/$name.examples" "data/lexicon/tables/$name.vectors" "$work/$name.$fold.network" \
            --external "$work/$name-forms.npz" --epochs "$epochs" --fold "$fold"
        [ "$fold" = -1 ] || set -- "$@" --held-out "$work/$name.$fold.network"
    done
    # No bonus for mentions: the English gold held out has its best F1 with 1, news labelled by readers with none (EXPERIMENTS.md).
    training pack-tagger --side "$side" --data "$data" "$@" --bonus 0 --network "$work/$name.-1.network" \
        --output "$tables/$name.bin"
}
# Both languages at once.
make_model zh chinese 4 &
chinese=$!
make_model en english 6
wait "$chinese"
