#!/usr/bin/env python3
"""PyTorch and scikit-learn on the workloads of NeuralPS.Benchmarks, which starts this script and talks to it.

    python3 peers.py THREADS

The first line out says what is installed and which peer does which workloads. Then each line in, `NAME SECONDS CLOCK`, is answered
by one line of JSON: the rate over about that many seconds on that clock (wall, or cpu for the time that the process had a
processor), or the error. One process answers any number of requests, so that starting it is never measured.
"""
import ctypes
import functools
import json
import sys
import time
import warnings

try:
    import torch
    from torch import nn
except ImportError:
    torch = None

try:
    import sklearn
except ImportError:
    sklearn = None


# The networks, as in Workloads/BenchmarkNetworks.cs; they end in logits.

def mlp():
    return nn.Sequential(
        nn.Linear(784, 256), nn.ReLU(),
        nn.Linear(256, 128), nn.ReLU(),
        nn.Linear(128, 10))


def mnist_cnn():
    return nn.Sequential(
        nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Dropout(0.5), nn.Linear(1600, 10))


def islr_cnn():
    widths = (3, 32, 64, 128, 256)
    blocks = [
        part
        for channels, filters in zip(widths, widths[1:])
        for part in (nn.Conv2d(channels, filters, 3, padding=1), nn.ReLU(), nn.MaxPool2d(2))]
    return nn.Sequential(*blocks, nn.Flatten(), nn.Dropout(0.5), nn.Linear(1024, 512), nn.ReLU(), nn.Linear(512, 100))


@functools.lru_cache(maxsize=None)
def images(rows, shape):
    return torch.rand(rows, *shape)


# A workload is a function that does one piece of work, how much work that is, and its unit.

def training(make, make_optimizer, batch, shape, classes, rows):
    x, y = images(rows, shape), torch.randint(classes, (rows,))
    network, cross_entropy = make().train(), nn.CrossEntropyLoss()
    optimizer = make_optimizer(network.parameters())
    first = 0

    def step():
        nonlocal first
        optimizer.zero_grad(set_to_none=True)
        cross_entropy(network(x[first:first + batch]), y[first:first + batch]).backward()
        optimizer.step()
        first = (first + batch) % rows

    return step, batch, "samples/s"


def prediction(make, batch, shape):
    network, x = make().eval(), images(batch, shape)

    def step():
        with torch.inference_mode():
            network(x)

    return step, batch, "samples/s"


def product(m, n, k):
    a, b, c = torch.randn(m, k), torch.randn(k, n), torch.empty(m, n)
    return lambda: torch.mm(a, b, out=c), 2e-9 * m * n * k, "GFLOP/s"


def digits_fit(epochs):
    import numpy
    from sklearn.datasets import load_digits
    from sklearn.neural_network import MLPClassifier
    x, y = load_digits(return_X_y=True)
    x = (x / 16).astype(numpy.float32)

    def step():
        MLPClassifier((64,), batch_size=32, max_iter=epochs, tol=0, n_iter_no_change=epochs).fit(x, y)

    return step, epochs * len(x), "samples/s"


def sgd(parameters):
    return torch.optim.SGD(parameters, lr=0.01)


def momentum(parameters):
    return torch.optim.SGD(parameters, lr=0.01, momentum=0.9)


def adam(parameters):
    return torch.optim.Adam(parameters, lr=0.001)


FLAT, GREY, COLOUR = (784,), (1, 28, 28), (3, 32, 32)
WORKLOADS = {
    "train-mlp-b128-sgdm": lambda: training(mlp, momentum, 128, FLAT, 10, 8192),
    "train-mlp-b32-adam": lambda: training(mlp, adam, 32, FLAT, 10, 8192),
    "train-mlp-b1-sgd": lambda: training(mlp, sgd, 1, FLAT, 10, 8192),
    "train-mnist-cnn-b128-adam": lambda: training(mnist_cnn, adam, 128, GREY, 10, 4096),
    "train-islr-cnn-b128-adam": lambda: training(islr_cnn, adam, 128, COLOUR, 100, 1024),
    "predict-mlp-b1": lambda: prediction(mlp, 1, FLAT),
    "predict-mlp-b256": lambda: prediction(mlp, 256, FLAT),
    "predict-mnist-cnn-b1": lambda: prediction(mnist_cnn, 1, GREY),
    "predict-mnist-cnn-b256": lambda: prediction(mnist_cnn, 256, GREY),
    "predict-islr-cnn-b256": lambda: prediction(islr_cnn, 256, COLOUR),
    "fit-digits-mlp-sklearn": lambda: digits_fit(30),
}


@functools.lru_cache(maxsize=None)
def prepare(name):
    """Makes a workload and warms it up, once."""
    if name.startswith("gemm-"):
        workload = product(*map(int, name[len("gemm-"):].split("x")))
    else:
        workload = WORKLOADS[name]()
    run(workload[0], 0.3, time.perf_counter)
    return workload


def run(step, seconds, clock):
    """Repeats a step until the time is over, at least once; returns the number of steps and the seconds they took."""
    steps, start = 0, clock()
    while True:
        step()
        steps += 1
        elapsed = clock() - start
        if elapsed >= seconds:
            return steps, elapsed


def answer(record):
    print(json.dumps(record), flush=True)


def blas():
    """The OpenBLAS that this process has loaded, as far as the system tells: Debian has several builds of one name."""
    try:
        with open("/proc/self/maps") as maps:
            path = next(line.split(None, 5)[5].strip() for line in maps if "/libopenblas" in line)
        get_core = ctypes.CDLL(path).openblas_get_corename
        get_core.restype = ctypes.c_char_p
        return f" with {path} for {get_core().decode()}"
    except (OSError, StopIteration, AttributeError):
        return ""


def hello():
    if torch is None and sklearn is None:
        return {"error": "neither PyTorch nor scikit-learn is installed"}
    versions, peers = [], {}
    if torch is not None:
        versions.append("PyTorch " + torch.__version__ + blas())
        peers.update({name: "PyTorch" for name in (*WORKLOADS, "gemm-*") if not name.endswith("-sklearn")})
    if sklearn is not None:
        versions.append("scikit-learn " + sklearn.__version__)
        peers.update({name: "scikit-learn" for name in WORKLOADS if name.endswith("-sklearn")})
    return {"description": " and ".join(versions), "workloads": peers}


def main():
    warnings.filterwarnings("ignore")
    if torch is not None:
        torch.manual_seed(0)
        torch.set_num_threads(int(sys.argv[1]))
    answer(hello())
    for line in sys.stdin:
        name, seconds, clock = line.split()
        try:
            step, work, unit = prepare(name)
            steps, elapsed = run(step, float(seconds), time.process_time if clock == "cpu" else time.perf_counter)
            answer({"workload": name, "unit": unit, "value": work * steps / elapsed})
        except Exception as error:  # The benchmark reports it and goes on with the next workload.
            answer({"workload": name, "error": f"{type(error).__name__}: {error}"})


if __name__ == "__main__":
    main()
