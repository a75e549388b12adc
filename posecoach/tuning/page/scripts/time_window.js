/** The stretch of a recording that curves and lanes show. */
const SHORTEST_S = 1;
const FIRST_S = 60;

export class TimeWindow {
  constructor(duration) {
    this.duration = Math.max(duration, SHORTEST_S);
    this.start = 0;
    this.end = Math.min(this.duration, FIRST_S);
  }

  get span() {
    return this.end - this.start;
  }

  /** Shows the stretch from a time on, kept within the recording. */
  place(start, span = this.span) {
    const length = Math.min(Math.max(span, SHORTEST_S), this.duration);
    this.start = Math.min(Math.max(start, 0), this.duration - length);
    this.end = this.start + length;
  }

  /** Shows `factor` times as much, with the moment `at` kept where it is. */
  zoom(factor, at) {
    const length = Math.min(Math.max(this.span * factor, SHORTEST_S), this.duration);
    const share = (at - this.start) / this.span;
    this.place(at - share * length, length);
  }

  /** Turns the page when the playhead leaves it. */
  follow(time) {
    if (time < this.start || time > this.end) this.place(time - 0.05 * this.span);
  }

  fit() {
    this.place(0, this.duration);
  }

  x(time, area) {
    return area.left + ((time - this.start) / this.span) * area.width;
  }

  time(x, area) {
    return this.start + ((x - area.left) / area.width) * this.span;
  }
}
