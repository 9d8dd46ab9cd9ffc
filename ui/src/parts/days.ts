/** Days and moments as people write them. */
import { language } from "../words";

/** The way of writing days of the browser's own country, where that speaks the page's language. */
export const place = () => navigator.languages.find((each) => each.split("-")[0] === language.value) ?? language.value;

/** A day of the API ("2026-03-30") in the person's language. */
export function onDay(day: string, long = false): string {
  const told = new Date(`${day.slice(0, 10)}T12:00:00`);
  return told.toLocaleDateString(place(), long ? { weekday: "long", day: "numeric", month: "long" } : { day: "numeric", month: "short", year: "numeric" });
}

/** A moment of the API in the person's language and zone. */
export function atMoment(moment: string): string {
  return new Date(moment).toLocaleDateString(place(), { day: "numeric", month: "short", year: "numeric" });
}

/** A moment with its weekday and time. */
export function atTime(moment: string): string {
  return new Date(moment).toLocaleString(place(), { dateStyle: "full", timeStyle: "short" });
}
