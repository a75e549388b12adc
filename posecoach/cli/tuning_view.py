"""What a fit came to: for people, and as JSON."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from posecoach.cli.console import counted, plain_table
from posecoach.exercise.schema import Exercise
from posecoach.tuning.agreement import Agreement, pooled
from posecoach.tuning.fitting import Tuning
from posecoach.tuning.insensitive import InsensitiveRange
from posecoach.tuning.recording import Recording
from posecoach.tuning.verdict import LEAST_AGREEMENT, Reason
from posecoach.tuning.wording import ThresholdWords, threshold_words

__all__ = ["refusal", "tuning_json", "tuning_view"]

_DECIMALS = 4


def refusal(tuning: Tuning) -> str | None:
    """Why the fit isn't to be used, in one line; None if it helps."""
    gain, agreed = tuning.verdict.gain, pooled(tuning.held_out).score
    reasons = {
        Reason.NO_AGREEMENT: f"whatever the thresholds, recordings and labels agree by {agreed:.0%} only (at least "
        f"{LEAST_AGREEMENT:.0%} are needed); look at the labels of the recordings that agree least",
        Reason.NO_CHANGE: "the thresholds in force tell held-out recordings just as well",
        Reason.NO_GAIN: f"held-out recordings agree no better ({_signed(gain.mean)} on average)",
        Reason.MAYBE_CHANCE: f"the gain on held-out recordings may be chance ({_signed(gain.low)} to "
        f"{_signed(gain.high)}); label more recordings",
        Reason.ONE_RECORDING: "a single recording carries the gain; label more like it",
    }
    return None if tuning.verdict.reason is None else reasons[tuning.verdict.reason]


def tuning_view(exercise: Exercise, tuning: Tuning, recordings: Sequence[Recording]) -> RenderableType:
    """Held-out recordings before and after, what changes in which of them, and the thresholds."""
    parts: list[RenderableType] = [_headline(exercise, tuning), Text(), _comparison(tuning), _gain(tuning)]
    changed = _changes(tuning, recordings)
    if changed is not None:
        parts += [Text(), Text("Held-out recordings that are told differently", style="bold"), changed]
    parts += [
        Text(),
        Text("Thresholds fitted to all recordings", style="bold"),
        _thresholds(exercise, tuning, recordings),
    ]
    return Group(*parts, *_notes(tuning))


def _headline(exercise: Exercise, tuning: Tuning) -> Text:
    plan, labelled = tuning.plan, pooled(tuning.before)
    found = [counted(len(tuning.before), "recording"), counted(labelled.labelled, "repetition")]
    if labelled.attempts:
        found.append(counted(labelled.attempts, "attempt"))
    how = f"; {len(plan.parts)} parts held out in turn, up to {plan.trials} trials each"
    return Text.assemble((f"{exercise.name}: {', '.join(found)}", "bold"), (how, "dim"))


def _comparison(tuning: Tuning) -> Table:
    table = plain_table("on held-out recordings", "before", "after")
    for column in table.columns[1:]:
        column.justify = "right"
    before, after = pooled(tuning.before), pooled(tuning.held_out)
    for title, cell in _rows(before, after):
        cells = cell(before), cell(after)
        better = after.score > before.score if title == _AGREEMENT else None
        style = {True: "green", False: "yellow"}.get(better, "") if better is not None and cells[0] != cells[1] else ""
        table.add_row(title, cells[0], Text(cells[1], style=style), style="" if cells[0] != cells[1] else "dim")
    return table


_AGREEMENT = "agreement with the labels"


def _rows(*both: Agreement) -> Iterator[tuple[str, Callable[[Agreement], str]]]:
    """What there is to tell of both."""
    yield _AGREEMENT, lambda one: f"{one.score:.1%}"
    yield "repetitions counted", lambda one: f"{one.right} of {one.labelled}"
    yield "counted where nothing was", lambda one: str(one.extra)
    if any(one.attempts for one in both):
        yield "attempts counted", lambda one: f"{one.attempts_counted} of {one.attempts}"
    if any(one.sided for one in both):
        yield "side told right", lambda one: f"{one.sides_right} of {one.sided}"
    if any(one.held for one in both):
        yield "mean error of holds", lambda one: f"{one.hold_error_s / max(1, one.holds_timed):.2f} s"
    if any(one.faults_right + one.faults_false + one.faults_missed for one in both):
        yield "faults told", lambda one: f"{one.faults_right} of {one.faults_right + one.faults_missed}"
        yield "faults told that aren't labelled", lambda one: str(one.faults_false)


def _gain(tuning: Tuning) -> Text:
    gain = tuning.verdict.gain
    interval = f"{_signed(gain.low)} to {_signed(gain.high)} with {gain.confidence:.0%} confidence"
    return Text(f"Gain by recording: {_signed(gain.mean)} on average, {interval}")


def _changes(tuning: Tuning, recordings: Sequence[Recording]) -> Table | None:
    table = plain_table("recording", "before", "after", "what changes")
    for column in table.columns[1:3]:
        column.justify = "right"
    same = 0
    for recording, old, new in zip(recordings, tuning.before, tuning.held_out, strict=True):
        told = ", ".join(_differences(old, new))
        if told:
            style = "green" if new.score > old.score else "yellow"
            table.add_row(recording.name, f"{old.score:.0%}", f"{new.score:.0%}", Text(told, style=style))
        else:
            same += 1
    if not table.rows:
        return None
    if same:
        table.add_row(Text(f"{same} more as before", style="dim"))
    return table


