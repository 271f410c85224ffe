// The levels drawn as on the printed certificate: src/http/pages/figure.rs in JavaScript, for answers
// that are given without the service. Both are held to tests/vectors/figure. A shape is its element,
// its attributes and its text.

// All lengths are in millimetres, as on the document.
const CENTRE = 38.5;
const HEART = 9;
const RIM = 32.1;
const CODES = 34.6;
const ARCS = 38.5;
const HALF_GAP = 0.375;
const DOMAIN_GAP = 6;
const SCALE_GAP = 26;

// Two decimals; what stands in the middle goes to the even one, as in Rust.
function two(number) {
  const below = Math.floor(number * 100);
  const isMiddle = Number.isInteger(number * 8) && !Number.isInteger(number * 4);
  return (isMiddle ? (below + (below % 2)) / 100 : number).toFixed(2);
}

function point(degrees, radius) {
  const angle = (degrees * Math.PI) / 180;
  return [CENTRE + radius * Math.sin(angle), CENTRE - radius * Math.cos(angle)];
}
const at = (degrees, radius) => point(degrees, radius).map(two).join(" ");

// First and last angle of each domain and of each of its rays, clockwise from the top.
function parts(domains) {
  const count = domains.reduce((sum, { competences }) => sum + competences.length, 0);
  const width = (360 - (domains.length - 1) * DOMAIN_GAP - SCALE_GAP) / count;
  let from = SCALE_GAP / 2;
  return domains.map(({ code, competences }) => {
    const rays = competences.map((code, place) => ({ code, from: from + place * width, to: from + (place + 1) * width }));
    const domain = { code, rays, from, to: from + competences.length * width };
    from = domain.to + DOMAIN_GAP;
    return domain;
  });
}

function ray({ from, to }, radius) {
  const aside = (radius) => (Math.asin(HALF_GAP / radius) * 180) / Math.PI;
  const corners = [
    at(from + aside(HEART), HEART),
    at(from + aside(radius), radius),
    at(to - aside(radius), radius),
    at(to - aside(HEART), HEART),
  ];
  const rim = `A${two(radius)} ${two(radius)} 0 0 1 ${corners[2]}`;
  return `M${corners[0]}L${corners[1]}${rim}L${corners[3]}A9 9 0 0 0 ${corners[0]}Z`;
}

function arcs(domains) {
  const arc = (from, to) => `M${at(from, ARCS)}A${ARCS} ${ARCS} 0 0 1 ${at(to, ARCS)}`;
  const middle = ({ from, to }) => (from + to) / 2;
  const broken = domains.map((it) => arc(it.from + 1, middle(it) - 3.45) + arc(middle(it) + 3.45, it.to - 1));
  const numbers = domains.map((it) => {
    const [x, y] = point(middle(it), ARCS + 1);
    return ["text", { class: "dom", x: two(x), y: two(y + 1.4) }, it.code];
  });
  return [["path", { class: "arc", d: broken.join("") }], ...numbers];
}

// The lines of the middle: three stars of sixteen beams, each a little turned.
function heart() {
  const [INNER, OUTER] = [[3.5, 0.2593], [8.1, 0.6]];
  const at = (angle, [radius], aside) => {
    const turn = (angle * Math.PI) / 180;
    const x = CENTRE + radius * Math.sin(turn) + aside * Math.cos(turn);
    const y = CENTRE - radius * Math.cos(turn) + aside * Math.sin(turn);
    return `${Number(two(x))} ${Number(two(y))}`;
  };
  const star = (turned) => {
    const beams = Array.from({ length: 32 }, (_, place) => {
      const [from, to] = place % 2 ? [OUTER, INNER] : [INNER, OUTER];
      const [here, there] = [turned + place * 11.25, turned + (place + 1) * 11.25];
      return `C${at(here, from, from[1])} ${at(there, to, -to[1])} ${at(there, to, 0)}`;
    });
    return `M${at(turned, INNER, 0)}${beams.join("")}Z`;
  };
  return [0, 7.5, 15].map(star).join("");
}

// The figure's shapes. `domains`: { code, competences: [code, …] }.
export function rose(domains, max, levels) {
  const placed = parts(domains);
  const rays = placed.flatMap(({ rays }) => rays);
  const step = (RIM - HEART) / max;
  const radii = Array.from({ length: max }, (_, place) => HEART + step * (place + 1));
  const reached = (it, place) => (levels[place] > 0 ? ray(it, radii[levels[place] - 1]) : "");
  const rings = radii.slice(0, -1).map((r) => ["circle", { class: "ring", cx: CENTRE, cy: CENTRE, r: two(r) }]);
  const codes = rays.map(({ code, from, to }) => {
    const [x, y] = point((from + to) / 2, CODES);
    return ["text", { x: two(x), y: two(y + 0.95) }, code];
  });
  const scale = radii.map((radius, place) => {
    const y = CENTRE - radius + step / 2 + 0.9;
    return ["text", { class: "sc", x: CENTRE, y: two(y) }, `${place + 1}`];
  });
  return [
    ["path", { class: "off", d: rays.map((it) => ray(it, RIM)).join("") }],
    ["path", { class: "on", d: rays.map(reached).join("") }],
    ...rings,
    ...arcs(placed),
    ["path", { class: "heart", d: heart() }],
    ...codes,
    ...scale,
  ];
}

// The score on a bar that is parted where the global levels begin.
export function scale(bounds, max, score) {
  const place = (score) => (Math.min(score, max) * 340) / max;
  const ends = [...new Set([0, ...bounds, max])];
  const bars = ends.slice(1).flatMap((to, before) => {
    const [left, right] = [place(ends[before]), place(to) - 1.5];
    const bar = (name, end) => ["path", { class: name, d: `M${two(left)} 14H${two(end)}v9H${two(left)}z` }];
    const reached = Math.min(place(score), right);
    return reached > left ? [bar("off", right), bar("on", reached)] : [bar("off", right)];
  });
  return [
    ...bars,
    ["path", { class: "pin", d: `M${two(place(score) - 5.5)} 2h11l-5.5 9z` }],
    ["text", { x: 0, y: 38, "text-anchor": "start" }, "0"],
    ["text", { x: 340, y: 38, "text-anchor": "end" }, `${max}`],
  ];
}
