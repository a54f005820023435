#!/bin/sh
# Trains the teacher and labels the news: make_labels.sh DATA WORK. PYTHON names the interpreter.
set -eu
here=$(dirname "$0")
data=$1
work=$2
: "${PYTHON:=python3}"
export OMP_NUM_THREADS=2 OMP_WAIT_POLICY=PASSIVE
step() { "$PYTHON" -W ignore "$here/$@"; }

texts="people.zh lee.en wiki.en web.en"

"$here/../texts/collect.sh" "$data" "$work"
step prepare.py "$data" "$work" dev-zh dev-en train-zh silver news english $texts
readers="--data $data --read $here/../readers/labels/news.tsv.gz --read $here/../readers/labels/texts.tsv.gz"
golds="--without $here/../links/dev-gold.tsv --without $here/../links/second-gold.tsv"
for half in 0 1; do
    step train.py "$work" half$half --half $half --seed $((half + 1)) --layers 4 --threads 1 $readers $golds
done
step label.py "$work" "$work/silver" silver news english $texts --teachers half0,half1 $readers
mkdir -p "$here/labels"
step write_labels.py "$data" "$work" "$work/silver" "$here/labels/news.tsv.gz" silver news
step write_labels.py "$data" "$work" "$work/silver" "$here/labels/texts.tsv.gz" $texts english
