/** The plots as SVG, drawn by Vega without a browser. Greys and colours can be read on white and on black. */
import { type Axis, type Mark, parse, type Scale, type Spec, View } from 'vega';
import { formatPosition, type Plot } from './plot-data.ts';
import { alternative } from './plot-text.ts';

const GREY = '#767676';
const GRID = '#76767640';
/** With its labels. Narrow, so that it can be read on a phone without being moved. */
const WIDTH = 480;
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
    autosize: { type: 'fit-x', contains: 'padding' },
    padding: 4,
    title: { text: plot.title, color: GREY, anchor: 'start', fontSize: 14 },
    data: [{ name: 'rows', values: [...plot.rows] }],
    scales: [...scales, { name: 'colour', type: 'ordinal', domain: peers, range: peers.map((peer) => COLOURS[peer]!) }],
    axes,
    marks,
    legends: [
      {
        fill: 'colour',
        orient: 'top',
        direction: 'horizontal',
        columns: 2,
        symbolType: 'circle',
        symbolStrokeWidth: 0,
        labelColor: GREY,
        labelFontSize: 12,
      },
    ],
  };
}

/** Where one value is several times another, only a logarithmic axis shows both. */
function valueScale({ rows }: Plot, range: 'width' | 'height'): Scale {
  const least = Math.min(...rows.map((row) => row.least));
  const most = Math.max(...rows.map((row) => row.most));
  const scale = { name: 'value', domain: { data: 'rows', fields: ['least', 'most'] as string[] }, range, nice: true };
  return least > 0 && most / least > 4 ? { ...scale, type: 'log' } : { ...scale, type: 'linear', zero: true };
}

const DOT_HEIGHT = 10;
const GAP = 14;

/** In lines of about 16 characters. */
function brokenLabel(label: string): string[] {
  return label.match(/.{1,16}(?= |$)|\S+/g)?.map((line) => line.trim()) ?? [label];
}

/** One row for each case, in it one dot for each peer that has it, a line from its lowest round to its highest. */
function dotPlot(plot: Plot): Spec {
  const peers = Object.keys(COLOURS);
  const cases = [...new Set(plot.rows.map(({ at }) => at))];
  const middles: number[] = [];
  let height = 0;
  const rows = cases.flatMap((wanted) => {
    const dots = plot.rows
      .filter(({ at }) => at === wanted)
      .sort((a, b) => peers.indexOf(a.peer) - peers.indexOf(b.peer));
    const top = height + GAP / 2;
    height += dots.length * DOT_HEIGHT + GAP;
    middles.push((top - GAP / 2 + height) / 2);
    return dots.map((row, index) => ({ ...row, place: top + (index + 0.5) * DOT_HEIGHT }));
  });
  const labels = Object.fromEntries(cases.map((at) => [at, brokenLabel(String(at))]));
  const y = { field: 'place' };
  const stroke = { scale: 'colour', field: 'peer' };
  return frame(
    { ...plot, rows },
    height,
    [{ name: 'case', type: 'ordinal', domain: cases, range: middles }, valueScale(plot, 'width')],
    [
      {
        orient: 'left',
        scale: 'case',
        encode: { labels: { update: { text: { signal: `${JSON.stringify(labels)}[datum.value]` } } } },
        ...axisStyle,
        ticks: false,
        labelPadding: 6,
      },
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
  // The image has one text, and its marks none.
  const marks = svg.replaceAll(/ (?:role|aria-[a-z]+)="[^"]*"/g, '');
  return marks.replace('<svg ', `<svg role="img" aria-label="${alternative(plot).replaceAll('&', '&amp;')}" `);
}
