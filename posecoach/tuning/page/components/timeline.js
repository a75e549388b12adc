/** What hands do in the plot: limits and edges of labels are dragged, time is moved through. Draws the playhead. */
const CLICK_PX = 4;
const EDGE_PX = 6;
const LINE_PX = 7;
const NAME_PX = 11;
const MARGIN_S = 0.3;

export default {
  template: `
  <div class="timeline" @pointerdown.capture="press" @pointermove="move" @pointerup="release" @pointercancel="release"
    @mousedown.capture="shield" @touchstart.capture="shield" @mousemove="hover" @wheel.capture="wheel">
    <slot></slot>
    <i ref="growing" class="growing"></i>
    <i ref="playhead" class="playhead"></i>
  </div>`,
  props: { chart: Number, player: Number, area: Object, handles: Array, labels: Array, pending: Number },
  emits: ["drag", "edge", "choose", "time"],
  mounted() {
    this.ticking = requestAnimationFrame(this.tick);
  },
  unmounted() {
    cancelAnimationFrame(this.ticking);
  },
  methods: {
    plot() {
      return getElement(this.chart)?.chart;
    },
    x(time) {
      return this.plot().convertToPixel({ xAxisIndex: 0 }, 1000 * time);
    },
    seconds(x) {
      return this.plot().convertFromPixel({ xAxisIndex: 0 }, x) / 1000;
    },
    ends() {
      return [this.area.left, this.$el.clientWidth - this.area.right];
    },
    /** Shows a stretch of time, kept within the recording. */
    show(start, length) {
      const from = Math.max(0, Math.min(start, getElement(this.player).recording.duration - length));
      this.plot().dispatchAction({ type: "dataZoom", startValue: 1000 * from, endValue: 1000 * (from + length) });
    },
    tick() {
      this.ticking = requestAnimationFrame(this.tick);
      if (!this.plot()) return;
      const { time } = getElement(this.player);
      if (time !== this.told) this.follow(time);
      this.place(this.x(time));
    },
    /** Turns the page when the playhead leaves it. */
    follow(time) {
      const [start, end] = this.ends().map(this.seconds);
      if (time < start || time > end) this.show(time - 0.05 * (end - start), end - start);
      this.told = time;
      this.$emit("time", time);
    },
    /** Draws the playhead, and what reaches up to it: a label that is being marked or dragged. */
    place(x) {
      const [left, right] = this.ends();
      const { playhead, growing } = this.$refs;
      const seen = left - 1 <= x && x <= right + 1;
      Object.assign(playhead.style, { left: `${x}px`, top: `${this.area.top}px`, display: seen ? "block" : "none" });
      const from = (this.held?.moved ? this.held.from : undefined) ?? this.pending ?? null;
      const kept = [from === null ? x : this.x(from), x].map((one) => Math.min(Math.max(one, left), right));
      const [low, high] = kept.sort((a, b) => a - b);
      const across = { left: `${low}px`, width: `${high - low}px`, display: from === null ? "none" : "block" };
      Object.assign(growing.style, { ...across, top: `${this.area.labels}px`, height: `${this.area.lane}px` });
    },
    point(event) {
      const box = this.$el.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    },
    lane(y) {
      const within = (top) => top !== null && y >= top && y <= top + this.area.lane;
      return within(this.area.labels) ? "labels" : within(this.area.counted) ? "counted" : null;
    },
    /** What can be dragged there: a limit by its line or its name, or an edge of a label. */
    grip(x, y) {
      if (!this.plot()) return undefined;
      const [left, right] = this.ends();
      const limit = (place, reach) => {
        const distance = (one) => Math.abs(one[place] - y);
        return this.handles.filter((one) => distance(one) <= reach).sort((a, b) => distance(a) - distance(b))[0];
      };
      if (x > right) return limit("name", NAME_PX);
      if (x < left) return undefined;
      if (this.lane(y) !== "labels") return limit("line", LINE_PX);
      for (const [start, end] of this.labels) {
        if (Math.abs(this.x(start) - x) <= EDGE_PX) return { end: "start", from: end };
        if (Math.abs(this.x(end) - x) <= EDGE_PX) return { end: "end", from: start };
      }
      return undefined;
    },
    press(event) {
      if (event.button !== 0) return;
      const [x, y] = this.point(event);
      this.held = { x, y, gesture: `line ${performance.now()}`, ...this.grip(x, y) };
      if (this.held.key || this.held.end) this.$el.setPointerCapture(event.pointerId);
    },
    /** Pulling at something must not move through time, as pulling beside it does. */
    shield(event) {
      if (this.held?.key || this.held?.end) event.stopPropagation();
    },
    move(event) {
      // Pulled through time, the mouse may have been let go beside the plot.
      if (!event.buttons) this.held = undefined;
      const { held } = this;
      if (!held) return;
      const [x, y] = this.point(event);
      held.moved ||= Math.hypot(x - held.x, y - held.y) > CLICK_PX;
      if (!held.moved) return;
      if (held.key) this.pull(y, false);
      else if (held.end) getElement(this.player).seek(this.edge(x));
    },
    pull(y, over) {
      const { key, value, scale, gesture } = this.held;
      this.$emit("drag", { key, value: value + (this.held.y - y) * scale, gesture, over });
    },
    edge(x) {
      const { end, from } = this.held;
      return end === "start" ? Math.min(this.seconds(x), from - MARGIN_S) : Math.max(this.seconds(x), from + MARGIN_S);
    },
    release(event) {
      const { held } = this;
      if (!held) return;
      const [x, y] = this.point(event);
      if (held.moved && held.key) this.pull(y, true);
      else if (held.moved && held.end) this.$emit("edge", { end: held.end, time: this.edge(x), from: held.from });
      else if (!held.moved && !held.key) this.click(x, y);
      this.held = undefined;
    },
    click(x, y) {
      const [left, right] = this.ends();
      if (x < left || x > right) return;
      getElement(this.player).seek(this.seconds(x));
      if (this.lane(y)) this.$emit("choose", { lane: this.lane(y), time: this.seconds(x) });
    },
    hover(event) {
      const grip = this.held ?? this.grip(...this.point(event));
      if (grip?.key || grip?.end) this.plot()?.getZr().setCursorStyle(grip.key ? "ns-resize" : "ew-resize");
    },
    wheel(event) {
      if (!event.shiftKey && Math.abs(event.deltaX) <= Math.abs(event.deltaY)) return;
      event.preventDefault();
      event.stopPropagation();
      const [start, end] = this.ends().map(this.seconds);
      const share = (event.deltaX || event.deltaY) / this.$el.clientWidth;
      this.show(start + share * (end - start), end - start);
    },
  },
};
