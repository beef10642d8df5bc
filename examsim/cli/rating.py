"""`examsim rating`: what a participant's place in one contest is worth."""

from __future__ import annotations

from pathlib import Path

import click

from examsim.screen import say


@click.command("rating")
@click.argument("standings", type=click.Path(path_type=Path))
@click.option("--handle", required=True, help="Participant, as the standings name them.")
def command(standings: Path, handle: str) -> None:
    """Equilibrium rating of a participant in STANDINGS (CSV: handle,rating,points,penalty)."""
    from scoring.ratings.standings import performance, read_standings

    read = read_standings(standings)
    found = performance(read, handle)
    say(f"{handle}: place {found.place:g} of {len(read)}, expected {found.expected:.1f}")
    say(f"equilibrium rating {found.rating:.0f} (the rating at which this place is the expected one)")
    say(f"rating change of this contest {found.change:+.0f}")
