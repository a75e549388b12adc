/** What keys do; marks and commands have the names that the server knows. Its help lists the same keys. */
const PLAIN = {
  " ": { do: "toggle" },
  "[": { mark: "start" },
  "]": { mark: "end" },
  l: { mark: "left" },
  r: { mark: "right" },
  a: { mark: "attempt" },
  t: { mark: "take" },
  Delete: { mark: "delete" },
  Backspace: { mark: "delete" },
  Escape: { mark: "cancel" },
  "?": { command: "help" },
};

/** The command of a key event, or null. Keys that are typed into a field are the field's. */
export function commandOf(event) {
  const target = event.target;
  if (target.closest && target.closest("input:not([type=range]), textarea, select, .q-dialog")) return null;
  if (event.ctrlKey || event.metaKey) return withControl(event);
  if (event.altKey) return null;
  if (event.key === " " && target.closest("button")) return null;
  if (event.key.startsWith("Arrow")) return arrow(event, target);
  if (/^[0-9]$/.test(event.key)) return { mark: "fault", number: event.key === "0" ? 10 : Number(event.key) };
  return PLAIN[event.key.length === 1 ? event.key.toLowerCase() : event.key] ?? null;
}

function withControl(event) {
  const key = event.key.toLowerCase();
  if (key === "z") return { command: event.shiftKey ? "redo" : "undo" };
  if (key === "y") return { command: "redo" };
  if (key === "s") return { command: "save" };
  return null;
}

function arrow(event, target) {
  // A slider is moved with them.
  if (target.matches("input[type=range]")) return null;
  const way = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  if (way) return event.shiftKey ? { do: "seconds", by: way } : { do: "frames", by: way };
  return { do: "recording", by: event.key === "ArrowUp" ? -1 : 1 };
}
