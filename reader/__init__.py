"""PressReader: reads, searches, notes and exports government press releases, without a network.

cli/       arguments, output, exit codes; the only place that wires things together
tui/       everything that imports Textual: the app, its one command table, screens and widgets
library/   the one thing front ends talk to; joins the five parts below it
store/     everything that touches SQLite       index/   everything that touches Whoosh
ingest/    bytes -> releases                    export/  releases and notes -> files
analysis/  pure functions on text
query/     what the user typed -> conditions     cells/    text in terminal cells
model.py   the things themselves, frozen        wording.py, paths.py, resources.py, errors.py
"""

__version__ = "0.1.0"
