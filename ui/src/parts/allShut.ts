import { createContext } from "preact";

/** Whether everything is shut: then only language, files and the way to delete all of it are reached. */
export const AllShut = createContext(false);
