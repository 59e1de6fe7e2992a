"use strict";
/* Thirteen months as a line, the year before as a thin dashed one behind it. Data by json_script; no styles inline.
   The library is larger than all the rest of a page: it comes when the page is whole, and only where there is a chart. */

const LIBRARY = document.currentScript.dataset.library;
const charts = [];

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

// Steps that divide a hundred, so that no axis of shares goes past it.
function shares(values) {
  const low = Math.min(...values), high = Math.max(...values);
  const step = [1, 2, 5, 10, 20].find((one) => Math.ceil(high / one) - Math.floor(low / one) <= 4) || 50;
  const top = Math.ceil(high / step) * step;
  return { min: Math.min(Math.floor(low / step) * step, top - step), max: top, interval: step };
}

function draw(box) {
  const data = JSON.parse(document.getElementById(box.dataset.trend).textContent);
  const values = [...data.now, ...data.before].filter((value) => value != null);
  const chart = echarts.getInstanceByDom(box) || echarts.init(box, null, { renderer: "svg" });
  const text = { color: colour("--ink-2"), fontFamily: "inherit", fontSize: 12 };
  chart.setOption({
    animation: false,
    grid: { left: 4, right: 12, top: 16, bottom: 4, outerBoundsMode: "same", outerBoundsContain: "axisLabel" },
    tooltip: { trigger: "axis", renderMode: "richText", valueFormatter: (value) => (value == null ? "–" : `${value} ${data.unit}`) },
    xAxis: {
      type: "category", data: data.months, boundaryGap: false, axisTick: { show: false },
      axisLine: { lineStyle: { color: colour("--rule-2") } }, axisLabel: { ...text, alignMaxLabel: "right", formatter: (month) => month.slice(2).replace("-", "/") },
    },
    yAxis: {
      type: "value", axisLabel: text, splitNumber: 3, ...(data.unit === "%" && values.length ? shares(values) : {}),
      splitLine: { lineStyle: { color: colour("--rule") } },
    },
    series: [
      { name: data.labels[1], type: "line", data: data.before, symbol: "none", lineStyle: { color: colour("--rule-2"), width: 1.5, type: "dashed" }, itemStyle: { color: colour("--rule-2") } },
      { name: data.labels[0], type: "line", data: data.now, symbol: "circle", symbolSize: 5, lineStyle: { color: colour("--accent"), width: 2.5 }, itemStyle: { color: colour("--accent") } },
    ],
  });
  return chart;
}

window.addEventListener("load", () => {
  const boxes = document.querySelectorAll("[data-trend]");
  if (!boxes.length) return;
  const library = document.createElement("script");
  library.src = LIBRARY;
  library.addEventListener("load", () => {
    for (const box of boxes) charts.push(draw(box));
  });
  document.head.append(library);
});
window.addEventListener("resize", () => {
  for (const chart of charts) chart.resize();
});
function redraw() { if (charts.length) document.querySelectorAll("[data-trend]").forEach(draw); }
document.addEventListener("theme", redraw);
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
