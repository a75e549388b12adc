/** What was counted, what is labelled, and when: bars over the same time as the curves. */
import { LEFT, RIGHT, box, clock, hatched, prepared, roundStep } from "./drawing.js";

const COUNTED = { top: 4, height: 26 };
const LABELLED = { top: 36, height: 26 };
const AXIS = 78;
const EDGE_PX = 6;
const CLICK_PX = 4;

export class Lanes {
  /**
   * @param canvas where to draw
   * @param stage has window, colours, reps, lost, attempts, labels, pending, time, selected; and choose(), edge(), seek(), redraw()
   */
  constructor(canvas, stage) {
    Object.assign(this, { canvas, stage, press: null });
    canvas.lanes = this;
    const on = (name, handler) => canvas.addEventListener(name, handler.bind(this), { passive: false });
    on("pointerdown", this.pressed);
    on("pointermove", this.moved);
    on("pointerup", this.released);
    on("wheel", this.wheeled);
  }

  get area() {
    return { left: LEFT, width: Math.max(1, this.canvas.clientWidth - LEFT - RIGHT) };
  }

  draw() {
    const { context, width } = prepared(this.canvas);
    const { area, stage } = this;
    const { colours } = stage;
    context.fillStyle = colours.quiet;
    context.textAlign = "right";
    context.textBaseline = "middle";
    if (stage.counts) context.fillText("Counted", area.left - 8, COUNTED.top + COUNTED.height / 2);
    context.fillText("Labels", area.left - 8, LABELLED.top + LABELLED.height / 2);
    context.save();
    context.beginPath();
    context.rect(area.left, 0, area.width, 200);
    context.clip();
    context.fillStyle = colours.faint;
    for (const lane of stage.counts ? [COUNTED, LABELLED] : [LABELLED]) {
      context.fillRect(area.left, lane.top, area.width, lane.height);
    }
    for (const one of stage.attempts) this.hollow(context, one, COUNTED, colours.quiet, "attempt");
    for (const one of stage.lost) this.hollow(context, one, COUNTED, colours.fault, "lost");
    for (const rep of stage.reps) this.counted(context, rep);
    for (const label of stage.labels) this.labelled(context, label);
    this.pending(context);
    this.playhead(context);
    context.restore();
    this.axis(context, width);
  }

  bar(one, lane) {
    const { window } = this.stage;
    const x = window.x(one.start, this.area);
    return { x, y: lane.top + 1, width: window.x(one.end, this.area) - x, height: lane.height - 2 };
  }

  counted(context, rep) {
    const { colours, selected } = this.stage;
    const { x, y, width, height } = this.bar(rep, COUNTED);
    const colour = rep.faults.length ? colours.fault : colours.good;
    box(context, x, y, width, height, 5);
    context.fillStyle = colour;
    context.fill();
    if (rep.faults.length) {
      context.globalAlpha = 0.45;
      context.fillStyle = hatched(context, colours["on-colour"]);
      context.fill();
      context.globalAlpha = 1;
    }
    if (rep.change || (selected && selected.kind === "rep" && selected.start === rep.start)) {
      context.strokeStyle = colours.ink;
      context.lineWidth = 2;
      context.stroke();
    }
    const mark = { gained: "+", moved: "~" }[rep.change] ?? "";
    const side = rep.side ? rep.side[0].toUpperCase() : "";
    this.words(context, `${mark}${rep.number}${side && ` ${side}`}`, x, y, width, height, colour);
  }

  labelled(context, label) {
    const { colours, selected, checks } = this.stage;
    const shown = this.press?.label === label ? { ...label, ...this.press.draft } : label;
    if (!label.counts) {
      this.hollow(context, shown, LABELLED, colours.label, "attempt");
    } else {
      const { x, y, width, height } = this.bar(shown, LABELLED);
      box(context, x, y, width, height, 5);
      context.fillStyle = colours.label;
      context.fill();
      const faults = label.faults.map((fault) => checks.findIndex((check) => check.id === fault) + 1);
      const side = label.side ? label.side[0].toUpperCase() : "";
      this.words(context, [side, ...faults].filter((word) => word).join(" "), x, y, width, height, colours.label);
    }
    if (selected && selected.kind === "label" && selected.start === label.start) {
      const { x, y, width, height } = this.bar(shown, LABELLED);
      box(context, x, y, width, height, 5);
      context.strokeStyle = colours.ink;
      context.lineWidth = 2;
      context.stroke();
    }
  }

