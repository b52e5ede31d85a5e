<#
.SYNOPSIS
    A training that a scheduler continues night after night, until it is complete.
.DESCRIPTION
    Each run trains for a limited time and goes on where the run before stopped: because its time was up, because someone pressed Ctrl+C, or
    because the machine went down. All runs together lead to the same bits as one run without interruption. Once the training is complete,
    the network is exported, and later runs only say so.

    On Linux, a line of crontab: 0 1 * * * pwsh -File nightly.ps1 -Path /srv/digits -Minutes 240
    On Windows, an action of the Task Scheduler with the same command.
.EXAMPLE
    ./nightly.ps1 -Path ./digits -Minutes 1
#>
[CmdletBinding()]
param(
    # The folder for checkpoints, the log and the finished network; it is made where there is none.
    [Parameter(Mandatory)]
    [string] $Path,

    # How long this run may train.
    [ValidateRange(0.01, 1440)]
    [double] $Minutes = 240,

    # The number of epochs of the whole training.
    [ValidateRange(1, 100000)]
    [int] $Epoch = 30
)

$ErrorActionPreference = 'Stop'
Import-Module NeuralPS
$null = New-Item -ItemType Directory -Force $Path

# The same lines each night: data, network and settings have to be those that the training was begun with.
$train, $test = New-SyntheticDataset Digits -Count 3000 -Seed 1 | Split-Dataset -Fraction 0.8 -Stratify -Seed 1
$network = New-Network -InputShape 28, 28, 1 -Name digits |
    Add-ConvLayer 8 -KernelSize 3 -Activation ReLU | Add-PoolingLayer Max -Size 2 | Add-FlattenLayer |
    Add-DenseLayer 64 -Activation ReLU | Add-DropoutLayer 0.3 | Add-DenseLayer 10 -Activation Softmax

$log = Join-Path $Path history.csv
$night = @{
    Epoch             = $Epoch
    Seed              = 1
    ValidationDataset = $test
    Schedule          = 'Cosine'
    MaxDuration       = [timespan]::FromMinutes($Minutes)
    CheckpointPath    = Join-Path $Path checkpoints
    CheckpointEvery   = [timespan]::FromMinutes(10)
    Resume            = $true
    OnEpoch           = { $_ | Export-Csv $log -Append }
}
$trained = $network | Invoke-Training $train @night

if ($trained.StopReason -eq 'TimeUp') {
    "Epoch $($trained.History.Count) of $Epoch is done; the next run goes on."
} else {
    $file = Join-Path $Path digits.safetensors
    $trained | Export-Network $file -Force
    "The training is complete after $($trained.History.Count) epochs: $file"
    $trained | Measure-Network $test
}
