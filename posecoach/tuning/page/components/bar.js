/** How ECharts draws a repetition or a label in its lane; see `_bar` in chart.py for what it is given. */
(params, api) => {
  const [start, end, lane, fill, stroke, ink, dashed, hatched, short, long] = [...Array(10).keys()].map((i) => api.value(i));
  const [x, middle] = api.coord([start, lane]);
  const width = Math.max(api.coord([end, lane])[0] - x, 2);
  const height = api.size([0, 1])[1] - 8;
  const shape = { x, y: middle - height / 2, width, height, r: Math.min(5, width / 2) };
  const line = { stroke, lineWidth: stroke === "none" ? 0 : 2, lineDash: dashed ? [4, 3] : null };
  const decal = hatched ? { symbol: "rect", color: "var(--hatch)", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -0.8 } : null;
  // Words stand in the middle of what is to be seen of the bar.
  const { x: left, width: all } = params.coordSys;
  const [from, to] = [Math.max(x, left), Math.min(x + width, left + all)];
  const text = [long, short].find((one) => one && 7 * one.length <= to - from - 8) ?? "";
  const ground = { x: (from + to) / 2 - 3.5 * text.length - 3, y: middle - 8, width: 7 * text.length + 6, height: 16, r: 4 };
  const words = { text, fill: ink, align: "center", verticalAlign: "middle", font: "12px system-ui, sans-serif" };
  return {
    type: "group",
    children: [
      { type: "rect", shape, style: { fill, ...line, decal } },
      // On the hatching, letters need a plain ground.
      { type: "rect", shape: ground, style: { fill: hatched && text ? fill : "none" } },
      { type: "text", x: (from + to) / 2, y: middle, style: words },
    ],
  };
};
