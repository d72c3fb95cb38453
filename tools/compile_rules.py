"""Build hook: compiles the shipped rules into the wheel, so that an installed pachlint reads no rule files.

The wheel gets ``rules.jsonl`` and ``rule-texts.json`` beside the schemas. A broken rule file fails the build.
"""

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface[Any]):
    """Adds the compiled rules to a wheel; an editable install uses the files themselves."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile all rules, and name the results among the files of the wheel."""
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from pachlint.policy.packing import pack  # noqa: PLC0415
        from pachlint.rulebook import RULES, TEXTS, shipped_loading  # noqa: PLC0415 -- from the source tree
        from pachlint.rulefiles import folders  # noqa: PLC0415

        files = folders.find(str(Path(self.root) / "rules"), "rules")
        compiled = folders.compile_files(files, shipped_loading())
        target = Path(tempfile.mkdtemp(prefix="pachlint-rules-"))
        texts = json.dumps(compiled.texts, separators=(",", ":"))
        for name, content in ((RULES, pack(compiled.sources)), (TEXTS, texts.encode())):
            (target / name).write_bytes(content)
            build_data["force_include"][str(target / name)] = f"pachlint/_bundled/{name}"
