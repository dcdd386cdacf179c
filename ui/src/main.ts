import { mount } from "svelte";
import "./styles/index.css";
import App from "./App.svelte";

const place = document.getElementById("app");
if (place !== null) mount(App, { target: place });
