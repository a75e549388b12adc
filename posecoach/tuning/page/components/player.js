/** Plays a recording: as a video, or as single pictures from the server where the browser can't. Hears the keys, too. */
const PICTURE_SIDE = 960;

export default {
  template: `
  <div class="player">
    <div class="picture">
      <video ref="video" v-show="!pictures" playsinline muted preload="auto" :aria-label="words.recording" @error="fallBack"
        @loadedmetadata="looked" @play="heard" @pause="heard" @ended="heard"></video>
      <img v-show="pictures" :src="source" @load="arrived" @error="arrived" :alt="words.picture">
      <span v-if="pictures && recording.video" class="hint">{{ words.unplayable }}</span>
    </div>
    <div class="transport row items-center no-wrap" role="toolbar" :aria-label="words.playing">
      <q-btn flat no-caps label="&#x2039;" @click="step(-1)" :title="words.backKey" :aria-label="words.back" />
      <q-btn flat no-caps class="wide" :label="playing ? words.pause : words.play" @click="toggle" :title="words.playKey" />
      <q-btn flat no-caps label="&#x203a;" @click="step(1)" :title="words.onKey" :aria-label="words.on" />
      <output class="time">{{ clock(time, 2) }} / {{ clock(recording.duration, 0) }}</output>
      <q-space />
      <q-btn-toggle v-model="speed" flat no-caps dense :options="speeds" :aria-label="words.speed" />
    </div>
  </div>`,
  props: { recording: Object, keys: Object, words: Object },
  emits: ["act"],
  data() {
    const speeds = [0.25, 0.5, 1, 2].map((value) => ({ value, label: `${this.written(value)}\u00d7` }));
    return { time: 0, playing: false, pictures: false, speed: 1, source: "", speeds };
  },
  watch: {
    "recording.index": "open",
    speed(value) {
      this.$refs.video.playbackRate = value;
    },
  },
  mounted() {
    this.open();
    // A button that was clicked with the mouse must not take the space bar, which plays; one reached by Tab does.
    this.unfocus = ({ detail }) => detail && document.activeElement?.closest("button, .q-item") && document.activeElement.blur();
    window.addEventListener("click", this.unfocus);
    this.tick(performance.now());
  },
  unmounted() {
    window.removeEventListener("click", this.unfocus);
    cancelAnimationFrame(this.ticking);
  },
  methods: {
    written(number) {
      return String(number).replace(".", this.words.decimal);
    },
    clock(seconds, decimals) {
      const rest = this.written((seconds % 60).toFixed(decimals));
      return `${Math.floor(seconds / 60)}:${rest.padStart(decimals ? 3 + decimals : 2, "0")}`;
    },
    open() {
      const { index, video } = this.recording;
      Object.assign(this, { time: 0, playing: false, pictures: !video, loading: false });
      if (video) this.$refs.video.src = `/media/${index}/video`;
      else this.$refs.video.removeAttribute("src");
      this.$refs.video.playbackRate = this.speed;
      this.show();
    },
    fallBack() {
      if (!this.recording.video || this.pictures) return;
      this.pictures = true;
      this.show();
    },
    // Chrome plays the sound alone of recordings whose pictures it can't decode.
    looked() {
      if (!this.$refs.video.videoWidth) this.fallBack();
    },
    heard() {
      if (!this.pictures) this.playing = !this.$refs.video.paused && !this.$refs.video.ended;
    },
    tick(now) {
      const { video } = this.$refs;
      if (this.playing && this.pictures) this.run((now - this.last) / 1000);
      // Until the browser has got there, it is where it is going to that counts.
      else if (this.playing && !video.seeking) this.time = video.currentTime;
      this.last = now;
      this.ticking = requestAnimationFrame(this.tick);
    },
    run(seconds) {
      this.time = Math.min(this.time + seconds * this.speed, this.recording.duration);
      this.playing = this.time < this.recording.duration;
      this.show();
    },
    seek(time) {
      this.time = Math.min(Math.max(time, 0), Math.max(0, this.recording.duration - this.recording.step / 2));
      if (this.pictures) this.show();
      else this.$refs.video.currentTime = this.time;
    },
    /** One frame on or back; in the middle of a frame, so that rounding can't show its neighbour. */
    step(frames) {
      const { step } = this.recording;
      this.pause();
      this.seek((Math.floor(this.time / step + 1e-3) + frames + 0.5) * step);
    },
    toggle() {
      if (this.playing) this.pause();
      else if (!this.pictures) this.$refs.video.play().catch(() => this.$refs.video.error && this.fallBack());
      else {
        this.playing = true;
        if (this.time >= this.recording.duration - this.recording.step) this.time = 0;
      }
    },
    pause() {
      this.playing = false;
      this.$refs.video.pause();
    },
    /** Shows the picture of this moment, unless one is still on its way: then it is that one's turn first. */
    show() {
      const source = `/media/${this.recording.index}/frame?ms=${Math.round(this.time * 1000)}&side=${PICTURE_SIDE}`;
      if (!this.pictures || this.loading || source === this.source) return;
      this.loading = true;
      this.source = source;
    },
    arrived() {
      this.loading = false;
      this.show();
    },
    /** Does what a key asks for; what isn't about playing is told. Keys in dialogs and arrows on sliders are theirs. */
    pressed(event) {
      const held = event.ctrlKey || event.metaKey;
      const shift = event.shiftKey && (held || event.key.length > 1);
      const key = event.key.length === 1 ? event.key.toUpperCase() : event.key;
      const name = `${held ? "Ctrl+" : ""}${shift ? "Shift+" : ""}${key}`;
      const action = this.keys[name];
      const theirs = name === " " ? ".q-dialog, button, .q-item" : name.includes("Arrow") ? ".q-dialog, .q-slider" : ".q-dialog";
      // On many keyboards brackets need the Alt key.
      const other = event.altKey && !"[]".includes(key);
      if (event.type !== "keydown" || !action || other || event.target.closest?.(theirs)) return;
      event.preventDefault();
      const [what, by] = action.split(" ");
      if (what === "play") this.toggle();
      else if (what === "frames") this.step(Number(by));
      else if (what === "seconds") this.seek(this.time + Number(by));
      else this.$emit("act", { action, time: this.time });
    },
  },
};
