/** What curves and lanes share: colours, sizes and figures. */
const NAMES = ["ink", "quiet", "faint", "grid", "paper", "rest", "good", "fault", "label", "accent", "on-colour"];

export const LEFT = 74;
export const RIGHT = 130;
export const FONT = '12px "Segoe UI", system-ui, -apple-system, Roboto, sans-serif';

export function readColours(element) {
  const style = getComputedStyle(element);
  return Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
}

/** A canvas made as sharp as the screen is, with its context in CSS pixels. */
export function prepared(canvas) {
  const ratio = window.devicePixelRatio || 1;
  const { clientWidth: width, clientHeight: height } = canvas;
  if (canvas.width !== Math.round(width * ratio) || canvas.height !== Math.round(height * ratio)) {
    canvas.width = Math.round(width * ratio);
    canvas.height = Math.round(height * ratio);
  }
  const context = canvas.getContext("2d");
  context.setTransform(ratio, 0, 0, ratio, 0, 0);
  context.clearRect(0, 0, width, height);
  context.font = FONT;
  return { context, width, height };
}

export function clock(seconds, decimals = 1) {
  const minutes = Math.floor(seconds / 60);
  const rest = (seconds - 60 * minutes).toFixed(decimals);
  return `${minutes}:${rest.padStart(decimals ? 3 + decimals : 2, "0")}`;
}

/** A round step that gives about `count` marks over a range. */
export function roundStep(range, count) {
  const rough = range / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * [1, 2, 5, 10].find((factor) => factor * power >= rough);
}

/** Places that are at least `gap` apart and as near as that allows to where they want to be, within limits. */
export function spaced(wanted, gap, low, high) {
  const order = wanted.map((_, index) => index).sort((a, b) => wanted[a] - wanted[b]);
  const places = order.map((index) => Math.min(Math.max(wanted[index], low), high));
  for (let i = 1; i < places.length; i++) places[i] = Math.max(places[i], places[i - 1] + gap);
  let limit = high;
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i], limit);
    limit = places[i] - gap;
  }
  const found = new Array(wanted.length);
  order.forEach((index, place) => (found[index] = places[place]));
  return found;
}

const patterns = new Map();

/** A filling of slanted lines; made once for each colour. */
export function hatched(context, colour) {
  if (!patterns.has(colour)) patterns.set(colour, context.createPattern(hatching(colour), "repeat"));
  return patterns.get(colour);
}

function hatching(colour) {
  const tile = document.createElement("canvas");
  tile.width = tile.height = 8;
  const pen = tile.getContext("2d");
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.beginPath();
  for (const x of [-8, 0, 8]) {
    pen.moveTo(x, 8);
    pen.lineTo(x + 8, 0);
  }
  pen.stroke();
  return tile;
}

/** An upright line, sharp on any screen: the playhead. */
export function upright(context, x, top, bottom, colour) {
  const middle = Math.round(x) + 0.5;
  context.strokeStyle = colour;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(middle, top);
  context.lineTo(middle, bottom);
  context.stroke();
}
