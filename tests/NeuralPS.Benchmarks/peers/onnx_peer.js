// ONNX Runtime on the prediction workloads of NeuralPS.Benchmarks, which starts this script and talks to it.
//
//     node onnx_peer.js THREADS
//
// It needs the package onnxruntime-node in node_modules above this script or in a folder of NODE_PATH. The first line out says
// what is installed and which workloads it does. Then each line in, `NAME SECONDS CLOCK`, is answered by one line of JSON: the rate
// over about that many seconds on that clock (wall, or cpu for the time that the process had a processor), or the error. One
// process answers any number of requests, so that starting it is never measured.
'use strict';

const readline = require('readline');
const { networks } = require('./onnx_models.js');

const WORKLOAD = /^predict-(.+)-b(\d+)$/;
const WARM_UP_SECONDS = 0.3;
const threads = Number(process.argv[2]);
const prepared = new Map();

const answer = record => console.log(JSON.stringify(record));

function load() {
  try {
    return require('onnxruntime-node');
  } catch (error) {
    answer({ error: 'onnxruntime-node is not installed where node looks (--onnx FOLDER or NODE_PATH): ' + error.message.split('\n')[0] });
    process.exit(0);
  }
}

// Makes a workload and warms it up, once.
async function prepare(ort, name) {
  if (!prepared.has(name)) {
    const [, network, rows] = WORKLOAD.exec(name);
    const batch = Number(rows);
    const graph = networks[network]();
    const session = await ort.InferenceSession.create(graph.toBytes(),
      { executionProviders: ['cpu'], graphOptimizationLevel: 'all', intraOpNumThreads: threads });
    const dims = [batch, ...graph.inputShape];
    const x = new ort.Tensor('float32', Float32Array.from({ length: dims.reduce((a, b) => a * b) }, Math.random), dims);
    const step = () => session.run({ x });
    const outputs = (await step())[graph.last].dims;
    if (outputs.join() !== [batch, ...graph.shape].join()) throw new Error(`the outputs have the shape ${outputs}`);
    await run(step, WARM_UP_SECONDS, 'wall');
    prepared.set(name, { step, batch });
  }
  return prepared.get(name);
}

// Seconds of a clock.
function now(clock) {
  if (clock !== 'cpu') return Number(process.hrtime.bigint()) / 1e9;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

// Repeats a step until the time is over, at least once.
async function run(step, seconds, clock) {
  const start = now(clock);
  for (let steps = 1; ; steps++) {
    await step();
    const elapsed = now(clock) - start;
    if (elapsed >= seconds) return { steps, elapsed };
  }
}

async function main() {
  const ort = load();
  const workloads = Object.keys(networks).flatMap(network => [1, 256].map(batch => [`predict-${network}-b${batch}`, 'ONNX Runtime']));
  answer({ description: 'ONNX Runtime ' + ort.env.versions.node, workloads: Object.fromEntries(workloads) });
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [name, seconds, clock] = line.split(' ');
    try {
      const { step, batch } = await prepare(ort, name);
      const { steps, elapsed } = await run(step, Number(seconds), clock);
      answer({ workload: name, unit: 'samples/s', value: batch * steps / elapsed });
    } catch (error) { // The benchmark reports it and goes on with the next workload.
      answer({ workload: name, error: String(error) });
    }
  }
}

main();
