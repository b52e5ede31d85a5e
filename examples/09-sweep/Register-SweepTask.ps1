#Requires -Version 7.6
<#
.SYNOPSIS
    Registers the sweep with the Task Scheduler of Windows: every night from ten to six.
.EXAMPLE
    ./Register-SweepTask.ps1 -Path C:\digits
    Get-ScheduledTaskInfo 'NeuralPS sweep' | Select-Object LastRunTime, LastTaskResult
    LastTaskResult is the exit code of the last run: 0 all trials are there, 3 the time was up.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    # The folder for the journal, the log and the networks.
    [Parameter(Mandatory)]
    [string] $Path,

    [string] $TaskName = 'NeuralPS sweep'
)

$ErrorActionPreference = 'Stop'
if (-not $IsWindows) {
    throw 'The Task Scheduler is a part of Windows. Elsewhere: sweep.crontab for cron, neuralps-sweep.timer for systemd.'
}

$script = Join-Path $PSScriptRoot sweep.ps1
$action = New-ScheduledTaskAction -Execute (Get-Process -Id $PID).Path -WorkingDirectory $PSScriptRoot -Argument (
    '-NoProfile -NonInteractive -File "{0}" -Path "{1}" -Until 06:00' -f $script, $Path)
$trigger = New-ScheduledTaskTrigger -Daily -At 22:00
# One run at a time; a missed night is caught up; the sweep ends by itself at six, and the limit is for a run that hangs.
$settings = New-ScheduledTaskSettingsSet -MultipleInstances IgnoreNew -StartWhenAvailable -ExecutionTimeLimit (New-TimeSpan -Hours 9)
if ($PSCmdlet.ShouldProcess($TaskName, 'Register the scheduled task')) {
    Register-ScheduledTask -TaskName $TaskName -Action $action -Trigger $trigger -Settings $settings -Description 'Hyperparameter sweep of NeuralPS' -Force
}
