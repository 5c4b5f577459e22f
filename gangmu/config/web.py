"""The web server: what its processes have in common is loaded once, before they part.

`python -m gangmu.config.web …` takes the words of granian. Pages of memory that nobody writes to are shared: a second
process costs what it works with, not another interpreter full of code.
"""

from __future__ import annotations

import gc
import multiprocessing
from importlib import import_module

from granian.cli import entrypoint

if __name__ == "__main__":
    multiprocessing.set_start_method("fork")
    import_module("gangmu.config.warm").warm()  # which loads the application
    # The collector would write to what is shared. What is loaded by now stays for good.
    gc.collect()
    gc.freeze()
    entrypoint()
