"""Run the command line with `python -m immunograph`."""

from immunograph.cli import main

main()
