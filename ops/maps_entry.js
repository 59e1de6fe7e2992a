/* What static/registry/maps.js draws with, in a file of its own: only one page has a map. */
import { MapChart } from "echarts/charts";
import { TooltipComponent } from "echarts/components";
import { init, registerMap, use } from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

use([MapChart, TooltipComponent, LabelLayout, SVGRenderer]);
window.echarts = { init, registerMap };
