#!/bin/sh
# Names and links of the articles whose errors nobody has read: unread.sh DUIZHAO, from the root of the repository.
# The second seven of the third gold and the last six of the sixth.
set -eu
duizhao=$1
golds=training/links
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp -r "$golds/third-gold/two" "$work/third"
for set in sixth:6; do
    gold=${set%:*}
    mkdir -p "$work/$gold/corpus" "$work/$gold/gold"
    for file in $(find "$golds/$gold-gold/gold" -name '*.json' | LC_ALL=C sort | tail -n "${set#*:}"); do
        id=$(basename "$file" .json)
        cp "$file" "$work/$gold/gold/"
        cp "$golds/$gold-gold/corpus/$id".* "$work/$gold/corpus/"
    done
done
for gold in third sixth; do
    "$duizhao" build "$work/$gold/corpus" -o "$work/$gold/output" >/dev/null 2>&1
    echo "== $gold"
    "$duizhao" eval "$work/$gold/gold" "$work/$gold/output" | grep -E '^(mentions|PER ORG LOC|links across)'
done
