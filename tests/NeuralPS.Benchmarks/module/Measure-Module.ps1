<#
.SYNOPSIS
    Measures one thing about the module, in a PowerShell that has done nothing else.
.DESCRIPTION
    NeuralPS.Benchmarks starts this script in a fresh process for each measurement; it writes one number.

    module-rows-array       Rows per second through Get-Prediction from the pipeline, as float arrays: digits network 64-64-10.
    module-rows-csv         The same for the rows of Import-Csv, with 64 columns; reading the file is not counted.
    module-first-epoch-mlp  How fast the first epoch is against the third, in per cent, by their durations in the history:
                            60,000 samples as in MNIST, 784-256-128-10, batches of 128.
    module-first-epoch-cnn  The same for the MNIST convolutional network, as many samples as MNIST has.
    module-start-mlp        Milliseconds from the call of Invoke-Training until its first epoch begins: loading and compiling the
                            cmdlet, checking the data, making the plan.
    module-import           Milliseconds that Import-Module takes.
.EXAMPLE
    ./Measure-Module.ps1 module-import -ModulePath ../../../out/NeuralPS
#>
[CmdletBinding()]
param(
    # What to measure.
    [Parameter(Mandatory, Position = 0)]
    [ValidateSet('module-rows-array', 'module-rows-csv', 'module-first-epoch-mlp', 'module-first-epoch-cnn', 'module-start-mlp',
        'module-import')]
    [string] $Workload,

    # The staged module.
    [Parameter(Mandatory)]
    [string] $ModulePath,

    # About how long the rows go through the pipeline.
    [ValidateRange(0.01, 600)]
    [double] $Seconds = 0.5,

    # The most threads to use.
    [ValidateRange(1, 1024)]
    [int] $ThrottleLimit = [Environment]::ProcessorCount
)

Set-StrictMode -Version 3
$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'

# Rows per second. Each pass gets rows from the script block, which is not counted; the first pass warms up.
function Measure-Row($Network, [scriptblock] $GetRows) {
    $null = & $GetRows | Get-Prediction $Network -ThrottleLimit $ThrottleLimit
    $watch = [Diagnostics.Stopwatch]::new()
    $count = 0
    do {
        $rows = @(& $GetRows)
        $watch.Start()
        $null = $rows | Get-Prediction $Network -ThrottleLimit $ThrottleLimit
        $watch.Stop()
        $count += $rows.Count
    } while ($watch.Elapsed.TotalSeconds -lt $Seconds)
    $count / $watch.Elapsed.TotalSeconds
}

# 8x8 digits as a table: a class and 64 columns, p0 to p63, with numbers from 0 to 16.
function New-DigitFile([string] $Path, [int] $Count) {
    $random = [Random]::new(1)
    $lines = [Collections.Generic.List[string]]::new()
    $lines.Add('digit,' + ((0..63 | ForEach-Object { "p$_" }) -join ','))
    for ($row = 0; $row -lt $Count; $row++) {
        $lines.Add("d$($row % 10)," + ((1..64 | ForEach-Object { $random.Next(17) }) -join ','))
    }
    [IO.File]::WriteAllLines($Path, $lines)
}

function Measure-DigitRow([switch] $AsArray) {
    $path = Join-Path ([IO.Path]::GetTempPath()) "neuralps-benchmark-$PID.csv"
    try {
        New-DigitFile $path 5000
        $network = New-Network -InputShape 64 | Add-DenseLayer 64 -Activation ReLU | Add-DenseLayer 10 -Activation Softmax |
            Invoke-Training (Import-Dataset $path -LabelColumn digit) -Epoch 1 -Seed 1 -ThrottleLimit $ThrottleLimit
        if (-not $AsArray) {
            # New objects for each pass: predictions are added to those that came in.
            return Measure-Row $network { Import-Csv $path }
        }
    } finally {
        Remove-Item -LiteralPath $path -ErrorAction Ignore
    }
    $random = [Random]::new(2)
    $arrays = @(for ($row = 0; $row -lt 20000; $row++) {
        $values = [float[]]::new(64)
        for ($i = 0; $i -lt 64; $i++) { $values[$i] = $random.NextSingle() * 16 }
        , $values
    })
    Measure-Row $network { $arrays }
}

