/** The stage's elements. */
export const STAGE = `
  <div class="stage" ref="root">
    <div class="stage-top">
      <div class="screen">
        <div class="picture">
          <video ref="video" v-show="!pictures" playsinline muted preload="auto" aria-label="recording"></video>
          <img ref="image" v-show="pictures" alt="picture of the recording">
          <span v-if="pictures && recording.video" class="hint">This browser can't play the format: single pictures instead.</span>
        </div>
        <div class="transport" role="toolbar" aria-label="playing">
          <button @click="player.step(-1)" title="one frame back (Left)" aria-label="one frame back">&#x2039;</button>
          <button class="main" @click="player.toggle()" title="play or pause (Space)">{{ playing ? "Pause" : "Play" }}</button>
          <button @click="player.step(1)" title="one frame on (Right)" aria-label="one frame on">&#x203a;</button>
          <output class="time">{{ clock(shownTime, 2) }} / {{ clock(recording.duration, 0) }}</output>
          <span class="space"></span>
          <label class="speed">Speed
            <select v-model.number="speed"><option v-for="one in [0.25, 0.5, 1, 2]" :value="one">{{ one }}x</option></select>
          </label>
        </div>
      </div>
      <aside class="card" aria-live="polite">
        <template v-if="selected">
          <h2>{{ heading }}</h2>
          <p v-for="line in facts">{{ line }}</p>
          <div class="thumbs">
            <button v-for="thumb in thumbs" :key="thumb.ms" @click="seek(thumb.ms / 1000)" :title="clock(thumb.ms / 1000, 2)">
              <img :src="thumb.src" @load="nextThumb" @error="nextThumb" :alt="clock(thumb.ms / 1000, 2)">
            </button>
          </div>
        </template>
        <p v-else class="quiet">Click a repetition below to see its pictures.</p>
      </aside>
    </div>
    <div class="choice" role="toolbar" aria-label="curves">
      <div class="chips">
        <button v-for="curve in curves" :key="curve.id" class="chip" :class="{on: chosen.includes(curve.id)}"
          :aria-pressed="chosen.includes(curve.id)" :title="'for: ' + curve.for.join(', ')" @click="choose(curve.id)">{{ curve.title }}</button>
      </div>
      <button @click="zoom(0.5)" title="less time (wheel)" aria-label="show less time">+</button>
      <button @click="zoom(2)" title="more time (wheel)" aria-label="show more time">&#x2212;</button>
      <button @click="fit" title="the whole recording">All</button>
    </div>
    <div class="plots">
      <canvas v-for="curve in shown" :key="recording.index + curve.id" :ref="(canvas) => place(curve, canvas)" class="plot"
        :style="{ minHeight: height(curve) }" :data-curve="curve.id" :aria-label="'curve of ' + curve.title"></canvas>
      <p v-if="!curves.length" class="quiet nothing">{{ loading ? "Measuring..." : "No exercise, so no curves: mark times only." }}</p>
    </div>
    <canvas ref="lanes" class="lanes" aria-label="repetitions and labels over time"></canvas>
    <div class="marking" role="toolbar" aria-label="marking">
      <button v-for="[action, key, title] in markButtons" :key="action" @click="mark(action)">
        <kbd>{{ key }}</kbd> {{ title }}</button>
      <button v-if="counts.counted" @click="mark('take')" title="the counted repetition here becomes a label"><kbd>T</kbd> Copy counted</button>
      <button v-if="counts.counted" @click="mark('take_all')" title="all counted repetitions become labels">Copy all</button>
      <div v-if="checks.length" class="faults" role="group" aria-label="faults of the labelled repetition here">
        <span class="quiet">Faults:</span>
        <button v-for="(check, index) in checks" :key="check.id" class="chip" :class="{ on: faultsHere.includes(check.id) }"
          @click="mark('fault', check.id)" :title="check.cue"><kbd v-if="index < 10">{{ (index + 1) % 10 }}</kbd> {{ check.title }}</button>
      </div>
    </div>
  </div>`;
