/** How ECharts draws a repetition or a label in its lane; see `_bar` in chart.py for what it is given. */
(params, api) => {
  const [start, end, lane, fill, stroke, ink, dashed, hatched, short, long] = [...Array(10).keys()].map((i) => api.value(i));
  const [x, middle] = api.coord([start, lane]);
  const width = Math.max(api.coord([end, lane])[0] - x, 2);
  const height = api.size([0, 1])[1] - 8;
  const shape = { x, y: middle - height / 2, width, height, r: Math.min(5, width / 2) };
  const text = [long, short].find((one) => one && 6.7 * one.length <= width - 8) ?? "";
  const decal = { symbol: "rect", color: "var(--on-colour)", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -0.8 };
  const line = { stroke, lineWidth: stroke === "none" ? 0 : 2, lineDash: dashed ? [4, 3] : null };
  // On the hatching, letters need a plain ground.
  const ground = hatched ? { backgroundColor: fill, padding: [2, 4], borderRadius: 4 } : {};
  return {
    type: "group",
    children: [
      { type: "rect", shape, style: { fill, ...line, decal: hatched ? { ...decal } : null } },
      {
        type: "text",
        x: x + width / 2,
        y: middle,
        style: { text, fill: ink, align: "center", verticalAlign: "middle", font: "12px system-ui, sans-serif", ...ground },
      },
    ],
  };
}
