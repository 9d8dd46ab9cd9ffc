/** A browser whose voice, tones and buzzing are noted and not heard, and whose clock is quick. */
(() => {
  const FASTER = QUICK;
  const wait = window.setTimeout.bind(window);
  const forget = window.clearTimeout.bind(window);
  const waits = new Map();
  let last = 0;
  window.setTimeout = (act, ms = 0, ...rest) => {
    const id = ++last;
    const due = () => {
      // What would take the person a moment is not over while the clock stands.
      if (window.stands && ms >= 1000) return void waits.set(id, wait(due, 5));
      waits.delete(id);
      act(...rest);
    };
    waits.set(id, wait(due, ms / FASTER));
    return id;
  };
  window.clearTimeout = (id) => (forget(waits.get(id)), waits.delete(id));
  const now = performance.now.bind(performance);
  performance.now = () => FASTER * now();
  const heard = [];
  window.heard = heard;
  const voice = {
    lang: "en-GB", name: "a voice of this machine", voiceURI: "own",
    localService: true, default: true,
  };
  const speech = Object.assign(new EventTarget(), {
    getVoices: () => (window.mute ? [] : [voice]),
    speak(said) {
      const text = said.text.trim();
      if (text) heard.push(["said", text]);
      speech.now = said;
      const over = () => speech.now === said && said.onend && said.onend();
      setTimeout(over, 250 * text.split(" ").length);
    },
    cancel() { speech.now = null; },
    resume() {},
    pause() {},
  });
  Object.defineProperty(window, "speechSynthesis", { value: speech });
  window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(navigator, "vibrate", { value: (how) => (heard.push(["buzz", how]), true) });
  const dial = { setValueAtTime() {}, linearRampToValueAtTime() {}, exponentialRampToValueAtTime() {} };
  window.AudioContext = class {
    state = "running";
    currentTime = 0;
    destination = {};
    resume() { return Promise.resolve(); }
  };
  window.GainNode = class { gain = dial; connect(to) { return to; } };
  window.OscillatorNode = class {
    frequency = { ...dial, exponentialRampToValueAtTime: (to) => { this.to = to; } };
    constructor(_, { frequency }) { this.from = frequency; }
    connect(to) { return to; }
    start() { heard.push(["tone", [this.from, this.to]]); }
    stop() {}
  };
  const headphones = {};
  window.headphones = headphones;
  const media = navigator.mediaSession;
  const own = media.setActionHandler.bind(media);
  media.setActionHandler = (name, act) => { headphones[name] = act; own(name, act); };
})();