def _differences(old: Agreement, new: Agreement) -> Iterator[str]:
    yield from _more(new.right - old.right, "repetition", "gained", "lost")
    yield from _more(new.extra - old.extra, "repetition", "out of nothing", "out of nothing gone")
    yield from _more(new.attempts_counted - old.attempts_counted, "attempt", "counted", "no longer counted")
    yield from _more(new.sides_right - old.sides_right, "side", "put right", "put wrong")
    yield from _more(new.faults_right - old.faults_right, "fault", "found", "no longer found")
    yield from _more(new.faults_false - old.faults_false, "false fault", "told", "gone")


def _more(count: int, thing: str, more: str, fewer: str) -> Iterator[str]:
    if count:
        yield f"{counted(abs(count), thing)} {more if count > 0 else fewer}"


def _thresholds(exercise: Exercise, tuning: Tuning, recordings: Sequence[Recording]) -> RenderableType:
    """A table, and below it which recordings pin which thresholds down: their names are too long for a column."""
    table = plain_table("threshold", "before", "after", "all alike, of limits", "pinned down")
    for column in table.columns:
        column.no_wrap = True
    for column in table.columns[1:3]:
        column.justify = "right"
    for alike in tuning.ranges:
        words, key = threshold_words(exercise, alike.key), alike.key
        old, new = (_number(values[key], words) for values in (tuning.present, tuning.fitted))
        table.add_row(
            Group(Text(words.title), Text(key, style="dim")),
            old,
            Text(new, style="bold" if old != new else "dim"),
            Group(_span(alike.low, alike.high, words), Text(_span(*exercise.tunables[key], words), style="dim")),
            _pinned(alike),
        )
    pins = [line for alike in tuning.ranges for line in _pins(exercise, alike, recordings)]
    return Group(table, *([Text(), Text("Pinned down by", style="bold"), *pins] if pins else []))


def _pinned(alike: InsensitiveRange) -> Text:
    if alike.pinned:
        return Text("on both sides")
    if alike.low_by is None and alike.high_by is None:
        return Text("no", style="yellow")
    return Text("below only" if alike.high_by is None else "above only", style="yellow")


def _pins(exercise: Exercise, alike: InsensitiveRange, recordings: Sequence[Recording]) -> Iterator[Text]:
    title = threshold_words(exercise, alike.key).title
    for end, index in (("below", alike.low_by), ("above", alike.high_by)):
        if index is not None:
            yield Text.assemble(f"{title}, {end}: ", (recordings[index].name, "dim"))


def _notes(tuning: Tuning) -> Iterator[Text]:
    loose = sum(not alike.pinned for alike in tuning.ranges)
    if loose:
        kept = "lie in the middle of these" if tuning.centred else "keep the value in force where it is one of these"
        yield Text()
        yield Text(
            f"The recordings can't pin down {loose} of {len(tuning.ranges)} thresholds on both sides: any "
            f'value in the column "all alike" does as well. They {kept}.',
            style="dim",
        )


def _number(value: float, words: ThresholdWords) -> str:
    # The table has no room for units that are words; those are on the page and in the file.
    degrees = words.unit if len(words.unit) == 1 else ""
    return f"{value:.{words.decimals}f}{degrees}"


def _span(low: float, high: float, words: ThresholdWords) -> str:
    return f"{low:.{words.decimals}f} to {high:.{words.decimals}f}"


def _signed(share: float) -> str:
    return f"{100 * share:+.1f} %"


def tuning_json(tuning: Tuning, recordings: Sequence[Recording]) -> dict[str, Any]:
    """All figures."""
    gain = tuning.verdict.gain
    return {
        "before": _figures(pooled(tuning.before)),
        "held_out": _figures(pooled(tuning.held_out)),
        "gain": {name: round(value, _DECIMALS) for name, value in asdict(gain).items()},
        "helps": tuning.verdict.helps,
        "reason": refusal(tuning),
        "thresholds": {alike.key: _threshold(alike, tuning, recordings) for alike in tuning.ranges},
        "recordings": {
            one.name: {"before": _figures(old), "held_out": _figures(new)}
            for one, old, new in zip(recordings, tuning.before, tuning.held_out, strict=True)
        },
        "parts": [[recordings[index].name for index in part] for part in tuning.plan.parts],
        "trials": tuning.plan.trials,
        "seed": tuning.plan.seed,
    }


def _figures(agreement: Agreement) -> dict[str, float]:
    figures = asdict(agreement) | {"score": agreement.score}
    return {name: round(value, _DECIMALS) for name, value in figures.items()}


def _threshold(alike: InsensitiveRange, tuning: Tuning, recordings: Sequence[Recording]) -> dict[str, Any]:
    below, above = (None if index is None else recordings[index].name for index in (alike.low_by, alike.high_by))
    return {
        "before": tuning.present[alike.key],
        "after": tuning.fitted[alike.key],
        "alike": [alike.low, alike.high],
        "pinned_below_by": below,
        "pinned_above_by": above,
    }
