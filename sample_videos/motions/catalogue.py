"""Every exercise's movement: how long its parts last, and the ways to do a repetition.

A kind of repetition is named for the check that it must fail; `clean` fails none. `half` turns round about half of the
way; `limited` goes as far as somebody with stiff hips can, and holds there. Neither is good, and whether it counts the
truth says by how far it went. Holds are those of the article's
shortest dose, or what that article's other stretches ask for.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from sample_videos.anatomy.body import SIDES, Side
from sample_videos.motions.all_fours import bird_dog_paths, cat_cow_paths, leg_reach_paths
from sample_videos.motions.bridges import bridge_paths, heel_raise_paths
from sample_videos.motions.kneeling import back_stretch_paths, childs_pose_paths, cobra_paths, kneeling_paths
from sample_videos.motions.movement import CLEAN, Movement, RepetitionKind, Stroke, Tempo
from sample_videos.motions.rolls import leg_roll_paths, lumbar_rotation_paths
from sample_videos.motions.supine import (
    double_knee_paths,
    knee_to_chest_paths,
    leg_stretch_paths,
    pelvic_tilt_paths,
)
from sample_videos.motions.upright import hip_shift_paths, seated_overhead_paths, toe_touch_paths

__all__ = ["MOVEMENTS"]

_HALF = 0.45
_BRIDGE_TOO_LOW = 0.42
_BRIDGE_LOW = 0.68

Kinds = Mapping[str, Mapping[Side | None, RepetitionKind]]


def _together(clean: str, faults: Mapping[str, str], too_short: str) -> Kinds:
    """Kinds of a movement whose sides work together; `faults` gives the path by check id, `too_short` is for halves."""
    half = RepetitionKind((Stroke(clean, _HALF),), (too_short,), counted=False)
    kinds = {CLEAN: RepetitionKind((Stroke(clean),)), "half": half}
    kinds |= {check: RepetitionKind((Stroke(path),), (check,)) for check, path in faults.items()}
    return {name: {None: kind} for name, kind in kinds.items()}


def _by_side(clean: str, faults: Mapping[str, str], too_short: str, others: Iterable[str] = ()) -> Kinds:
    """Kinds of a movement that is done to or with one side, for which its paths are named.

    Args:
        clean: The path without faults.
        faults: Path by check id.
        too_short: The check that a half repetition fails.
        others: Further paths without faults.
    """
    kinds: dict[str, dict[Side | None, RepetitionKind]] = {CLEAN: {}, "half": {}}
    for side in SIDES:
        kinds[CLEAN][side] = RepetitionKind((Stroke(f"{clean}_{side}"),))
        kinds["half"][side] = RepetitionKind((Stroke(f"{clean}_{side}", _HALF),), (too_short,), counted=False)
        for name in others:
            kinds.setdefault(name, {})[side] = RepetitionKind((Stroke(f"{name}_{side}"),))
        for check, path in faults.items():
            kinds.setdefault(check, {})[side] = RepetitionKind((Stroke(f"{path}_{side}"),), (check,))
    return kinds


def _bridge_kinds() -> Kinds:
    low = RepetitionKind((Stroke("lift", _BRIDGE_LOW),), ("alignment",))
    too_low = RepetitionKind((Stroke("lift", _BRIDGE_TOO_LOW),), ("alignment",), counted=False)
    # All that this person can do; an attempt to whoever doesn't know them.
    limited = RepetitionKind((Stroke("limited"),), ("alignment",), counted=False)
    kinds = _together("lift", {"arms_down": "arms_up", "feet_close": "feet_far"}, "alignment")
    return {**kinds, "alignment": {None: low}, "half": {None: too_low}, "limited": {None: limited}}


def _heel_raise_kinds() -> Kinds:
    low = RepetitionKind((Stroke("lift", _BRIDGE_LOW),), ("alignment",))
    too_low = RepetitionKind((Stroke("lift", _HALF),), ("alignment",), counted=False)
    kinds = _together("lift", {"heels_up": "heels_down", "feet_close": "feet_far"}, "alignment")
    return {**kinds, "alignment": {None: low}, "half": {None: too_low}}


def _cat_cow_kinds() -> Kinds:
    def pair(cat: str, cow: str, reach: float = 1.0) -> tuple[Stroke, ...]:
        return Stroke(cat, reach), Stroke(cow, reach)

    kinds = {
        CLEAN: RepetitionKind(pair("cat", "cow")),
        "half": RepetitionKind((Stroke("cow"),), counted=False),
        "head_only": RepetitionKind(pair("nod_down", "nod_up"), ("head_only",), counted=False),
        "elbows_straight": RepetitionKind(pair("cat_elbows", "cow_elbows"), ("elbows_straight",)),
        "hips_over_knees": RepetitionKind(pair("cat_rock", "cow_rock"), ("hips_over_knees",)),
    }
    return {name: {None: kind} for name, kind in kinds.items()}


_RIGHT_FIRST: tuple[Side | None, ...] = ("right", "left")
_LEFT_FIRST: tuple[Side | None, ...] = ("left", "right")
_TOGETHER: tuple[Side | None, ...] = (None,)
_NO_HOLD = (0.0, 0.0)


def _tempo(out: float, hold: tuple[float, float], rest: float = 0.8) -> Tempo:
    """Movements a fifth slower or faster than `out`, and coming back much like going."""
    return Tempo((0.85 * out, 1.2 * out), hold, (0.85 * out, 1.25 * out), (0.75 * rest, 1.5 * rest))


_ALL = (
    Movement(
        "leg_roll",
        "supine",
        _tempo(1.6, _NO_HOLD, 0.3),
        _LEFT_FIRST,
        _by_side("roll", {"knees_together": "apart", "feet_down": "feet_up"}, "rolled"),
        leg_roll_paths,
    ),
    Movement(
        "lumbar_rotation",
        "supine",
        _tempo(2.2, (10.2, 11.5)),
        _LEFT_FIRST,
        _by_side("drop", {"shoulders_down": "shoulders_up", "knees_together": "apart"}, "dropped"),
        lumbar_rotation_paths,
    ),
    Movement(
        "pelvic_tilt",
        "supine",
        _tempo(0.9, (2.2, 3.2)),
        _TOGETHER,
        _together("tilt", {"hips_down": "hips_up", "head_down": "head_up"}, "tilted"),
        pelvic_tilt_paths,
    ),
    Movement(
        "knee_to_chest",
        "supine",
        _tempo(1.5, (2.2, 3.2)),
        _RIGHT_FIRST,
        _by_side("pull", {"head_down": "head_up", "other_foot_down": "other_up"}, "knee_close", others=("straight",)),
        knee_to_chest_paths,
    ),
    Movement(
        "double_knee_to_chest",
        "supine",
        _tempo(1.7, (4.0, 5.5)),
        _TOGETHER,
        _together("pull", {"knees_together": "one_lags", "knees_bent": "legs_open"}, "knees_close"),
        double_knee_paths,
    ),
    Movement("bridge", "supine", _tempo(1.25, (2.2, 3.0)), _TOGETHER, _bridge_kinds(), bridge_paths),
    Movement("heel_raise_bridge", "supine", _tempo(1.3, (3.1, 4.2)), _TOGETHER, _heel_raise_kinds(), heel_raise_paths),
    Movement("cat_cow", "all fours", _tempo(1.5, (0.5, 1.1), 0.3), _TOGETHER, _cat_cow_kinds(), cat_cow_paths),
    Movement(
        "bird_dog",
        "all fours",
        _tempo(1.35, (4.2, 4.9)),
        _RIGHT_FIRST,
        _by_side(
            "reach",
            {"leg_level": "leg_low", "arm_level": "arm_low", "back": "hollow", "opposite": "same_side"},
            "leg_level",
        ),
        lambda body: {**bird_dog_paths(body), **kneeling_paths(body)},
    ),
    Movement(
        "leg_reach",
        "all fours",
        _tempo(1.4, (10.2, 11.2)),
        _RIGHT_FIRST,
        _by_side("reach", {"leg_level": "leg_low", "back": "hollow", "head_level": "looks_up"}, "leg_level"),
        leg_reach_paths,
    ),
    Movement(
        "back_stretch",
        "kneeling",
        _tempo(2.2, (20.3, 21.5)),
        _TOGETHER,
        _together("fold", {"arms_stretched": "elbows_bent", "head_down": "head_up"}, "seat_on_heels"),
        back_stretch_paths,
    ),
    Movement(
        "childs_pose",
        "kneeling",
        _tempo(2.2, (10.3, 11.5)),
        _TOGETHER,
        _together("fold", {"arms_stretched": "elbows_bent", "seat_on_heels": "seat_up"}, "chest_down"),
        childs_pose_paths,
    ),
    Movement(
        "leg_stretch",
        "supine",
        _tempo(1.9, (2.2, 3.4)),
        _RIGHT_FIRST,
        _by_side("raise", {"knee_straight": "knee_bent", "other_leg_straight": "other_bent"}, "leg_raised"),
        leg_stretch_paths,
    ),
    Movement(
        "toe_touch",
        "standing",
        _tempo(2.0, _NO_HOLD, 0.7),
        _TOGETHER,
        _together("bend", {"knees_straight": "knees_bent", "arms_overhead": "arms_low"}, "reach_down"),
        toe_touch_paths,
    ),
    Movement(
        "cobra",
        "prone",
        _tempo(1.9, (30.2, 31.2)),
        _TOGETHER,
        _together("lift", {"hips_down": "hips_up", "neck_long": "neck_back"}, "chest_up"),
        cobra_paths,
    ),
    Movement(
        "seated_overhead_stretch",
        "seated",
        _tempo(2.4, (20.3, 21.3)),
        _TOGETHER,
        _together("raise", {"elbows_straight": "elbows_bent", "trunk_upright": "lean"}, "arms_up"),
        seated_overhead_paths,
        "front",
    ),
    Movement(
        "hip_shift_stretch",
        "standing",
        _tempo(2.0, (20.3, 21.3)),
        _LEFT_FIRST,
        _by_side("shift", {"trunk_upright": "lean", "other_leg_straight": "both_knees"}, "shifted"),
        hip_shift_paths,
        "front",
    ),
)

MOVEMENTS: Mapping[str, Movement] = MappingProxyType({movement.exercise: movement for movement in _ALL})
"""By exercise id."""
