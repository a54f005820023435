#!/bin/sh
# Names and links of the articles whose errors nobody has read, the second half of the third gold, the ninth and the tenth: unread.sh DUIZHAO,
# from the root of the repository.
set -eu
duizhao=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for gold in third-gold/two ninth-gold tenth-gold; do
    echo "$gold"
    "$duizhao" build "training/links/$gold/corpus" -o "$work/output" --force >/dev/null 2>&1
    "$duizhao" eval "training/links/$gold/gold" "$work/output" | grep -E '^(mentions|PER ORG LOC|links across)'
done
