// The benchmark's networks as ONNX files in memory, with random weights: Gemm, Conv, Relu, MaxPool and Flatten, and no more of
// the format than these need. The fields and their numbers are those of onnx.proto; see https://onnx.ai.
'use strict';

const FLOAT = 1;
const INT_ATTRIBUTE = 2, INTS_ATTRIBUTE = 7;

// Protocol buffers: a field is its number and wire type, then a variable-length integer or a length with as many bytes.
function varint(value) {
  const bytes = [];
  for (; value >= 128; value = Math.floor(value / 128)) bytes.push(value % 128 + 128);
  return Buffer.from([...bytes, value]);
}
const integer = (field, value) => Buffer.concat([varint(field * 8), varint(value)]);
const bytes = (field, content) => Buffer.concat([varint(field * 8 + 2), varint(content.length), content]);
const text = (field, content) => bytes(field, Buffer.from(content));
const message = (field, ...parts) => bytes(field, Buffer.concat(parts));

// TensorProto: dims 1, data_type 2, name 8, raw_data 9. Uniform weights with He's variance, as a network starts with.
function initializer(name, dims) {
  const inputs = dims.length > 1 ? dims.slice(1).reduce((a, b) => a * b) : Infinity;
  const limit = Math.sqrt(6 / inputs);
  const values = Float32Array.from({ length: dims.reduce((a, b) => a * b) }, () => (2 * Math.random() - 1) * limit);
  return message(5, ...dims.map(dim => integer(1, dim)), integer(2, FLOAT), text(8, name), bytes(9, Buffer.from(values.buffer)));
}

// AttributeProto: name 1, i 3, ints 8, type 20.
const attribute = (name, value) => Array.isArray(value)
  ? message(5, text(1, name), ...value.map(item => integer(8, item)), integer(20, INTS_ATTRIBUTE))
  : message(5, text(1, name), integer(3, value), integer(20, INT_ATTRIBUTE));

// ValueInfoProto: name 1, type 2; TypeProto: tensor_type 1; its elem_type 1, shape 2; TensorShapeProto: dim 1; dim_value 1, dim_param 2.
const valueInfo = (field, name, dims) => message(field, text(1, name), message(2, message(1, integer(1, FLOAT),
  message(2, message(1, text(2, 'n')), ...dims.map(dim => message(1, integer(1, dim)))))));

// GraphProto: node 1, name 2, initializer 5, input 11, output 12.
class Graph {
  constructor(name, inputShape) {
    this.name = name;
    this.inputShape = inputShape;
    this.shape = inputShape;
    this.last = 'x';
    this.parts = [valueInfo(11, 'x', inputShape)];
    this.count = 0;
  }

  // NodeProto: input 1, output 2, name 3, op_type 4, attribute 5.
  node(type, weights, attributes, shape) {
    const output = `${type}${++this.count}`;
    const names = weights.map((dims, i) => `${output}.${i === 0 ? 'weight' : 'bias'}`);
    this.parts.push(
      ...weights.map((dims, i) => initializer(names[i], dims)),
      message(1, ...[this.last, ...names].map(name => text(1, name)), text(2, output), text(3, output), text(4, type),
        ...Object.entries(attributes).map(([name, value]) => attribute(name, value))));
    this.last = output;
    this.shape = shape;
    return this;
  }

  dense(units) {
    return this.node('Gemm', [[units, this.shape[0]], [units]], { transB: 1 }, [units]);
  }

  relu() {
    return this.node('Relu', [], {}, this.shape);
  }

  conv(filters, padding) {
    const [channels, height, width] = this.shape;
    const less = 2 - 2 * padding;
    return this.node('Conv', [[filters, channels, 3, 3], [filters]], { kernel_shape: [3, 3], pads: Array(4).fill(padding) },
      [filters, height - less, width - less]).relu();
  }

  pool() {
    const [channels, height, width] = this.shape;
    return this.node('MaxPool', [], { kernel_shape: [2, 2], strides: [2, 2] },
      [channels, Math.floor(height / 2), Math.floor(width / 2)]);
  }

  flatten() {
    return this.node('Flatten', [], { axis: 1 }, [this.shape.reduce((a, b) => a * b)]);
  }

  // ModelProto: ir_version 1, producer_name 2, graph 7, opset_import 8; OperatorSetIdProto: version 2.
  toBytes() {
    return Buffer.concat([
      integer(1, 7), text(2, 'NeuralPS.Benchmarks'),
      message(7, ...this.parts, text(2, this.name), valueInfo(12, this.last, this.shape)),
      message(8, integer(2, 13))]);
  }
}

// As in Workloads/BenchmarkNetworks.cs; dropout does nothing in prediction, and the networks end in logits.
const networks = {
  'mlp': () => new Graph('mlp', [784]).dense(256).relu().dense(128).relu().dense(10),
  'mnist-cnn': () => new Graph('mnist-cnn', [1, 28, 28]).conv(32, 0).pool().conv(64, 0).pool().flatten().dense(10),
  'islr-cnn': () => [32, 64, 128, 256].reduce((graph, filters) => graph.conv(filters, 1).pool(), new Graph('islr-cnn', [3, 32, 32]))
    .flatten().dense(512).relu().dense(100),
};

module.exports = { networks };
