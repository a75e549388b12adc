"""What a fit came to: for people, and as JSON."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from posecoach.cli.console import language, plain_table, shown, styled
from posecoach.exercise.schema import Exercise
from posecoach.feedback.words.phrases import CountedPhrase
from posecoach.messages import Message, counted_message
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
        Reason.NO_AGREEMENT: Message(
            "whatever the thresholds, recordings and labels agree by {agreed:.0%} only (at least {least:.0%} are "
            "needed); look at the labels of the recordings that agree least",
            agreed=agreed,
            least=LEAST_AGREEMENT,
        ),
        Reason.NO_CHANGE: Message("the thresholds in force tell held-out recordings just as well"),
        Reason.NO_GAIN: Message("held-out recordings agree no better ({gain:+.1f} % on average)", gain=100 * gain.mean),
        Reason.MAYBE_CHANCE: Message(
            "the gain on held-out recordings may be chance ({low:+.1f} % to {high:+.1f} %); label more recordings",
            low=100 * gain.low,
            high=100 * gain.high,
        ),
        Reason.ONE_RECORDING: Message("a single recording carries the gain; label more like it"),
    }
    return None if tuning.verdict.reason is None else reasons[tuning.verdict.reason]


def tuning_view(exercise: Exercise, tuning: Tuning, recordings: Sequence[Recording]) -> RenderableType:
    """Held-out recordings before and after, what changes in which of them, and the thresholds."""
    parts: list[RenderableType] = [_headline(exercise, tuning), Text(), _comparison(tuning), _gain(tuning)]
    changed = _changes(tuning, recordings)
    if changed is not None:
        parts += [Text(), styled(Message("Held-out recordings that are told differently"), style="bold"), changed]
    parts += [
        Text(),
        styled(Message("Thresholds fitted to all recordings"), style="bold"),
        _thresholds(exercise, tuning, recordings),
    ]
    return Group(*parts, *_notes(tuning))


def _headline(exercise: Exercise, tuning: Tuning) -> Text:
    plan, labelled = tuning.plan, pooled(tuning.before)
    found: list[str] = [
        counted_message("{count} recording", "{count} recordings", len(tuning.before)),
        language().counted(CountedPhrase.REPETITIONS, labelled.labelled),
    ]
    if labelled.attempts:
        found.append(counted_message("{count} attempt", "{count} attempts", labelled.attempts))
    name = language().of_exercise(exercise.id, exercise.name)
    how = Message(
        "; {parts} parts held out in turn, up to {trials} trials each", parts=len(plan.parts), trials=plan.trials
    )
    return Text.assemble((f"{name}: {', '.join(map(shown, found))}", "bold"), styled(how, style="dim"))


def _comparison(tuning: Tuning) -> Table:
    table = plain_table(Message("on held-out recordings"), Message("before"), Message("after"))
    for column in table.columns[1:]:
        column.justify = "right"
    before, after = pooled(tuning.before), pooled(tuning.held_out)
    for title, cell in _rows(before, after):
        cells = cell(before), cell(after)
        better = after.score > before.score if title == _AGREEMENT else None
        style = {True: "green", False: "yellow"}.get(better, "") if better is not None and cells[0] != cells[1] else ""
        table.add_row(title, cells[0], Text(cells[1], style=style), style="" if cells[0] != cells[1] else "dim")
    return table


_AGREEMENT = Message("agreement with the labels")


def _rows(*both: Agreement) -> Iterator[tuple[str, Callable[[Agreement], str]]]:
    """What there is to tell of both."""
    yield _AGREEMENT, lambda one: language().written(one.score, ".1%")
    yield Message("repetitions counted"), lambda one: _share(one.right, one.labelled)
    yield Message("counted where nothing was"), lambda one: str(one.extra)
    if any(one.attempts for one in both):
        yield Message("attempts counted"), lambda one: _share(one.attempts_counted, one.attempts)
    if any(one.sided for one in both):
        yield Message("side told right"), lambda one: _share(one.sides_right, one.sided)
    if any(one.held for one in both):
        yield (
            Message("mean error of holds"),
            lambda one: language().written(one.hold_error_s / max(1, one.holds_timed), ".2f") + " s",
        )
    if any(one.faults_right + one.faults_false + one.faults_missed for one in both):
        yield Message("faults told"), lambda one: _share(one.faults_right, one.faults_right + one.faults_missed)
        yield Message("faults told that aren't labelled"), lambda one: str(one.faults_false)


def _share(count: int, total: int) -> str:
    return shown(Message("{count} of {total}", count=count, total=total))


def _gain(tuning: Tuning) -> Message:
    gain = tuning.verdict.gain
    return Message(
        "Gain by recording: {mean:+.1f} % on average, {low:+.1f} % to {high:+.1f} % with {confidence:.0%} confidence",
        mean=100 * gain.mean,
        low=100 * gain.low,
        high=100 * gain.high,
        confidence=gain.confidence,
    )


def _changes(tuning: Tuning, recordings: Sequence[Recording]) -> Table | None:
    table = plain_table(Message("recording"), Message("before"), Message("after"), Message("what changes"))
    for column in table.columns[1:3]:
        column.justify = "right"
    same = 0
    for recording, old, new in zip(recordings, tuning.before, tuning.held_out, strict=True):
        told = ", ".join(map(shown, _differences(old, new)))
        if told:
            style = "green" if new.score > old.score else "yellow"
            table.add_row(recording.name, f"{old.score:.0%}", f"{new.score:.0%}", Text(told, style=style))
        else:
            same += 1
    if not table.rows:
        return None
    if same:
        table.add_row(styled(Message("{count} more as before", count=same), style="dim"))
    return table


def _differences(old: Agreement, new: Agreement) -> Iterator[str]:
    if count := new.right - old.right:
        gained = counted_message("{count} repetition gained", "{count} repetitions gained", abs(count))
        lost = counted_message("{count} repetition lost", "{count} repetitions lost", abs(count))
        yield gained if count > 0 else lost
    if count := new.extra - old.extra:
        gained = counted_message("{count} repetition out of nothing", "{count} repetitions out of nothing", abs(count))
        lost = counted_message(
            "{count} repetition out of nothing gone", "{count} repetitions out of nothing gone", abs(count)
        )
        yield gained if count > 0 else lost
    if count := new.attempts_counted - old.attempts_counted:
        gained = counted_message("{count} attempt counted", "{count} attempts counted", abs(count))
        lost = counted_message("{count} attempt no longer counted", "{count} attempts no longer counted", abs(count))
        yield gained if count > 0 else lost
    if count := new.sides_right - old.sides_right:
        gained = counted_message("{count} side put right", "{count} sides put right", abs(count))
        lost = counted_message("{count} side put wrong", "{count} sides put wrong", abs(count))
        yield gained if count > 0 else lost
    if count := new.faults_right - old.faults_right:
        gained = counted_message("{count} fault found", "{count} faults found", abs(count))
        lost = counted_message("{count} fault no longer found", "{count} faults no longer found", abs(count))
        yield gained if count > 0 else lost
    if count := new.faults_false - old.faults_false:
        gained = counted_message("{count} false fault told", "{count} false faults told", abs(count))
        lost = counted_message("{count} false fault gone", "{count} false faults gone", abs(count))
        yield gained if count > 0 else lost


def _thresholds(exercise: Exercise, tuning: Tuning, recordings: Sequence[Recording]) -> RenderableType:
    """A table, and below it which recordings pin which thresholds down: their names are too long for a column."""
    values = (Message("before"), Message("after"), Message("all alike, of limits"))
    table = plain_table(Message("threshold"), *values, Message("pinned down"))
    for column in table.columns:
        column.no_wrap = True
    for column in table.columns[1:3]:
        column.justify = "right"
    for alike in tuning.ranges:
        words, key = threshold_words(exercise, alike.key), alike.key
        old, new = (_number(values[key], words) for values in (tuning.present, tuning.fitted))
        table.add_row(
            Group(words.title, Text(key, style="dim")),
            old,
            Text(new, style="bold" if old != new else "dim"),
            Group(_span(alike.low, alike.high, words), styled(_span(*exercise.tunables[key], words), style="dim")),
            _pinned(alike),
        )
    pins = [line for alike in tuning.ranges for line in _pins(exercise, alike, recordings)]
    return Group(table, *([Text(), styled(Message("Pinned down by"), style="bold"), *pins] if pins else []))


def _pinned(alike: InsensitiveRange) -> Text:
    if alike.pinned:
        return styled(Message("on both sides"))
    if alike.low_by is None and alike.high_by is None:
        return styled(Message("no"), style="yellow")
    return styled(Message("below only") if alike.high_by is None else Message("above only"), style="yellow")


def _pins(exercise: Exercise, alike: InsensitiveRange, recordings: Sequence[Recording]) -> Iterator[Text]:
    title = threshold_words(exercise, alike.key).title
    below, above = Message("{threshold}, below: ", threshold=title), Message("{threshold}, above: ", threshold=title)
    for end, index in ((below, alike.low_by), (above, alike.high_by)):
        if index is not None:
            yield styled(end).append(recordings[index].name, "dim")


def _notes(tuning: Tuning) -> Iterator[Text]:
    loose = sum(not alike.pinned for alike in tuning.ranges)
    if loose:
        yield Text()
        yield styled(_loose(loose, len(tuning.ranges), centred=tuning.centred), style="dim")


def _loose(count: int, total: int, *, centred: bool) -> Message:
    if centred:
        return Message(
            "The recordings can't pin down {count} of {total} thresholds on both sides: any value in the column "
            '"all alike" does as well. They lie in the middle of these.',
            count=count,
            total=total,
        )
    return Message(
        "The recordings can't pin down {count} of {total} thresholds on both sides: any value in the column "
        '"all alike" does as well. They keep the value in force where it is one of these.',
        count=count,
        total=total,
    )


def _number(value: float, words: ThresholdWords) -> str:
    # The table has no room for units that are words; those are on the page and in the file.
    degrees = words.unit if len(words.unit) == 1 else ""
    return language().written(value, f".{words.decimals}f") + degrees


def _span(low: float, high: float, words: ThresholdWords) -> str:
    layout = f".{words.decimals}f"
    return Message("{low} to {high}", low=language().written(low, layout), high=language().written(high, layout))


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
