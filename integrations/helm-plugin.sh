#!/bin/sh
# `helm pachlint ...`: Helm runs this with HELM_PLUGIN_DIR, and without the flags that are its own.
set -eu

folder=${HELM_PLUGIN_DIR:-$(cd "$(dirname "$0")/.." && pwd)}

has_modules() {
  "$1" -P -c '
import sys
from importlib.util import find_spec
names = ("_ruamel_yaml", "click", "jsonschema", "rich", "ruamel.yaml")
try:
    sys.exit(sys.version_info < (3, 11) or not all(find_spec(name) for name in names))
except ImportError:
    sys.exit(1)
' 2>/dev/null
}

python=
if [ -x "$folder/.venv/bin/pachlint" ]; then
  program=$folder/.venv/bin/pachlint
elif command -v pachlint >/dev/null 2>&1; then
  program=pachlint
else
  program=
  for candidate in python3 python3.13 python3.12 python3.11; do
    if command -v "$candidate" >/dev/null 2>&1 && has_modules "$candidate"; then
      python=$candidate
      break
    fi
  done
fi

if [ -z "$program$python" ]; then
  echo "error: the plugin needs pachlint, or a Python (3.11 or newer) that has what pachlint needs; either will do:" >&2
  echo "  pipx install '$folder'" >&2
  echo "  python3 -m venv '$folder/.venv' && '$folder/.venv/bin/pip' install '$folder'" >&2
  exit 2
fi

case ${1-} in
  --ready) set -- --version ;;
  -h | --help | --version | '') ;;
  -* | *.yaml | *.yml | *.json | */*) set -- check "$@" ;;
esac

# Helm keeps its --debug for itself
case ${HELM_DEBUG:-false} in
  1 | true) set -- --debug "$@" ;;
esac

if [ -n "$program" ]; then
  exec "$program" "$@"
fi
PYTHONPATH=$folder${PYTHONPATH:+:$PYTHONPATH}
export PYTHONPATH
exec "$python" -P -m pachlint "$@"
