/** The one place where texts are set: no break before a unit or within a range, days and formulas as people write them. */
import { type ComponentChildren, Fragment, options, type VNode } from "preact";
import { language } from "../words";
import { onDay } from "./days";

const FIXED = "\u00a0";
/** After a hyphen: no line ends here. Whoever looks for the words types the hyphen alone. */
const JOINED = "\u2060";
const BEFORE_UNIT = /(\d) (?=(?:%|°|kg|lb|g|min|ms|s|h|mm|cm|m|Hz|Nm|N)(?![\p{L}\p{N}]))/gu;
const ERROR = /([\d%°]) ± (?=\d)/g;
const PART = /(\d) (of|von) (?=\d)/g;
const RANGE = /(?<![\p{L}\d.,/-])(\d+(?:[.,]\d+)*[-–])(?=\d+(?:[.,]\d+)*(?![\p{L}\d/-]))/gu;
/** A word of two parts that are too short to stand alone: "Wi-Fi". */
const SHORT = /(?<![\p{L}\d/-])(\p{L}{1,2}-)(?=\p{L}{1,2}(?![\p{L}\d/-]))/gu;
const NAME = /`([^`]+)`/g;
const TIMES = /(\d) x (?=\d|sqrt |Wurzel )/g;
const ROOT_OF = /sqrt\(([^()]*)\)/g;
const ROOT = /(?<!\p{L})(?:sqrt|Wurzel) (?=\d)/gu;
const PI = /(\d) pi (?=\S)/g;
const MONTH = "(?:Jan(?:uary|uar)?|Feb(?:ruary|ruar)?|Mar(?:ch)?|März|Apr(?:il)?|May|Mai|June?|Juni|July?|Juli|Aug(?:ust)?|Sept?(?:ember)?|O[ck]t(?:ober)?|Nov(?:ember)?|De[cz](?:ember)?)";
const BEFORE_MONTH = new RegExp(`(\\d\\.?) (?=${MONTH}(?!\\p{L}))`, "gu");
const AFTER_MONTH = new RegExp(`((?<!\\p{L})${MONTH}\\.?) (?=\\d)`, "gu");
const DAY = /(?<![\w.-])\d{4}-\d\d-\d\d(?![\w-]|\.\w)/g;
/** What is typed or read by machines stays as it is. */
const AS_TYPED = ["code", "pre", "textarea", "script", "style"];

/** A text as it is shown. */
export function set(text: string): string {
  if (!/[\d`-]/.test(text)) return text;
  return text
    .replace(NAME, (_, name: string) => (language.value === "de" ? `„${name}“` : `“${name}”`))
    .replace(DAY, (day) => onDay(day))
    .replace(BEFORE_MONTH, `$1${FIXED}`)
    .replace(AFTER_MONTH, `$1${FIXED}`)
    .replace(BEFORE_UNIT, `$1${FIXED}`)
    .replace(ERROR, `$1${FIXED}±${FIXED}`)
    .replace(PART, `$1${FIXED}$2${FIXED}`)
    .replace(TIMES, `$1${FIXED}×${FIXED}`)
    .replace(PI, `$1${FIXED}π${FIXED}`)
    .replace(ROOT_OF, (_, inner: string) => `√(${inner.replaceAll(" ", FIXED)})`)
    .replace(ROOT, "√")
    .replace(RANGE, `$1${JOINED}`)
    .replace(SHORT, `$1${JOINED}`);
}

function setAll(children: ComponentChildren): ComponentChildren {
  if (typeof children === "string") return set(children);
  return Array.isArray(children) ? children.map(setAll) : children;
}

/** From now on every text of every element is set. */
export function setTexts(): void {
  const before = options.vnode;
  options.vnode = (made: VNode) => {
    const props = made.props as { children?: ComponentChildren; translate?: boolean };
    const isGiven = props.translate === false || AS_TYPED.includes(made.type as string);
    const isPlace = typeof made.type === "string" || made.type === Fragment;
    if (isPlace && props.children !== undefined && !isGiven) {
      props.children = setAll(props.children);
    }
    before?.(made);
  };
}
