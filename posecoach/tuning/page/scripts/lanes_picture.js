/** How repetitions and labels look: bars over the same time as the curves. */
import { LEFT, RIGHT, clock, hatched, prepared, roundStep, upright } from "./drawing.js";

export const COUNTED = { top: 4, height: 26 };
export const LABELLED = { top: 36, height: 26 };
const AXIS = 78;
const RADIUS = 5;

/** Draws what the class below it knows: canvas, stage, and shown() for a label that is being dragged. */
export class LanesPicture {
  get area() {
    return { left: LEFT, width: Math.max(1, this.canvas.clientWidth - LEFT - RIGHT) };
  }

  draw() {
    const { context, height } = prepared(this.canvas);
    const { area, stage } = this;
    this.drawNames(context, area);
    context.save();
    context.beginPath();
    context.rect(area.left, 0, area.width, height);
    context.clip();
    context.fillStyle = stage.colours.faint;
    for (const lane of stage.counts ? [COUNTED, LABELLED] : [LABELLED]) {
      context.fillRect(area.left, lane.top, area.width, lane.height);
    }
    for (const one of stage.attempts) this.drawHollow(context, one, COUNTED, stage.colours.quiet, "attempt");
    for (const one of stage.lost) this.drawHollow(context, one, COUNTED, stage.colours.fault, "lost");
    for (const rep of stage.reps) this.drawCounted(context, rep);
    for (const label of stage.labels) this.drawLabel(context, label);
    this.drawPending(context);
    upright(context, stage.window.x(stage.time, area), 0, AXIS - 10, stage.colours.accent);
    context.restore();
    this.drawAxis(context);
  }

  drawNames(context, area) {
    context.fillStyle = this.stage.colours.quiet;
    context.textAlign = "right";
    context.textBaseline = "middle";
    if (this.stage.counts) context.fillText("Counted", area.left - 8, COUNTED.top + COUNTED.height / 2);
    context.fillText("Labels", area.left - 8, LABELLED.top + LABELLED.height / 2);
  }

  drawCounted(context, rep) {
    const { colours } = this.stage;
    const bar = this.bar(rep, COUNTED);
    const colour = rep.faults.length ? colours.fault : colours.good;
    this.fill(context, bar, colour, rep.faults);
    if (rep.change || this.chosen("rep", rep)) this.frame(context, bar);
    const mark = { gained: "+", moved: "~" }[rep.change] ?? "";
    this.write(context, bar, colour, `${mark}${rep.number}`, rep);
  }

  drawLabel(context, label) {
    const { colours } = this.stage;
    const shown = this.shown(label);
    const bar = this.bar(shown, LABELLED);
    if (label.counts === "yes") {
      this.fill(context, bar, colours.label, label.faults);
      this.write(context, bar, colours.label, "", label);
    } else {
      this.drawHollow(context, shown, LABELLED, colours.label, label.counts === "no" ? "attempt" : "maybe");
    }
    if (this.chosen("label", label)) this.frame(context, bar);
  }

  drawHollow(context, one, lane, colour, word) {
    const { x, y, width, height } = this.outline(context, this.bar(one, lane));
    context.strokeStyle = colour;
    context.lineWidth = 1.5;
    context.setLineDash([4, 3]);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = colour;
    context.textAlign = "center";
    if (context.measureText(word).width < width - 6) context.fillText(word, x + width / 2, y + height / 2);
  }

  drawPending(context) {
    const { pending, time, colours, window } = this.stage;
    if (pending === null || pending === undefined) return;
    const x = window.x(pending, this.area);
    const end = Math.max(x + 2, window.x(time, this.area));
    context.fillStyle = hatched(context, colours.label);
    context.fillRect(x, LABELLED.top + 1, end - x, LABELLED.height - 2);
    context.fillStyle = colours.label;
    context.fillRect(x, LABELLED.top, 3, LABELLED.height);
  }

  drawAxis(context) {
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

  // --- bars ---------------------------------------------------------------------------------------------------------

  bar(one, lane) {
    const { window } = this.stage;
    const x = window.x(one.start, this.area);
    const width = Math.max(window.x(one.end, this.area) - x, 1);
    return { x, y: lane.top + 1, width, height: lane.height - 2 };
  }

  outline(context, bar) {
    context.beginPath();
    context.roundRect(bar.x, bar.y, bar.width, bar.height, Math.min(RADIUS, bar.width / 2));
    return bar;
  }

  /** Bars with faults are hatched, so that colour isn't all that tells them. */
  fill(context, bar, colour, faults) {
    this.outline(context, bar);
    context.fillStyle = colour;
    context.fill();
    if (!faults.length) return;
    context.globalAlpha = 0.45;
    context.fillStyle = hatched(context, this.stage.colours["on-colour"]);
    context.fill();
    context.globalAlpha = 1;
  }

  frame(context, bar) {
    this.outline(context, bar);
    context.strokeStyle = this.stage.colours.ink;
    context.lineWidth = 2;
    context.stroke();
  }

  chosen(kind, one) {
    const { selected } = this.stage;
    return selected?.kind === kind && selected.start === one.start;
  }

  /** As much of number, side and faults as there is room for. */
  write(context, { x, y, width, height }, colour, number, { side, faults }) {
    const short = [number, side ? side[0].toUpperCase() : ""].filter((word) => word).join(" ");
    const titles = faults.map((fault) => this.stage.checks.find((check) => check.id === fault)?.title ?? fault);
    const long = [short, titles.join(", ")].filter((word) => word).join(": ");
    const wide = (text) => context.measureText(text).width;
    const text = [long, short].find((one) => one && wide(one) <= width - 8);
    if (!text) return;
    if (faults.length) {
      // On the hatching, letters need a plain ground.
      context.beginPath();
      context.roundRect(x + width / 2 - wide(text) / 2 - 4, y + 4, wide(text) + 8, height - 8, 4);
      context.fillStyle = colour;
      context.fill();
    }
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = this.stage.colours["on-colour"];
    context.fillText(text, x + width / 2, y + height / 2 + 0.5);
  }
}
