/** The plots as SVG, drawn by Vega without a browser. Greys and colours can be read on white and on black. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Axis, type Mark, parse, type Scale, type Spec, View } from 'vega';
import { formatPosition, type Plot, plotsOf } from './plot-data.ts';
import type { ResultFile } from './results.ts';

const GREY = '#767676';
const GRID = '#76767640';
const WIDTH = 560;
/** A colour for each peer, the same in all plots. */
const COLOURS: Readonly<Record<string, string>> = {
  rfc6455: '#d55e00',
  'rfc6455 frames': '#e69f00',
  ws: '#0072b2',
  'ws+bufferutil': '#56b4e9',
  bun: '#cc79a7',
  deno: '#009e73',
  net: GREY,
  undici: '#009e73',
  websocket: '#8c6bb1',
  'faye-websocket': '#a6761d',
  'byte loop': '#0072b2',
  bufferutil: '#56b4e9',
  isUtf8: '#0072b2',
};

const axisStyle = {
  labelColor: GREY,
  titleColor: GREY,
  gridColor: GRID,
  tickColor: GRID,
  domainColor: GRID,
  labelFontSize: 12,
  labelLimit: 300,
  titleFontSize: 12,
  titleFontWeight: 'normal',
} satisfies Partial<Axis>;

function frame(plot: Plot, height: number, scales: Scale[], axes: Axis[], marks: Mark[]): Spec {
  const peers = Object.keys(COLOURS).filter((peer) => plot.rows.some((row) => row.peer === peer));
  return {
    $schema: 'https://vega.github.io/schema/vega/v6.json',
    width: WIDTH,
    height,
    padding: 8,
    title: { text: plot.title, color: GREY, anchor: 'start', fontSize: 14 },
    data: [{ name: 'rows', values: [...plot.rows] }],
    scales: [
      ...scales,
      { name: 'colour', type: 'ordinal', domain: peers, range: peers.map((peer) => COLOURS[peer]!) },
      { name: 'peer', type: 'band', domain: peers, range: [0, 1] },
    ],
    axes,
    marks,
    legends: [{ fill: 'colour', symbolType: 'circle', symbolStrokeWidth: 0, labelColor: GREY, labelFontSize: 12 }],
  };
}

/** Where one value is several times another, only a logarithmic axis shows both. */
function valueScale({ rows }: Plot, range: 'width' | 'height'): Scale {
  const least = Math.min(...rows.map((row) => row.least));
  const most = Math.max(...rows.map((row) => row.most));
  const scale = { name: 'value', domain: { data: 'rows', fields: ['least', 'most'] as string[] }, range, nice: true };
  return least > 0 && most / least > 4 ? { ...scale, type: 'log' } : { ...scale, type: 'linear', zero: true };
}

/** One row for each case, one dot for each peer, a line from its lowest round to its highest. */
function dotPlot(plot: Plot): Spec {
  const cases = [...new Set(plot.rows.map(({ at }) => at))];
  const peers = new Set(plot.rows.map(({ peer }) => peer)).size;
  const y = {
    scale: 'case',
    field: 'at',
    offset: { signal: "scale('peer', datum.peer) * bandwidth('case') + bandwidth('case') * bandwidth('peer') / 2" },
  };
  const stroke = { scale: 'colour', field: 'peer' };
  return frame(
    plot,
    cases.length * (peers * 9 + 12),
    [
      { name: 'case', type: 'band', domain: cases, range: 'height', paddingInner: 0.25, paddingOuter: 0.1 },
      valueScale(plot, 'width'),
    ],
    [
      { orient: 'left', scale: 'case', ...axisStyle, ticks: false },
      { orient: 'bottom', scale: 'value', title: plot.axis, grid: true, tickCount: 6, format: ',~r', ...axisStyle },
    ],
    [
      {
        type: 'rule',
        from: { data: 'rows' },
        encode: {
          enter: {
            x: { scale: 'value', field: 'least' },
            x2: { scale: 'value', field: 'most' },
            y,
            stroke,
            strokeWidth: { value: 2 },
          },
        },
      },
      {
        type: 'symbol',
        from: { data: 'rows' },
        encode: { enter: { x: { scale: 'value', field: 'median' }, y, fill: stroke, size: { value: 60 } } },
      },
    ],
  );
}

/** A line for each peer, and an area from its lowest round to its highest. What grows is on a logarithmic axis. */
function linePlot(plot: Plot): Spec {
  const positions = [...new Set(plot.rows.map(({ at }) => Number(at)))].sort((a, b) => a - b);
  const every = Math.ceil(positions.length / 8);
  const ticks = positions.filter((_, i) => i % every === 0);
  const x = { scale: 'position', field: 'at' };
  const stroke = { scale: 'colour', field: 'peer' };
  const labels = Object.fromEntries(ticks.map((at) => [at, formatPosition(at, plot.xAxis ?? '')]));
  return frame(
    plot,
    300,
    [
      { name: 'position', type: 'log', domain: { data: 'rows', field: 'at' }, range: 'width' },
      valueScale(plot, 'height'),
    ],
    [
      {
        orient: 'bottom',
        scale: 'position',
        title: plot.xAxis ?? '',
        values: ticks,
        encode: { labels: { update: { text: { signal: `${JSON.stringify(labels)}[datum.value]` } } } },
        ...axisStyle,
      },
      { orient: 'left', scale: 'value', title: plot.axis, grid: true, tickCount: 6, format: ',~r', ...axisStyle },
    ],
    [
      {
        type: 'group',
        from: { facet: { name: 'ofPeer', data: 'rows', groupby: 'peer' } },
        marks: [
          {
            type: 'area',
            from: { data: 'ofPeer' },
            encode: {
              enter: {
                x,
                y: { scale: 'value', field: 'least' },
                y2: { scale: 'value', field: 'most' },
                fill: stroke,
                fillOpacity: { value: 0.2 },
              },
            },
          },
          {
            type: 'line',
            from: { data: 'ofPeer' },
            encode: { enter: { x, y: { scale: 'value', field: 'median' }, stroke, strokeWidth: { value: 2 } } },
          },
        ],
      },
    ],
  );
}

/** A plot as the text of an SVG file. */
export async function drawPlot(plot: Plot): Promise<string> {
  const spec = plot.kind === 'dots' ? dotPlot(plot) : linePlot(plot);
  const view = new View(parse(spec), { renderer: 'none' });
  const svg = await view.toSVG();
  view.finalize();
  return svg;
}

/** Draws all that the results have, and returns the files. */
export async function writePlots({ results }: ResultFile, folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const files: string[] = [];
  for (const plot of plotsOf(results)) {
    const file = join(folder, `${plot.name}.svg`);
    writeFileSync(file, await drawPlot(plot));
    files.push(file);
  }
  return files;
}
