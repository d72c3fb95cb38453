#!/usr/bin/env bash
# Runs pachlint by the inputs of the action, and leaves its status to the last step.
set -euo pipefail

words=()
add_lines() {
  local line
  while IFS= read -r line; do
    line=${line%$'\r'}
    [ -z "${line//[[:blank:]]/}" ] || words+=("$line")
  done <<<"$1"
}

[ -z "$PACHLINT_CONFIG" ] || words+=(--config "$PACHLINT_CONFIG")
[ -z "$PACHLINT_FAIL_ON" ] || words+=(--fail-on "$PACHLINT_FAIL_ON")
add_lines "$PACHLINT_ARGS"

folder=$(mktemp -d "$PACHLINT_FOLDER/pachlint.XXXXXX")
words+=(--format "$PACHLINT_FORMAT" --output - --format json --output "$folder/report.json")
sarif=$PACHLINT_SARIF
case $sarif in
  *[[:cntrl:]]*)
    echo "::error::sarif-file must be the name of a file"
    exit 2
    ;;
esac
if [ -z "$sarif" ] && [ "$PACHLINT_UPLOAD" = true ]; then sarif=$folder/pachlint.sarif; fi
if [ -n "$sarif" ]; then
  case $sarif in /* | [A-Za-z]:*) ;; *) sarif=$PWD/$sarif ;; esac
  words+=(--format sarif --output "$sarif")
fi
words+=(--)
add_lines "$PACHLINT_PATHS"

status=0
"$PACHLINT_PROGRAM" check "${words[@]}" || status=$?

{
  printf 'exit-status=%s\n' "$status"
  if [ -f "$folder/report.json" ]; then
    "$(dirname "$PACHLINT_PROGRAM")/python" -I -c '
import json, sys
with open(sys.argv[1], encoding="utf-8") as file:
    counts = json.load(file)["summary"]
for name in ("error", "warning", "info"):
    print(f"{name}s={counts[name]}")
' "$folder/report.json"
  fi
  if [ -n "$sarif" ] && [ -f "$sarif" ]; then printf 'sarif-file=%s\n' "$sarif"; fi
} >>"$GITHUB_OUTPUT"
