"""The two pages of the simulator: who gives consent, and the board with people and switches."""

from collections.abc import Iterable, Mapping
from html import escape
from pathlib import Path
from urllib.parse import urlencode

from app.simulator.body import Person
from app.simulator.troubles import EXPLAINED
from app.simulator.world import World

STYLE = Path(__file__).parent / "static" / "simulator.css"


def page(title: str, parts: Iterable[str]) -> bytes:
    """Return a whole page."""
    body = "\n".join(parts)
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(title)}</title>
<link rel="stylesheet" href="/simulator/simulator.css">
</head>
<body>
<header><h1>{escape(title)}</h1></header>
<main>
{body}
</main>
</body>
</html>
""".encode()


def choose(world: World, query: Mapping[str, str]) -> bytes:
    """Return the consent page: one link per person, and one to refuse."""
    links = (
        consent(person, {**query, "person": str(person.polar_user_id)})
        for person in world.people.values()
    )
    deny = escape(urlencode({**query, "deny": "true"}))
    intro = "<p>An application asks for your training data. Who are you?</p>"
    refuse = f'<p><a class="button quiet" href="?{deny}">Refuse</a></p>'
    return page("Polar Flow, simulated", (intro, '<ul class="cards">', *links, "</ul>", refuse))


def consent(person: Person, query: Mapping[str, str]) -> str:
    """Return one person's card with a link that gives consent."""
    link = escape(urlencode(query))
    return (
        f"<li><h2>{escape(person.name)}</h2><p>{escape(person.story)}.</p>"
        f'<a class="button" href="?{link}">Allow as {escape(person.first_name)}</a></li>'
    )


def board(world: World) -> bytes:
    """Return the board: clock, people with tokens, troubles."""
    return page("AccessLink, simulated", (*clock(world), *crowd(world), *switches(world)))


def clock(world: World) -> tuple[str, ...]:
    """Return the section with the clock."""
    state = "runs" if world.live else "stands still"
    now = f'<time datetime="{world.now.isoformat()}">{world.now:%Y-%m-%d %H:%M:%S} UTC</time>'
    return (
        f'<section><h2>Clock</h2><p class="big">{now}</p>',
        f"<p>It {state}. Data appear as time goes by: last night in the morning.</p>",
        '<form method="post" action="/simulator/clock">',
        field("advance_days", "Days to go forward", "number", "1"),
        "<button>Go forward</button></form>",
        '<form method="post" action="/simulator/clock">',
        field("now", "Moment to stop at (UTC)", "datetime-local", ""),
        "<button>Set</button></form>",
        '<form method="post" action="/simulator/clock"><input type="hidden" name="live" value="1">',
        '<button class="quiet">Real time</button></form></section>',
    )


def field(name: str, label: str, kind: str, value: str) -> str:
    """Return one labelled input."""
    step = ' step="any"' if kind == "number" else ""
    return (
        f'<label>{label} <input name="{name}" type="{kind}" value="{escape(value)}"{step}></label>'
    )


def crowd(world: World) -> tuple[str, ...]:
    """Return the section with the people."""
    cards = (card(world, person) for person in world.people.values())
    return ("<section><h2>People</h2>", '<ul class="cards">', *cards, "</ul></section>")


def card(world: World, person: Person) -> str:
    """Return one person's card."""
    who = person.polar_user_id
    tokens = [token for token, holder in world.tokens.items() if holder == who]
    shown = "".join(f"<code>{token}</code>" for token in tokens) or "<em>no token yet</em>"
    state = "registered" if who in world.users else "not registered"
    return (
        f"<li><h3>{escape(person.name)}</h3><p>{escape(person.story)}.</p>"
        f"<dl><dt>Polar id</dt><dd>{who}, {state}</dd><dt>Zone</dt><dd>{escape(person.zone)}</dd>"
        f"<dt>Since</dt><dd>{person.first_day}</dd><dt>Token</dt><dd>{shown}</dd></dl></li>"
    )


def switches(world: World) -> tuple[str, ...]:
    """Return the section with the troubles."""
    options = (
        f'<option value="{t.value}">{t.value}: {text}</option>' for t, text in EXPLAINED.items()
    )
    rows = (
        f"<li><strong>{each.trouble.value}</strong> on <code>{escape(each.path)}</code>, "
        f"{'for ever' if each.times is None else f'{each.times} more times'}</li>"
        for each in world.troubles.active
    )
    return (
        "<section><h2>Troubles</h2>",
        "<ul>",
        *(list(rows) or ["<li>None: everything works.</li>"]),
        "</ul>",
        '<form method="post" action="/simulator/troubles"><label>Trouble <select name="trouble">',
        *options,
        "</select></label>",
        field("path", "Paths that begin with", "text", "/v3"),
        field("times", "How many times (empty: for ever)", "number", ""),
        field("after", "After so many requests", "number", ""),
        field("amount", "Amount (seconds, megabytes)", "number", ""),
        "<button>Switch on</button></form>",
        '<form method="post" action="/simulator/troubles">',
        '<input type="hidden" name="clear" value="1">',
        '<button class="quiet">Switch all off</button></form></section>',
    )
