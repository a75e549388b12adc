/** The recordings, each with what is counted in it, what is labelled, and what the thresholds have changed. */
export default {
  template: `
  <nav class="recordings" aria-label="recordings">
    <button v-for="row in rows" :key="row.index" :class="{ on: row.index === chosen }" :aria-current="row.index === chosen"
      :data-recording="row.index" @click="$emit('choose', { index: row.index })">
      <strong :title="row.name">{{ row.name }}</strong>
      <span class="figures">
        <span v-if="row.counted !== null" class="counted" title="repetitions: counted / labelled">{{ row.counted }} / {{ row.labelled ?? "?" }}</span>
        <span v-else class="counted">{{ row.labelled ?? 0 }} labelled</span>
        <span v-if="row.score !== null" class="score" :class="{ whole: row.score >= 0.98 }" title="agreement with the labels">
          {{ Math.round(100 * row.score) }}%</span>
        <span v-if="row.unsaved" class="unsaved" title="labels that aren't saved">labels not saved</span>
      </span>
      <span v-if="row.changes.length" class="changes"><em v-for="words in row.changes">{{ words }}</em></span>
    </button>
  </nav>`,
  props: { rows: Array, chosen: Number },
  emits: ["choose"],
};
