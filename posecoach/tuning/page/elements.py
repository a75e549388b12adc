"""The page's own components, as NiceGUI elements."""

from typing import Any

from nicegui.element import Element

from posecoach.tuning.page.payload import Payload

__all__ = ["RecordingList", "Stage", "ThresholdList"]


class _Component(Element):
    """An element that shows what it is given."""

    def show(self, **properties: Any) -> None:
        """Gives it new properties; those that aren't named stay."""
        changed = {name: value for name, value in properties.items() if self._props.get(name) != value}
        if changed:
            self._props.update(changed)
            self.update()


class Stage(_Component, component="components/tuning_stage.js", esm={"posecoach-tuning-page": "scripts"}):
    """Video, curves, lanes and marking. Tells `drag`, `mark` and `command`."""

    def __init__(self, **properties: Payload | list[Payload] | bool) -> None:
        super().__init__()
        self._props.update(properties)

    def tell(self, **news: Payload) -> None:
        """Tells it what changes while somebody drags: `counts` and `draft`.

        All of its properties are sent whenever one changes; this sends what is told alone.
        """
        self.run_method("tell", news)


class ThresholdList(_Component, component="components/tuning_thresholds.js"):
    """Sliders. Tells `drag` and `reset`."""

    def __init__(self, items: list[Payload], thresholds: Payload, saved: Payload) -> None:
        super().__init__()
        self._props.update(items=items, thresholds=thresholds, saved=saved)


class RecordingList(_Component, component="components/tuning_recordings.js"):
    """The recordings. Tells `choose`."""

    def __init__(self, rows: list[Payload], chosen: int) -> None:
        super().__init__()
        self._props.update(rows=rows, chosen=chosen)