  hollow(context, one, lane, colour, word) {
    const { x, y, width, height } = this.bar(one, lane);
    box(context, x, y, width, height, 5);
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.setLineDash([4, 3]);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = colour;
    context.textAlign = "center";
    if (context.measureText(word).width < width - 6) context.fillText(word, x + width / 2, y + height / 2);
  }

  words(context, text, x, y, width, height, colour) {
    context.textAlign = "center";
    context.textBaseline = "middle";
    const wide = context.measureText(text).width;
    if (!text || wide > width - 4) return;
    // On the hatching, letters need a plain ground.
    box(context, x + width / 2 - wide / 2 - 4, y + 4, wide + 8, height - 8, 4);
    context.fillStyle = colour;
    context.fill();
    context.fillStyle = this.stage.colours["on-colour"];
    context.fillText(text, x + width / 2, y + height / 2 + 0.5);
  }

  pending(context) {
    const { pending, time, colours, window } = this.stage;
    if (pending === null || pending === undefined) return;
    const x = window.x(pending, this.area);
    const end = Math.max(x + 2, window.x(time, this.area));
    context.fillStyle = hatched(context, colours.label);
    context.fillRect(x, LABELLED.top + 1, end - x, LABELLED.height - 2);
    context.fillStyle = colours.label;
    context.fillRect(x, LABELLED.top, 3, LABELLED.height);
  }

  playhead(context) {
    const x = Math.round(this.stage.window.x(this.stage.time, this.area)) + 0.5;
    context.strokeStyle = this.stage.colours.accent;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(x, 0);
    context.lineTo(x, AXIS - 10);
    context.stroke();
  }

  axis(context) {
    const { window, colours } = this.stage;
    const step = Math.max(roundStep(window.span, this.area.width / 90), 0.1);
    context.fillStyle = colours.quiet;
    context.textAlign = "center";
    context.textBaseline = "middle";
    for (let time = Math.ceil(window.start / step) * step; time <= window.end + 1e-6; time += step) {
      const x = window.x(time, this.area);
      context.fillRect(Math.round(x), AXIS - 12, 1, 4);
      context.fillText(clock(time, step < 1 ? 1 : 0), x, AXIS);
    }
  }

  // --- mouse --------------------------------------------------------------------------------------------------------

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
    this.canvas.setPointerCapture(event.pointerId);
    const hit = this.hit(event);
    this.press = { x: event.offsetX, start: this.stage.window.start, hit, moved: false };
    if (hit?.kind === "edge") Object.assign(this.press, { label: hit.one, draft: {} });
  }

  moved(event) {
    if (!this.press) {
      const hit = this.hit(event);
      this.canvas.style.cursor = { edge: "ew-resize", rep: "pointer", label: "pointer" }[hit?.kind] ?? "crosshair";
      return;
    }
    this.press.moved ||= Math.abs(event.offsetX - this.press.x) > CLICK_PX;
    const { window } = this.stage;
    if (this.press.label && this.press.moved) {
      this.press.draft = { [this.press.hit.end]: window.time(event.offsetX, this.area) };
      this.stage.seek(this.press.draft[this.press.hit.end]);
    } else if (this.press.moved) {
      window.place(this.press.start - ((event.offsetX - this.press.x) / this.area.width) * window.span);
    }
    this.stage.redraw();
  }

  released(event) {
    const press = this.press;
    this.press = null;
    if (!press) return;
    const time = this.stage.window.time(event.offsetX, this.area);
    if (press.label && press.moved) this.stage.edge(press.label, press.hit.end, time);
    else if (!press.moved && press.hit) this.stage.choose(press.hit.kind === "rep" ? "rep" : "label", press.hit.one);
    else if (!press.moved) this.stage.seek(time);
    this.stage.redraw();
  }

  wheeled(event) {
    event.preventDefault();
    const { window } = this.stage;
    if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
      window.place(window.start + ((event.deltaX || event.deltaY) / this.area.width) * window.span);
    } else {
      window.zoom(1.0015 ** event.deltaY, window.time(event.offsetX, this.area));
    }
    this.stage.redraw();
  }
}
