# ruff: noqa: INP001 - a script, not a package
"""The program in the standalone folder: the command line, and what it starts as processes of its own."""

import multiprocessing
import runpy
import sys

from annotator.cli.entry import main

if __name__ == "__main__":
    multiprocessing.freeze_support()
    if len(sys.argv) > 2 and sys.argv[1] == "-m":
        # Helpers are started as `sys.executable -m MODULE`; in this folder the executable is the program itself.
        module = sys.argv[2]
        sys.argv = [module, *sys.argv[3:]]
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    else:
        main()
