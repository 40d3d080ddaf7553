"""What the verbs that show processing share: a scan of the paths with the settings of their folder."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from adversescan.cli.environment import cache_folder, common_base
from adversescan.config import read_options
from adversescan.findings.result import Result
from adversescan.sources.discover import common_folder


def follow_paths(paths: tuple[Path, ...]) -> Result:
    """The result of a scan of the paths, or of this folder."""
    from adversescan.scan_known import scan_known

    paths = paths or (Path(),)
    settings = read_options(common_folder(paths))
    return scan_known(paths, replace(settings, base=common_base(paths, Path.cwd()), cache=cache_folder(os.environ)))
