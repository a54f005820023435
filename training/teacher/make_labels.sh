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
step prepare.py "$data" "$work" dev-zh dev-en train-zh silver news $texts
step train.py "$work" first --plan 700,150,0 --seed 1
step label.py "$work" "$work/silver" silver news $texts --teachers first
mkdir -p "$here/labels"
step write_labels.py "$data" "$work" "$work/silver" "$here/labels/news.tsv.gz" silver news
step write_labels.py "$data" "$work" "$work/silver" "$here/labels/texts.tsv.gz" $texts
