import { useAsked } from "../parts/useAsked";
import { t } from "../words";
import { openSessions } from "./openSessions";

/** Sessions that were left in the middle, or run in another window: what they are, and the way to them. */
export function SessionsOpen() {
  const [told] = useAsked(openSessions, []);
  return (
    <>
      {told?.map((each) => (
        <p key={each.id} class="note">
          {each.state === "running"
            ? t("{title} runs in another window.", { title: each.title })
            : t("{title} was not finished. It can go on where it was.", { title: each.title })}{" "}
          <a href={`/session/${each.protocol}${each.variant ? `?variant=${each.variant}` : ""}`}>{each.state === "running" ? t("Look") : t("Go on")}</a>
        </p>
      ))}
    </>
  );
}
