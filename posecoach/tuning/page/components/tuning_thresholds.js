/** A slider for each threshold, with what is on disk and a way back to it. */
const EVERY_MS = 40;

export default {
  template: `
  <section class="thresholds" aria-label="thresholds">
    <template v-for="group in groups" :key="group.name">
      <h2>{{ group.name }}</h2>
      <div v-for="item in group.items" :key="item.key" class="threshold" :class="{ changed: changed(item) }" :data-key="item.key">
        <label :for="'threshold-' + item.key">{{ item.title }}</label>
        <output>{{ written(item, value(item)) }}</output>
        <p :id="'meaning-' + item.key">{{ item.meaning }}</p>
        <div class="track">
          <small>{{ item.low }}</small>
          <span>
            <i class="disk" :style="{ left: share(item, saved[item.key]) }" :title="'on disk: ' + written(item, saved[item.key])"></i>
            <input type="range" :id="'threshold-' + item.key" :min="item.low" :max="item.high" :step="10 ** -item.decimals"
              :value="value(item)" @input="moved(item, $event)" @change="dropped(item)" :aria-describedby="'meaning-' + item.key">
          </span>
          <small>{{ item.high }}</small>
        </div>
        <button v-if="changed(item)" class="reset" @click="$emit('reset', { key: item.key })"
          :title="'back to ' + written(item, saved[item.key])">Back to {{ written(item, saved[item.key]) }}</button>
      </div>
    </template>
  </section>`,
  props: { items: Array, thresholds: Object, saved: Object },
  emits: ["drag", "reset"],
  data() {
    return { held: {} };
  },
  computed: {
    groups() {
      const names = [...new Set(this.items.map((item) => item.group))];
      return names.map((name) => ({ name, items: this.items.filter((item) => item.group === name) }));
    },
  },
  watch: {
    thresholds() {
      if (!this.timer && this.over) this.held = {};
    },
  },
  methods: {
    value(item) {
      return this.held[item.key] ?? this.thresholds[item.key];
    },
    changed(item) {
      return this.thresholds[item.key] !== this.saved[item.key];
    },
    written(item, value) {
      return `${value.toFixed(item.decimals)}${item.unit}`;
    },
    share(item, value) {
      return `calc(9px + ${(value - item.low) / (item.high - item.low)} * (100% - 18px))`;
    },
    moved(item, event) {
      if (!this.gesture) this.gesture = `slider ${item.key} ${Date.now()}`;
      this.over = false;
      this.held = { [item.key]: Number(event.target.value) };
      this.waiting = { key: item.key, value: this.held[item.key], gesture: this.gesture };
      this.timer ??= setTimeout(() => this.send(), EVERY_MS);
    },
    dropped() {
      this.send();
      this.gesture = undefined;
      this.over = true;
    },
    send() {
      clearTimeout(this.timer);
      this.timer = undefined;
      if (this.waiting) this.$emit("drag", this.waiting);
      this.waiting = undefined;
    },
  },
};
