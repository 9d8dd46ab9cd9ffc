import { render } from "preact";
import { App } from "./app";
import { keepShell } from "./offline/shell";
import { Loading } from "./parts/Loading";
import { setTexts } from "./parts/typeset";
import { takeUpLanguage, waitsWords } from "./tongue";
import "./theme.css";
import "./screens/pages.css";

setTexts();
const page = document.getElementById("page");
if (page) {
  render(<Loading words={waitsWords()} />, page);
  void takeUpLanguage().then(() => {
    render(<App />, page);
    void keepShell();
  });
}
