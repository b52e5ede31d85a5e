#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# Invoke-Sweep again: the same total, budgets, a changed description, and runs that were stopped or killed.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Sweep.Common.ps1')
    $count = { 1 }
}

Describe 'Running a sweep again' {
    It 'continues to the same total, then does nothing' {
        $whole = New-PlainSweep
        $null = $whole | Invoke-Sweep $valley -MaxTrial 16 -ThrottleLimit 2
        $path = New-JournalPath
        foreach ($total in 5, 11, 16) {
            (New-PlainSweep $path | Invoke-Sweep $valley -MaxTrial $total).Complete | Should -Be $total
        }
        $bytes = [IO.File]::ReadAllBytes($path)
        $global:LASTEXITCODE = 9
        $result = New-PlainSweep $path | Invoke-Sweep { throw 'never' } -MaxTrial 16
        $result.End, $result.ExitCode, $result.Complete, $global:LASTEXITCODE | Should -Be Finished, 0, 16, 0
        [IO.File]::ReadAllBytes($path).Length | Should -Be $bytes.Length
        Get-RecordText $path | Should -BeExactly (Get-RecordText $whole)
    }

    It 'ends by itself when a grid is through, enqueued points and all' {
        $sweep = New-Sweep grid -Path (New-JournalPath) -Minimize Height -Sampler Grid -Parameter @{ A = 1, 2, 3; B = 'x', 'y' } -Enqueue @{ A = 2; B = 'y' }
        ($sweep | Invoke-Sweep $count).Complete | Should -Be 7
        $sweep | Get-Trial | ForEach-Object { "$($_.A)$($_.B)" } | Sort-Object | Should -Be 1x, 1y, 2x, 2y, 2y, 3x, 3y
    }

    It 'takes seed, objectives, parameters, sampler and pruner from the journal if they are left out' {
        $path = New-JournalPath
        $first = New-PlainSweep $path -More @{ Sampler = 'Sobol'; Pruner = 'Median'; Window = 5; Constraint = 'Size <= 3' }
        $null = $first | Invoke-Sweep { @{ Height = 1; Size = 2 } } -MaxTrial 2
        $again = New-Sweep plain -LiteralPath $path
        $again.Seed, $again.Minimize, $again.Sampler, $again.Pruner, $again.Window, $again.Constraint |
            Should -Be $first.Seed, $first.Minimize, $first.Sampler, $first.Pruner, $first.Window, $first.Constraint
        $again.Parameter.Keys | Should -Be $first.Parameter.Keys
        ($path | Invoke-Sweep { @{ Height = 1; Size = 2 } } -MaxTrial 4).Complete | Should -Be 4
    }

    It 'stops at <Name> with exit code 3, and the next run goes on with what was running' -ForEach @(
        @{ Name = '-MaxDuration'; Arguments = { @{ MaxDuration = [timespan]::FromSeconds(0.6) } } }
        @{ Name = '-Until'; Arguments = { @{ Until = (Get-Date).AddSeconds(0.6) } } }
    ) {
        $path = New-JournalPath
        $limit = & $Arguments
        $result = New-PlainSweep $path | Invoke-Sweep -MaxTrial 3 @limit { if ($Trial.Number -eq 1) { Start-Sleep 60 }; $Trial.X }
        $result.End, $result.ExitCode, $result.Complete, $result.Unfinished | Should -Be BudgetReached, 3, 1, 1
        $global:LASTEXITCODE | Should -Be 3
        $result.Duration.TotalSeconds | Should -BeLessThan 20
        $x = (Get-Trial $path)[1].X
        $result = New-PlainSweep $path | Invoke-Sweep -MaxTrial 3 { $Trial.X }
        $result.ExitCode, $result.Complete, $result.Unfinished | Should -Be 0, 3, 0
        (Get-Trial $path)[1].Height | Should -Be $x
    }

    It 'goes on with <Name>' -ForEach @(
        @{ Name = 'another sampler and pruner'; More = @{ Sampler = 'Random'; Pruner = 'ASHA' }; Change = @{} }
        @{ Name = 'another range'; More = @{}; Change = @{ X = @(-1, 9) } }
        @{ Name = 'one parameter more'; More = @{}; Change = @{ Z = @(0, 1) } }
        @{ Name = 'one parameter less'; More = @{}; Change = @{ Y = $null } }
    ) {
        $path = New-JournalPath
        $null = New-PlainSweep $path | Invoke-Sweep $count -MaxTrial 4
        $space = (New-PlainSweep $path).Parameter
        foreach ($name in $Change.Keys) {
            if ($Change[$name]) { $space[$name] = New-Parameter $Change[$name][0] $Change[$name][1] } else { $space.Remove($name) }
        }
        $result = New-Sweep plain -LiteralPath $path @More -Parameter $space | Invoke-Sweep $count -MaxTrial 20
        $result.Complete | Should -Be 20
        $trials = Get-Trial $path
        if ($Change.X) { ($trials.X | Measure-Object -Maximum).Maximum | Should -BeGreaterThan 2 }
        if ($Change.Z) { $trials[3].Z | Should -BeNullOrEmpty; $trials[4].Z | Should -BeOfType double }
        if ($Change.ContainsKey('Y')) { $trials[3].Y | Should -BeOfType double; $trials[4].Y | Should -BeNullOrEmpty }
        (Get-Sweep $path).Sampler | Should -Be ($More.Sampler ?? 'TPE')
    }

    It 'refuses <Name>' -ForEach @(
        @{ Name = 'another seed'; Arguments = @{ Seed = 2 }; Id = 'SeedChanged'; Words = 'seed 1', 'seed 2' }
        @{ Name = 'another objective'; Arguments = @{ Maximize = 'Height' }; Id = 'ObjectiveChanged'; Words = 'Height (Minimize)', 'Height (Maximize)' }
        @{ Name = 'other choices'; Arguments = @{ Parameter = @{ Kind = 'a', 'c' } }; Id = 'DomainMismatch'; Words = "'Kind'", 'c' }
        @{ Name = 'choices for a number'; Arguments = @{ Parameter = @{ X = 1, 2 } }; Id = 'DomainMismatch'; Words = "'X'", '-2 to 2' }
    ) {
        $path = New-JournalPath
        $null = New-PlainSweep $path | Invoke-Sweep $count -MaxTrial 2
        Assert-Error { New-Sweep plain -LiteralPath $path @Arguments } $Id InvalidArgument $Words
        (Get-Sweep $path).TrialCount | Should -Be 2
    }

    It 'repairs a torn last line, and says so' {
        $path = New-JournalPath
        $null = New-PlainSweep $path | Invoke-Sweep $count -MaxTrial 3
        [IO.File]::AppendAllText($path, '{"op_code": 8, "worker_id": "08846203", "tri')
        $result = New-PlainSweep $path | Invoke-Sweep $count -MaxTrial 3 -WarningVariable warnings -WarningAction SilentlyContinue
        $warnings | Should -HaveCount 1
        $warnings | Should -BeLike '*last line*'
        $result.Complete | Should -Be 3
    }
}

