/** The recording beside its curves: video, curves with thresholds, lanes of repetitions, and marking by keyboard. */
import { Lanes, Player, Plot, STAGE, TimeWindow, clock, commandOf, readColours } from "posecoach-tuning-page";

const DRAG_EVERY_MS = 40;
const THUMBS = 8;
/** Keys mean a label, too, that begins this soon or has ended this recently, as on the server. */
const ABOUT_TO_BEGIN_S = 0.5;
const JUST_ENDED_S = 3;
const MARKS = [
  ["start", "[", "Start"],
  ["end", "]", "End"],
  ["left", "L", "Left"],
  ["right", "R", "Right"],
  ["attempt", "A", "Attempt"],
  ["delete", "Del", "Delete"],
];

export default {
  template: STAGE,
  props: { recording: Object, curves: Array, first: Object, limits: Object, checks: Array, sides: Boolean, loading: Boolean },
  emits: ["drag", "mark", "command"],
  data() {
    return { ...this.first, pictures: false, playing: false, speed: 1, shownTime: 0, chosen: [], selected: null, thumbs: [], queue: [] };
  },
  computed: {
    shown() {
      return this.curves.filter((curve) => this.chosen.includes(curve.id));
    },
    markButtons() {
      return MARKS.filter(([action]) => this.sides || !["left", "right"].includes(action));
    },
    labelHere() {
      const labels = this.draft.labels;
      const here = (one, early, late) => one.start - early <= this.shownTime && this.shownTime <= one.end + late;
      const within = labels.findLast((one) => here(one, 0, 0));
      return within ?? labels.find((one) => here(one, ABOUT_TO_BEGIN_S, 0)) ?? labels.findLast((one) => here(one, 0, JUST_ENDED_S)) ?? null;
    },
    faultsHere() {
      return this.labelHere?.faults ?? [];
    },
    heading() {
      const { kind, number, counts, change } = this.selected;
      if (kind === "label") return { yes: "Labelled repetition", no: "Labelled attempt", maybe: "May be counted or not" }[counts];
      if (number === undefined) return "Attempt";
      return `${change === "lost" ? "Lost repetition" : "Repetition"} ${number}`;
    },
    facts() {
      const { start, end, hold, side, faults, change } = this.selected;
      const lines = [`${clock(start)} to ${clock(end)}, ${(end - start).toFixed(1)} s`];
      if (hold !== undefined) lines.push(`held for ${hold.toFixed(1)} s`);
      if (side) lines.push(`${side} side`);
      if (change === "gained") lines.push("not counted with the file on disk");
      if (change === "moved") lines.push("elsewhere with the file on disk");
      const titles = (faults ?? []).map((fault) => this.checks.find((check) => check.id === fault)?.title ?? fault);
      if (titles.length) lines.push(`faults: ${titles.join(", ")}`);
      return lines;
    },
  },
  watch: {
    recording: {
      handler(now, before) {
        if (now.index === before.index) return;
        this.open();
      },
    },
    curves: { handler: "chooseFirst" },
    speed(value) {
      this.player.setSpeed(value);
    },
  },
  mounted() {
    this.plots = new Map();
    this.dirty = true;
    this.values = {};
    this.gestures = 0;
    this.player = new Player(this.$refs.video, this.$refs.image, () => {
      this.pictures = this.player.pictures;
      this.playing = this.player.playing;
      this.redraw();
    });
    this.colours = readColours(this.$refs.root);
    this.bench = this.benchFor();
    this.lanes = new Lanes(this.$refs.lanes, this.bench);
    this.open();
    this.chooseFirst();
    this.keys = (event) => this.pressed(event);
    window.addEventListener("keydown", this.keys);
    // A button that was clicked with the mouse must not take the space bar, which plays; one reached by Tab does.
    this.clicked = (event) => event.detail > 0 && event.target.closest("button")?.blur();
    window.addEventListener("click", this.clicked);
    this.dark = window.matchMedia("(prefers-color-scheme: dark)");
    this.dark.addEventListener("change", (this.recolour = () => this.redraw((this.colours = readColours(this.$refs.root)))));
    this.sizes = new ResizeObserver(() => this.redraw());
    this.sizes.observe(this.$refs.root);
    this.tick = () => {
      this.frame();
      this.ticking = requestAnimationFrame(this.tick);
    };
    this.tick();
  },
  unmounted() {
    cancelAnimationFrame(this.ticking);
    window.removeEventListener("keydown", this.keys);
    window.removeEventListener("click", this.clicked);
    this.dark.removeEventListener("change", this.recolour);
    this.sizes.disconnect();
  },
  methods: {
    clock,
    /** Of repetitions, those in the stretch that is shown: an hour has hundreds. */
    seen(ones) {
      const { start, end } = this.window;
      return ones.filter((one) => one.end >= start && one.start <= end);
    },
    /** What curves and lanes need of this component; plain, because they draw sixty times a second. */
    benchFor() {
      const page = this;
      return {
        get window() { return page.window; },
        get colours() { return page.colours; },
        get recording() { return page.recording; },
        get thresholds() { return { ...page.draft.thresholds, ...page.values }; },
        get saved() { return page.draft.saved; },
        get limits() { return page.limits; },
        get counts() { return page.counts.counted; },
        get reps() { return page.seen(page.counts.reps); },
        get lost() { return page.seen(page.counts.lost); },
        // An attempt that was a repetition is shown as the repetition that is lost.
        get attempts() {
          const { lost } = page.counts;
          return page.seen(page.counts.attempts).filter((one) => !lost.some((rep) => rep.start < one.end && one.start < rep.end));
        },
        get labels() { return page.draft.labels; },
        get pending() { return page.draft.pending; },
        get checks() { return page.checks; },
        get selected() { return page.selected; },
        get time() { return page.player.time; },
        gesture: () => `line ${Date.now()} ${++page.gestures}`,
        drag: (...change) => page.drag(...change),
        drop: () => page.drop(),
        seek: (time) => page.seek(time),
        choose: (kind, one) => page.select(kind, one),
        edge: (label, end, to) => page.$emit("mark", { action: end, time: to, of: (label.start + label.end) / 2 }),
        redraw: () => page.redraw(),
      };
    },
    open() {
      this.window = new TimeWindow(this.recording.duration);
      this.selected = null;
      this.plots.clear();
      this.player.open(this.recording);
      this.redraw();
    },
    chooseFirst() {
      const known = this.chosen.filter((id) => this.curves.some((curve) => curve.id === id));
      this.chosen = known.length ? known : this.curves.slice(0, 1).map((curve) => curve.id);
      this.plots?.clear();
      this.redraw();
    },
    choose(id) {
      const others = this.chosen.filter((one) => one !== id);
      this.chosen = others.length === this.chosen.length ? [...others, id] : others.length ? others : [id];
      this.redraw();
    },
    /** Enough for the names of all lines. */
    height(curve) {
      return `${Math.max(120, 22 * curve.lines.length + 34)}px`;
    },
    place(curve, canvas) {
      const known = this.plots.get(curve.id);
      if (!canvas) this.plots.delete(curve.id);
      else if (known?.canvas !== canvas) {
        const place = this.curves.indexOf(curve);
        this.plots.set(curve.id, new Plot(canvas, { ...curve, place }, this.bench));
      }
      this.redraw();
    },
    redraw() {
      this.dirty = true;
    },
    frame() {
      if (!this.dirty && !this.player.playing) return;
      this.dirty = false;
      const { time } = this.player;
      if (this.player.playing) {
        this.window.follow(time);
        this.player.show();
        this.dirty = true;
      }
      this.shownTime = time;
      for (const plot of this.plots.values()) plot.draw();
      this.lanes.draw();
    },
    seek(time) {
      this.player.seek(time);
      this.window.follow(this.player.time);
      this.redraw();
    },
    zoom(factor) {
      this.window.zoom(factor, this.player.time);
      this.redraw();
    },
    fit() {
      this.window.fit();
      this.redraw();
    },
    select(kind, one) {
      this.selected = { kind, ...one };
      this.player.pause();
      this.seek(one.start);
      const times = Array.from({ length: THUMBS }, (_, i) => one.start + ((one.end - one.start) * i) / (THUMBS - 1));
      this.queue = times.map((time) => Math.round(Math.max(0, time) * 1000));
      this.thumbs = [];
      this.nextThumb();
    },
    /** One after the other: the server reads on from picture to picture. */
    nextThumb() {
      const ms = this.queue.shift();
      if (ms === undefined) return;
      this.thumbs.push({ ms, src: `/media/${this.recording.index}/body?ms=${ms}&side=360` });
    },
    /** A dragged line follows the hand at once; the server is told at most every few hundredths of a second. */
    drag(key, value, gesture) {
      this.values = { ...this.values, [key]: value };
      this.waiting = { key, value, gesture };
      this.timer ??= setTimeout(() => this.send(), DRAG_EVERY_MS);
      this.redraw();
    },
    send() {
      clearTimeout(this.timer);
      this.timer = undefined;
      if (this.waiting) this.$emit("drag", this.waiting);
      this.waiting = undefined;
    },
    drop() {
      this.send();
      this.dropped = true;
    },
    /** News of what is counted, or of the draft of thresholds and labels. */
    tell(news) {
      Object.assign(this, news);
      if (news.draft) this.arrived();
      this.redraw();
    },
    arrived() {
      // After the last word of a drag it is the server's values that hold.
      if (this.dropped && !this.timer) {
        this.values = {};
        this.dropped = false;
      }
    },
    mark(action, fault) {
      this.$emit("mark", { action, time: this.player.time, fault });
    },
    pressed(event) {
      const wanted = commandOf(event);
      if (!wanted) return;
      event.preventDefault();
      if (wanted.mark === "fault") {
        const check = this.checks[wanted.number - 1];
        if (check) this.mark("fault", check.id);
      } else if (wanted.mark) this.mark(wanted.mark);
      else if (wanted.command) this.$emit("command", { name: wanted.command });
      else this.move(wanted);
    },
    move({ do: what, by }) {
      if (what === "toggle") this.player.toggle();
      else if (what === "frames") this.player.step(by);
      else if (what === "seconds") this.seek(this.player.time + by);
      else this.$emit("command", { name: "recording", by });
      this.window.follow(this.player.time);
      this.redraw();
    },
  },
};
