// The icon of each kind of step, in the list and in the graph.

import text from "lucide-static/icons/align-left.svg";
import article from "lucide-static/icons/book-open.svg";
import date_time from "lucide-static/icons/calendar-clock.svg";
import other from "lucide-static/icons/circle.svg";
import choice from "lucide-static/icons/circle-dot.svg";
import end from "lucide-static/icons/flag.svg";
import severity from "lucide-static/icons/gauge.svg";
import number from "lucide-static/icons/hash.svg";
import list from "lucide-static/icons/list.svg";
import choices from "lucide-static/icons/list-checks.svg";
import email from "lucide-static/icons/mail.svg";
import site from "lucide-static/icons/map-pin.svg";
import instruction from "lucide-static/icons/message-square-quote.svg";
import asset from "lucide-static/icons/package.svg";
import phone from "lucide-static/icons/phone.svg";
import action from "lucide-static/icons/play.svg";
import yes_no from "lucide-static/icons/toggle-left.svg";
import short from "lucide-static/icons/type.svg";
import person from "lucide-static/icons/user.svg";

import { kindOfStep } from "./step-kinds.js";

/** @import {Step} from "../types.js" */

/** @type {Record<string, string>} */
const ICONS = {
  yes_no, choice, choices, severity, text: short, long_text: text, number, date_time, phone, email, person, site, asset, list,
  instruction, article, action, end,
};

/** @param {Step} step */
export const signOf = (step) => ICONS[kindOfStep(step)] ?? other;
