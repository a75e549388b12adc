/** Plays a recording: as a video, or as single pictures from the server where the browser can't. */
const PICTURE_SIDE = 960;

export class Player {
  /**
   * @param video the video element
   * @param image the element for single pictures
   * @param changed called when the way of playing, or whether it plays, changes
   */
  constructor(video, image, changed) {
    this.video = video;
    this.image = image;
    this.changed = changed;
    this.pictures = false;
    this.clockTime = 0;
    this.clockStart = null;
    this.shown = null;
    this.loading = false;
    this.speed = 1;
    video.addEventListener("error", () => this.recording && this.fallBack());
    // Chrome plays the sound alone of recordings whose pictures it can't decode.
    video.addEventListener("loadedmetadata", () => video.videoWidth === 0 && this.fallBack());
    for (const name of ["play", "pause", "ended"]) video.addEventListener(name, () => this.changed());
    image.addEventListener("load", () => this.loaded());
    image.addEventListener("error", () => this.loaded());
  }

  open(recording) {
    this.pause();
    this.recording = recording;
    this.clockTime = 0;
    this.shown = null;
    this.pictures = !recording.video;
    if (this.pictures) {
      this.video.removeAttribute("src");
      this.show();
    } else {
      this.video.src = `/media/${recording.index}/video`;
      this.video.playbackRate = this.speed;
    }
    this.changed();
  }

  fallBack() {
    if (this.pictures) return;
    this.clockTime = this.video.currentTime || 0;
    this.pictures = true;
    this.show();
    this.changed();
  }

  get playing() {
    return this.pictures ? this.clockStart !== null : !this.video.paused && !this.video.ended;
  }

  get time() {
    // Until the browser has got there, it is where it is going to that counts.
    if (!this.pictures) return this.video.seeking ? this.target : this.video.currentTime;
    if (this.clockStart === null) return this.clockTime;
    const time = this.clockTime + ((performance.now() - this.clockStart) / 1000) * this.speed;
    if (time < this.recording.duration) return time;
    this.clockTime = this.recording.duration;
    this.clockStart = null;
    this.changed();
    return this.clockTime;
  }

  seek(time) {
    const place = Math.min(Math.max(time, 0), Math.max(0, this.recording.duration - this.recording.step / 2));
    if (this.pictures) {
      this.clockTime = place;
      if (this.clockStart !== null) this.clockStart = performance.now();
      this.show();
      return;
    }
    this.target = place;
    this.video.currentTime = place;
  }

  /** One frame on or back; in the middle of a frame, so that rounding can't show its neighbour. */
  step(frames) {
    this.pause();
    const { step } = this.recording;
    this.seek((Math.floor(this.time / step + 1e-3) + frames + 0.5) * step);
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (!this.pictures) {
      this.video.play().catch(() => this.video.error && this.fallBack());
      return;
    }
    if (this.clockTime >= this.recording.duration) this.clockTime = 0;
    this.clockStart = performance.now();
    this.changed();
  }

  pause() {
    if (!this.pictures) {
      this.video.pause();
      return;
    }
    this.clockTime = this.time;
    this.clockStart = null;
    this.changed();
  }

  setSpeed(speed) {
    this.clockTime = this.time;
    if (this.clockStart !== null) this.clockStart = performance.now();
    this.speed = speed;
    this.video.playbackRate = speed;
  }

  /** Shows the picture of this moment, unless one is still on its way: then it is that one's turn first. */
  show() {
    const ms = Math.round(this.time * 1000);
    if (!this.pictures || this.loading || this.shown === ms) return;
    this.loading = true;
    this.shown = ms;
    this.image.src = `/media/${this.recording.index}/frame?ms=${ms}&side=${PICTURE_SIDE}`;
  }

  loaded() {
    this.loading = false;
    this.show();
  }
}
