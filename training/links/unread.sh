#!/bin/sh
# Names and links of the articles whose errors nobody has read, the second seven of the third gold: unread.sh DUIZHAO, from the root of
# the repository.
set -eu
duizhao=$1
gold=training/links/third-gold/two
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$duizhao" build "$gold/corpus" -o "$work/output" >/dev/null 2>&1
"$duizhao" eval "$gold/gold" "$work/output" | grep -E '^(mentions|PER ORG LOC|links across)'
