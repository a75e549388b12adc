/** How a curve and its thresholds look. */
import { RIGHT, clock, hatched, prepared, roundStep, spaced, upright } from "./drawing.js";

export const PILL = 19;
/** How far the hatching reaches on the wrong side of a line. */
const BEYOND_PX = 9;
/** About this far apart are the marks of the scale. */
const GRID_PX = 22;
const NAMES = {
  start: () => "start",
  end: () => "end",
  least: (above) => (above ? "counts from" : "counts to"),
  pole: (above) => (above ? "passed from" : "passed to"),
  tolerance: (above) => (above ? "good from" : "good to"),
};

/** Draws what the class below it knows: area, range, lines, data, curve and stage. */
export class PlotPicture {
  /** Where a value lies, as it was last drawn. */
  y(value) {
    const { top, height, low, high } = this.scale;
    return top + ((high - value) / (high - low)) * height;
  }

  value(y) {
    const { top, height, low, high } = this.scale;
    return high - ((y - top) / height) * (high - low);
  }

  draw() {
    this.fetch();
    const { context } = prepared(this.canvas);
    const { area } = this;
    const lines = this.lines;
    this.scale = { ...area, ...this.range };
    context.save();
    context.beginPath();
    context.rect(area.left, area.top, area.width, area.height);
    context.clip();
    this.drawBands(context, area, lines);
    this.drawGrid(context, area);
    this.drawCurves(context, area);
    this.drawLines(context, area, lines);
    upright(context, this.stage.window.x(this.stage.time, area), area.top, area.top + area.height, this.stage.colours.accent);
    context.restore();
    this.drawScale(context, area);
    this.drawHandles(context, area, lines);
    this.drawTitle(context, area);
  }

  drawBands(context, area, lines) {
    const { colours, window, reps } = this.stage;
    for (const line of lines) {
      const y = this.y(line.at);
      if (line.kind === "least" || line.kind === "pole") {
        context.globalAlpha = 0.16;
        context.fillStyle = this.colour(line);
        const end = line.above ? area.top : area.top + area.height;
        context.fillRect(area.left, y, area.width, end - y);
      } else if (line.kind === "tolerance") {
        context.globalAlpha = 0.6;
        context.fillStyle = hatched(context, this.colour(line));
        context.fillRect(area.left, line.above ? y : y - BEYOND_PX, area.width, BEYOND_PX);
      }
    }
    for (const rep of reps) {
      context.globalAlpha = 0.1;
      context.fillStyle = rep.faults.length ? colours.fault : colours.good;
      const x = window.x(rep.start, area);
      context.fillRect(x, area.top, window.x(rep.end, area) - x, area.height);
    }
    context.globalAlpha = 1;
  }

  drawGrid(context, area) {
    const { low, high } = this.scale;
    const step = roundStep(high - low, area.height / GRID_PX);
    context.strokeStyle = this.stage.colours.grid;
    context.lineWidth = 1;
    context.beginPath();
    for (let value = Math.ceil(low / step) * step; value <= high; value += step) {
      const y = Math.round(this.y(value)) + 0.5;
      context.moveTo(area.left, y);
      context.lineTo(area.left + area.width, y);
    }
    context.stroke();
  }

  drawCurves(context, area) {
    const { colours, window } = this.stage;
    this.data.forEach(({ start, values }, place) => {
      context.strokeStyle = place ? colours.label : colours.ink;
      context.setLineDash(place ? [5, 3] : []);
      context.lineWidth = 1.6;
      context.lineJoin = "round";
      context.beginPath();
      let broken = true;
      for (let index = 0; index < values.length; index += 3) {
        const low = values[index + 1];
        if (Number.isNaN(low)) {
          broken = true;
          continue;
        }
        const x = window.x(start + values[index], area);
        if (broken) context.moveTo(x, this.y(low));
        context.lineTo(x, this.y(low));
        context.lineTo(x, this.y(values[index + 2]));
        broken = false;
      }
      context.stroke();
    });
    context.setLineDash([]);
  }

  drawLines(context, area, lines) {
    for (const line of lines) {
      const across = (at, dash, alpha) => {
        context.setLineDash(dash);
        context.globalAlpha = alpha;
        const y = Math.round(this.y(at)) + 0.5;
        context.beginPath();
        context.moveTo(area.left, y);
        context.lineTo(area.left + area.width, y);
        context.stroke();
      };
      context.strokeStyle = this.colour(line);
      context.lineWidth = line.movable ? 2 : 1;
      if (line.before !== line.at) across(line.before, [2, 4], 0.7);
      across(line.at, line.movable ? [] : [2, 3], 1);
    }
    context.globalAlpha = 1;
    context.setLineDash([]);
  }

  colour(line) {
    const { colours } = this.stage;
    if (!line.movable) return colours.rest;
    return line.kind === "tolerance" ? colours.fault : colours.good;
  }

  drawScale(context, area) {
    const { low, high } = this.scale;
    const step = roundStep(high - low, area.height / GRID_PX);
    const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
    context.fillStyle = this.stage.colours.quiet;
    context.textAlign = "right";
    context.textBaseline = "middle";
    for (let value = Math.ceil(low / step) * step; value <= high; value += step) {
      context.fillText(this.written(value, decimals), area.left - 8, this.y(value));
    }
  }

  drawHandles(context, area, lines) {
    const { low, high } = this.scale;
    const shown = lines.filter((line) => line.movable || (line.at > low && line.at < high));
    const bottom = area.top + area.height - PILL / 2;
    this.places = spaced(shown.map((line) => this.y(line.at)), PILL + 3, area.top + PILL / 2, bottom);
    this.shown = shown;
    shown.forEach((line, index) => {
      const y = this.places[index];
      const left = area.left + area.width;
      context.strokeStyle = this.colour(line);
      context.lineWidth = 1;
      context.beginPath();
      context.moveTo(left, Math.min(Math.max(this.y(line.at), area.top), area.top + area.height));
      context.lineTo(left + 10, y);
      context.stroke();
      context.fillStyle = this.colour(line);
      context.beginPath();
      context.roundRect(left + 10, y - PILL / 2, RIGHT - 14, PILL, 5);
      if (line.movable) context.fill();
      else context.stroke();
      context.fillStyle = line.movable ? this.stage.colours["on-colour"] : this.stage.colours.quiet;
      context.textAlign = "left";
      context.textBaseline = "middle";
      context.fillText(`${NAMES[line.kind](line.above)} ${this.written(line.at)}`, left + 16, y + 0.5, RIGHT - 26);
    });
  }

  drawTitle(context, area) {
    const { colours, time } = this.stage;
    const value = this.read(time);
    context.textBaseline = "alphabetic";
    context.textAlign = "left";
    context.fillStyle = colours.ink;
    const now = value === null ? "not seen" : this.written(value) + this.curve.unit;
    context.fillText(this.curve.title, area.left, 15);
    const width = context.measureText(this.curve.title).width;
    context.fillStyle = colours.quiet;
    context.fillText(`${now} at ${clock(time)}${this.legend}`, area.left + width + 12, 15);
  }

  get legend() {
    const names = this.curve.series.filter((name) => name);
    return names.length > 1 ? `   (${names[0]} solid, ${names[1]} dashed)` : "";
  }

  written(value, decimals = this.curve.decimals) {
    const text = value.toFixed(decimals);
    return Number(text) === 0 ? (0).toFixed(decimals) : text;
  }
}
