// What our compiled source uses and njs 0.7.9 lacks: `Map`, `WeakMap` and `WeakSet` (private members), `flatMap`, `from`,
// `entries`. As small as they may be for that: keys of a Map are strings or numbers, and no Map is iterated.
function PlainMap(entries) {
  this.held = Object.create(null);
  if (entries) {
    entries.forEach((entry) => {
      this.set(entry[0], entry[1]);
    });
  }
}
PlainMap.prototype.nameOf = (key) => `${typeof key}:${key}`;
PlainMap.prototype.get = function (key) {
  const entry = this.held[this.nameOf(key)];
  return entry === undefined ? undefined : entry.value;
};
PlainMap.prototype.has = function (key) {
  return this.held[this.nameOf(key)] !== undefined;
};
PlainMap.prototype.set = function (key, value) {
  this.held[this.nameOf(key)] = { value: value };
  return this;
};
let weakCount = 0;
function MarkMap() {
  this.mark = `__weak${weakCount++}`;
}
MarkMap.prototype.get = function (object) {
  const slot = object[this.mark];
  return slot === undefined ? undefined : slot.value;
};
MarkMap.prototype.has = function (object) {
  return object[this.mark] !== undefined;
};
MarkMap.prototype.set = function (object, value) {
  Object.defineProperty(object, this.mark, { value: { value: value }, configurable: true });
  return this;
};
function MarkSet() {
  this.held = new MarkMap();
}
MarkSet.prototype.has = function (object) {
  return this.held.has(object);
};
MarkSet.prototype.add = function (object) {
  this.held.set(object, true);
  return this;
};
globalThis.Map = PlainMap;
globalThis.WeakMap = MarkMap;
globalThis.WeakSet = MarkSet;
function listFrom(source, change) {
  const list = [];
  for (let index = 0; index < source.length; index++) list.push(change ? change(source[index], index) : source[index]);
  return list;
}
if (!Array.from) Array.from = listFrom;
if (!Uint8Array.from) Uint8Array.from = (source, change) => new Uint8Array(listFrom(source, change));
if (!Array.prototype.flatMap) {
  Array.prototype.flatMap = function (change) {
    return this.reduce((list, item, index) => list.concat(change(item, index)), []);
  };
}
// ES5 loops count through arrays, so what is looped over has to be one.
Array.prototype.entries = function () {
  return this.map((item, index) => [index, item]);
};
