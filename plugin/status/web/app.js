// Shows /sonolist/status and its lists, every two seconds. All texts go through textContent.
"use strict";

const POLL_MILLISECONDS = 2000;
const STATES = ["SCHEDULED", "IN PROGRESS", "COMPLETED", "CANCELED"];

const byId = (id) => document.getElementById(id);

async function getJson(path) {
  const response = await fetch(`../${path}`, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${path}: HTTP ${response.status}`);
  return response.json();
}

function element(name, text, className) {
  const node = document.createElement(name);
  if (text !== undefined) node.textContent = text;
  if (className) node.className = className;
  return node;
}

// "20260102030405.678901+0000" in the time of the browser.
function localTime(dicomDateTime) {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)/.exec(dicomDateTime);
  if (!match) return "";
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second)).toLocaleString();
}

function uidCell(uid) {
  const cell = element("td", uid, "uid");
  cell.title = uid;
  return cell;
}

function progressCell(item) {
  const cell = element("td", undefined, "number");
  if (item.state === "IN PROGRESS" && item.progress !== "") {
    const bar = element("progress");
    bar.max = 100;
    bar.value = Number(item.progress);
    bar.setAttribute("aria-label", "Progress");
    cell.append(bar, ` ${Math.round(Number(item.progress))} %`);
  }
  return cell;
}

function workitemRow(item) {
  const row = element("tr");
  const state = element("td", item.state, "state");
  state.dataset.state = item.state;
  row.append(
    element("td", localTime(item.updated), "time"),
    state,
    progressCell(item),
    element("td", item.model),
    element("td", String(item.attempt), "number"),
    element("td", item.reason || item.progressDescription),
    uidCell(item.sourceSopInstanceUid),
  );
  return row;
}

function imageRow(image) {
  const row = element("tr");
  row.append(
    element("td", localTime(image.seen), "time"),
    element("td", image.outcome),
    element("td", image.reason),
    uidCell(image.sopInstanceUid),
  );
  return row;
}

// Posts and says what came of it; the next refresh shows the effect.
async function act(path, body, describe) {
  let text;
  try {
    const response = await fetch(`../${path}`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    const answer = await response.json();
    text = response.ok ? describe(answer) : answer.Message;
  } catch (error) {
    text = `No answer from the server (${error.message})`;
  }
  byId("action-result").textContent = text;
}

const describeRequeued = (answer) => `${answer.requeued.length} step(s) queued again`;

function deadRow(dead) {
  const row = element("tr");
  const action = element("td");
  const button = element("button", "Queue again");
  button.type = "button";
  button.addEventListener("click", () => act("requeue", { Uids: [dead.uid] }, describeRequeued));
  action.append(button);
  row.append(
    element("td", localTime(dead.canceled), "time"),
    element("td", dead.class),
    element("td", dead.model),
    element("td", String(dead.attempt), "number"),
    element("td", dead.reason),
    uidCell(dead.sourceSopInstanceUid),
    action,
  );
  return row;
}

function showPaused(paused) {
  const button = byId("pause");
  button.dataset.path = paused.all ? "resume" : "pause";
  const label = paused.all ? "Resume claims (paused)" : "Pause claims";
  if (button.textContent !== label) button.textContent = label;
}

byId("requeue-all").addEventListener("click", () => act("requeue", { All: true }, describeRequeued));
byId("pause").addEventListener("click", (event) =>
  act(event.target.dataset.path, {}, (paused) => (paused.all ? "No step will be claimed" : "Steps are claimed again")),
);

function emptyRow(columns, text) {
  const row = element("tr");
  const cell = element("td", text);
  cell.colSpan = columns;
  row.append(cell);
  return row;
}

function showRows(id, rows, columns, textWhenEmpty) {
  byId(id).replaceChildren(...(rows.length > 0 ? rows : [emptyRow(columns, textWhenEmpty)]));
}

function showStatus(status) {
  const counts = STATES.map((state) => [state, status.workitems[state] ?? 0]);
  counts.push(["Images skipped", status.images.skipped ?? 0], ["Images failed", status.images.failed ?? 0]);
  byId("counts").replaceChildren(
    ...counts.map(([name, count]) => {
      const group = element("div");
      group.append(element("dt", name), element("dd", String(count)));
      return group;
    }),
  );
  byId("version").textContent = status.version;
  byId("cursor").textContent = String(status.cursor);
  const errors = status.lastErrors.map((error) => element("li", `${localTime(error.time)}: ${error.message}`));
  byId("errors").replaceChildren(...(errors.length > 0 ? errors : [element("li", "None since the start")]));
}

// A screen reader announces every change of a live region: it is written only when it differs.
function showConnection(text) {
  const node = byId("connection");
  if (node.textContent !== text) node.textContent = text;
}

async function refresh() {
  try {
    const [status, workitems, dead, paused, skipped] = await Promise.all([
      getJson("status"),
      getJson("workitems?limit=50"),
      getJson("dead-letters?limit=50"),
      getJson("paused"),
      getJson("skipped?limit=20"),
    ]);
    showStatus(status);
    showRows("workitem-rows", workitems.map(workitemRow), 7, "No workitem yet: store an image that a rule matches");
    showRows("dead-rows", dead.map(deadRow), 7, "None");
    byId("requeue-all").disabled = dead.length === 0;
    showPaused(paused);
    showRows("skipped-rows", skipped.map(imageRow), 4, "None");
    showConnection("Connected");
  } catch (error) {
    showConnection(`No answer from the server (${error.message}); trying again`);
  }
  setTimeout(refresh, POLL_MILLISECONDS);
}

refresh();
