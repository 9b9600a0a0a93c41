// The functions of Plot that figures draw with. Nothing else imports Plot at run time, so that in the browser its 70 kB are
// loaded only when a figure has to be drawn anew.
export {
  axisX,
  axisY,
  barX,
  cell,
  dot,
  gridX,
  gridY,
  line,
  link,
  plot,
  ruleX,
  text,
} from '@observablehq/plot';
export type { Plot, RenderFunction } from '@observablehq/plot';
