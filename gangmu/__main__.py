"""`python -m gangmu` is the command `gangmu`."""

from gangmu.config.cli import main

main()
