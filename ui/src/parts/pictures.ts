import { t } from "../words";

/** What becomes of the camera's pictures, in the same words wherever it is told. */
export const picturesStay = () => t("The camera's pictures stay in this tab and are never kept. Only while you wear dots a small picture of the hips goes to levelhip itself, is looked at and dropped.");
