/** Repetitions and labels over time, which can be clicked; a label's edges can be dragged. */
import { COUNTED, LABELLED, LanesPicture } from "./lanes_picture.js";
import { Press, listen } from "./mouse.js";

const EDGE_PX = 6;

export class Lanes extends LanesPicture {
  /**
   * @param canvas where to draw
   * @param stage has window, colours, counts, reps, lost, attempts, labels, checks, pending, time, selected; and
   *   choose(), edge(), seek(), redraw()
   */
  constructor(canvas, stage) {
    super();
    Object.assign(this, { canvas, stage, press: null, edge: null });
    canvas.lanes = this;
    listen(canvas, this);
  }

  /** A label with its edge where it is being dragged to. */
  shown(label) {
    return this.edge?.label === label ? { ...label, [this.edge.end]: this.edge.time } : label;
  }

  hit(event) {
    const time = this.stage.window.time(event.offsetX, this.area);
    const within = (lane) => event.offsetY >= lane.top && event.offsetY <= lane.top + lane.height;
    const at = (ones) => ones.find((one) => one.start <= time && time <= one.end);
    if (within(COUNTED)) {
      const rep = at(this.stage.reps) ?? at(this.stage.lost) ?? at(this.stage.attempts);
      return rep ? { kind: "rep", one: rep } : null;
    }
    if (!within(LABELLED)) return null;
    for (const label of this.stage.labels) {
      for (const end of ["start", "end"]) {
        const x = this.stage.window.x(label[end], this.area);
        if (Math.abs(x - event.offsetX) <= EDGE_PX) return { kind: "edge", one: label, end };
      }
    }
    const label = at(this.stage.labels);
    return label ? { kind: "label", one: label } : null;
  }

  pressed(event) {
    if (event.button !== 0) return;
    this.press = new Press(event, this.stage.window);
    this.press.hit = this.hit(event);
  }

  moved(event) {
    const { press, stage } = this;
    if (!press) {
      this.canvas.style.cursor = { edge: "ew-resize", rep: "pointer", label: "pointer" }[this.hit(event)?.kind] ?? "crosshair";
      return;
    }
    press.follow(event);
    if (press.moved && press.hit?.kind === "edge") this.drag(press.hit, event);
    else if (press.moved) press.pan(event, stage.window, this.area);
    stage.redraw();
  }

  drag({ one, end }, event) {
    this.edge = { label: one, end, time: this.stage.window.time(event.offsetX, this.area) };
    this.stage.seek(this.edge.time);
  }

  released(event) {
    const { press, edge, stage } = this;
    this.press = this.edge = null;
    if (!press) return;
    if (edge) stage.edge(edge.label, edge.end, edge.time);
    else if (!press.moved && press.hit) stage.choose(press.hit.kind === "rep" ? "rep" : "label", press.hit.one);
    else if (!press.moved) stage.seek(stage.window.time(event.offsetX, this.area));
    stage.redraw();
  }
}
