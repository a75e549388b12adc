/** What the mouse does alike over curves and lanes: both show a stretch of time. */
const CLICK_PX = 4;
const ZOOM_PER_PX = 1.0015;

/** Has an object's methods called: pressed, moved, released and wheeled. */
export function listen(canvas, object) {
  const on = (name, handler) => canvas.addEventListener(name, handler.bind(object), { passive: false });
  on("pointerdown", object.pressed);
  on("pointermove", object.moved);
  on("pointerup", object.released);
  on("pointercancel", object.released);
  on("wheel", (event) => {
    event.preventDefault();
    wheel(event, object.stage.window, object.area);
    object.stage.redraw();
  });
}

/** A press of the first button: a click until the mouse has moved. */
export class Press {
  constructor(event, window) {
    Object.assign(this, { x: event.offsetX, y: event.offsetY, start: window.start, moved: false });
    event.target.setPointerCapture(event.pointerId);
  }

  follow(event) {
    this.moved ||= Math.hypot(event.offsetX - this.x, event.offsetY - this.y) > CLICK_PX;
  }

  /** The stretch that is shown moves along with the hand. */
  pan(event, window, area) {
    window.place(this.start - ((event.offsetX - this.x) / area.width) * window.span);
  }
}

function wheel(event, window, area) {
  if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
    window.place(window.start + ((event.deltaX || event.deltaY) / area.width) * window.span);
  } else {
    window.zoom(ZOOM_PER_PX ** event.deltaY, window.time(event.offsetX, area));
  }
}
