import { t } from "../words";
import { hintWords, isReady, type Hint, type Location, placeName, placeSteps } from "./placing";

/** Where the phone goes, and whether it is still there. */
export function Placing({ location, hint }: { location: Location; hint: string }) {
  const ready = isReady(hint as Hint);
  return (
    <>
      <p class={ready ? "steady is-ready" : "steady"} role="status">
        <Sign ready={ready} />
        <span><strong>{ready ? t("Ready") : t("Not yet")}</strong> {hintWords(hint)}</span>
      </p>
      <div class="placing">
        <Figure location={location} />
        <div>
          <h2>{placeName(location)}</h2>
          <ol>{placeSteps(location).map((each) => <li key={each}>{each}</li>)}</ol>
        </div>
      </div>
    </>
  );
}

function Sign({ ready }: { ready: boolean }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
      <circle cx="12" cy="12" r="9.500" />
      {ready ? <path d="M7.500 12.500l3 3 6-7" /> : <path d="M12 7v5.500l3 2" />}
    </svg>
  );
}

/** A person, from behind or lying, with the phone where it is worn. */
function Figure({ location }: { location: Location }) {
  if (location === "thigh") {
    return (
      <svg class="worn lies" viewBox="0 0 240 130" aria-hidden="true">
        <path class="floor" d="M6 118h228" />
        <g class="skin">
          <circle cx="30" cy="84" r="15" />
          <path class="limb" d="M62 98l-8 12M128 100l48 6 50 2" />
          <path class="torso" d="M66 92l60 2" />
          <path class="limb" d="M126 90l52-22 48-20" />
        </g>
        <rect class="phone" x="136" y="64" width="30" height="17" rx="3" transform="rotate(-23 151 72)" />
      </svg>
    );
  }
  return (
    <svg class="worn" viewBox="0 0 130 200" aria-hidden="true">
      <g class="skin">
        <circle cx="65" cy="24" r="15" />
        <path class="torso" d="M65 62v36" />
        <path class="limb" d="M44 56L31 84l-1 26M86 56l13 28 1 26M55 116l-3 38v34M75 116l3 38v34" />
      </g>
      {location === "sacrum" ? <rect class="phone" x="57" y="84" width="16" height="28" rx="3" /> : <rect class="phone" x="69" y="118" width="14" height="26" rx="3" transform="rotate(-3 76 130)" />}
    </svg>
  );
}
