"use strict";
/* The outlines of the villages, coloured as their tiles below. Data by json_script; colours are those of the page. */

const MAPS = document.currentScript.dataset.library;
let chart;

function colourOf(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function drawMap() {
  const box = document.querySelector("[data-map]");
  const data = JSON.parse(document.getElementById("map-data").textContent);
  if (!chart) {
    echarts.registerMap("county", data.map);
    chart = echarts.init(box, null, { renderer: "svg" });
    chart.on("click", (event) => {
      const found = data.villages[event.name];
      if (found) window.location.assign(found.url);
    });
  }
  chart.setOption({
    animation: false,
    tooltip: {
      trigger: "item", renderMode: "richText",
      formatter: (event) => { const one = data.villages[event.name]; return one ? `${one.town} ${one.name}\n${one.text}` : ""; },
    },
    series: [{
      type: "map", map: "county", roam: false, left: 8, right: 8, top: 8, bottom: 8, selectedMode: false,
      label: { show: data.map.features.length <= 80, color: colourOf("--ink"), fontFamily: "inherit", fontSize: 11, formatter: (event) => data.villages[event.name]?.name ?? "" },
      labelLayout: { hideOverlap: true },
      emphasis: { label: { show: true, color: colourOf("--ink") }, itemStyle: { areaColor: colourOf("--accent-soft") } },
      itemStyle: { borderColor: colourOf("--paper"), borderWidth: 1 },
      data: Object.entries(data.villages).map(([name, one]) => ({ name, itemStyle: { areaColor: colourOf(`--shade-${one.shade}`) } })),
    }],
  });
}

window.addEventListener("load", () => {
  const library = document.createElement("script");
  library.src = MAPS;
  library.addEventListener("load", drawMap);
  document.head.append(library);
});
window.addEventListener("resize", () => chart?.resize());
document.addEventListener("theme", () => chart && drawMap());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart && drawMap());
