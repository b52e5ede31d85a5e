<#
.SYNOPSIS
    Measures a sweep over a small network, in a PowerShell that has done nothing else.
.DESCRIPTION
    NeuralPS.Benchmarks starts this script in a fresh process for each measurement; it writes one number: trials per second of a sweep
    of 200 trials by TPE, each a network 64-32-10 that learns the UCI digits for 10 epochs in batches of 32, validated after each epoch.
    Everything of the sweep counts, from New-Sweep on: the journal, the sessions, compiling, the file of the best network. Importing
    the module and reading the data do not. peers/optuna_peer.py does the same with Optuna.
.EXAMPLE
    ./Measure-Sweep.ps1 -ModulePath ../../../out/NeuralPS -DataPath digits.csv.gz
#>
[CmdletBinding()]
param(
    # The staged module.
    [Parameter(Mandatory)]
    [string] $ModulePath,

    # The UCI digits as scikit-learn has them: 1,797 lines of 64 numbers from 0 to 16 and the class. Without it: random numbers.
    [string] $DataPath,

    # The trials.
    [ValidateRange(1, 100000)]
    [int] $TrialCount = 200,

    # The trials at a time.
    [ValidateRange(1, 1024)]
    [int] $ThrottleLimit = [Environment]::ProcessorCount,

    # Counts the time that the process had a processor, instead of the time on the wall.
    [switch] $CpuTime
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$rows, $trainingRows = 1797, 1437

function Read-Digit([string] $Path) {
    if (-not $Path) {
        $random = [Random]::new(1)
        for ($row = 0; $row -lt $rows; $row++) { (@(1..64 | ForEach-Object { $random.Next(17) }) + $row % 10) -join ',' }
        return
    }
    $stream = [IO.Compression.GZipStream]::new([IO.File]::OpenRead($Path), [IO.Compression.CompressionMode]::Decompress)
    $reader = [IO.StreamReader]::new($stream)
    try { $reader.ReadToEnd().Trim().Split("`n") } finally { $reader.Dispose() }
}

function Get-Clock { $CpuTime ? [Environment]::CpuUsage.TotalTime.TotalSeconds : [Diagnostics.Stopwatch]::GetTimestamp() / [Diagnostics.Stopwatch]::Frequency }

Import-Module (Convert-Path -LiteralPath $ModulePath)
$folder = Join-Path ([IO.Path]::GetTempPath()) "neuralps-benchmark-$PID"
$null = New-Item -ItemType Directory $folder
try {
    $header = ((0..63 | ForEach-Object { "p$_" }) -join ',') + ',digit'
    # With the class as a word: numbers would be targets. Pixels from 0 to 1, as for the peers.
    $lines = @(Read-Digit $DataPath | ForEach-Object {
        $values = $_.Split(',')
        (@($values[0..63] | ForEach-Object { [int]::Parse($_) / 16 }) + "d$([int] $values[64])") -join ','
    })
    [IO.File]::WriteAllLines("$folder/train.csv", [string[]] (@($header) + $lines[0..($trainingRows - 1)]))
    [IO.File]::WriteAllLines("$folder/test.csv", [string[]] (@($header) + $lines[$trainingRows..($rows - 1)]))
    $train = Import-Dataset "$folder/train.csv" -LabelColumn digit
    $test = Import-Dataset "$folder/test.csv" -LabelColumn digit

    $start = Get-Clock
    $result = New-Sweep digits -Path "$folder/digits.journal" -Maximize ValidationAccuracy -Seed 1 -Sampler TPE -Parameter @{
        LearningRate = New-Parameter -Low 1e-4 -High 1e-1 -Log
        L2           = New-Parameter -Low 1e-6 -High 1e-2 -Log
        Activation   = 'ReLU', 'Tanh'
    } | Invoke-Sweep -MaxTrial $TrialCount -ThrottleLimit $ThrottleLimit {
        param($Trial)
        New-Network -InputShape 64 | Add-DenseLayer 32 -Activation $Trial.Activation | Add-DenseLayer 10 -Activation Softmax |
            Invoke-Training $using:train -ValidationDataset $using:test -Epoch 10 -BatchSize 32 -LearningRate $Trial.LearningRate -L2 $Trial.L2
    }
    $seconds = (Get-Clock) - $start
    Write-Verbose "best $($result.ValidationAccuracy) of trial $($result.BestTrial), $seconds s"
    if ($result.Complete -ne $TrialCount) { throw "$($result.Complete) of $TrialCount trials are complete." }
} finally {
    Remove-Item -LiteralPath $folder -Recurse
}
($TrialCount / $seconds).ToString([cultureinfo]::InvariantCulture)
