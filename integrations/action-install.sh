#!/usr/bin/env bash
# Installs the checkout of the action into an environment of its own.
set -euo pipefail

python=${PACHLINT_PYTHON:-python3}
if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "::error::pachlint needs Python 3.11 or newer: run actions/setup-python before it, or name one by the input python"
  exit 1
fi
folder=$(mktemp -d "$PACHLINT_FOLDER/pachlint.XXXXXX")
"$python" -m venv "$folder/venv"
if [ -x "$folder/venv/Scripts/python.exe" ]; then bin=$folder/venv/Scripts; else bin=$folder/venv/bin; fi
"$bin/python" -m pip install --quiet --disable-pip-version-check "$PACHLINT_SOURCE"
printf 'program=%s\n' "$bin/pachlint" >>"$GITHUB_OUTPUT"
