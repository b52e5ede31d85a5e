#!/usr/bin/env python3
"""Optuna, with scikit-learn and with PyTorch, on the sweeps of NeuralPS.Benchmarks, which starts this script and talks to it.

    python3 optuna_peer.py THREADS JOBS PROCESSES LIBRARY

It talks as peers.py does: see there. A sweep is a study of TPE in a journal file, as module/Measure-Sweep.ps1 makes it: each trial is a
network 64-32-10 that learns the digits of scikit-learn for 10 epochs in batches of 32 by Adam. TRIALS trials are measured, not 200,
after WARM ones that are not counted: a rate in trials per second, and the first trials of a study are the cheap ones. PROCESSES
processes share the journal, each with JOBS jobs (n_jobs of Optuna, which are threads) of THREADS threads each. LIBRARY is sklearn,
whose networks tell their accuracy at the end alone; torch, which takes its batches from a DataLoader, as Optuna's own example does, and
is validated after each epoch; or slices: the same with batches cut from the tensors by hand.
"""
import json
import multiprocessing
import os
import sys
import tempfile
import time
import warnings

TRIALS, WARM, EPOCHS, BATCH, TRAINING = 12, 4, 10, 32, 1437


def load():
    import numpy
    from sklearn.datasets import load_digits
    x, y = load_digits(return_X_y=True)
    x = (x / 16).astype(numpy.float32)
    return x[:TRAINING], y[:TRAINING], x[TRAINING:], y[TRAINING:]


def suggest(trial):
    return (
        trial.suggest_float("LearningRate", 1e-4, 1e-1, log=True),
        trial.suggest_float("L2", 1e-6, 1e-2, log=True),
        trial.suggest_categorical("Activation", ["relu", "tanh"]))


def with_sklearn(data):
    from sklearn.neural_network import MLPClassifier
    x, y, x_test, y_test = data

    def objective(trial):
        rate, l2, activation = suggest(trial)
        network = MLPClassifier(
            (32,), activation=activation, alpha=l2, learning_rate_init=rate, batch_size=BATCH, max_iter=EPOCHS, tol=0,
            n_iter_no_change=EPOCHS)
        return network.fit(x, y).score(x_test, y_test)

    return objective


def with_torch(data, uses_loader):
    import torch
    from torch import nn
    from torch.utils.data import DataLoader, TensorDataset
    x, y, x_test, y_test = map(torch.from_numpy, data)

    def slices():
        order = torch.randperm(len(x))
        for first in range(0, len(x), BATCH):
            chosen = order[first:first + BATCH]
            yield x[chosen], y[chosen]

    def objective(trial):
        rate, l2, activation = suggest(trial)
        network = nn.Sequential(nn.Linear(64, 32), {"relu": nn.ReLU, "tanh": nn.Tanh}[activation](), nn.Linear(32, 10))
        optimizer = torch.optim.Adam(network.parameters(), lr=rate, weight_decay=l2)
        cross_entropy = nn.CrossEntropyLoss()
        loader = DataLoader(TensorDataset(x, y), batch_size=BATCH, shuffle=True) if uses_loader else None
        for epoch in range(EPOCHS):
            network.train()
            for inputs, targets in loader or slices():
                optimizer.zero_grad(set_to_none=True)
                cross_entropy(network(inputs), targets).backward()
                optimizer.step()
            network.eval()
            with torch.inference_mode():
                accuracy = (network(x_test).argmax(1) == y_test).float().mean().item()
            trial.report(accuracy, epoch)
        return accuracy

    return objective


OBJECTIVES = {
    "sklearn": with_sklearn,
    "torch": lambda data: with_torch(data, True),
    "slices": lambda data: with_torch(data, False),
}


NAMES = {
    "sklearn": "Optuna with scikit-learn",
    "torch": "Optuna with PyTorch",
    "slices": "Optuna with PyTorch, batches cut by hand",
}


def prepare():
    """What each process does before it works."""
    import optuna
    warnings.filterwarnings("ignore")
    optuna.logging.set_verbosity(optuna.logging.ERROR)
    if sys.argv[4] != "sklearn":
        import torch
        torch.set_num_threads(int(sys.argv[1]))


def optimize(path, trials, jobs):
    import optuna
    storage = optuna.storages.JournalStorage(optuna.storages.JournalFileStorage(path))
    sampler = optuna.samplers.TPESampler(seed=os.getpid(), multivariate=True, constant_liar=True)
    study = optuna.create_study(storage=storage, study_name="digits", direction="maximize", sampler=sampler, load_if_exists=True)
    study.optimize(OBJECTIVES[sys.argv[4]](load()), n_trials=trials, n_jobs=jobs)


def work(pipe):
    """A process of several: does what comes through the pipe."""
    prepare()
    while True:
        path, trials, jobs = pipe.recv()
        begun = time.process_time()
        optimize(path, trials, jobs)
        pipe.send(time.process_time() - begun)


class Peer:
    def __init__(self, jobs, processes):
        self.jobs, self.processes, self.pipes = jobs, processes, []

    def start(self):
        # Started anew, not forked: a fork takes along locks of libraries that have threads.
        context = multiprocessing.get_context("spawn")
        for _ in range(self.processes if self.processes > 1 else 0):
            ours, theirs = context.Pipe()
            context.Process(target=work, args=(theirs,), daemon=True).start()
            self.pipes.append(ours)
        self.run(WARM)

    def run(self, trials):
        """Returns the seconds on the wall and those of the processors."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "digits.journal")
            wall, cpu = time.perf_counter(), time.process_time()
            if not self.pipes:
                optimize(path, trials, self.jobs)
                return time.perf_counter() - wall, time.process_time() - cpu
            for pipe in self.pipes:
                pipe.send((path, trials // len(self.pipes), self.jobs))
            cpu = sum(pipe.recv() for pipe in self.pipes)
            return time.perf_counter() - wall, cpu


def hello():
    versions = []
    try:
        import optuna
        versions.append("Optuna " + optuna.__version__)
        import sklearn  # The digits are scikit-learn's, whoever learns them.
        versions.append("scikit-learn " + sklearn.__version__)
        if sys.argv[4] != "sklearn":
            import torch
            versions.append("PyTorch " + torch.__version__)
    except ImportError as error:
        return {"error": f"{error.name} is not installed"}
    processes = "one process" if int(sys.argv[3]) == 1 else f"{sys.argv[3]} processes"
    return {"description": ", ".join(versions), "workloads": {"sweep-digits-200": f"{NAMES[sys.argv[4]]} in {processes}"}}


def answer(record):
    print(json.dumps(record), flush=True)


def main():
    installed = hello()
    answer(installed)
    if "error" in installed:
        return
    prepare()
    peer = Peer(int(sys.argv[2]), int(sys.argv[3]))
    is_warm = False
    for line in sys.stdin:
        name, _, clock = line.split()
        try:
            if not is_warm:
                peer.start()
                is_warm = True
            wall, cpu = peer.run(TRIALS)
            answer({"workload": name, "unit": "trials/s", "value": TRIALS / (cpu if clock == "cpu" else wall)})
        except Exception as error:  # The benchmark reports it and goes on with the next workload.
            answer({"workload": name, "error": f"{type(error).__name__}: {error}"})


if __name__ == "__main__":
    main()
