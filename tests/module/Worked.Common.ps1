# What the Worked.*.Tests.ps1 files share: the built module, and short ways to ask networks.

. (Join-Path $PSScriptRoot 'Import.ps1')

# The folder of real data sets; null where there is none.
$dataFolder = @($env:NEURALPS_DATA, (Join-Path (Split-Path $root) shared data)) |
    Where-Object { $_ -and (Test-Path -LiteralPath $_ -PathType Container) } | Select-Object -First 1

# The values that a network puts out for one row.
function Get-Output([NeuralPS.Network] $Network, $Row) {
    , $Row | Get-Prediction $Network -Raw | ForEach-Object { $_ }
}

# All weights of a network as text with every digit: equal exactly when the bits are.
function Get-WeightText([NeuralPS.Network] $Network) {
    Get-NetworkWeight $Network | ForEach-Object { '{0} {1} {2}' -f $_.Layer, $_.Role, (ConvertTo-Json $_.Value -Compress -Depth 6) }
}

# The error record that a script block ends with, or writes first.
function Get-ErrorOf([scriptblock] $Script) {
    $errors = $null
    try {
        $null = & $Script 2>&1 | Tee-Object -Variable output
        $errors = $output | Where-Object { $_ -is [Management.Automation.ErrorRecord] } | Select-Object -First 1
    } catch {
        $errors = $_
    }
    $errors | Should -Not -BeNullOrEmpty -Because "an error was expected of {$Script }"
    $errors
}

# Asserts the id (before the comma), the category and words of the message of the error that a script block ends with.
function Assert-Error([scriptblock] $Script, [string] $Id, [string] $Category, [string[]] $Words = @()) {
    $record = Get-ErrorOf $Script
    $because = "the error was: $($record.Exception.Message)"
    ($record.FullyQualifiedErrorId -split ',')[0] | Should -Be $Id -Because $because
    $record.CategoryInfo.Category | Should -Be $Category -Because $because
    foreach ($word in $Words) {
        $record.Exception.Message | Should -BeLike "*$word*"
    }
}