Describe 'A run that is stopped' {
    BeforeAll {
        # A sweep of trainings whose epochs take their time, written as a script for other processes.
        $script = Join-Path $TestDrive sweep.ps1
        Set-Content $script @'
param([string] $Path, [double] $Wait)
$ErrorActionPreference = 'Stop'
$data = New-SyntheticDataset Moons -Count 60 -Seed 1
New-Sweep moons -LiteralPath $Path -Minimize Loss -Seed 1 -Sampler TPE -Parameter @{ Rate = New-Parameter 0.01 1 -Log; Units = 2, 4, 8 } |
    Invoke-Sweep -MaxTrial 5 -ThrottleLimit 2 {
        $wait, $folder = $using:Wait, "$using:Path.$($Trial.Number)"
        New-Network -InputShape 2 | Add-DenseLayer $Trial.Units -Activation Tanh | Add-DropoutLayer 0.2 | Add-DenseLayer 2 -Activation Softmax |
            Invoke-Training $using:data -LearningRate $Trial.Rate -Epoch 6 -CheckpointPath $folder -CheckpointEvery 1 -Resume -OnEpoch {
                Add-Content -LiteralPath "$folder.log" $_.Epoch
                Start-Sleep $wait
            }
    }
'@
        $whole = New-JournalPath
        $null = & $script $whole 0
        $expected = Get-RecordText $whole

        # Whether trial 2 has reported twice and two trials are done; on a busy machine the one may come well before the other.
        function Test-UnderWay([string] $Path) {
            $text = (Test-Path $Path) ? [IO.File]::ReadAllText($Path) : ''
            $text -match '"trial_id":\s*2, "step":\s*2' -and [regex]::Matches($text, '"state":\s*1\b').Count -ge 2
        }

        # Starts the script elsewhere and waits until it is under way.
        function Start-Sweep([string] $Path) {
            $text = "Import-Module '$modulePath'; try { & '$script' -Path '$Path' -Wait 0.06 } finally { exit `$LASTEXITCODE }"
            $start = [Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
            '-NoProfile', '-NonInteractive', '-EncodedCommand', [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($text)) |
                ForEach-Object { $start.ArgumentList.Add($_) }
            $start.RedirectStandardOutput = $start.RedirectStandardError = $true
            $process = [Diagnostics.Process]::Start($start)
            $deadline = (Get-Date).AddSeconds(60)
            while ((Get-Date) -lt $deadline -and -not $process.HasExited) {
                if (Test-UnderWay $Path) { break }
                Start-Sleep -Milliseconds 20
            }
            $process.HasExited | Should -BeFalse -Because 'the sweep runs still'
            $process
        }

        function Assert-Continues([string] $Path) {
            $before = Get-Trial $Path
            $finished = @($before | Where-Object State -EQ Complete)
            $finished.Count | Should -BeGreaterOrEqual 2
            @($before | Where-Object State -EQ Running).Count | Should -BeGreaterOrEqual 1
            $output = & $script $Path 0 -Verbose:$false
            $output.ExitCode, $output.Complete, $output.Unfinished | Should -Be 0, 5, 0
            Get-RecordText $Path | Should -BeExactly $expected
            $after = Get-Trial $Path
            foreach ($trial in $finished) { $after[$trial.Number].Started | Should -Be $trial.Started }
            Get-ChildItem -Recurse -Directory ([IO.Path]::ChangeExtension($Path, 'trials')) -Filter *.checkpoints | Should -BeNullOrEmpty
        }
    }

    It 'by kill -9 goes on from its checkpoints, to the same trials to the bit' {
        $path = New-JournalPath
        $process = Start-Sweep $path
        $process.Kill()
        $process.WaitForExit()
        Assert-Continues $path
        # The epoch that was under way is done again, and those before it are not.
        Get-Content "$path.2.log" | Select-Object -First 2 | Should -Be 1, 2
        @(Get-Content "$path.2.log" | Where-Object { $_ -eq 1 }).Count | Should -Be 1
        @(Get-Content "$path.2.log").Count | Should -BeLessOrEqual 7
    }

    It 'by SIGTERM gives its trials back, ends with 130, and goes on' -Skip:$IsWindows {
        $path = New-JournalPath
        $process = Start-Sweep $path
        /bin/kill -s TERM $process.Id
        $process.WaitForExit(30000) | Should -BeTrue
        $process.ExitCode | Should -Be 130
        Assert-Continues $path
    }

    It 'by SIGINT gives its trials back and goes on; a finally block has the exit code' -Skip:(-not $IsLinux) {
        # What is started in the background of a shell without job control ignores the signal, and its children do.
        $ignored = [Convert]::ToInt64(((Get-Content "/proc/$PID/status") -match '^SigIgn')[0].Split(':')[1].Trim(), 16)
        if ($ignored -band 2) { Set-ItResult -Skipped -Because 'SIGINT is ignored here' }
        $path = New-JournalPath
        $process = Start-Sweep $path
        /bin/kill -s INT $process.Id
        $process.WaitForExit(30000) | Should -BeTrue
        $process.ExitCode | Should -Be 130
        Assert-Continues $path
    }

    It 'by Ctrl+C in a session goes on' {
        $path = New-JournalPath
        $shell = [powershell]::Create()
        try {
            $null = $shell.AddScript("Import-Module '$modulePath'; & '$script' -Path '$path' -Wait 0.06")
            $running = $shell.BeginInvoke()
            $deadline = (Get-Date).AddSeconds(30)
            while ((Get-Date) -lt $deadline -and -not (Test-UnderWay $path)) {
                Start-Sleep -Milliseconds 20
            }
            $shell.Stop()
            $running.IsCompleted | Should -BeTrue
            $shell.InvocationStateInfo.State | Should -Be Stopped
        } finally {
            $shell.Dispose()
        }
        Assert-Continues $path
    }
}
