#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# What the sweep cmdlets refuse, and what completion offers.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Sweep.Common.ps1')
    function Get-Completion([string] $Line) { (TabExpansion2 $Line $Line.Length).CompletionMatches.CompletionText }
}

Describe 'New-Sweep' {
    It 'refuses <Name>, and names it' -ForEach @(
        @{ Name = 'no objective'; Arguments = @{ Parameter = @{ A = 1, 2 } }; Words = @() }
        @{ Name = 'an objective twice'; Arguments = @{ Maximize = 'A'; Minimize = 'A' }; Words = "A" }
        @{ Name = 'a hashtable as values'; Arguments = @{ Minimize = 'L'; Parameter = @{ Rate = @{ Low = 1 } } }; Words = "'Rate'", 'New-Parameter' }
        @{ Name = 'a constraint without a bound'; Arguments = @{ Minimize = 'L'; Constraint = 'Size small' }; Words = 'Size small' }
        @{ Name = 'an enqueued value out of range'; Arguments = @{ Minimize = 'L'; Parameter = @{ A = 1, 2 }; Enqueue = @{ A = 3 } }; Words = '3' }
        @{ Name = 'an object as a value'; Arguments = @{ Minimize = 'L'; Parameter = @{ A = (New-Object object) } }; Words = 'A' }
        @{ Name = 'a grid of a continuous parameter'; Arguments = @{ Minimize = 'L'; Sampler = 'Grid'; Parameter = [ordered]@{ A = 'x' } }; Continuous = $true; Words = 'PointCount' }
    ) {
        $path = New-JournalPath
        if ($Continuous) { $Arguments.Parameter.A = New-Parameter 0 1 }
        $record = Get-ErrorOf { New-Sweep s -Path $path @Arguments }
        $record.CategoryInfo.Category | Should -BeIn InvalidArgument, InvalidData
        foreach ($word in $Words) { $record.Exception.Message | Should -BeLike "*$word*" }
        Test-Path $path | Should -BeFalse
    }

    It 'names the <What> that there are' -ForEach @(
        @{ What = 'samplers'; Arguments = @{ Sampler = 'TPF' }; Words = 'TPF', 'TPE', 'Sobol' }
        @{ What = 'pruners'; Arguments = @{ Pruner = 'Medain' }; Words = 'Medain', 'Median', 'ASHA' }
    ) {
        Assert-Error { New-Sweep s -Path (New-JournalPath) -Minimize L @Arguments } ParameterArgumentTransformationError InvalidData $Words
    }

    It 'writes nothing by itself, and refuses another provider' {
        $path = New-JournalPath
        $null = New-PlainSweep $path
        Test-Path $path | Should -BeFalse
        Assert-Error { New-Sweep s -Path env:x -Minimize L } NotAFile InvalidData
    }
}

Describe 'New-Parameter' {
    It 'refuses <Arguments>' -ForEach @(
        @{ Arguments = '-Low 2 -High 1' }
        @{ Arguments = '-Low 0 -High 1 -Log' }
        @{ Arguments = '-Low 0.5 -High 3 -Integer' }
        @{ Arguments = '-Low 1 -High 2 -Step 0' }
        @{ Arguments = '-Low NaN -High 2' }
        @{ Arguments = '-Low 1 -High 2 -Choice 3' }
    ) {
        Get-ErrorOf ([scriptblock]::Create("New-Parameter $Arguments")) | Should -Not -BeNullOrEmpty
    }
}

Describe 'Invoke-Sweep and the other cmdlets' {
    It 'refuse <Name>' -ForEach @(
        @{ Name = 'a file that is not there'; Script = { './none.journal' | Invoke-Sweep { 1 } }; Words = 'does not exist' }
        @{ Name = 'no sweep'; Script = { Get-Trial 5 }; Words = @() }
        @{ Name = 'a time that is none'; Script = { New-PlainSweep | Invoke-Sweep { 1 } -Until 'soon' }; Words = 'soon' }
        @{ Name = 'no trials'; Script = { New-PlainSweep | Invoke-Sweep { 1 } -MaxTrial 0 }; Words = @() }
        @{ Name = 'a negative time'; Script = { New-PlainSweep | Invoke-Sweep { 1 } -MaxDuration '-00:00:01' }; Words = @() }
    ) {
        $record = Get-ErrorOf $Script
        $record.CategoryInfo.Category | Should -BeIn InvalidArgument, InvalidData
        foreach ($word in $Words) { $record.Exception.Message | Should -BeLike "*$word*" }
    }

    It 'refuse a $using: variable that is not there' {
        Assert-Error { New-PlainSweep | Invoke-Sweep { $using:nowhere } -MaxTrial 1 } UsingVariableMissing InvalidArgument 'nowhere'
    }

    It 'refuse a journal of two sweeps by its path, and name them' {
        $path = New-JournalPath
        'one', 'two' | ForEach-Object { $null = New-Sweep $_ -Path $path -Minimize L -Parameter @{ A = 1, 2 } | Invoke-Sweep { 1 } -MaxTrial 1 }
        (Get-ErrorOf { Get-Trial $path }).Exception.Message | Should -BeLike '*one, two*Get-Sweep*'
    }
}

Describe 'Completion' {
    It 'offers <Words> for <Line>' -ForEach @(
        @{ Line = 'New-Sweep a -Sampler '; Words = 'Grid', 'Random', 'Sobol', 'TPE' }
        @{ Line = 'New-Sweep a -Pruner '; Words = 'ASHA', 'Hyperband', 'Median' }
        @{ Line = 'New-Sampler T'; Words = 'TPE' }
        @{ Line = 'New-Pruner P'; Words = 'Patience', 'Percentile' }
        @{ Line = 'New-Sweep a -Maximize Val'; Words = 'ValidationAccuracy', 'ValidationLoss' }
        @{ Line = 'Get-Trial x -State '; Words = 'Complete', 'Pruned', 'Failed' }
        @{ Line = 'Invoke-Sweep -KeepNetwork '; Words = 'Best', 'All', 'None' }
    ) {
        $offered = Get-Completion $Line
        foreach ($word in $Words) { $offered | Should -Contain $word }
    }
}
