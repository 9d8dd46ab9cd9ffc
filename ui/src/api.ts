import createClient from "openapi-fetch";
import type { components, paths } from "./api-types";
import { dropPlan } from "./offline/lastPlan";
import { language, t } from "./words";

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
export type PlacementTold = Schemas["PlacementTold"];
export type PhonesTold = Schemas["PhonesTold"];
export type PhoneTold = Schemas["PhoneTold"];
export type Said = "yes" | "no" | "unsure";

/** In place of a status: there was no answer. */
const AWAY = 0;
const noAnswer = () => new Fault(t("levelhip does not answer. Start it again with: levelhip serve"), AWAY);

/** What went wrong, in the server's words. */
export class Fault extends Error {
  /** Whether safety answers stand in the way. */
  readonly shut: boolean;
  /** Whether there is nobody's diary: it was never begun, or all was deleted. */
  readonly unknown: boolean;
  /** Whether nobody answered. */
  readonly away: boolean;
  /** Whether there is nothing at this address. */
  readonly missing: boolean;

  constructor(message: string, status?: number) {
    super(message);
    this.shut = status === 423;
    this.unknown = status === 409;
    this.away = status === AWAY;
    this.missing = status === 404;
    if (this.shut) dropPlan();
  }
}

/** A phone that was removed is told nothing else by the server. */
const REMOVED = 401;

function refusal(answer: unknown, status: number | undefined): Fault {
  if (status === REMOVED) {
    return new Fault(`${t("This phone was removed")}. ${t("It measures nothing any more and reaches nothing. To use it again, scan a new code on the laptop.")}`, status);
  }
  const words = (answer as { error?: string } | null | undefined)?.error;
  return new Fault(words ?? t("levelhip could not do this."), status);
}

async function told<T>(asked: Promise<{ data?: T; error?: unknown; response?: Response }>): Promise<T> {
  let answer: { data?: T; error?: unknown; response?: Response };
  try {
    answer = await asked;
  } catch {
    throw noAnswer();
  }
  if (answer.data !== undefined) return answer.data;
  throw refusal(answer.error, answer.response?.status);
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
export const wipe = (typed: string) => told(client.POST("/api/wipe", { body: { typed, sessions: true } })).then((gone) => {
    dropPlan();
    return gone;
  });
export const doable = () => told(client.GET("/api/done"));
export const keepDone = (done: ExerciseDone) => told(client.POST("/api/done", { body: done }));
export const addScore = (name: string, value: number) => told(client.POST("/api/scores", { body: { name, value } }));
export const addWalk = (minutes: number) => told(client.POST("/api/walks", { body: { minutes } }));
export const recording = (id: string) =>
  told(client.GET("/api/recordings/{job_id}", { params: { path: { job_id: id } } }));

/** Those that are being measured, and the last ones that were. */
export const recordings = () => told(client.GET("/api/recordings"));

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
    request.onerror = () => reject(noAnswer());
    request.onload = () => {
      if (request.status === 200) resolve(request.response as RecordingTold);
      else reject(refusal(request.response, request.status));
    };
    request.send(file);
  });
}
/** Puts a file back that was downloaded under Share; only where nothing is kept. */
export async function restore(file: File): Promise<void> {
  let answer: Response;
  try {
    const headers = { "accept-language": language.value };
    const query = new URLSearchParams({ name: file.name });
    answer = await fetch(`/api/restore?${query}`, { method: "POST", body: file, headers });
  } catch {
    throw noAnswer();
  }
  if (answer.ok) return;
  throw refusal(await answer.json().catch(() => null), answer.status);
}
export const protocols = () => told(client.GET("/api/protocols"));
export const protocol = (id: string) =>
  told(client.GET("/api/protocols/{protocol_id}", { params: { path: { protocol_id: id } } }));
export const sessions = () => told(client.GET("/api/sessions"));
export const beginSession = (wish: Wish) => told(client.POST("/api/sessions", { body: wish }));
/** How the person stands before the camera: poses of the last seconds, as frames of the socket. */
export const placement = (
  protocol: string,
  frames: ArrayBuffer,
  { form, size, dots, brightness }: { form: string; size: [number, number]; dots: boolean; brightness: number | null },
) =>
  told(
    client.POST("/api/placement/{protocol_id}", {
      params: { path: { protocol_id: protocol }, query: { form, width: size[0], height: size[1], dots, brightness } },
      headers: { "content-type": "application/octet-stream" },
      body: frames as never,
      bodySerializer: () => frames,
    }),
  );
export const phones = () => told(client.GET("/api/phones"));
export const openWay = (open: boolean) => told(client.POST("/api/phones/way", { body: { open } }));
export const invitePhone = () => told(client.POST("/api/phones/invitation"));
export const withdrawInvitation = () => told(client.POST("/api/phones/invitation/withdraw"));
const ofPhone = (id: string) => ({ params: { path: { phone_id: id } } });
export const letPhoneIn = (id: string, role: PhoneTold["role"]) =>
  told(client.POST("/api/phones/{phone_id}/let-in", { ...ofPhone(id), body: { role } }));
export const sendPhoneAway = (id: string) => told(client.POST("/api/phones/{phone_id}/send-away", ofPhone(id)));
export const letPhoneOut = (id: string) => told(client.POST("/api/phones/{phone_id}/let-out", ofPhone(id)));
export const placePhone = (id: string, worn: Schemas["Worn"]) =>
  told(client.POST("/api/phones/{phone_id}/place", { ...ofPhone(id), body: worn }));
/** Lets a phone measure a session; null = nothing any more. */
export const measureByPhone = (id: string, session: string | null) =>
  told(client.POST("/api/phones/{phone_id}/measure", { ...ofPhone(id), body: { session } }));
