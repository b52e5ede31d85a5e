#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.5' }

# What there is to see of a sweep: Get-Trial, Get-Sweep, networks, -WhatIf, Remove-Sweep; and New-Trial with Complete-Trial.

BeforeAll {
    . (Join-Path $PSScriptRoot 'Sweep.Common.ps1')
    $valleys = New-PlainSweep
    $null = $valleys | Invoke-Sweep -MaxTrial 8 -WarningAction Ignore {
        if ($Trial.Number -eq 2) { throw 'no' }
        @{ Height = [Math]::Abs($Trial.X); Size = $Trial.Number }
    }
}

Describe 'Get-Trial' {
    It 'gives flat objects, the same properties in all' {
        $trials = Get-Trial $valleys
        $trials.Number | Should -Be (0..7)
        $trials | ForEach-Object { $_.PSObject.Properties.Name -join ' ' } | Select-Object -Unique |
            Should -BeLike 'Number State Height Kind X Y Size DuplicateOf Started Duration *Error Path'
        $trials[0].PSObject.TypeNames[0] | Should -Be NeuralPS.Trial
        $trials.State | Sort-Object -Unique | Should -Be Complete, Failed
        foreach ($trial in $trials) { foreach ($value in $trial.PSObject.Properties.Value) { $value -is [string] -or $value -isnot [Collections.IEnumerable] | Should -BeTrue } }
    }

    It 'goes to Sort-Object and to a CSV file and back with every digit' {
        $file = Join-Path $TestDrive trials.csv
        $sorted = Get-Trial $valleys -State Complete | Sort-Object Height
        $sorted[0].Number | Should -Be (Get-Trial $valleys -Best).Number
        $sorted | Export-Csv $file
        $read = Import-Csv $file
        $read | Should -HaveCount 7
        0..6 | ForEach-Object { [double]$read[$_].Y | Should -BeExactly $sorted[$_].Y; [int]$read[$_].Number | Should -Be $sorted[$_].Number }
    }

    It 'takes the result of Invoke-Sweep, a path, the sweep; states and numbers' {
        $result = $valleys | Invoke-Sweep { } -MaxTrial 8
        (Get-Trial $result).Count, (Get-Trial $valleys.Path).Count, ($valleys | Get-Trial).Count | Should -Be 8, 8, 8
        (Get-Trial $valleys -State Failed).Number | Should -Be 2
        (Get-Trial $valleys -Number 3, 5).Number | Should -Be 3, 5
        Assert-Error { Get-Trial $valleys -Number 8 } TrialNotFound ObjectNotFound '8'
        Get-Trial (New-PlainSweep) | Should -BeNullOrEmpty
    }

    It 'finds the Pareto front of several objectives, and keeps to constraints' {
        $sweep = New-Sweep two -Path (New-JournalPath) -Maximize Gain -Minimize Cost -Sampler Grid -Parameter @{ N = 0..5 } -Constraint 'Cost <= 4'
        $null = $sweep | Invoke-Sweep { @{ Gain = [Math]::Min($Trial.N, 3); Cost = $Trial.N } }
        (Get-Trial $sweep -Best).N | Sort-Object | Should -Be 0, 1, 2, 3
        (Get-Trial $sweep | Where-Object Feasible -EQ $false).N | Should -Be 5
        $best = New-Sweep one -Path (New-JournalPath) -Maximize Gain -Sampler Grid -Parameter @{ N = 0..5 } -Constraint 'Cost <= 4', 'Cost >= 1'
        ($best | Invoke-Sweep { @{ Gain = $Trial.N; Cost = $Trial.N } }).Gain | Should -Be 4
        (Get-Trial $best -Best).N | Should -Be 4
    }

    It 'has the enqueued points first, completed by the sampler' {
        $sweep = New-PlainSweep -More @{ Enqueue = @{ X = 0.5; Kind = 'b' }, @{ Y = 1 } }
        $null = $sweep | Invoke-Sweep $valley -MaxTrial 3
        $trials = Get-Trial $sweep
        $trials[0].X, $trials[0].Kind, $trials[1].Y | Should -Be 0.5, b, 1
        $trials[0].Y, $trials[1].X | Should -BeOfType double
        $null = New-PlainSweep $sweep.Path -More @{ Enqueue = @{ X = 0.5; Kind = 'b' }, @{ Y = 1 } } | Invoke-Sweep $valley -MaxTrial 4
        @(Get-Trial $sweep | Where-Object X -EQ 0.5).Count | Should -Be 1
    }
}

