import { render } from "preact";
import { App } from "./app";
import { keepShell } from "./offline/shell";
import { setTexts } from "./parts/typeset";
import { takeUpLanguage } from "./tongue";
import "./theme.css";
import "./screens/pages.css";

setTexts();
const page = document.getElementById("page");
if (page) {
  void takeUpLanguage().then(() => {
    render(<App />, page);
    void keepShell();
  });
}
