/** The page that the code on the laptop opens: it pairs this phone, and then is its sensor. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Screen } from "../parts/Screen";
import { setTexts } from "../parts/typeset";
import { useLater } from "../parts/useLater";
import "../theme.css";
import { speak, t } from "../words";
import "./phone.css";

/** How often is asked whether the laptop said yes, ms. */
const ASK_MS = 700;

type Stage = { at: "asking" } | { at: "waiting"; code: string } | { at: "paired"; whole: boolean } | { at: "refused"; words: string } | { at: "unknown" };
interface Answer { state?: "waiting" | "paired" | "unknown"; role?: string; code?: string; error?: string; why?: string }

async function answered(asked: Promise<Response>): Promise<Answer> {
  try {
    return (await (await asked).json()) as Answer;
  } catch {
    return { error: t("The laptop does not answer. Both must be in the same network.") };
  }
}

function whyWords({ why, error = "" }: Answer): string {
  if (why === "unknown") return t("This code is not known here. Show a new one on the laptop.");
  if (why === "used") return t("This code was used already. Show a new one on the laptop.");
  if (why === "expired") return t("This code is too old. Show a new one on the laptop.");
  if (why === "too-many") return t("Too many tries. Wait a minute, then scan a new code.");
  return error;
}

function stageOf(answer: Answer): Stage {
  if (answer.error) return { at: "refused", words: whyWords(answer) };
  if (answer.state === "paired") return { at: "paired", whole: answer.role === "everything" };
  return answer.state === "waiting" ? { at: "waiting", code: answer.code ?? "" } : { at: "unknown" };
}

/** The token stands behind the #, which no server ever sees; it is used once and then forgotten here. */
function takenToken(): string {
  const token = location.hash.slice(1);
  if (token) history.replaceState(null, "", location.pathname);
  return token;
}

function Pair() {
  const [stage, setStage] = useState<Stage>({ at: "asking" });
  useEffect(() => {
    const token = takenToken();
    const asked = token
      ? fetch("/api/phones/pair", {
          method: "POST",
          headers: { "content-type": "application/json", "accept-language": document.documentElement.lang },
          body: JSON.stringify({ token }),
        })
      : fetch("/api/phones/pair");
    void answered(asked).then((answer) => setStage(stageOf(answer)));
  }, []);
  useEffect(() => {
    if (stage.at !== "waiting") return;
    const timer = setInterval(() => {
      void answered(fetch("/api/phones/pair")).then((answer) => {
        if (!answer.error && answer.state !== "waiting") setStage(stageOf(answer));
      });
    }, ASK_MS);
    return () => clearInterval(timer);
  }, [stage.at]);
  const SensorPage = useLater(stage.at === "paired" ? () => import("./SensorPage").then((part) => part.SensorPage) : null);
  switch (stage.at) {
    case "paired":
      return SensorPage ? <SensorPage whole={stage.whole} /> : null;
    case "waiting":
      return (
        <Screen title={t("Now look at the laptop")}>
          <p>{t("It asks whether this phone is yours. Both must show the same four digits:")}</p>
          <p class="compare">{stage.code}</p>
          <p class="soft">{t("Say yes there. Until then this phone reaches nothing.")}</p>
        </Screen>
      );
    case "refused":
      return <Screen title={t("Not paired")}><p>{stage.words}</p></Screen>;
    case "unknown":
      return (
        <Screen title={location.search === "?out" ? t("This phone was removed") : t("Not paired")}>
          <p>{t("Scan the code that the laptop shows: in levelhip's settings, or before a session that is measured with a phone.")}</p>
        </Screen>
      );
    default:
      return <Screen title={t("One moment.")} />;
  }
}

/** Before anything else is open to a phone it may have the words of its language. */
async function inOwnLanguage(): Promise<void> {
  const code = (navigator.languages[0] ?? "en").split("-")[0] ?? "en";
  if (code === "en") return;
  try {
    const answer = await fetch(`/pair/words/${code}`);
    if (answer.ok) speak(code, (await answer.json()) as Record<string, string>);
  } catch {
    // English it is.
  }
}

setTexts();
const page = document.getElementById("page");
if (page) void inOwnLanguage().then(() => render(<Pair />, page));
