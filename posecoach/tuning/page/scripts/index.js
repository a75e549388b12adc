export { Lanes } from "./lanes.js";
export { Player } from "./player.js";
export { Plot } from "./plot.js";
export { commandOf } from "./keys.js";
export { TimeWindow } from "./time_window.js";
export { clock, readColours } from "./drawing.js";
export { STAGE } from "./stage_template.js";
