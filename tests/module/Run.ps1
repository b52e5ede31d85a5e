#Requires -Version 7.6

<#
.SYNOPSIS
    Runs the Pester tests of the module.
.DESCRIPTION
    Runs in the process that calls it, where the module's assemblies then stay loaded: build.ps1 starts a fresh pwsh for it.
    Ends with exit code 1 if a test failed, or if there was none.
.PARAMETER ModulePath
    The folder of the staged module.
.PARAMETER ReportPath
    A file that receives the counts as JSON: Passed, Failed, Skipped.
.PARAMETER Path
    The test files to run; all of them if none is named.
.EXAMPLE
    pwsh -NoProfile -File ./tests/module/Run.ps1 -Path ./tests/module/Module.Tests.ps1
    Runs one file against the module in out/NeuralPS.
#>
[CmdletBinding()]
param(
    [string] $ModulePath = (Join-Path $PSScriptRoot '../../out/NeuralPS'),
    [string] $ReportPath,
    [string[]] $Path = $PSScriptRoot
)

Set-StrictMode -Off
$ErrorActionPreference = 'Stop'
$env:NEURALPS_MODULE = (Resolve-Path $ModulePath).ProviderPath
# Other runspaces and processes load the module by its name, as they do where it is installed.
$env:PSModulePath = (Split-Path $env:NEURALPS_MODULE) + [IO.Path]::PathSeparator + $env:PSModulePath
Import-Module Pester -MinimumVersion 5.5

$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration

# A file or a block that breaks outside of its tests is a failure as well.
$failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
$counts = [pscustomobject]@{
    Passed = $result.PassedCount
    Failed = $failed
    Skipped = $result.TotalCount - $result.PassedCount - $result.FailedCount
}
if ($ReportPath) { $counts | ConvertTo-Json | Set-Content -LiteralPath $ReportPath }
exit [int]($failed -gt 0 -or $result.PassedCount -eq 0)
