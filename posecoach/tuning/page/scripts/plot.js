/** One curve with its thresholds, which can be dragged. */
import { LEFT, RIGHT } from "./drawing.js";
import { Press, listen } from "./mouse.js";
import { PILL, PlotPicture } from "./plot_picture.js";

const NEAR_PX = 7;
/** Lines are brought into view unless they are further than this many ranges of the curve from its middle. */
const SEEN_RANGES = 8;

export class Plot extends PlotPicture {
  /**
   * @param canvas where to draw
   * @param curve what, as the server describes it
   * @param stage has window, colours, thresholds, saved, limits, reps, time; and drag(), seek(), redraw()
   */
  constructor(canvas, curve, stage) {
    super();
    Object.assign(this, { canvas, curve, stage, data: [], dragged: null, asked: "" });
    canvas.plot = this;
    this.fetching = new AbortController();
    listen(canvas, this);
  }

  get area() {
    const { clientWidth, clientHeight } = this.canvas;
    return { left: LEFT, top: 24, width: Math.max(1, clientWidth - LEFT - RIGHT), height: clientHeight - 30 };
  }

  /** Thresholds with where they lie. */
  get lines() {
    return this.curve.lines.map((line) => {
      const value = line.value ?? this.stage.thresholds[line.key];
      const before = line.value ?? this.stage.saved[line.key];
      const at = (threshold) => line.base + line.factor * threshold;
      return { ...line, at: at(value), before: at(before), movable: line.key in this.stage.limits };
    });
  }

  /** Smallest and largest value shown: nearly all values and all lines that can be moved. */
  get range() {
    const shown = this.lines.filter((line) => line.movable || line.kind !== "tolerance").map((line) => line.at);
    const [first, last] = this.curve.bounds;
    const near = shown.filter((at) => Math.abs(at - (first + last) / 2) < SEEN_RANGES * Math.max(last - first, 1e-6));
    const low = Math.min(first, ...near);
    const high = Math.max(last, ...near);
    const margin = 0.09 * Math.max(high - low, 1e-6);
    return this.held ?? { low: low - margin, high: high + margin };
  }

  // --- values -------------------------------------------------------------------------------------------------------

  async fetch() {
    const { start, end } = this.stage.window;
    const columns = Math.round(this.area.width);
    const asked = `${start} ${end} ${columns}`;
    if (asked === this.asked || columns < 2) return;
    this.asked = asked;
    this.fetching.abort();
    this.fetching = new AbortController();
    const { signal } = this.fetching;
    const query = `start=${start}&end=${end}&columns=${columns}`;
    try {
      const series = this.curve.series.map(async (_, index) => {
        const address = `/media/${this.stage.recording.index}/curve/${this.curve.place}/${index}?${query}`;
        const answer = await fetch(address, { signal });
        return answer.ok ? new Float32Array(await answer.arrayBuffer()) : new Float32Array();
      });
      this.data = (await Promise.all(series)).map((values) => ({ start, values }));
      this.stage.redraw();
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  }

  /** The value at a time, from what was fetched; null where nothing was seen. */
  read(time) {
    const [first] = this.data;
    if (!first || !first.values.length) return null;
    const { start, values } = first;
    let low = 0;
    let high = values.length / 3 - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (start + values[3 * middle] <= time + 1e-4) low = middle;
      else high = middle - 1;
    }
    const value = (values[3 * low + 1] + values[3 * low + 2]) / 2;
    return Number.isNaN(value) ? null : value;
  }

  // --- mouse --------------------------------------------------------------------------------------------------------

  lineAt(x, y) {
    const { area } = this;
    if (x > area.left + area.width) {
      const place = (this.places ?? []).findIndex((at) => Math.abs(at - y) <= PILL / 2 + 1);
      const line = place < 0 ? null : this.shown[place];
      return line?.movable ? line : null;
    }
    const near = this.lines.filter((line) => line.movable && Math.abs(this.y(line.at) - y) <= NEAR_PX);
    near.sort((a, b) => Math.abs(this.y(a.at) - y) - Math.abs(this.y(b.at) - y));
    return near[0] ?? null;
  }

  pressed(event) {
    if (event.button !== 0) return;
    this.press = new Press(event, this.stage.window);
    const line = this.lineAt(event.offsetX, event.offsetY);
    if (!line) return;
    this.held = this.range;
    this.dragged = { line, offset: line.at - this.value(event.offsetY), gesture: this.stage.gesture() };
  }

  moved(event) {
    if (!this.press) {
      this.canvas.style.cursor = this.lineAt(event.offsetX, event.offsetY) ? "ns-resize" : "crosshair";
      return;
    }
    this.press.follow(event);
    if (this.dragged) this.drag(event.offsetY);
    else if (this.press.moved) {
      this.press.pan(event, this.stage.window, this.area);
      this.canvas.style.cursor = "grabbing";
      this.stage.redraw();
    }
  }

  drag(y) {
    const { line, offset, gesture } = this.dragged;
    const [low, high] = this.stage.limits[line.key];
    const wanted = (this.value(y) + offset - line.base) / line.factor;
    const value = Math.min(high, Math.max(low, wanted));
    this.stage.drag(line.key, Number(value.toFixed(line.decimals)), gesture);
  }

  released(event) {
    const { press, dragged } = this;
    this.press = this.dragged = null;
    this.held = undefined;
    if (dragged) this.stage.drop();
    else if (press && !press.moved) this.stage.seek(this.stage.window.time(event.offsetX, this.area));
    this.stage.redraw();
  }
}