# Random images and their classes, as MNIST comes. Without a cmdlet that makes data: it would warm up what is to be measured cold.
function New-ImageDataset([int] $Count) {
    $folder = Join-Path ([IO.Path]::GetTempPath()) "neuralps-benchmark-$PID"
    $null = New-Item -ItemType Directory $folder
    try {
        $random = [Random]::new(3)
        $pixels = [byte[]]::new(16 + 784 * $Count)
        $random.NextBytes($pixels)
        $labels = [byte[]]::new(8 + $Count)
        for ($i = 0; $i -lt $Count; $i++) { $labels[8 + $i] = $i % 10 }
        # The headers of IDX: type and number of dimensions, then their sizes, the most significant byte first.
        [byte[]] $size = [BitConverter]::GetBytes($Count)
        [Array]::Reverse($size)
        [Array]::Copy([byte[]](@(0, 0, 8, 3) + $size + @(0, 0, 0, 28, 0, 0, 0, 28)), $pixels, 16)
        [Array]::Copy([byte[]](@(0, 0, 8, 1) + $size), $labels, 8)
        [IO.File]::WriteAllBytes((Join-Path $folder 'train-images-idx3-ubyte'), $pixels)
        [IO.File]::WriteAllBytes((Join-Path $folder 'train-labels-idx1-ubyte'), $labels)
        Import-Dataset (Join-Path $folder 'train-images-idx3-ubyte')
    } finally {
        Remove-Item -LiteralPath $folder -Recurse
    }
}

# Durations of three epochs, in seconds, and the time from the call until the first record of an epoch.
function Measure-Epoch($Network, [int] $Count) {
    $data = New-ImageDataset $Count
    $call = [Diagnostics.Stopwatch]::StartNew()
    $first = 0
    $times = @($Network | Invoke-Training $data -Epoch 3 -BatchSize 128 -Seed 1 -ThrottleLimit $ThrottleLimit -AsEpochRecord |
        ForEach-Object {
            if (-not $first) { $first = $call.Elapsed.TotalSeconds }
            $_.Duration.TotalSeconds
        })
    [pscustomobject]@{ First = $first; Times = $times; Percent = 100 * $times[2] / $times[0] }
}

function Measure-MLPEpoch {
    Measure-Epoch -Count 60000 -Network (New-Network -InputShape 28, 28, 1 | Add-FlattenLayer |
        Add-DenseLayer 256 -Activation ReLU | Add-DenseLayer 128 -Activation ReLU | Add-DenseLayer 10 -Activation Softmax)
}

function Measure-ConvEpoch {
    Measure-Epoch -Count 60000 -Network (New-Network -InputShape 28, 28, 1 |
        Add-ConvLayer 32 -KernelSize 3 -Padding Valid -Activation ReLU | Add-PoolingLayer |
        Add-ConvLayer 64 -KernelSize 3 -Padding Valid -Activation ReLU | Add-PoolingLayer |
        Add-FlattenLayer | Add-DropoutLayer 0.5 | Add-DenseLayer 10 -Activation Softmax)
}

$watch = [Diagnostics.Stopwatch]::StartNew()
Import-Module (Convert-Path -LiteralPath $ModulePath)
$imported = $watch.Elapsed.TotalMilliseconds

$value = switch ($Workload) {
    module-rows-array { Measure-DigitRow -AsArray }
    module-rows-csv { Measure-DigitRow }
    module-first-epoch-mlp { (Measure-MLPEpoch).Percent }
    module-first-epoch-cnn { (Measure-ConvEpoch).Percent }
    module-start-mlp { Measure-MLPEpoch | ForEach-Object { 1000 * ($_.First - $_.Times[0]) } }
    module-import { $imported }
}
([double] $value).ToString([cultureinfo]::InvariantCulture)
