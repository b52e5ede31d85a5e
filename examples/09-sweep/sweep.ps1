<#
.SYNOPSIS
    A search for the best network that a scheduler continues night after night, until it is complete.
.DESCRIPTION
    Each run goes on where the run before stopped: because its time was up, because someone pressed Ctrl+C, or because the machine went
    down. The totals are those of all runs, and all runs together make the trials of one run without interruption. Once they are all there,
    later runs only say so.

    The exit code tells a scheduler how a run ended: 0 all trials are there, 2 too many failed, 3 the time was up, 130 interrupted, and 1 an
    error before the sweep began.

    Beside this file: sweep.crontab for cron, neuralps-sweep.service and neuralps-sweep.timer for systemd, and Register-SweepTask.ps1 for
    the Task Scheduler of Windows.
.EXAMPLE
    ./sweep.ps1 -Path ./digits -Until 06:00
.EXAMPLE
    ./sweep.ps1 -Path ./digits -MaxTrial 10
#>
[CmdletBinding()]
param(
    # The folder for the journal, the log and the networks; it is made where there is none.
    [Parameter(Mandatory)]
    [string] $Path,

    # When this run ends: the next such time of day.
    [string] $Until = '06:00',

    # The trials of the whole sweep.
    [ValidateRange(1, 1000000)]
    [int] $MaxTrial = 200,

    # The trials at a time.
    [ValidateRange(1, 64)]
    [int] $ThrottleLimit = 2
)

$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
Import-Module NeuralPS
$null = New-Item -ItemType Directory -Force $Path
$log = Join-Path $Path sweep.log

# The same lines each night: the trials depend on the data, too.
$train, $test = New-SyntheticDataset Digits -Count 2000 -Seed 1 | Split-Dataset -Fraction 0.8 -Stratify -Seed 1

$sweep = New-Sweep digits -Path (Join-Path $Path digits.journal) -Maximize ValidationAccuracy -Seed 1 -Sampler TPE -Pruner Median -Parameter @{
    LearningRate = New-Parameter -Low 1e-4 -High 1e-1 -Log
    Units        = 32, 64, 128
    Activation   = 'ReLU', 'Tanh'
    Dropout      = New-Parameter -Low 0 -High 0.6 -Step 0.1
    Depth        = New-Parameter -Low 1 -High 3 -Integer
}

$result = $sweep | Invoke-Sweep -MaxTrial $MaxTrial -Until $Until -ThrottleLimit $ThrottleLimit -MaxFailure 20 -WarningVariable warnings {
    param($Trial)
    $net = New-Network -InputShape 28, 28, 1 | Add-FlattenLayer
    1..$Trial.Depth | ForEach-Object {
        $net = $net | Add-DenseLayer $Trial.Units -Activation $Trial.Activation | Add-DropoutLayer $Trial.Dropout
    }
    $net | Add-DenseLayer 10 -Activation Softmax |
        Invoke-Training $using:train -ValidationDataset $using:test -LearningRate $Trial.LearningRate -Epoch 8
}

$best = $sweep | Get-Trial -Best
@(
    $warnings | ForEach-Object { "warning: $_" }
    '{0:s} {1}: {2} complete, {3} pruned, {4} failed, {5} unfinished; best {6:0.####} in trial {7}' -f
        (Get-Date), $result.End, $result.Complete, $result.Pruned, $result.Failed, $result.Unfinished, $best.ValidationAccuracy, $best.Number
) | Tee-Object -FilePath $log -Append
$sweep | Get-Trial | Export-Csv (Join-Path $Path trials.csv)
exit $result.ExitCode