Describe 'At the prompt' {
    BeforeAll {
        $sweep = New-Sweep shown -Path (New-JournalPath) -Maximize Gain -Seed 1 -Sampler Random -Constraint 'Gain <= 5' `
            -Parameter @{ Rate = New-Parameter 1e-5 1e-1 -Log; Kind = 'a', 'b' } -Enqueue @{ Rate = 1.23456e-5; Kind = 'a' }, @{ Kind = 'a'; Rate = 1.23456e-5 }
        $result = $sweep | Invoke-Sweep -MaxTrial 3 -WarningAction Ignore { if ($Trial.Number -eq 2) { throw 'no luck' }; 1 / 3 }
        function Get-Shown($Object) { ($Object | Out-String -Width 120) -replace "`e\[[\d;]*m" }
    }

    It 'trials are a table, with short numbers, duplicates and errors' {
        $lines = (Get-Shown (Get-Trial $sweep)).Trim() -split '\r?\n'
        $lines[0] | Should -Match '^Number State +Objective +Duration +Parameters$'
        $lines[2] | Should -Match '^ +0 Complete +0\.3333 +\d\.\d\d s +Kind a, Rate 1\.235E-05$'
        $lines[3] | Should -Match '^ +1 Complete, as 0 +0\.3333 '
        $lines[4] | Should -Match '^ +2 Failed +\d\.\d\d s +no luck'
        (Get-Trial $sweep).DuplicateOf | Should -Be $null, 0, $null
    }

    It 'sweeps and results are short lists' {
        $text = Get-Shown $sweep
        $text | Should -Match '(?m)^Goal +: maximise Gain\r?$'
        $text | Should -Match 'Rate = 1E-05 to 0\.1 \(log\)'
        $text | Should -Match 'Trials +: 3: 2 complete, 0 pruned, 1 failed'
        $text = Get-Shown $result
        $text | Should -Match 'End +: Finished \(exit code 0\)'
        $text | Should -Match 'Best +: trial 0: Gain 0\.3333'
    }

    It 'parameters, samplers and pruners say what they are: <Text>' -ForEach @(
        @{ Text = '1 to 5'; Make = { New-Parameter 1 5 -Integer } }
        @{ Text = 'TPE (StartupTrials 5)'; Make = { New-Sampler TPE -StartupTrial 5 } }
        @{ Text = 'Threshold (Upper 5)'; Make = { New-Pruner Threshold -Upper 5 } }
    ) {
        (Get-Shown (& $Make)).Trim() | Should -Be $Text
    }
}

Describe 'Networks of a sweep' {
    BeforeAll {
        $train, $test = New-SyntheticDataset Moons -Count 120 -Seed 1 | Split-Dataset -Fraction 0.7 -Seed 1
        $block = {
            New-Network -InputShape 2 | Add-DenseLayer $Trial.Units -Activation Tanh | Add-DenseLayer 2 -Activation Softmax |
                Invoke-Training $using:train -ValidationDataset $using:test -Epoch 3 -LearningRate $Trial.Rate
        }
        function Invoke-Moons([hashtable] $More = @{}) {
            New-Sweep moons -LiteralPath (Join-Path $TestDrive "moons [1] $([guid]::NewGuid()).journal") -Maximize ValidationAccuracy -Minimize ValidationLoss -Seed 1 `
                -Sampler Random -Parameter @{ Units = 2, 4, 8; Rate = New-Parameter 0.01 1 -Log } | Invoke-Sweep $block -MaxTrial 5 @More
        }
    }

    It 'are those that were measured' {
        $best = Get-Trial (Invoke-Moons) -Best
        $best.Count | Should -BeGreaterOrEqual 1
        foreach ($trial in $best) {
            $measure = $trial | Import-Network | Measure-Network $test
            $measure.Accuracy, $measure.Loss | Should -Be $trial.ValidationAccuracy, $trial.ValidationLoss
        }
    }

    It 'stay with -KeepNetwork <Keep>: <Files>' -ForEach @(
        @{ Keep = 'Best'; Files = 'of the best' }
        @{ Keep = 'All'; Files = 'of all' }
        @{ Keep = 'None'; Files = 'none' }
    ) {
        $result = Invoke-Moons @{ KeepNetwork = $Keep }
        $expected = switch ($Keep) { Best { (Get-Trial $result -Best).Number } All { 0..4 } None { } }
        (Get-Trial $result | Where-Object Path).Number | Should -Be $expected
        $folder = [IO.Path]::ChangeExtension($result.Path, 'trials')
        @(Get-ChildItem -LiteralPath $folder -Recurse -File -ErrorAction Ignore).Count | Should -Be @($expected).Count
    }
}

Describe 'Invoke-Sweep -WhatIf' {
    It 'says what would be done, and writes nothing' {
        $folder = Join-Path $TestDrive nothing
        $null = New-Item -ItemType Directory $folder
        $sweep = New-PlainSweep (Join-Path $folder a.journal)
        $text = Invoke-Fresh "Import-Module '$modulePath'; New-Sweep new -Path '$folder/a.journal' -Minimize A -Parameter @{ X = 1, 2 } | Invoke-Sweep { 1 } -MaxTrial 7 -ThrottleLimit 2 -WhatIf"
        "$text" -replace '\s+', ' ' | Should -BeLike "*0 trials are finished, 7 are to come, 2 at a time*not known before the first*"
        $sweep | Invoke-Sweep { 1 } -WhatIf | Should -BeNullOrEmpty
        Get-ChildItem $folder -Force | Should -BeNullOrEmpty
    }

    It 'counts enqueued points beside those of a grid' {
        $path = New-JournalPath
        $sweep = New-Sweep grid -Path $path -Minimize Height -Sampler Grid -Parameter @{ A = 1, 2, 3 } -Enqueue @{ A = 2 }
        $text = Invoke-Fresh "Import-Module '$modulePath'; New-Sweep grid -Path '$path' -Minimize A -Sampler Grid -Parameter @{ A = 1, 2, 3 } -Enqueue @{ A = 2 } | Invoke-Sweep { 1 } -WhatIf"
        "$text" -replace '\s+', ' ' | Should -BeLike '*0 trials are finished, 4 are to come*'
        ($sweep | Invoke-Sweep { 1 }).Complete | Should -Be 4
        $text = Invoke-Fresh "Import-Module '$modulePath'; '$path' | Invoke-Sweep { 1 } -WhatIf"
        "$text" -replace '\s+', ' ' | Should -BeLike '*4 trials are finished, 0 are to come*'
    }
}

Describe 'Get-Sweep and Remove-Sweep' {
    It 'list the sweeps of a journal, and take one away with its networks' {
        $path = Join-Path $TestDrive 'two [1].journal'
        $null = New-PlainSweep $path | Invoke-Sweep { New-Network -InputShape 1 | Add-DenseLayer 1 | Initialize-Network; 1 } -MaxTrial 2
        $null = New-Sweep other -LiteralPath $path -Maximize A -Parameter @{ B = 1, 2 } | Invoke-Sweep { 1 } -MaxTrial 1
        (Get-Sweep -LiteralPath $path).Name | Should -Be plain, other
        (Get-Sweep -LiteralPath $path -Name o*).TrialCount | Should -Be 1
        Assert-Error { Get-Sweep -LiteralPath $path -Name none } SweepNotFound ObjectNotFound "'none'", 'plain, other'
        $folder = Join-Path $TestDrive 'two [1].trials' plain
        Test-Path -LiteralPath $folder | Should -BeTrue

        Get-Sweep -LiteralPath $path -Name plain | Remove-Sweep -WhatIf
        (Get-Sweep -LiteralPath $path).Count | Should -Be 2
        Get-Sweep -LiteralPath $path -Name plain | Remove-Sweep -Confirm:$false | Should -BeNullOrEmpty
        (Get-Sweep -LiteralPath $path).Name | Should -Be other
        Test-Path -LiteralPath $folder | Should -BeFalse
        (New-PlainSweep $path | Invoke-Sweep { 1 } -MaxTrial 1).Complete | Should -Be 1
    }
}

Describe 'New-Trial and Complete-Trial' {
    It 'serve a loop of one''s own, with the trials that Invoke-Sweep makes' {
        $expected = New-PlainSweep
        $null = $expected | Invoke-Sweep { [Math]::Abs($Trial.X) } -MaxTrial 15
        $sweep = New-PlainSweep
        while ($trial = $sweep | New-Trial -MaxTrial 15) { $trial | Complete-Trial ([Math]::Abs($trial.X)) }
        Get-RecordText $sweep | Should -BeExactly (Get-RecordText $expected)
    }

    It 'take metrics by name, pruned and failed trials' {
        $sweep = New-PlainSweep -More @{ Pruner = New-Pruner Threshold -Upper 5 }
        New-Trial $sweep | Complete-Trial @{ Height = 2; Size = 3 } -PassThru | ForEach-Object { $_.Height, $_.Size, $_.State } | Should -Be 2, 3, Complete
        $trial = New-Trial $sweep
        $trial.Report(1, 4)
        $trial.IsPruned | Should -BeFalse
        $trial.Report(2, 6)
        $trial.IsPruned | Should -BeTrue
        $trial | Complete-Trial -Pruned
        try { throw 'broken' } catch { New-Trial $sweep | Complete-Trial -Failure $_ }
        New-Trial $sweep | Complete-Trial -Failure 'no more'
        $trial = New-Trial $sweep
        $trial.SetMetric('Height', 9)
        $trial | Complete-Trial
        $trials = Get-Trial $sweep
        $trials.State | Should -Be Complete, Pruned, Failed, Failed, Complete
        $trials.Height | Should -Be 2, 6, $null, $null, 9
        $trials[2].Error, $trials[3].Error | Should -Be broken, 'no more'
    }

    It 'refuse <Name>' -ForEach @(
        @{ Name = 'a text as result'; Script = { New-Trial $sweep | Complete-Trial 'good' }; Id = 'ResultNotANumber'; Words = "'good'" }
        @{ Name = 'a trial twice'; Script = { $t = New-Trial $sweep; $t | Complete-Trial 1; $t | Complete-Trial 2 }; Id = 'TrialFinished'; Words = 'Complete already' }
        @{ Name = 'no result'; Script = { New-Trial $sweep | Complete-Trial }; Id = 'MetricMissing'; Words = 'Height' }
    ) {
        $sweep = New-PlainSweep
        Assert-Error $Script $Id InvalidArgument $Words
    }

    It 'leave Invoke-Sweep an error that names the trial, where the session has one that it waits for' {
        $sweep = New-PlainSweep -More @{ Window = 1; Pruner = 'Median' }
        $trial = New-Trial $sweep
        Assert-Error { $sweep | Invoke-Sweep $valley -MaxTrial 2 } TrialHeld InvalidArgument 'trial 0', 'this session', 'Complete-Trial -Failure'
        $trial | Complete-Trial -Failure 'given up'
        ($sweep | Invoke-Sweep $valley -MaxTrial 3).Complete | Should -Be 2
    }

    It 'say what they wait for, where another process has the trial, and go on when it ends' {
        $path = New-JournalPath
        New-PlainSweep $path -More @{ Window = 1; Pruner = 'Median' } | New-Trial | Complete-Trial 1
        $text = "Import-Module '$modulePath'; `$trial = New-Trial '$path'; 'taken'; Start-Sleep 5.5; `$trial | Complete-Trial 2"
        $start = [Diagnostics.ProcessStartInfo]::new((Get-Process -Id $PID).Path)
        '-NoProfile', '-NonInteractive', '-EncodedCommand', [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($text)) |
            ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardOutput = $true
        $process = [Diagnostics.Process]::Start($start)
        try {
            $process.StandardOutput.ReadLine() | Should -Be taken
            $result = $path | Invoke-Sweep $valley -MaxTrial 3 -WarningVariable warnings -WarningAction SilentlyContinue
            $result.Complete | Should -Be 3
            $warnings | Should -HaveCount 1
            $warnings | Should -BeLike "*trial 1, which another process has: process $($process.Id) on *Complete-Trial -Failure*"
        } finally {
            $process.Kill()
        }
    }

    It 'say so when the next trial depends on one that the session has' {
        $sweep = New-PlainSweep -More @{ Window = 2; Pruner = 'Median' }
        $first, $second = (New-Trial $sweep), (New-Trial $sweep)
        Assert-Error { New-Trial $sweep } WindowFull InvalidArgument '-Window (now 2)'
        $first | Complete-Trial 1
        (New-Trial $sweep).Number | Should -Be 2
    }
}
