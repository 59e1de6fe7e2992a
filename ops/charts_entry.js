/* What static/registry/charts.js draws with: esbuild puts these parts of ECharts, and what they need, into one file. */
import { LineChart } from "echarts/charts";
import { GridSimpleComponent, TooltipComponent } from "echarts/components";
import { getInstanceByDom, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

use([LineChart, GridSimpleComponent, TooltipComponent, SVGRenderer]);
window.echarts = { getInstanceByDom, init };
