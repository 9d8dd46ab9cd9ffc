import createClient from "openapi-fetch";
import type { components, paths } from "./api-types";
import { language } from "./words";

const client = createClient<paths>({ baseUrl: location.origin });
client.use({
  onRequest({ request }) {
    request.headers.set("accept-language", language.value);
    return request;
  },
});

type Schemas = components["schemas"];
export type About = Schemas["About"];
export type Open = Schemas["Open"];
export type SafetyQuestion = Schemas["SafetyQuestion"];
export type Known = Schemas["Known"];
export type Body = Schemas["Body"];
export type BodySide = Schemas["BodySide"];
export type SpotMarked = Schemas["SpotMarked"];
export type SpotTold = Schemas["SpotTold"];
export type Aim = Schemas["Aim"];
export type CheckInQuestion = Schemas["CheckInQuestion"];
export type Today = Schemas["Today"];
export type Thing = Schemas["Thing"];
export type DayPlanned = Schemas["DayPlanned"];
export type CardTold = Schemas["CardTold"];
export type Evidence = Schemas["Evidence"];
export type ClaimTold = Evidence["claims"][number];
export type TestTold = Schemas["TestTold"];
export type ResultBrief = Schemas["ResultBrief"];
export type ResultTold = Schemas["ResultTold"];
export type FigureTold = Schemas["FigureTold"];
export type RecordingTold = Schemas["RecordingTold"];
export type ProgressTold = Schemas["ProgressTold"];
export type TrendTold = Schemas["TrendTold"];
export type SettingsTold = Schemas["SettingsTold"];
export type ProfileTold = Schemas["ProfileTold"];
export type DoableTold = Schemas["DoableTold"];
export type ExerciseDone = Schemas["ExerciseDone"];
export type WipedTold = Schemas["WipedTold"];
export type ProtocolTold = Schemas["ProtocolTold"];
export type ProtocolShown = Schemas["ProtocolShown"];
export type SessionTold = Schemas["SessionTold"];
export type Wish = Schemas["Wish"];
export type Said = "yes" | "no" | "unsure";

/** What went wrong, in the server's words. */
export class Fault extends Error {
  /** Whether safety answers stand in the way. */
  readonly shut: boolean;

  constructor(message: string, status?: number) {
    super(message);
    this.shut = status === 423;
  }
}

async function told<T>(asked: Promise<{ data?: T; error?: unknown; response?: Response }>): Promise<T> {
  let answer: { data?: T; error?: unknown; response?: Response };
  try {
    answer = await asked;
  } catch {
    throw new Fault("levelhip does not answer; is it still running?");
  }
  if (answer.data !== undefined) return answer.data;
  const words = (answer.error as { error?: string } | undefined)?.error;
  throw new Fault(words ?? "levelhip could not do this.", answer.response?.status);
}

export const about = () => told(client.GET("/api/about"));
export const words = (code: string) => told(client.GET("/api/words/{code}", { params: { path: { code } } }));
export const safety = () => told(client.GET("/api/safety"));
export const safetyQuestions = (full: boolean) =>
  told(client.GET("/api/safety/questions", { params: { query: { full } } }));
export const answerSafety = (said: Record<string, Said>) =>
  told(client.POST("/api/safety/answers", { body: { said } }));
export const seenByClinician = () => told(client.POST("/api/safety/seen"));
export const known = () => told(client.GET("/api/known"));
export const body = () => told(client.GET("/api/body"));
export const spots = () => told(client.GET("/api/spots"));
export const addSpot = (mark: SpotMarked) => told(client.POST("/api/spots", { body: mark }));
export const aims = () => told(client.GET("/api/aims"));
export const addAim = (aim: Aim) => told(client.POST("/api/aims", { body: aim }));
export const dropAim = (text: string) => told(client.POST("/api/aims/drop", { body: { text } }));
export const checkIn = () => told(client.GET("/api/checkin"));
export const answerCheckIn = (asked: CheckInQuestion, value: number) =>
  told(client.POST("/api/checkin", { body: { name: asked.name, on: asked.on, about: asked.about, value } }));
export const today = () => told(client.GET("/api/today"));
export const plan = (days: number) => told(client.GET("/api/plan", { params: { query: { days } } }));
export const cards = () => told(client.GET("/api/cards"));
export const evidence = () => told(client.GET("/api/evidence"));
export const tests = () => told(client.GET("/api/tests"));
export const results = () => told(client.GET("/api/results"));
export const result = (id: string) =>
  told(client.GET("/api/results/{result_id}", { params: { path: { result_id: id } } }));
export const progress = () => told(client.GET("/api/progress"));
export const settings = () => told(client.GET("/api/settings"));
export const choose = (choices: SettingsTold["choices"]) => told(client.POST("/api/settings", { body: choices }));
export const changeProfile = (profile: ProfileTold) => told(client.POST("/api/profile", { body: profile }));
export const wipe = (typed: string) => told(client.POST("/api/wipe", { body: { typed, sessions: true } }));
export const doable = () => told(client.GET("/api/done"));
export const keepDone = (done: ExerciseDone) => told(client.POST("/api/done", { body: done }));
export const addWalk = (minutes: number) => told(client.POST("/api/walks", { body: { minutes } }));
export const recording = (id: string) =>
  told(client.GET("/api/recordings/{job_id}", { params: { path: { job_id: id } } }));

/** Gives a recorded file to the server as it is; how much has gone is told on the way. */
export function sendRecording(
  file: File,
  asked: { protocol: string; height_m?: number },
  onSent: (part: number) => void,
): Promise<RecordingTold> {
  const query = new URLSearchParams({ protocol: asked.protocol, name: file.name });
  if (asked.height_m) query.set("height_m", String(asked.height_m));
  return new Promise((resolve, reject) => {
    // fetch does not tell how much of a body has gone.
    const request = new XMLHttpRequest();
    request.open("POST", `/api/recordings?${query}`);
    request.setRequestHeader("accept-language", language.value);
    request.responseType = "json";
    request.upload.onprogress = (event) => event.lengthComputable && onSent(event.loaded / event.total);
    request.onerror = () => reject(new Fault("levelhip does not answer; is it still running?"));
    request.onload = () => {
      if (request.status === 200) resolve(request.response as RecordingTold);
      else reject(new Fault((request.response as { error?: string } | null)?.error ?? "levelhip could not do this."));
    };
    request.send(file);
  });
}
export const protocols = () => told(client.GET("/api/protocols"));
export const protocol = (id: string) =>
  told(client.GET("/api/protocols/{protocol_id}", { params: { path: { protocol_id: id } } }));
export const sessions = () => told(client.GET("/api/sessions"));
export const beginSession = (wish: Wish) => told(client.POST("/api/sessions", { body: wish }));
