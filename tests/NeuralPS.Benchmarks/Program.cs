// Measures the engine against PyTorch and scikit-learn on the CPU, in turn, in one run.
//
//   ./build.ps1 benchmark
//   dotnet run -c Release --project tests/NeuralPS.Benchmarks -- [--only NAME,NAME] [--repetitions N] [--seconds S]
//       [--threads N] [--no-peers] [--python PATH] [--json FILE] [--list]
//
// The peers need a Python with PyTorch and scikit-learn (Debian: apt-get install python3-torch python3-sklearn
// libopenblas0-openmp, then update-alternatives --config libblas.so.3-x86_64-linux-gnu); without one, ours stands alone.
// Each repetition measures ours and then every setting of the peer: one thread, all threads, and all threads with
// OMP_WAIT_POLICY=PASSIVE. Leave the machine alone meanwhile: anything else that runs is part of the numbers.
//
// Columns:
//   ours     the median of the engine's rates: samples/s, or GFLOP/s for matrix products
//   peer     the median of the peer's rates at its best setting, which stands behind it
//   ratio    the median of ours / peer over the repetitions: each pair was measured back to back; above 1 the engine is faster
//   % peak   arithmetic of ours as a part of what the same threads reach with multiply-adds on registers alone. Convolutions
//            count as if computed directly, so that an algorithm that saves arithmetic can exceed 100
// Higher is better in every column. Training is the Trainer's own, epoch by epoch, with accuracy counted and the weights copied
// out after each epoch; the first epoch warms up. fit-digits is a whole call on both sides, set-up included.

using NeuralPS.Benchmarks;

return Benchmark.Execute(args);
