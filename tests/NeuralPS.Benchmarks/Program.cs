// Measures the engine and the module against PyTorch, ONNX Runtime, scikit-learn and Optuna on the CPU, in turn, in one run.
//
//   ./build.ps1 benchmark [options]
//   dotnet run -c Release --project tests/NeuralPS.Benchmarks -- [options]
//
//   --only NAME[,NAME]   the workloads to run, with the wildcards * and ?
//   --growth             instead of the workloads, how the cost of a multiply-add changes with batch size, width, image side,
//                        depth and rows; --only then names these
//   --repetitions N      how often ours and the peers are measured in turn: 5
//   --seconds S          how long one measurement takes: about 0.5
//   --threads N          the most threads, of ours and of the peers: as many as there are processors
//   --cpu-time           count the time that a process had a processor, on one thread: comparable on a busy machine, too
//   --no-peers           ours alone
//   --python PATH        the Python that has PyTorch and scikit-learn
//   --onnx FOLDER        where npm installed onnxruntime-node; else node looks in the folders of NODE_PATH
//   --module FOLDER      the staged module, for what is measured in PowerShell; ./build.ps1 gives it
//   --pwsh PATH          the PowerShell to measure in; ./build.ps1 gives its own
//   --json FILE          all single rates as JSON
//   --list               the names, and nothing is measured
// In PowerShell's way, -Only and -NoPeers, is understood, too.
//
// The peers: a Python with PyTorch and scikit-learn (Debian: apt-get install python3-torch python3-sklearn libopenblas0-openmp,
// then update-alternatives --config libblas.so.3-x86_64-linux-gnu), for the sweeps with Optuna, too (pip install optuna; Debian:
// apt-get install python3-optuna), and node with ONNX Runtime (npm install --ignore-scripts
// onnxruntime-node in a folder of its own, which --onnx names). Where one is missing, ours stands alone. Each repetition measures
// ours and then every setting of the peer: one thread, all threads, and for Python all threads with OMP_WAIT_POLICY=PASSIVE.
// OpenBLAS gets the kernels for the vectors of the processor (OPENBLAS_CORETYPE, unless it is set): left alone, it takes very slow
// ones on a processor newer than itself. Leave the machine alone meanwhile: anything else that runs is part of the numbers.
//
// Columns:
//   ours     the median of the engine's rates: samples/s, or GFLOP/s for matrix products
//   peer     the median of the peer's rates at its best setting, which stands in the last column; a line for each peer
//   ratio    the median of ours / peer over the repetitions: each pair was measured back to back; above 1 the engine is faster
//   least    the ratio that is promised for two cores; the last column says where it, or another promise, was not reached
//   % peak   arithmetic of ours as a part of what the same threads reach with multiply-adds on registers alone, measured right
//            after it: the median over the repetitions. Convolutions count as if computed directly, so that an algorithm that
//            saves arithmetic can exceed 100
// Training is the Trainer's own, epoch by epoch, with accuracy counted and the weights copied out after each epoch; the first
// epoch warms up. fit-digits is a whole call on both sides, set-up included. share-* are two trainings side by side, against what
// sharing the processors explains. module-* run in a fresh PowerShell each time: see module/Measure-Module.ps1.
// sweep-digits-200 is a whole sweep in a fresh PowerShell, what is compiled in it included, against Optuna's TPE with a journal
// file, warmed up: one trial at a time on one thread or all, with n_jobs, and in as many processes as there are processors.
// sweep-overhead-N-* is what a trial costs that does no work, in a journal of N trials: with N it should not grow.

using NeuralPS.Benchmarks;

return Benchmark.Execute(args);
