// An agent's browser as their telephone: Twilio's Voice SDK, a bell of our own, and what the page says in each state.
import { Device } from "@twilio/voice-sdk";
import { Bell } from "./ringing.js";

const KEYS = /^[0-9*#]$/;
const PATIENCE = 6000; // after so long it says that it is not ready, and goes on trying
const AGAIN = 5000;
const root = document.getElementById("phone");
const title = document.title;
let device = null;
let call = null;

/** The page says `state`, and shows what can be done in it; the focus goes where the hand is wanted. */
function show(state) {
  if (root.dataset.state === state) return;
  root.dataset.state = state;
  for (const part of root.querySelectorAll("[data-when]")) part.hidden = !part.dataset.when.split(" ").includes(state);
  document.title = state === "ringing" ? `☎ ${root.dataset.rings} · ${title}` : title;
  const first = { ringing: "#answer", talking: '[data-key="1"]' }[state];
  if (first) root.querySelector(first).focus();
}

/** A pass of some minutes; null: they are signed out, or this is no telephone any more. */
async function pass() {
  const answer = await fetch(root.dataset.token, { headers: { Accept: "application/json" }, cache: "no-store" });
  if (answer.status === 503) throw new Error("away");
  return answer.ok ? (await answer.json()).token : null;
}

async function switchOn() {
  show("asking");
  if (!(await heard())) return show("denied");
  setTimeout(() => root.dataset.state === "asking" && show("away"), PATIENCE);
  await begin();
}

/** A new telephone in place of the one of before; where there is no way to Twilio, the SDK goes on trying by itself. */
async function begin() {
  try {
    const token = await pass();
    if (!token) return show("out");
    device?.destroy();
    device = made(token);
    await device.register();
  } catch {
    away();
  }
}

function away() {
  if (!call && root.dataset.state !== "out") show("away");
}

setInterval(() => {
  const given = !device || ["unregistered", "destroyed"].includes(device.state);
  if (root.dataset.state === "away" && given) begin();
}, AGAIN);

/** Whether the microphone may be used: asked now, so that nobody is asked while a caller waits. */
async function heard() {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    for (const track of stream.getTracks()) track.stop();
    return true;
  } catch {
    return false;
  }
}

function made(token) {
  const it = new Device(token, {
    logLevel: "silent",
    codecPreferences: ["opus", "pcmu"],
    closeProtection: true,
    tokenRefreshMs: 60_000,
    publishEvents: false, // how a browser fares is told to nobody
    Sound: Bell, // nothing is fetched from elsewhere to ring
  });
  it.on("registered", () => call || show("ready"));
  it.on("unregistered", () => it === device && away());
  it.on("error", () => it === device && away());
  it.on("tokenWillExpire", renew);
  it.on("incoming", rings);
  return it;
}

async function renew() {
  try {
    const token = await pass();
    if (token) return device.updateToken(token);
    device.destroy();
    call || show("out");
  } catch {
    setTimeout(renew, 10_000); // the line is away for a moment: the pass is good for half a minute more
  }
}

function rings(incoming) {
  call = incoming;
  for (const end of ["disconnect", "cancel", "reject", "error"]) incoming.on(end, () => over(incoming));
  incoming.on("accept", () => show("talking"));
  show("ringing");
}

function over(ended) {
  if (call !== ended) return;
  call = null;
  show(device.state === "registered" ? "ready" : "away");
}

const on = (id, act) => document.getElementById(id).addEventListener("click", act);
on("on", switchOn);
on("answer", () => call?.accept());
on("decline", () => call?.reject());
on("hang-up", () => call?.disconnect());
for (const key of root.querySelectorAll("[data-key]")) key.addEventListener("click", () => call?.sendDigits(key.dataset.key));
addEventListener("keydown", (event) => {
  if (root.dataset.state !== "talking" || event.ctrlKey || event.metaKey || event.altKey || !KEYS.test(event.key)) return;
  call?.sendDigits(event.key);
});
