# What the Sweep.*.Tests.ps1 files share: dot-source it in BeforeAll.

. (Join-Path $PSScriptRoot 'Worked.Common.ps1')

# A journal of its own for each test.
function New-JournalPath { Join-Path $TestDrive "$([guid]::NewGuid()).journal" }

# The records of a sweep with every digit, without what depends on the clock and on where the journal is: equal exactly when the bits are.
function Get-RecordText($Sweep) {
    Get-Trial $Sweep | Select-Object * -ExcludeProperty Started, Duration, Path, Attempt | ConvertTo-Json -Depth 4 -Compress
}

# A sweep of two numbers and a choice that needs no network.
function New-PlainSweep([string] $Path = (New-JournalPath), [hashtable] $More = @{}) {
    New-Sweep plain -LiteralPath $Path -Minimize Height -Seed 1 @More -Parameter @{
        X    = New-Parameter -2 2
        Y    = New-Parameter 0.001 10 -Log
        Kind = 'a', 'b'
    }
}

# A valley with its lowest point at X = 1, Y = 0.1, Kind = b, reported on the way so that pruners have something to go by.
$valley = {
    param($Trial)
    $height = [Math]::Pow($Trial.X - 1, 2) + [Math]::Pow([Math]::Log10($Trial.Y) + 1, 2) + ($Trial.Kind -eq 'a')
    1..4 | ForEach-Object { $Trial.Report($_, $height + 1 / $_) }
    $height
}
