"""Build the site: ``uv run build.py [options]`` is ``gdsim build [options]``."""

import sys

from gdsim.cli import main

if __name__ == "__main__":
    sys.exit(main(["build", *sys.argv[1:]]))
