/** The recordings, each with what is counted in it, what is labelled, and what the thresholds have changed. */
export default {
  template: `
  <nav class="recordings" aria-label="recordings">
    <p class="quiet reading">{{ counts ? "counted / labelled, agreement" : "labelled" }}</p>
    <button v-for="row in rows" :key="row.index" :class="{ on: row.index === chosen }" :aria-current="row.index === chosen"
      :data-recording="row.index" @click="$emit('choose', { index: row.index })">
      <strong>{{ row.name }}</strong>
      <span class="figures">
        <span v-if="row.counted !== null" class="counted">{{ row.counted }} / {{ row.labelled ?? "?" }}</span>
        <span v-else class="counted">{{ row.labelled ?? "?" }}</span>
        <span v-if="row.score !== null" class="score" :class="{ whole: row.score >= 0.98 }">{{ Math.round(100 * row.score) }}%</span>
        <span v-if="row.unsaved" class="unsaved">labels not saved</span>
      </span>
      <span v-if="row.changes.length" class="changes"><em v-for="words in row.changes">{{ words }}</em></span>
    </button>
  </nav>`,
  props: { rows: Array, chosen: Number },
  emits: ["choose"],
  computed: {
    counts() {
      return this.rows.some((row) => row.counted !== null);
    },
  },
};
